"""What a text says of an image, as far as boxes could settle it. Nouns only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from datagen.lexicon import Concept
from datagen.sample import Part

Quality = Literal["size", "height", "width"]
Scope = Literal["total", "likely", "part"]


class Place(NamedTuple):
    """Character span in one part of one turn (from 0)."""

    turn: int
    part: Part
    start: int
    end: int


class Quantity(NamedTuple):
    """How many a noun speaks of: `least` and `most` (None: no bound), and whether it says so in number words."""

    least: int
    most: int | None
    spoken: bool = False


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun phrase about a concept; `start` and `end` are characters of its text.

    `restricted`: adjectives may make it fewer than all ("red cars"). `other`: not all of them ("another dog", "one of
    the dogs"). `every`: all of them ("both dogs"). `denied`: "no dogs". `stand_in`: a pronoun or a number alone, which
    may also mean one of `perhaps`. `picked`: of several, the one farthest to the "left", "right",
    "top" or "bottom", or the "largest" or "smallest".
    """

    concept: Concept
    start: int
    end: int
    plural: bool | None
    quantity: Quantity
    definite: bool = False
    bare: bool = False
    restricted: bool = False
    other: bool = False
    every: bool = False
    denied: bool = False
    genitive: bool = False
    stand_in: bool = False
    unreal: bool = False
    perhaps: tuple[Concept, ...] = ()
    picked: str | None = None


@dataclass(frozen=True, slots=True)
class Exists:
    """There is such a thing in the image, or (`holds` False) there is none."""

    place: Place
    noun: Noun
    holds: bool = True


@dataclass(frozen=True, slots=True)
class Counts:
    """There are so many. `total`: of all in the image; `likely`: it seems so, nothing else was said of them."""

    place: Place
    noun: Noun
    quantity: Quantity
    total: Scope
    holds: bool = True


@dataclass(frozen=True, slots=True)
class Relates:
    """`figure` stands in a relation to `ground`; the figure is one of `figures` where grammar leaves it open."""

    place: Place
    relation: str
    figures: tuple[Noun, ...]
    ground: Noun
    holds: bool = True


@dataclass(frozen=True, slots=True)
class Sits:
    """A thing is in a region of the image; `absolute` where the text names the image or a side, not just "left"."""

    place: Place
    region: str
    nouns: tuple[Noun, ...]
    absolute: bool
    holds: bool = True


@dataclass(frozen=True, slots=True)
class Sizes:
    """One thing is larger than another in the image; `other` None: than everything else."""

    place: Place
    quality: Quality
    larger: Noun | None
    smaller: Noun | None
    holds: bool = True


@dataclass(frozen=True, slots=True)
class Outnumbers:
    """There are more of one thing than of another, or (`equal`) as many."""

    place: Place
    more: Noun
    fewer: Noun
    equal: bool = False
    holds: bool = True


Claim = Exists | Counts | Relates | Sits | Sizes | Outnumbers
