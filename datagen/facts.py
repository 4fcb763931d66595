"""What the boxes of one scene prove: counts, relations, places in the image, sizes, safe absences. Pure.

Everything answers True, False, or None where the boxes leave it open: to write a sentence demand True, to fail one
demand False. The image is flat: size and place are those in the image, and depth is never known.
Predicates in fractions of the image.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

from datagen.lexicon import Lexicon, Token, Word, lexicon_of, tokens
from datagen.lexicon.lexicon import is_unreal
from datagen.scene import Box, Scene

CENTRES_APART, CENTRES_OPPOSED, SLIGHT_OVERLAP = 0.10, 0.05, 0.3
INSIDE, OUTSIDE = 0.9, 0.2
NEAR, FAR = 0.10, 0.35
STANDS_ON = 0.05
LARGER, MORE = 1.3, 1.2
COUNTED = 8
"""More instances than this were not always all labelled, and people do not count them at a glance."""
TINY_AREA = 0.0002
"""Smaller boxes, such as 7 by 7 pixels of 640 by 480, may be left out of a count."""
SAME_THING = 0.85
"""Two boxes of one category that overlap so much (intersection over union) may be one thing labelled twice."""
ON_SIDE, OFF_SIDE, FAR_SIDE, REACHES = 0.42, 0.55, 0.62, 0.25
AT_MIDDLE, OFF_MIDDLE = 0.10, 0.22


class Count(NamedTuple):
    """How many there are: at least and at most; None where there is no upper bound."""

    least: int
    most: int | None

    @property
    def exact(self) -> int | None:
        """The number, where the boxes leave no choice."""
        return self.least if self.least == self.most else None


def area(box: Box) -> float:
    """Share of the image that the box covers."""
    return (box.x2 - box.x1) * (box.y2 - box.y1)


def centre(box: Box) -> tuple[float, float]:
    """Centre of the box (x, y)."""
    return (box.x1 + box.x2) / 2, (box.y1 + box.y2) / 2


def _before(low: float, high: float, other_low: float, other_high: float) -> bool | None:
    """Whether one interval lies before another."""
    distance = (other_low + other_high - low - high) / 2
    if distance <= -CENTRES_OPPOSED:
        return False
    overlap = min(high, other_high) - max(low, other_low)
    smaller = min(high - low, other_high - other_low)
    apart = high <= other_low or (distance >= CENTRES_APART and overlap <= SLIGHT_OVERLAP * smaller)
    return True if apart else None


def left_of(a: Box, b: Box) -> bool | None:
    """Whether `a` is to the left of `b` in the image."""
    return _before(a.x1, a.x2, b.x1, b.x2)


def above(a: Box, b: Box) -> bool | None:
    """Whether `a` is higher in the image than `b`."""
    return _before(a.y1, a.y2, b.y1, b.y2)


def inside(a: Box, b: Box) -> bool | None:
    """Whether `a` lies within `b`'s box."""
    share = _intersection(a, b) / area(a)
    return True if share >= INSIDE else False if share <= OUTSIDE else None


def on(a: Box, b: Box) -> bool | None:
    """Whether `a` stands or lies on `b`: boxes can disprove it and never prove it."""
    aside = min(a.x2, b.x2) <= max(a.x1, b.x1)
    return False if aside or a.y1 >= b.y2 or b.y1 - a.y2 > STANDS_ON else None


def near(a: Box, b: Box) -> bool | None:
    """Whether `a` and `b` are close to each other in the image."""
    across = max(a.x1, b.x1) - min(a.x2, b.x2)
    down = max(a.y1, b.y1) - min(a.y2, b.y2)
    gap = (max(across, 0.0) ** 2 + max(down, 0.0) ** 2) ** 0.5
    return True if gap <= NEAR else False if gap > FAR else None


RELATIONS: dict[str, Callable[[Box, Box], bool | None]] = {
    "left of": left_of,
    "right of": lambda a, b: left_of(b, a),
    "above": above,
    "below": lambda a, b: above(b, a),
    "inside": inside,
    "in": lambda a, b: False if inside(a, b) is False and _intersection(a, b) == 0 else None,
    "on": on,
    "near": near,
}
OPPOSITE = {"left of": "right of", "right of": "left of", "above": "below", "below": "above"}


def _at_low_end(low: float, high: float) -> bool | None:
    middle = (low + high) / 2
    if middle <= ON_SIDE:
        return True
    return False if middle >= FAR_SIDE or (middle >= OFF_SIDE and low >= REACHES) else None


