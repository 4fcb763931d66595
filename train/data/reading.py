"""What reading one sample gives, and what every kind of data source offers."""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from train.sample import Problem, Sample


class SampleRead(NamedTuple):
    """A sample, or why there is none; `notes` says what was mended on the way."""

    outcome: Sample | Problem
    notes: tuple[str, ...] = ()


class SourceSamples(Protocol):
    """One source's samples by number, from 0.

    `text_bytes`: int32, how much text each says, roughly. `image_counts`: int32, how many images each shows;
    `image_keys`: uint64, 64 bits for each image, those of all samples one after the other, equal for equal images.
    """

    text_bytes: NDArray[np.int32]
    image_counts: NDArray[np.int32]
    image_keys: NDArray[np.uint64]

    def __len__(self) -> int:
        """Count the samples, usable or not."""
        ...

    def read(self, number: int) -> SampleRead:
        """Read and check one; its images are there, but not opened."""
        ...
