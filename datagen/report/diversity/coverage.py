"""Which categories the answers speak of, and how evenly. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

Mentions = Callable[[str], Iterable[str]]
"""Finds the category names that a text speaks of; a name that comes twice counts once."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Answers by category, the most spoken of first.

    `entropy_bits` is that of the shares; 2 to its power is the number of categories that, spoken of equally often,
    would be as diverse.
    """

    answers: tuple[tuple[str, int], ...]
    entropy_bits: float


def coverage(counts: Counter[str]) -> Coverage:
    """Describe answers counted by category."""
    ordered = by_count(counts)
    total = counts.total()
    entropy = math.fsum(-count / total * math.log2(count / total) for _, count in ordered)
    return Coverage(ordered, max(0.0, entropy))


def by_count(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    """Order by count, then by name, so that the order of counting leaves no trace."""
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
