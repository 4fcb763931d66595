"""How far a mean may be off because of the questions that happened to be asked: a bootstrap interval.

The same scores and seed give the same interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

RESAMPLES = 10_000
COUNTS_AT_ONCE = 4_000_000


@dataclass(frozen=True, slots=True)
class Interval:
    """Mean of scores with the 2.5th and 97.5th percentile of the means of resamples."""

    mean: float
    low: float
    high: float


def interval(scores: Sequence[float], seed: int = 0) -> Interval | None:
    """Return the 95% percentile interval of the mean; None where there are no scores.

    A resample of n scores is drawn as how often each distinct score occurs in it, which is the same draw and takes
    time by distinct scores, not by n (Efron and Tibshirani 1993, chapter 13).
    """
    if not scores:
        return None
    values, counts = np.unique(np.asarray(scores, dtype=np.float64), return_counts=True)
    total = int(counts.sum())
    generator = np.random.default_rng(seed)
    chunk = max(1, COUNTS_AT_ONCE // len(values))
    means = np.concatenate(
        [
            generator.multinomial(total, counts / total, size=min(chunk, RESAMPLES - start)) @ values / total
            for start in range(0, RESAMPLES, chunk)
        ]
    )
    low, high = np.quantile(means, (0.025, 0.975))
    return Interval(float(values @ counts / total), float(low), float(high))
