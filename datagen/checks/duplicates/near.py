"""Texts that are nearly the same, found among very many: MinHash proposes, the true Jaccard similarity decides.

Importing this module takes most of a second (datasketch brings scipy), so it is imported where it is needed.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from datasketch import MinHash, MinHashLSH

BANDS, ROWS = 14, 6
"""Proposes a pair of similarity s with probability 1 - (1 - s^6)^14: 98.6% at 0.8, 99.9% at 0.85, 1.3% at 0.3."""
SEED = 1

Shingles = np.ndarray[Any, np.dtype[np.uint32]]


def shingles(words: Sequence[str]) -> Shingles:
    """Return the text's different pairs of neighbouring words, each as 32 bits, in order; a lone word is one too."""
    codes = np.fromiter((zlib.crc32(word.encode("utf-8", "surrogatepass")) for word in words), np.uint64, len(words))
    pairs = codes if len(words) == 1 else codes[:-1] * np.uint64(0x9E3779B97F4A7C15) + codes[1:]
    mixed = (pairs ^ (pairs >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    return np.unique((mixed >> np.uint64(32)).astype(np.uint32))


def jaccard(one: Shingles, other: Shingles) -> float:
    """Share of what is in both among what is in either."""
    both = len(np.intersect1d(one, other, assume_unique=True))
    either = len(one) + len(other) - both
    return both / either if either else 1.0


class Text(NamedTuple):
    """A text as the index sees it."""

    shingles: Shingles
    sketch: MinHash


class NearTexts:
    """An index of texts, numbered from 0 in the order in which they are added."""

    def __init__(self) -> None:
        """Begin with no text."""
        self._blank = MinHash(BANDS * ROWS, seed=SEED, hashfunc=int)
        self._index = MinHashLSH(num_perm=BANDS * ROWS, params=(BANDS, ROWS), hashfunc=_band)
        self._index.hashtables = [_Buckets() for _ in range(BANDS)]
        self._index.keys = _NoKeys()
        self._shingles = array("I")
        self._starts = array("Q", [0])

    def read(self, words: Sequence[str]) -> Text:
        """Prepare a text of at least one word."""
        sketch = self._blank.copy()
        found = shingles(words)
        sketch.update_batch(found)
        return Text(found, sketch)

    def similar(self, text: Text, least: float) -> list[tuple[float, int]]:
        """Return similarity and number of the texts that are at least so similar: the most similar, earliest first."""
        found = []
        size = len(text.shingles)
        for number in self._index.query(text.sketch):
            start, end = self._starts[number], self._starts[number + 1]
            if min(size, end - start) < least * max(size, end - start):
                continue
            similarity = jaccard(text.shingles, np.frombuffer(self._shingles, np.uint32, end - start, 4 * start))
            if similarity >= least:
                found.append((similarity, number))
        return sorted(found, key=lambda pair: (-pair[0], pair[1]))

    def add(self, text: Text) -> None:
        """Add a text."""
        self._index.insert(len(self._starts) - 1, text.sketch, check_duplication=False)
        self._shingles.frombytes(text.shingles.tobytes())
        self._starts.append(len(self._shingles))


def _band(rows: bytes) -> int:
    return zlib.crc32(rows)


class _Buckets:
    """A band's buckets. datasketch holds a set for each, 216 bytes; nearly all hold one text."""

    def __init__(self) -> None:
        self._first: dict[int, int] = {}
        self._more: dict[int, list[int]] = {}

    def insert(self, bucket: int, number: int, *, buffer: bool) -> None:
        del buffer
        if self._first.setdefault(bucket, number) != number:
            self._more.setdefault(bucket, []).append(number)

    def get(self, bucket: int) -> list[int]:
        first = self._first.get(bucket)
        return [] if first is None else [first, *self._more.get(bucket, ())]


class _NoKeys:
    """What datasketch keeps to take a text out again."""

    def insert(self, *_: object, buffer: bool) -> None:
        del buffer
