"""Plurals and articles: by rule for the words of our table, by inflect for any other name. Pure.

inflect takes two seconds to import, so it is only for categories that are not COCO's; a test holds its plurals of all
our words against these.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from datagen.lexicon.table import coco, english, plurals

if TYPE_CHECKING:
    import inflect

_ENDINGS = (("man", "men"), ("woman", "women"), ("knife", "knives"), ("mouse", "mice"))
_WITH_OF = re.compile(r"^(\w+)( of | in )(.+)$")
_HISSES = re.compile(r"(?:s|x|z|ch|sh)$")
_CONSONANT_Y = re.compile(r"[^aeiou]y$")


@cache
def known_words() -> frozenset[str]:
    """All singular words of the table, and what they begin with: the slice of a slice of pizza."""
    table = coco()
    listed = [word for own in table.categories.values() for word in (*own.same, *own.some)]
    begun = (word.partition(" of ")[0] for word in listed)
    return frozenset(listed).union(begun, table.categories, table.perhaps, table.broader)


@cache
def plural_of(name: str) -> str:
    """Return the plural of a name in lower case."""
    special = plurals()
    if name in special.unchanged or name in special.only:
        return name
    if match := _WITH_OF.match(name):
        return plural_of(match[1]) + match[2] + match[3]
    if name in special.irregular:
        return special.irregular[name]
    return _by_rule(name) if name in known_words() else str(_engine().plural_noun(name))


def _by_rule(name: str) -> str:
    for one, many in _ENDINGS:
        if name.endswith(one) and name != "human":
            return name.removesuffix(one) + many
    if _HISSES.search(name):
        return f"{name}es"
    return f"{name[:-1]}ies" if _CONSONANT_Y.search(name) else f"{name}s"


def with_article(name: str) -> str:
    """Return the name with "a" or "an" before it."""
    if name in known_words():
        is_vowel = name[0] in "aeiou" and not name.startswith(tuple(english().no_vowel))
        return f"{'an' if is_vowel else 'a'} {name}"
    return str(_engine().a(name))


@cache
def _engine() -> inflect.engine:
    import inflect  # noqa: PLC0415 - see above

    return inflect.engine()
