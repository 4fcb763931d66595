"""Plurals and articles: by rule for the words of our table, by inflect for any other name. Pure.

inflect takes two seconds to import, so it is only for categories that are not COCO's; a test holds its plurals of all
our words against these.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from datagen.lexicon.table import AMBIGUOUS, WORDS

if TYPE_CHECKING:
    import inflect

PLURAL_ONLY = frozenset({"people", "cattle", "scissors", "shears", "skis"})
UNCHANGED = PLURAL_ONLY | {
    "sheep", "broccoli", "silverware", "cutlery", "flatware", "luggage", "baggage", "furniture", "food", "fruit",
    "aircraft", "someone", "somebody", "livestock", "equipment", "traffic", "crockery", "tableware", "dishware", "gear",
    "staff", "watercraft", "transport", "electronics", "bread", "toast", "pair of scissors", "pair of skis",
    "set of skis", "wine", "beer", "coffee", "tea", "sports equipment",
}  # fmt: skip
IRREGULAR = {
    "person": "people", "man": "men", "woman": "women", "child": "children", "wife": "wives", "knife": "knives",
    "calf": "calves", "goose": "geese", "ox": "oxen", "mouse": "mice", "flamingo": "flamingoes", "calico": "calicoes",
    "passerby": "passersby",
}  # fmt: skip
_ENDINGS = (("man", "men"), ("woman", "women"), ("knife", "knives"), ("mouse", "mice"))
_WITH_OF = re.compile(r"^(\w+)( of | in )(.+)$")
_HISSES = re.compile(r"(?:s|x|z|ch|sh)$")
_CONSONANT_Y = re.compile(r"[^aeiou]y$")


@cache
def known_words() -> frozenset[str]:
    """All singular words of the table."""
    listed = (text.replace("|", ",").split(",") for text in WORDS.values())
    return frozenset(word.strip() for words in listed for word in words) | frozenset(AMBIGUOUS) | frozenset(WORDS)


@cache
def plural_of(name: str) -> str:
    """Return the plural of a name in lower case."""
    if name in UNCHANGED:
        return name
    if match := _WITH_OF.match(name):
        return plural_of(match[1]) + match[2] + match[3]
    if name in IRREGULAR:
        return IRREGULAR[name]
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
        is_vowel = name[0] in "aeiou" and not name.startswith(("ewe", "urinal", "utensil"))
        return f"{'an' if is_vowel else 'a'} {name}"
    return str(_engine().a(name))


@cache
def _engine() -> inflect.engine:
    import inflect  # noqa: PLC0415 - see above

    return inflect.engine()
