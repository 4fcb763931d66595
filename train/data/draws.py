"""Which samples chance picks. Pure: a seed decides, on every machine alike."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.int64]


def stretch(numbers: Indices, weight: float, key: tuple[int, int], epoch: int) -> Indices:
    """Take an epoch's stretch, weight x n long, of an endless run of seeded shuffles of n numbers.

    So each number is taken as often as any other, give or take one, after every epoch.
    """
    count = len(numbers)
    size = round(weight * count) if count else 0
    if size == count:
        return numbers
    places = np.arange(epoch * size, (epoch + 1) * size)
    taken = [
        np.random.default_rng((*key, int(cycle))).permutation(numbers)[places[places // count == cycle] % count]
        for cycle in np.unique(places // max(count, 1))
    ]
    return np.concatenate([numbers[:0], *taken])


def held_out(keys: NDArray[np.uint64], share: float, seed: int) -> NDArray[np.bool_]:
    """Throw a biased coin for each key: the same key and seed fall on the same side (splitmix64's mixing steps)."""
    with np.errstate(over="ignore"):
        mixed = keys + np.uint64(seed % 2**32 + 1) * np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (mixed ^ (mixed >> np.uint64(31))) / 2**64 < share
