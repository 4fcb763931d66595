"""Whether a choice of words leans to one side. Pure; LIMITS is the one table of what counts as skewed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Lean = Literal["fine", "skewed", "too few to tell"]

ENOUGH = 20
LIMITS: dict[str, tuple[float, float]] = {
    "yes": (0.35, 0.65),
    "left": (0.35, 0.65),
    "above": (0.35, 0.65),
    "option": (0.0, 0.15),
    "question openers": (0.0, 0.5),
    "answer openers": (0.0, 0.5),
}
"""The range in which a measure is fine. yes, left, above: the share of that word among it and its opposite. option:
the largest distance between a letter's share and what chance would give it. openers: the share of the first three."""


@dataclass(frozen=True, slots=True)
class Balance:
    """Counts of the sides, the measure that LIMITS names, and what it tells; `value` is None where nothing counted."""

    name: str
    counts: tuple[tuple[str, int], ...]
    value: float | None
    lean: Lean


def lean(name: str, value: float | None, count: int) -> Lean:
    """Judge a measure that rests on `count` cases."""
    if value is None or count < ENOUGH:
        return "too few to tell"
    low, high = LIMITS[name]
    return "fine" if low <= value <= high else "skewed"


def two_sides(name: str, counts: Mapping[str, int], other: str) -> Balance:
    """Weigh a word against its opposite."""
    total = counts[name] + counts[other]
    value = counts[name] / total if total else None
    return Balance(name, ((name, counts[name]), (other, counts[other])), value, lean(name, value, total))


def options(counts: Counter[str], expected: Counter[str]) -> Balance:
    """Weigh the letters of correct options; `expected` holds for each letter 1/k a question of k options.

    `expected` holds 27,720ths (1/k is a whole number of them for every k up to 12), so that no order of adding matters.
    """
    total, chance = counts.total(), expected.total()
    gaps = [abs(counts[letter] / total - expected[letter] / chance) for letter in expected] if total else []
    value = max(gaps) if gaps else None
    letters = tuple((letter, counts[letter]) for letter in sorted(expected))
    return Balance("option", letters, value, lean("option", value, total))
