"""Texts that are nearly the same, found among very many: MinHash proposes, the true Jaccard similarity decides.

MinHash and its banding: Broder, "On the resemblance and containment of documents" (1997); Leskovec, Rajaraman, Ullman,
"Mining of Massive Datasets", chapter 3. Two texts are compared if all rows of one band of their sketches are equal.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

BANDS, ROWS = 14, 6
"""Proposes a pair of similarity s with probability 1 - (1 - s^6)^14: 98.6% at 0.8, 99.9% at 0.85, 1.3% at 0.3."""
SEED = 1

Numbers = np.ndarray[Any, np.dtype[np.uint32]]


def shingles(words: Sequence[str]) -> Numbers:
    """Return the text's different pairs of neighbouring words, each as 32 bits, in order; a lone word is one too."""
    codes = np.fromiter((zlib.crc32(word.encode("utf-8", "surrogatepass")) for word in words), np.uint64, len(words))
    pairs = codes if len(words) == 1 else codes[:-1] * np.uint64(0x9E3779B97F4A7C15) + codes[1:]
    mixed = (pairs ^ (pairs >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    return np.unique((mixed >> np.uint64(32)).astype(np.uint32))


def jaccard(one: Numbers, other: Numbers) -> float:
    """Share of what is in both among what is in either."""
    both = len(np.intersect1d(one, other, assume_unique=True))
    either = len(one) + len(other) - both
    return both / either if either else 1.0


class Text(NamedTuple):
    """A text as the index sees it; `buckets` has the text's bucket in every band."""

    shingles: Numbers
    buckets: tuple[int, ...]


class NearTexts:
    """An index of texts, numbered from 0 in the order in which they are added."""

    def __init__(self) -> None:
        """Begin with no text, and draw the permutations: x to ax + b modulo 2^32, with an odd a."""
        random = np.random.RandomState(SEED)  # its numbers are the same in every version of numpy
        self._a = random.randint(0, 2**31, BANDS * ROWS, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
        self._b = random.randint(0, 2**32, BANDS * ROWS, dtype=np.uint32)
        self._first: tuple[dict[int, int], ...] = tuple({} for _ in range(BANDS))
        self._more: tuple[dict[int, list[int]], ...] = tuple({} for _ in range(BANDS))
        self._shingles = array("I")
        self._starts = array("Q", [0])

    def read(self, words: Sequence[str]) -> Text:
        """Prepare a text of at least one word."""
        found = shingles(words)
        sketch = (_mixed(found)[:, None] * self._a + self._b).min(axis=0)
        return Text(found, tuple(zlib.crc32(rows) for rows in sketch.reshape(BANDS, ROWS)))

    def similar(self, text: Text, least: float) -> list[tuple[float, int]]:
        """Return similarity and number of the texts that are at least so similar: the most similar, earliest first."""
        found = []
        size = len(text.shingles)
        for number in self._proposed(text):
            start, end = self._starts[number], self._starts[number + 1]
            if min(size, end - start) < least * max(size, end - start):
                continue
            similarity = jaccard(text.shingles, np.frombuffer(self._shingles, np.uint32, end - start, 4 * start))
            if similarity >= least:
                found.append((similarity, number))
        return sorted(found, key=lambda pair: (-pair[0], pair[1]))

    def _proposed(self, text: Text) -> set[int]:
        found: set[int] = set()
        for first, more, bucket in zip(self._first, self._more, text.buckets, strict=True):
            if bucket in first:
                found.add(first[bucket])
                found.update(more.get(bucket, ()))
        return found

    def add(self, text: Text) -> None:
        """Add a text; nearly all buckets hold one, for which a number takes a tenth of the memory of a list."""
        number = len(self._starts) - 1
        for first, more, bucket in zip(self._first, self._more, text.buckets, strict=True):
            if first.setdefault(bucket, number) != number:
                more.setdefault(bucket, []).append(number)
        self._shingles.frombytes(text.shingles.tobytes())
        self._starts.append(len(self._shingles))


def _mixed(numbers: Numbers) -> Numbers:
    """MurmurHash3's finalizer: the permutations after it are not enough to scatter numbers that are alike."""
    numbers = (numbers ^ (numbers >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    numbers = (numbers ^ (numbers >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return numbers ^ (numbers >> np.uint32(16))
