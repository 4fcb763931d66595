"""Intervals against published tables and exact sums."""

from __future__ import annotations

import math
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datagen.verdicts import more_to_halve, upper_bound, wilson

counts = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilsons_interval_is_that_of_newcombes_table(k: int, n: int, low: float, high: float) -> None:
    """Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3."""
    found = wilson(k, n)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)
    assert found.estimate == k / n


def test_nothing_counted_says_nothing() -> None:
    found = wilson(0, 0)
    assert (found.low, found.estimate, found.high) == (0.0, None, 1.0)
    assert upper_bound(0, 0) == 1.0


@given(counts)
def test_wilsons_bounds_are_the_shares_from_which_the_estimate_is_just_1_96_deviations_away(
    case: tuple[int, int],
) -> None:
    k, n = case
    found = wilson(k, n)
    for bound in (found.low, found.high):
        if 0 < bound < 1:
            assert (k / n - bound) ** 2 == pytest.approx(1.96**2 * bound * (1 - bound) / n, rel=1e-6)
    assert 0 <= found.low <= k / n <= found.high <= 1
    mirrored = wilson(n - k, n)
    assert found.low == pytest.approx(1 - mirrored.high, abs=1e-12)


@pytest.mark.parametrize(("n", "shown"), [(59, "5.0%"), (150, "2.0%"), (300, "1.0%")])
def test_no_error_in_so_many_bounds_the_rate(n: int, shown: str) -> None:
    assert f"{upper_bound(0, n):.1%}" == shown
    assert upper_bound(0, n) == pytest.approx(1 - 0.05 ** (1 / n))


@pytest.mark.parametrize(("k", "n"), [(0, 59), (1, 93), (2, 124), (3, 153), (4, 181), (5, 208)])
def test_the_fewest_that_bound_the_rate_by_5_percent_are_those_of_the_tables(k: int, n: int) -> None:
    """Sample sizes for 95% confidence in 95% reliability with k failures (Wilks 1941 and every table since)."""
    assert upper_bound(k, n) <= 0.05 < upper_bound(k, n - 1)


@given(counts)
@pytest.mark.slow
def test_the_upper_bound_is_the_rate_that_gives_so_few_in_1_of_20_cases(case: tuple[int, int]) -> None:
    k, n = case
    bound = Fraction(upper_bound(k, n))
    if k == n:
        assert bound == 1
    else:
        chance = sum(comb(n, i) * bound**i * (1 - bound) ** (n - i) for i in range(k + 1))
        assert float(chance) == pytest.approx(0.05, rel=1e-6)


@given(counts)
def test_so_many_more_halve_the_interval_and_one_fewer_does_not(case: tuple[int, int]) -> None:
    k, n = case
    more = more_to_halve(k, n)

    def width(size: int) -> float:
        """Wilson's interval at the same rate, by its two roots."""
        z2, rate = 1.96**2, k / n
        root = math.sqrt(z2 * (z2 + 4 * size * rate * (1 - rate)))
        return root / (size + z2)

    assert width(n + more) <= width(n) / 2 * (1 + 1e-9)
    assert width(n + more - 1) > width(n) / 2 * (1 - 1e-9)


def test_before_anything_was_looked_at_a_few_halve_it() -> None:
    assert 0 < more_to_halve(0, 0) < 10
