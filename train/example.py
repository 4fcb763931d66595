"""What a model is trained on: token ids with their labels, made together, and the images for the placeholders."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from train.sample import ImageSource, Origin

IGNORED = -100
"""Label of a token that no loss is computed for."""
Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Example:
    """One tokenised sample of n tokens.

    `ids`: int64, n; every image stands as as many placeholder ids as it has feature vectors. `labels`: int64, n,
    not shifted: the token itself where it is trained, else IGNORED. `images` are in the order of their placeholders.
    """

    id: str
    ids: Ids
    labels: Ids
    images: tuple[ImageSource, ...]
    kind: str
    origin: Origin

    @property
    def trained(self) -> int:
        """Count the tokens that a loss is computed for: all that are labelled but the first, which nothing predicts."""
        return int((self.labels[1:] != IGNORED).sum())
