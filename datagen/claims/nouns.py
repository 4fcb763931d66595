"""Noun phrases: a concept's word together with what stands before it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from datagen.claims.claim import Noun, Quantity
from datagen.claims.determiners import Before, read_before
from datagen.claims.numbers import GROUPS, SETS
from datagen.lexicon import Lexicon, Token, Word
from datagen.lexicon.lexicon import is_unreal

_MEASURES = GROUPS | frozenset(SETS) | {"family", "herd", "flock", "crowd", "team", "pitcher", "glass", "board"}
"""In front of "of" these are a number of what follows, or a measure of it."""
_PAIRS = frozenset({"ski", "skis", "pair of skis", "set of skis"})
"""Counted in pairs by some and singly by others."""


class Phrase(NamedTuple):
    """A noun phrase and the tokens it takes (from, to)."""

    noun: Noun
    first: int
    last: int


def phrases(found: Sequence[Token], lexicon: Lexicon) -> Iterator[Phrase]:
    """Yield the noun phrases of a sentence in order."""
    floor = 0
    for word in lexicon.words(found):
        if found[word.first].word in _MEASURES and word.last < len(found) and found[word.last].word == "of":
            continue
        before = read_before(found, word.first, floor)
        floor = word.last
        yield Phrase(_noun(found, word, before), before.first, word.last)


def _noun(found: Sequence[Token], word: Word, before: Before) -> Noun:
    if (
        before.every
        and word.last < len(found)
        and found[word.last].word == "and"
        and found[before.first].word == "both"
    ):
        before.every, before.quantity = False, None  # "both cats and dogs"
    quantity = before.quantity or (Quantity(2, None) if word.plural else Quantity(1, None))
    if word.concept.name in _PAIRS and quantity.spoken:
        quantity = Quantity(1, None)
    return Noun(
        concept=word.concept,
        start=found[before.first].start,
        end=found[word.last - 1].end,
        plural=word.plural,
        quantity=quantity,
        definite=before.definite,
        bare=not before.determined,
        restricted=before.restricted,
        other=before.other,
        every=before.every,
        denied=before.denied,
        genitive=found[word.last - 1].genitive,
        unreal=is_unreal(found, word),
        picked=before.side if before.definite and not word.plural else None,
    )
