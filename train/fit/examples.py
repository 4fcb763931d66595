"""From a sample's number to what is trained on: read, tokenised, its images prepared or taken from the cache.

Runs in the loader's processes; a sample that cannot be used comes back as a Problem and never as a guess.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from transformers.models.llava.image_processing_pil_llava import LlavaImageProcessorPil

from train.data.images import BrokenImageError, load
from train.data.mixture import Mixture
from train.example import Example
from train.model.feature_cache import FeatureCache
from train.model.processor import pixels
from train.sample import ImageSource, Problem
from train.text.tokenise import Tokeniser


@dataclass(frozen=True, slots=True)
class Ready:
    """An example with its images: `pixels` (3, H, W) or `features` (P, D) by the image's key; `cut` tokens too many."""

    example: Example
    pixels: dict[str, torch.Tensor]
    features: dict[str, torch.Tensor]
    cut: int


@dataclass(frozen=True, slots=True)
class Examples:
    """All that the data holds, by number."""

    mixture: Mixture
    tokeniser: Tokeniser
    images: LlavaImageProcessorPil
    cache: FeatureCache | None = None

    def read(self, index: int) -> Ready | Problem:
        """Read one sample and its images."""
        sample = self.mixture.sample(index)
        if isinstance(sample, Problem):
            return sample
        tokenised = self.tokeniser.read(sample)
        if isinstance(tokenised, Problem):
            return tokenised
        ready = Ready(tokenised.example, {}, {}, tokenised.cut)
        for image in tokenised.example.images:
            try:
                self._add(image, ready)
            except BrokenImageError as error:
                return error.problem(sample.origin)
        return ready

    def pixels_of(self, ready: Ready, image: ImageSource) -> torch.Tensor:
        """Return an image's pixels, though its features were taken from the cache."""
        known = ready.pixels.get(image.key)
        return pixels(self.images, load(image)) if known is None else known

    def _add(self, image: ImageSource, ready: Ready) -> None:
        known = self.cache.get(image) if self.cache else None
        if known is None:
            ready.pixels[image.key] = pixels(self.images, load(image))
        else:
            ready.features[image.key] = known
