"""Distinct n-grams and lengths at sizes where their shortcuts come into play."""

from __future__ import annotations

import random
import statistics
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datagen.report.diversity import distinct
from datagen.report.diversity.distinct import CHUNK_WORDS, DistinctCounter
from datagen.report.diversity.lengths import MAX_BINS, spread


def texts_of(total: int) -> list[list[str]]:
    rng = random.Random(4)
    return [[f"w{rng.randrange(900)}" for _ in range(50)] for _ in range(total // 50)]


def test_counting_in_blocks_gives_what_counting_in_one_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(distinct, "_MERGE_PAIRS", 15_000)
    texts = texts_of(60_050)
    counter = DistinctCounter()
    for text in texts:
        counter.add(text)
    told = counter.result()
    pairs = [pair for text in texts for pair in pairwise(text)]
    assert told.words == 60_050
    assert told.distinct_1 == len({word for text in texts for word in text}) / 60_050
    assert told.distinct_2 == len(set(pairs)) / len(pairs)
    assert told.chunks == 6


def test_a_chunk_is_the_same_whatever_follows_it() -> None:
    texts = texts_of(CHUNK_WORDS)
    small, large = DistinctCounter(), DistinctCounter()
    for text in texts:
        small.add(text)
    for text in [*texts, *texts]:
        large.add(text)
    one, two = small.result(), large.result()
    assert one.distinct_1 == one.chunk_1 == two.chunk_1
    assert one.distinct_2 == one.chunk_2 == two.chunk_2
    assert two.distinct_1 == one.distinct_1 / 2  # type: ignore[operator]


def test_a_text_longer_than_a_chunk_counts_to_the_chunks_size_and_in_full_to_the_whole() -> None:
    counter = DistinctCounter()
    counter.add(["a", "b"] * CHUNK_WORDS)
    told = counter.result()
    assert (told.words, told.chunks, told.chunk_1) == (2 * CHUNK_WORDS, 1, 2 / CHUNK_WORDS)


def test_fewer_words_than_a_chunk_leave_its_figures_open() -> None:
    counter = DistinctCounter()
    counter.add(["a"] * (CHUNK_WORDS - 1))
    assert counter.result().chunk_1 is None
    assert counter.result().chunks == 0


@given(st.lists(st.integers(0, 3_000), min_size=1, max_size=60))
def test_a_spread_is_that_of_the_lengths(lengths: list[int]) -> None:
    told = spread(Counter(lengths))
    assert told is not None
    assert told.mean == pytest.approx(statistics.fmean(lengths))
    assert told.median == statistics.median(lengths)
    assert {told.p10, told.p90} <= set(lengths)
    assert 1 <= len(told.bins) <= MAX_BINS
    for bin_ in told.bins:
        high = max(lengths) if bin_.high is None else bin_.high
        assert bin_.count == sum(bin_.low <= length <= high for length in lengths)


def test_percentiles_are_by_nearest_rank_and_long_texts_share_the_last_bin() -> None:
    told = spread(Counter({**dict.fromkeys(range(1, 201), 1), 5_000: 1}))
    assert told is not None
    assert (told.p10, told.p90, told.median) == (21, 181, 101.0)
    assert [(bin_.low, bin_.high) for bin_ in told.bins[-2:]] == [(160, 179), (180, None)]
