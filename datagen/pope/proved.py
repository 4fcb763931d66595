"""Left and right, and numbers: questions whose answer the boxes prove and no caption denies. Pure.

Each fact is asked twice, once so that the answer is yes and once so that it is no, and a coin decides which word says
yes: neither a word nor a place gives the answer away.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from datagen.facts import Facts, left_of
from datagen.pope.probe import Probe
from datagen.writer.nouns import capital, noun_of
from datagen.writer.view import View


class ProbePair(NamedTuple):
    """One fact, asked with the answer yes and with the answer no."""

    yes: Probe
    no: Probe


def left_right(facts: Facts, random: Random) -> Iterator[ProbePair]:
    """Yield what is left or right of what, of things that are the only one of their kind, and in which half one is.

    Both directions must be proved: the one true, and the other one false.
    """
    view, image = View(facts), facts.scene.file_name
    single = view.single
    for first in single:
        for second in single:
            if left_of(single[first], single[second]) is True and left_of(single[second], single[first]) is False:
                one, other, side = _turned(first, second, random)
                texts = (_relation(one, word, other) for word in (side, _opposite(side)))
                yield ProbePair(*_answered(image, *texts))
    for category, box in single.items():
        side_of_image = view.region(box, "x")
        if side_of_image:
            texts = (_region(category, word) for word in (side_of_image, _opposite(side_of_image)))
            yield ProbePair(*_answered(image, *texts))


def counts(facts: Facts, random: Random) -> Iterator[ProbePair]:
    """Yield numbers that boxes leave no choice about; the wrong number is one too many or one too few."""
    for category, count in View(facts).counted.items():
        wrong = count + (1 if count == 1 or random.random() < 0.5 else -1)  # noqa: PLR2004 - a coin
        yield ProbePair(*_answered(facts.scene.file_name, _number(category, count), _number(category, wrong)))


def _turned(left: str, right: str, random: Random) -> tuple[str, str, str]:
    return (left, right, "left") if random.random() < 0.5 else (right, left, "right")  # noqa: PLR2004 - a coin


def _opposite(side: str) -> str:
    return "right" if side == "left" else "left"


def _answered(image: str, true: str, false: str) -> tuple[Probe, Probe]:
    return Probe(image, true, "yes"), Probe(image, false, "no")


def _relation(one: str, side: str, other: str) -> str:
    first, second = noun_of(one), noun_of(other)
    return f"{capital(first.be)} {first.the} to the {side} of {second.the} in the image?"


def _region(category: str, side: str) -> str:
    noun = noun_of(category)
    return f"{capital(noun.be)} {noun.the} on the {side} side of the image?"


def _number(category: str, count: int) -> str:
    return f"{'Is' if count == 1 else 'Are'} there exactly {noun_of(category).counted(count)} in the image?"
