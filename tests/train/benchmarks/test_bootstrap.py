"""What a bootstrap interval promises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from train.benchmarks.bootstrap import interval


@given(st.lists(st.sampled_from([0.0, 0.3, 0.6, 0.9, 1.0]), min_size=1, max_size=200))
def test_the_interval_lies_within_the_scores_and_is_the_same_each_time(scores: list[float]) -> None:
    found = interval(scores)
    assert found is not None
    assert min(scores) - 1e-9 <= found.low <= found.high <= max(scores) + 1e-9
    assert found.mean == pytest.approx(sum(scores) / len(scores))
    assert found == interval(scores)


def test_the_interval_is_that_of_the_normal_approximation_for_many_scores() -> None:
    scores = [1.0] * 600 + [0.0] * 400
    found = interval(scores)
    assert found is not None
    half = 1.96 * (0.6 * 0.4 / 1000) ** 0.5
    assert found.low == pytest.approx(0.6 - half, abs=0.003)
    assert found.high == pytest.approx(0.6 + half, abs=0.003)


@pytest.mark.slow
def test_scores_that_are_all_distinct_take_bounded_memory() -> None:
    found = interval([number / 5000 for number in range(5000)])
    assert found is not None
    assert found.low < found.mean < found.high


def test_no_scores_have_no_interval() -> None:
    assert interval([]) is None
