"""What the writer may speak of in one scene: things that boxes prove and captions do not deny. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from datagen.facts import REGIONS, RELATIONS, TINY_AREA, Count, Facts, area
from datagen.lexicon import Token, Word
from datagen.scene import Box
from datagen.writer.company import met_with, taken_for
from datagen.writer.nouns import NUMBERS, Noun, noun_of

_NUMBERS = {word: n for n, word in enumerate(NUMBERS) if n} | {str(n): n for n in range(1, 11)}
_NUMBERS |= {"both": 2, "couple": 2, "another": 2, "single": 1}
_MANY = frozenset(
    (
        "several",
        "many",
        "numerous",
        "multiple",
        "lots",
        "lot",
        "bunch",
        "group",
        "groups",
        "herd",
        "flock",
        "crowd",
        "row",
        "rows",
        "stack",
        "variety",
        "assortment",
        "few",
        "various",
        "dozens",
        "some",
        "collection",
        "pile",
    )
)
_TWO_AT_LEAST = frozenset({"couple", "pair", "duo", "family", "crowd", "team", "group", "herd", "flock", "trio"})
_ENDS_PHRASE = frozenset(
    ("a", "an", "the", "and", "with", "in", "on", "at", "by", "near", "to", "around", "under", "behind", "over", "from")
)
SEVERAL = 3
_WINDOW = 4
_TOLD_APART = (
    frozenset({"man", "gentleman", "guy", "father", "dad", "husband", "groom", "businessman"}),
    frozenset({"woman", "lady", "mother", "mom", "wife", "bride", "businesswoman"}),
    frozenset({"boy", "girl", "child", "kid", "baby", "toddler", "infant"}),
)
APART = 0.05
"""The centres of the outermost thing and the next one of its kind are so far apart."""
CLEARLY_LARGEST, LARGE_ENOUGH = 1.5, 0.01
"""To be called the largest of its kind a thing has so many times the next one's area, and this share of the image."""


