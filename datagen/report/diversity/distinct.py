"""Distinct-n: how many of a text's n-grams are not repeats. Pure; memory grows with what is distinct alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CHUNK_WORDS = 10_000
_MERGE_PAIRS = 2_000_000
_BETWEEN_TEXTS = 0

Pairs = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Distinct:
    """Distinct n-grams divided by all n-grams, for n of 1 and 2, within texts; None where there are none.

    After Li et al. 2016, https://arxiv.org/abs/1510.03055 (who divide by words for either n). It falls as a data set
    grows, so two sets compare by `chunk_1` and `chunk_2`: the mean over chunks of 10,000 words, a rest left out.
    """

    words: int
    distinct_1: float | None
    distinct_2: float | None
    chunks: int
    chunk_1: float | None
    chunk_2: float | None


class _Numbers(dict[str, int]):
    """Words to numbers from 1, in the order in which they come."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self) + 1
        return number


class DistinctCounter:
    """Counts words and pairs of words; a pair is kept as one number of 64 bits."""

    def __init__(self) -> None:
        """Start with nothing counted."""
        self._numbers = _Numbers()
        self._buffer: list[int] = []
        self._buffer_words = 0
        self._words = 0
        self._pairs = 0
        self._seen: list[Pairs] = []
        self._seen_pairs = 0
        self._chunks: list[tuple[float, float]] = []

    def add(self, words: list[str]) -> None:
        """Count one text."""
        numbers = self._numbers
        self._buffer.extend([numbers[word] for word in words])
        self._buffer.append(_BETWEEN_TEXTS)
        self._buffer_words += len(words)
        if self._buffer_words >= CHUNK_WORDS:
            self._flush()

    def result(self) -> Distinct:
        """Return what was counted so far."""
        self._flush()
        self._merge()
        distinct_pairs = len(self._seen[0]) if self._seen else 0
        ones, twos = zip(*self._chunks, strict=True) if self._chunks else ((), ())
        return Distinct(
            words=self._words,
            distinct_1=_ratio(len(self._numbers), self._words),
            distinct_2=_ratio(distinct_pairs, self._pairs),
            chunks=len(self._chunks),
            chunk_1=_ratio(sum(ones), len(ones)),
            chunk_2=_ratio(sum(twos), len(twos)),
        )

    def _flush(self) -> None:
        numbers = np.array(self._buffer, dtype=np.uint64)
        self._buffer, self._buffer_words = [], 0
        places = np.flatnonzero(numbers)
        pairs = _pairs(numbers)
        self._words += len(places)
        self._pairs += len(pairs)
        self._seen.append(pairs)
        self._seen_pairs += len(pairs)
        if len(places) >= CHUNK_WORDS:
            self._chunks.append(_chunk(numbers[: places[CHUNK_WORDS - 1] + 1]))
        if self._seen_pairs >= _MERGE_PAIRS:
            self._merge()

    def _merge(self) -> None:
        if self._seen:
            self._seen = [_distinct(np.concatenate(self._seen))]
        self._seen_pairs = 0


def _pairs(numbers: NDArray[np.uint64]) -> Pairs:
    first, second = numbers[:-1], numbers[1:]
    within = (first != _BETWEEN_TEXTS) & (second != _BETWEEN_TEXTS)
    pairs: Pairs = (first[within] << np.uint64(32)) | second[within]
    return pairs


def _chunk(numbers: NDArray[np.uint64]) -> tuple[float, float]:
    """Distinct-1 and distinct-2 of exactly CHUNK_WORDS words."""
    pairs = _pairs(numbers)
    words = numbers[numbers != _BETWEEN_TEXTS]
    return len(_distinct(words)) / len(words), (_ratio(len(_distinct(pairs)), len(pairs)) or 0.0)


def _distinct(values: Pairs) -> Pairs:
    """Sort and drop repeats, several times faster than numpy.unique, which may hash instead."""
    ordered = np.sort(values)
    is_new = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=is_new[1:])
    return ordered[is_new]


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None