def _at_middle(low: float, high: float) -> bool | None:
    distance = abs((low + high) / 2 - 0.5)
    if distance <= AT_MIDDLE:
        return True
    return False if distance >= OFF_MIDDLE and not low <= 0.5 <= high else None  # noqa: PLR2004 - the middle


REGIONS: dict[str, Callable[[Box], bool | None]] = {
    "left": lambda box: _at_low_end(box.x1, box.x2),
    "right": lambda box: _at_low_end(1 - box.x2, 1 - box.x1),
    "top": lambda box: _at_low_end(box.y1, box.y2),
    "bottom": lambda box: _at_low_end(1 - box.y2, 1 - box.y1),
    "middle": lambda box: _at_middle(box.x1, box.x2),
}
"""Where in the image a box is; `middle` is that between left and right."""


def larger(a: float, b: float, ratio: float = LARGER) -> bool | None:
    """Whether one size is clearly larger than another: by `ratio` at the least; False where the other one is."""
    return True if a >= ratio * b else False if b >= ratio * a else None


def more(a: Count, b: Count) -> bool | None:
    """Whether there are clearly more of one than of another."""
    if b.most is not None and a.least > b.most and a.least >= MORE * b.most:
        return True
    if a.most is not None and b.least >= a.most and b.least > 0:
        return False
    return None


def _intersection(a: Box, b: Box) -> float:
    return max(0.0, min(a.x2, b.x2) - max(a.x1, b.x1)) * max(0.0, min(a.y2, b.y2) - max(a.y1, b.y1))


def same_thing(a: Box, b: Box) -> bool:
    """Whether two boxes of one category may be one thing labelled twice."""
    both = _intersection(a, b)
    return both >= SAME_THING * (area(a) + area(b) - both)


@dataclass(frozen=True)
class Facts:
    """One scene's facts; box numbers follow the scene's annotation order."""

    scene: Scene

    @cached_property
    def lexicon(self) -> Lexicon:
        """Words for the categories that were looked for."""
        return lexicon_of(self.scene.vocabulary, self.scene.words)

    @cached_property
    def boxes(self) -> dict[str, tuple[int, ...]]:
        """Numbers of the boxes a category, crowds among them, in the order in which the categories appear."""
        found: dict[str, list[int]] = {}
        for number, box in enumerate(self.scene.boxes):
            found.setdefault(box.category, []).append(number)
        return {category: tuple(numbers) for category, numbers in found.items()}

    @cached_property
    def crowds(self) -> frozenset[str]:
        """Categories of which a box stands for many."""
        return frozenset(box.category for box in self.scene.boxes if box.crowd)

    def numbers(self, categories: Iterable[str]) -> tuple[int, ...]:
        """Numbers of the boxes of these categories."""
        return tuple(number for category in categories for number in self.boxes.get(category, ()))

    def only(self, category: str) -> Box | None:
        """The category's one instance; None where there are several, a crowd, or none."""
        numbers = self.boxes.get(category, ())
        box = self.scene.boxes[numbers[0]] if len(numbers) == 1 else None
        return None if box is None or box.crowd else box

    def count(self, *categories: str) -> Count:
        """How many instances of these categories together the boxes allow.

        A crowd box has no upper bound. Tiny boxes and one of two that cover each other may not count. Above COUNTED a
        quarter less and half as many again are allowed.
        """
        boxes = [self.scene.boxes[number] for number in self.numbers(categories)]
        single = [box for box in boxes if not box.crowd]
        sure = [box for box in single if area(box) >= TINY_AREA]
        doubles = sum(same_thing(a, b) for a, b in combinations(sure, 2)) if len(sure) <= 4 * COUNTED else 0
        least, most = max(len(sure) - doubles, min(len(sure), 1)), len(single)
        if len(single) > COUNTED:
            least, most = min(least, len(single) * 3 // 4), (len(single) * 3 + 1) // 2
        crowd = len(boxes) > len(single)
        return Count(max(least, int(crowd)), None if crowd else most)

    @cached_property
    def words(self) -> tuple[tuple[list[Token], list[Word]], ...]:
        """Each caption's tokens, and the words in it for things that are really there."""
        captions = [tokens(caption) for caption in self.scene.captions]
        return tuple((found, [w for w in self.lexicon.words(found) if not is_unreal(found, w)]) for found in captions)

    @cached_property
    def told(self) -> frozenset[str]:
        """Categories that a word in the captions may stand for."""
        return frozenset(category for _, words in self.words for word in words for category in word.concept.categories)

    @cached_property
    def absent(self) -> tuple[str, ...]:
        """Categories that are safely not in the image: no box, and no word in a caption that could mean them."""
        return tuple(name for name in self.scene.vocabulary if name not in self.boxes and name not in self.told)