@dataclass(frozen=True)
class View:
    """One scene's speakable facts."""

    facts: Facts

    @cached_property
    def present(self) -> tuple[str, ...]:
        """Categories that are surely to be seen."""
        boxes = self.facts.scene.boxes
        return tuple(
            category
            for category, numbers in self.facts.boxes.items()
            if any(area(boxes[n]) >= TINY_AREA for n in numbers) and self._has_own_name(category)
        )

    def _has_own_name(self, category: str) -> bool:
        one = noun_of(category).one
        return bool(one) and not any(noun_of(c).one == one for c in self.facts.boxes if c != category)

    @cached_property
    def denied(self) -> frozenset[str]:
        """Categories of which a caption gives, or may give, another number than the boxes."""
        denied = (
            {"person"} if self._counts.get("person", Count(0, None)).exact in range(1, self._people_told) else set()
        )
        for found, words in self.facts.words:
            floor = 0
            for word in words:
                for category in word.concept.categories:
                    exact = self._counts[category].exact if category in self._counts else None
                    if exact is not None and _denies(found, word, floor, exact):
                        denied.add(category)
                floor = word.last
        return frozenset(denied)

    @property
    def _people_told(self) -> int:
        """How many people a caption tells apart at the least: a man, a woman and a child are three."""
        told = (
            sum(any(word.concept.name in group for word in words) for group in _TOLD_APART)
            for _, words in self.facts.words
        )
        return max(told, default=0)

    @cached_property
    def counted(self) -> dict[str, int]:
        """How many there are, of the categories whose number is sure."""
        return {category: count.exact for category, count in self.numbered.items() if count.exact}

    @cached_property
    def numbered(self) -> dict[str, Count]:
        """At least and at most how many there are, of the categories that captions do not number otherwise."""
        categories = (c for c in self.present if c not in self.denied and noun_of(c).countable)
        return {category: self._counts[category] for category in categories}

    @cached_property
    def _counts(self) -> dict[str, Count]:
        return {category: self.facts.count(category) for category in self.facts.boxes}

    @cached_property
    def single(self) -> dict[str, Box]:
        """The categories with one instance in the image, which "the dog" can mean, and its box."""
        boxes = {category: self.facts.only(category) for category in self.present if category not in self.denied}
        return {category: box for category, box in boxes.items() if box is not None}

    @cached_property
    def things(self) -> dict[str, Box]:
        """One thing a category, which words can single out: the only one, or else the one that appears largest."""
        return self.single | self._largest

    @cached_property
    def _largest(self) -> dict[str, Box]:
        found = {}
        for category in self.present:
            if category in self.single or category in self.facts.crowds or not noun_of(category).countable:
                continue
            boxes = sorted(self.instances(category), key=area)
            if len(boxes) > 1 and area(boxes[-1]) >= max(CLEARLY_LARGEST * area(boxes[-2]), LARGE_ENOUGH):
                found[category] = boxes[-1]
        return found

    @cached_property
    def ends(self) -> dict[str, tuple[Box, Box]]:
        """The leftmost and the rightmost thing of the categories with two or more whose number is sure."""
        found = {}
        for category, count in self.counted.items():
            boxes = self.instances(category)
            if not 1 < count == len(boxes) or min(map(area, boxes)) < TINY_AREA:
                continue
            boxes.sort(key=lambda box: box.x1 + box.x2)
            first, last = boxes[0], boxes[-1]
            others = boxes[1:-1]
            clear = all(min(_centre(box) - _centre(first), _centre(last) - _centre(box)) >= APART for box in others)
            if clear and related("left of", first, last):
                found[category] = (first, last)
        return found

    @cached_property
    def sides(self) -> dict[str, tuple[int, int]]:
        """How many are on the left and on the right, of categories with two or more that all are on one of the two."""
        found = {}
        for category, count in self.counted.items():
            boxes = self.instances(category)
            if 1 < count == len(boxes):
                regions = [self.region(box, "x") for box in boxes]
                if None not in regions:
                    found[category] = (regions.count("left"), regions.count("right"))
        return found

    def are_several(self, category: str) -> bool:
        """Whether the boxes prove two at the least, however many captions speak of."""
        return self._counts[category].least > 1

    def instances(self, category: str) -> list[Box]:
        """Return the category's boxes."""
        return [self.facts.scene.boxes[n] for n in self.facts.boxes[category]]

    @cached_property
    def absent(self) -> tuple[str, ...]:
        """Categories that are surely not there, and are not easily taken for one that is."""
        like = {other for category in self.facts.boxes for other in taken_for(category)}
        here = {noun_of(category).one for category in self.facts.boxes}
        return tuple(c for c in self.facts.absent if c not in like and noun_of(c).one not in here)

    @cached_property
    def missed(self) -> tuple[str, ...]:
        """Of the absent categories those that are often seen along with the present ones."""
        company = {other for category in self.present for other in met_with(category)}
        return tuple(category for category in self.absent if category in company)

    def region(self, box: Box, axis: str) -> str | None:
        """Return the half of the image that a box is surely in: on axis x left or right, on y top or bottom."""
        first, second = ("left", "right") if axis == "x" else ("top", "bottom")
        if REGIONS[first](box) is True and REGIONS[second](box) is False:
            return first
        return second if REGIONS[second](box) is True and REGIONS[first](box) is False else None

    @staticmethod
    def noun(category: str) -> Noun:
        """Return how a category is spoken of."""
        return noun_of(category)

    def thing(self, category: str) -> Noun:
        """Return how a category's one thing among `things` is spoken of."""
        noun = noun_of(category)
        if category in self.single:
            return noun
        which = "who appears" if noun.one == "person" else "that appears"
        return noun._replace(one=f"{noun.counted_one.partition(' ')[2]} {which} largest", be="is")


OPPOSED = {"left of": "right of", "right of": "left of", "above": "below", "below": "above"}


def _centre(box: Box) -> float:
    return (box.x1 + box.x2) / 2


def related(relation: str, a: Box, b: Box) -> bool:
    """Whether a relation surely holds, and its opposite surely does not."""
    return RELATIONS[relation](a, b) is True and RELATIONS[OPPOSED[relation]](a, b) is False


def _denies(found: list[Token], word: Word, floor: int, exact: int) -> bool:
    """Whether a caption's word, with the number before it, speaks against `exact` things of its category."""
    name, categories, sense = word.concept
    if exact == 1 and name in _TWO_AT_LEAST:
        return True
    if len(categories) > 1:
        return False
    if exact == 1 and word.plural and noun_of(categories[0]).be == "is":
        return True
    said = _number_before(found, word.first, floor)
    if said is None:
        return False
    return said != exact if sense == "same" and said != SEVERAL else said > exact


def _number_before(found: list[Token], first: int, floor: int) -> int | None:
    """Return the number that a noun phrase begins with; None where there is none."""
    for at in range(first - 1, max(first - 1 - _WINDOW, floor - 1), -1):
        word = found[at].word
        if word in _NUMBERS:
            return _NUMBERS[word]
        if word in _MANY:
            return SEVERAL
        if not word[0].isalnum() or word in _ENDS_PHRASE:
            return None
    return None
