"""What stands before a noun: determiners, numbers and adjectives, read from right to left. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from datagen.claims.claim import Quantity
from datagen.claims.numbers import GROUPS, NUMBERS, SETS, SINGLE, VAGUE, number_of
from datagen.lexicon import Token
from datagen.lexicon.words import word_set

MAX_ADJECTIVES = 4
_DEFINITE = word_set("the this that these those his her its their our my your whose")
_EVERY = frozenset({"all", "both", "each", "every"})
_OTHER = word_set("other another additional extra remaining further second third fourth last else next different")
_EXACT = frozenset({"exactly", "only", "just", "precisely", "merely"})
_ABOUT = word_set("about around approximately roughly nearly almost maybe perhaps over")
_NEUTRAL = word_set(
    "visible total distinct individual separate whole entire clear actual real main tiny small little large big "
    "huge live "
    "beautiful cute adorable majestic common domestic"
)
"""Adjectives that hardly ever pick some of several."""
_NO_ADJECTIVE = word_set(
    "is are was were be been being has have had do does did can could will would may might must should of in on at "
    "to more "
    "fewer less from by with for as into onto over under above below near behind beside between through across "
    "around and "
    "or but nor than then if so because while when where which who that what why how not there it he she they them "
    "i you we "
    "also only just very too both sees see seeing shows show showing holds hold holding contains contain containing "
    "includes include including features feature featuring rides ride riding wears wear wearing having carries carry "
    "carrying uses use using eats eat eating watches watch watching like such during against along among inside "
    "outside "
    "beneath underneath atop upon toward towards up down off out onto without within about after before plus versus "
    "vs per "
    "count counting notice spot find yes no"
)
_COLORS = word_set(
    "black white brown red blue green yellow orange gray grey pink purple tan gold silver old young large small big "
    "long "
    "tall short dark light bright"
)
_FUNCTION = (
    _DEFINITE | _EVERY | _OTHER | _EXACT | _ABOUT | SINGLE | GROUPS | frozenset(VAGUE) | frozenset(SETS) | set(NUMBERS)
    | word_set("a an no of at least most than more fewer less up to half and zero number")
)  # fmt: skip
_SIDES = {side: side for side in ("left", "right", "top", "bottom", "largest", "smallest")} | {"biggest": "largest"}


@dataclass(slots=True)
class Before:
    """What was found before a noun; `first` is the token where it begins."""

    found: Sequence[Token] = field(repr=False)
    floor: int
    first: int
    quantity: Quantity | None = None
    side: str | None = None
    definite: bool = False
    indefinite: bool = False
    restricted: bool = False
    other: bool = False
    every: bool = False
    denied: bool = False
    adjectives: int = 0

    @property
    def determined(self) -> bool:
        """Whether a determiner or a number was found."""
        return self.definite or self.indefinite or self.every or self.denied or self.other or self.quantity is not None

    def word(self, at: int) -> str:
        """Return the word at a token, or nothing before the floor."""
        return self.found[at].word if at >= self.floor else ""

    def words(self, first: int, last: int) -> list[str]:
        """Return the words of some tokens."""
        return [token.word for token in self.found[max(0, first) : last]]


def read_before(found: Sequence[Token], at: int, floor: int) -> Before:
    """Read what stands before the noun at token `at`, at the farthest to `floor`."""
    before = Before(found, floor, at)
    position = at - 1
    while position >= floor:
        step = _number(before, position) or _determiner(before, position) or _of(before, position)
        step = step or _adjective(before, position)
        if not step:
            break
        position -= step
    if before.adjectives and not before.determined and before.word(position) == "many":
        before.restricted = any(word.isalpha() and word not in _NEUTRAL for word in before.words(position + 1, at))
    if before.determined:
        skipped = set(before.words(before.first, at)) - _FUNCTION
        before.side = next((side for word, side in _SIDES.items() if word in skipped), None)
        before.restricted = any(word.isalpha() and word not in _NEUTRAL for word in skipped)
    return before


def _number(before: Before, at: int) -> int:
    """Read a number with the words that bound it, and return how many tokens that is: "at least two"."""
    word = before.word(at)
    number = number_of(word)
    if number is None:
        if word not in SINGLE:
            return 0
        before.quantity, before.first = Quantity(1, 1, spoken=True), at
        return 1
    low, high, length = _bounded(before, at, number)
    before.quantity, before.first = Quantity(low, high, spoken=True), at - length + 1
    return length


def _bounded(before: Before, at: int, number: int) -> tuple[int, int | None, int]:
    """Return the lowest and highest number that is meant, and how many tokens say so."""
    two, last, word = before.words(at - 2, at), before.word(at - 1), before.word(at)
    factor = number_of(last) if word in ("dozen", "hundred") else None
    lowest = number_of(two[0]) if len(two) > 1 and last in ("or", "to", "-") else None
    bounds: tuple[int, int | None, int] = number, number, 1
    if factor is not None:
        bounds = factor * number, factor * number, 2
    elif lowest is not None:
        bounds = lowest, number, 3
    elif word == "dozen" and two == ["half", "a"]:
        bounds = 6, 6, 3
    elif (phrase := " ".join(two)) in _BOUNDS:
        down, up = _BOUNDS[phrase]
        bounds = 0 if down is None else number + down, None if up is None else number + up, 3
    elif last in _ABOUT:
        bounds = number - max(1, number // 4), number + max(1, number // 4), 2
    elif last in _EXACT:
        bounds = number, number, 2
    return bounds


_BOUNDS: dict[str, tuple[int | None, int | None]] = {
    "at least": (0, None), "no fewer": (0, None), "no less": (0, None), "more than": (1, None),
    "at most": (None, 0), "up to": (None, 0), "less than": (None, -1), "fewer than": (None, -1),
}  # fmt: skip
"""What is added to the number for the lowest and the highest one; None: there is no such bound."""


def _determiner(before: Before, at: int) -> int:
    """Read an article, a pronoun, a vague amount; return how many tokens that is."""
    word = before.word(at)
    if word in VAGUE:
        if word == "many" and before.word(at - 1) in ("how", "as", "so", "too"):
            return 0
        before.quantity = before.quantity or VAGUE[word]
    elif word in _DEFINITE or before.found[at].genitive:
        before.definite = True
    elif word in ("a", "an"):
        before.indefinite = True
    elif word in _EVERY:
        before.every = True
        before.quantity = Quantity(2, 2, spoken=True) if word == "both" else before.quantity
    elif word == "no":
        before.denied = True
    elif word in _OTHER or (word == "more" and number_of(before.word(at - 1)) is not None):
        before.other = True
    else:
        return 0
    before.first = at
    return 1


def _of(before: Before, at: int) -> int:
    """Read "a pair of", "a group of", "two of the"; return how many tokens that is."""
    if before.word(at) != "of" or at <= before.floor:
        return 0
    word = before.word(at - 1)
    number = number_of(word)
    if word == "dozen" and before.words(at - 3, at - 1) == ["half", "a"]:
        before.quantity, before.first = Quantity(6, 6, spoken=True), at - 3
        return 4
    if word in SETS:
        before.quantity = before.quantity or Quantity(SETS[word], SETS[word], spoken=True)
        before.definite = before.indefinite = False
    elif word in GROUPS:
        before.quantity = before.quantity or VAGUE.get(word)
        before.indefinite = True
    elif number is not None and (before.definite or before.quantity):
        if before.quantity is None or not before.quantity.spoken:
            before.other = True
            before.quantity = Quantity(number + (number == 1), None, spoken=True)
    elif word in _SOME and before.definite:
        before.other, before.denied = True, word == "none"
    elif word in _EVERY and before.definite:
        before.every = True
    else:
        return 0
    before.first = at - 1
    article = before.word(at - 2)
    if article not in ("a", "an", "the"):
        return 2
    before.first, before.definite, before.indefinite = at - 2, article == "the", article != "the"
    return 3


_SOME = word_set("some many most several few each none any")


def _adjective(before: Before, at: int) -> int:
    """Step over an adjective, or over what stands between two; return how many tokens that is."""
    word, earlier = before.word(at), before.word(at - 1)
    if before.adjectives and ((word == "and" and earlier in _COLORS) or (word == "," and earlier.isalpha())):
        return 1
    if not word[0].isalpha() or word in _NO_ADJECTIVE or before.adjectives >= MAX_ADJECTIVES or before.determined:
        return 0
    before.adjectives += 1
    return 1
