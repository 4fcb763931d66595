"""How far a share found in a sample may be from the true one. Pure.

Wilson 1927, "Probable inference, the law of succession, and statistical inference"; Clopper and Pearson 1934, "The use
of confidence or fiducial limits illustrated in the case of the binomial".
"""

from __future__ import annotations

import math
from dataclasses import dataclass

Z_95 = 1.96
ERROR = 0.05


@dataclass(frozen=True, slots=True)
class Interval:
    """A share and where the true one lies in 95 of 100 cases; `estimate` is None where nothing was counted."""

    low: float
    estimate: float | None
    high: float


def wilson(k: int, n: int, z: float = Z_95) -> Interval:
    """Return Wilson's score interval for `k` of `n`; with `n` 0 it is everything."""
    if n == 0:
        return Interval(0.0, None, 1.0)
    rate = k / n
    middle = (rate + z * z / (2 * n)) / (1 + z * z / n)
    half = _half_width(rate, n, z)
    low = 0.0 if k == 0 else max(0.0, middle - half)
    high = 1.0 if k == n else min(1.0, middle + half)
    return Interval(low, rate, high)


def _half_width(rate: float, n: int, z: float = Z_95) -> float:
    return z * math.sqrt(rate * (1 - rate) / n + z * z / (4 * n * n)) / (1 + z * z / n)


def upper_bound(k: int, n: int) -> float:
    """Return the one-sided exact 95% upper bound for `k` of `n`: a higher share gives so few in 1 of 20 cases."""
    if k >= n:
        return 1.0
    low, high = k / n, 1.0
    while high - low > 1e-12:  # noqa: PLR2004 - far below what anybody reads
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(k, n, middle) > ERROR else (low, middle)
    return high


def _at_most(k: int, n: int, rate: float) -> float:
    """Probability of at most `k` of `n`, for a rate above 0 and below 1."""
    total = math.lgamma(n + 1)
    logs = (
        total - math.lgamma(i + 1) - math.lgamma(n - i + 1) + i * math.log(rate) + (n - i) * math.log1p(-rate)
        for i in range(k + 1)
    )
    return math.fsum(map(math.exp, logs))


def more_to_halve(k: int, n: int) -> int:
    """How many more to look at until Wilson's interval is half as wide, if the share stays the same."""
    rate, wanted = (k / n, _half_width(k / n, n) / 2) if n else (0.0, 0.25)
    low, high = n, max(2 * n, 1)
    while _half_width(rate, high) > wanted:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _half_width(rate, middle) <= wanted else (middle, high)
    return high - n
