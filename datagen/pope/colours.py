"""Colours that a caption gives to the only thing of its kind. Pure.

Nothing but a person's word proves a colour, so this is the least sure of the probes: a caption may name the colour of a
part, and a thing may have a second colour that nobody wrote down. What captions give two colours is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import NamedTuple

from datagen.facts import Facts
from datagen.lexicon import Token, Word
from datagen.pope.probe import Probe
from datagen.pope.proved import ProbePair
from datagen.writer.nouns import capital, noun_of
from datagen.writer.view import View

ALIKE: dict[str, tuple[str, ...]] = {
    "red": ("orange", "pink", "brown", "purple"),
    "orange": ("red", "yellow", "brown", "pink"),
    "yellow": ("orange", "green", "white", "brown"),
    "green": ("blue", "yellow"),
    "blue": ("green", "purple", "gray", "black"),
    "purple": ("blue", "pink", "red"),
    "pink": ("red", "purple", "orange", "white"),
    "brown": ("red", "orange", "yellow", "black", "gray"),
    "black": ("brown", "gray", "blue"),
    "white": ("gray", "yellow", "pink"),
    "gray": ("black", "white", "blue", "brown"),
}
"""The colours that are asked for, each with those that one person may call it and another one not."""
OTHERS = frozenset(
    {"tan", "beige", "silver", "gold", "golden", "maroon", "teal", "turquoise", "violet", "blond", "blonde"}
)
_SPELLINGS = {"grey": "gray"}
_BLURS = frozenset({"and", "or", ",", "/", "-", "&", "light", "dark", "pale", "off", "mostly", "partly"})
"""In front of a colour these say that it is one of several, or not quite that colour."""
_NOT_ASKED = frozenset({"person", "traffic light"})
"""Of people it is the skin or the clothes, of traffic lights what they show just now."""
_DRINKS = frozenset({"wine", "beer", "coffee", "tea"})
"""A "white wine glass" is not white."""


class ColouredThing(NamedTuple):
    """A category's one thing in an image, its colour, and all the colours that captions speak of."""

    image: str
    category: str
    colour: str
    named: frozenset[str]


def coloured(facts: Facts) -> Iterator[ColouredThing]:
    """Yield the things to which captions give one colour and no other."""
    single = View(facts).single
    said: dict[str, set[str]] = {}
    for tokens, words in facts.words:
        for word in words:
            if word.concept.sense in ("same", "narrower") and word.plural is not True:
                said.setdefault(word.concept.categories[0], set()).update(_colours(tokens, word))
    named = frozenset(colour for tokens, _ in facts.words for token in tokens if (colour := _colour(token)))
    for category, colours in said.items():
        if len(colours) == 1 and colours <= ALIKE.keys() and category in single and category not in _NOT_ASKED:
            yield ColouredThing(facts.scene.file_name, category, min(colours), named)


def asked(thing: ColouredThing, pool: Sequence[str], random: Random) -> ProbePair | None:
    """Ask for the colour, and for one that no caption speaks of and nobody takes for it; None where none is left.

    `pool` holds the colours of all things asked about: a wrong one is drawn as often as it is right elsewhere.
    """
    excluded = thing.named | {*ALIKE[thing.colour]}
    wrong = [colour for colour in pool if colour not in excluded] or [c for c in ALIKE if c not in excluded]
    if not wrong:
        return None
    noun = noun_of(thing.category)
    texts = (f"{capital(noun.be)} {noun.the} in the image {c}?" for c in (thing.colour, random.choice(wrong)))
    return ProbePair(Probe(thing.image, next(texts), "yes"), Probe(thing.image, next(texts), "no"))


def _colours(tokens: Sequence[Token], word: Word) -> set[str]:
    """Return the colours right in front of a word; a second, unknown one where they are blurred."""
    colour = _colour(tokens[word.first - 1]) if word.first else None
    if colour is None or tokens[word.first].word in _DRINKS:
        return set()
    before = tokens[word.first - 2] if word.first > 1 else None
    blurred = before is not None and (before.word in _BLURS or _colour(before) is not None)
    return {colour, "?"} if blurred else {colour}


def _colour(token: Token) -> str | None:
    colour = _SPELLINGS.get(token.word, token.word)
    return colour if colour in ALIKE or colour in OTHERS else None
