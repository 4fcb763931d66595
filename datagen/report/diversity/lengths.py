"""How long texts are, in words: mean, median, percentiles and a histogram, from counts by length. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

MAX_BINS = 16
_WIDTHS = tuple(step * 10**power for power in range(9) for step in (1, 2, 5))


@dataclass(frozen=True, slots=True)
class Bin:
    """Texts of `low` to `high` words, both included; `high` is None for the last one, which takes all that follow."""

    low: int
    high: int | None
    count: int


@dataclass(frozen=True, slots=True)
class Spread:
    """Lengths of `count` texts; the percentiles are lengths that occur (nearest rank)."""

    count: int
    mean: float
    median: float
    p10: int
    p90: int
    bins: tuple[Bin, ...]


def spread(lengths: Counter[int]) -> Spread | None:
    """Describe texts counted by their length in words; None where there are none."""
    count = lengths.total()
    if not count:
        return None
    ordered = sorted(lengths.items())
    middle = (_at_rank(ordered, (count + 1) // 2) + _at_rank(ordered, count // 2 + 1)) / 2
    return Spread(
        count=count,
        mean=sum(length * number for length, number in ordered) / count,
        median=middle,
        p10=_at_rank(ordered, _rank(count, 10)),
        p90=_at_rank(ordered, _rank(count, 90)),
        bins=_bins(ordered, _at_rank(ordered, _rank(count, 99))),
    )


def _rank(count: int, percent: int) -> int:
    return max(1, -(-count * percent // 100))


def _at_rank(ordered: list[tuple[int, int]], rank: int) -> int:
    for length, number in ordered:
        rank -= number
        if rank <= 0:
            return length
    raise AssertionError  # a rank is at most the count


def _bins(ordered: list[tuple[int, int]], long: int) -> tuple[Bin, ...]:
    """Bins of one round width up to `long`, so that a few very long texts do not flatten all others."""
    width = next(width for width in _WIDTHS if long // width < MAX_BINS)
    last = long // width
    counts: Counter[int] = Counter()
    for length, number in ordered:
        counts[min(length // width, last)] += number
    is_open = ordered[-1][0] // width > last
    return tuple(
        Bin(n * width, None if is_open and n == last else (n + 1) * width - 1, counts[n]) for n in range(last + 1)
    )
