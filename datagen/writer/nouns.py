"""How categories are spoken of: a noun with its plural, article and verb. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from datagen.lexicon.plurals import plural_of, with_article

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


class Noun(NamedTuple):
    """A category's name in running text.

    `one` stands behind "the" and "no", `a` behind "there is" (or "are", as `be` says), `any` in a question for it.
    What is not `countable` is one thing or many as one likes to see it: broccoli, a bunch of bananas.
    """

    one: str
    many: str
    a: str
    any: str
    be: str = "is"
    there_be: str = "is"
    countable: bool = True

    @property
    def the(self) -> str:
        """The one that is there: "the dog"."""
        return f"the {self.one}"

    @property
    def counted_one(self) -> str:
        """The number one and the noun: "one dog"."""
        return f"one {self.a.partition(' ')[2] if self.be == 'are' else self.one}"

    def counted(self, count: int) -> str:
        """Return number and noun: "one dog", "three dogs"."""
        return self.counted_one if count == 1 else f"{number(count)} {self.many}"


def number(count: int) -> str:
    """Return a small number as a word."""
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


_SPOKEN = {
    "tv": "TV",
    "mouse": "computer mouse",
    "remote": "remote control",
    "hair drier": "hair dryer",
}
_PLURALS = {"TV": "TVs", "computer mouse": "computer mice"}
_OWN = {
    "person": Noun("person", "people", "a person", "a person"),
    "scissors": Noun("scissors", "pairs of scissors", "a pair of scissors", "any scissors", be="are"),
    "skis": Noun("skis", "skis", "skis", "any skis", "are", "are", countable=False),
    "broccoli": Noun("broccoli", "broccoli", "some broccoli", "any broccoli", countable=False),
}
_IN_PARTS = frozenset({"banana", "carrot", "book", "cake", "pizza", "orange", "apple"})
"""COCO has one box for a bunch or a row of these, or one for each piece: their number says little."""
_PLURAL = re.compile(r".*(?<![sui aoy])s|.*\b(?:people|men|women|children|clothes)")
_SINGULAR = re.compile(r".*\b(?:lens|news|series|species|gallows|mathematics|physics|yes)")
_INITIALS = re.compile(r"[A-Z][A-Z0-9]{1,3}s?")


@cache
def noun_of(category: str) -> Noun:
    """Return the noun of a category: COCO's from a table, any other's from its own name."""
    plain = " ".join(re.split(r"[\s_/]+", category.strip()))
    name = " ".join(word if _INITIALS.fullmatch(word) else word.lower() for word in plain.split())
    if name in _OWN:
        return _OWN[name]
    head = name.partition(" of ")[0]
    if not (name.isascii() and name[-1:].isalnum() and not name[-1:].isdigit()):
        return Noun(name, name, f"a {name}", f"a {name}", countable=False)
    if _PLURAL.fullmatch(head) and not _SINGULAR.fullmatch(head):
        return Noun(name, name, name, f"any {name}", "are", "are", countable=False)
    one = _SPOKEN.get(name, name)
    a = _with_article(one)
    return Noun(one, _PLURALS.get(one) or _plural(one), a, a, countable=name not in _IN_PARTS)


def _plural(name: str) -> str:
    return f"{name}s" if _INITIALS.fullmatch(name.rsplit(maxsplit=1)[-1]) else plural_of(name)


def _with_article(name: str) -> str:
    if _INITIALS.match(name):
        return f"{'an' if name[0] in 'AEFHILMNORSX' else 'a'} {name}"
    return with_article(name)


def listed(parts: Sequence[str], joint: str = "and") -> str:
    """Join parts as a person lists them: "a, b and c"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {joint} {parts[-1]}"


def capital(text: str) -> str:
    """Return the text with a capital first letter."""
    return text[:1].upper() + text[1:]
