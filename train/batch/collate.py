"""Examples laid end to end as one row of tensors, with the borders between them.

Invariant: nothing is padded, and a target at position t is the label of t + 1 of the same example, never of the next.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from train.example import IGNORED, Example, Ids
from train.sample import ImageSource

PIXEL_DIMENSIONS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedBatch:
    """S examples of T tokens in all, with N images and K trained tokens."""

    input_ids: Tensor
    """(1, T) int64."""
    position_ids: Tensor
    """(1, T) int64, from 0 in each example."""
    cu_seq_lens: Tensor
    """(S + 1,) int32: where each example starts, and T."""
    max_seq_len: int
    targets: Tensor
    """(1, T) int64: the token that follows, where it is trained, else IGNORED."""
    trained_at: Tensor
    """(K,) int64: the positions with a target, ascending; known here so that no device has to be asked."""
    kind_at: Tensor
    """(K,) int64: which of `kinds` each trained token belongs to."""
    kinds: tuple[str, ...]
    pixels: Tensor | None
    """(N, 3, H, W) float32, in the order of the placeholders."""
    features: Tensor | None
    """(N, P, D): what the vision tower made of the images, in place of pixels."""
    images: tuple[ImageSource, ...]
    """Where the N images lie."""
    text_tokens: int
    image_tokens: int
    samples: int

    @property
    def trained(self) -> int:
        """Count the tokens that a loss is computed for: K."""
        return len(self.trained_at)

    @property
    def image_keys(self) -> tuple[str, ...]:
        """Return the images' keys."""
        return tuple(image.key for image in self.images)

    def to(self, device: torch.device | str, *, non_blocking: bool = False) -> PackedBatch:
        """Return the batch with its tensors on a device."""
        return self._with_tensors(lambda tensor: tensor.to(device, non_blocking=non_blocking))

    def pin_memory(self) -> PackedBatch:
        """Return the batch in page-locked memory, as a DataLoader asks for it."""
        return self._with_tensors(Tensor.pin_memory)

    def _with_tensors(self, change: Callable[[Tensor], Tensor]) -> PackedBatch:
        values = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        changed: dict[str, Any] = {name: change(value) for name, value in values.items() if isinstance(value, Tensor)}
        return dataclasses.replace(self, **changed)


def collate(examples: Sequence[Example], images: Mapping[str, Tensor], *, image_token_id: int) -> PackedBatch:
    """Lay examples end to end.

    `images` maps each image's key to its pixels (3, H, W) or its features (P, D), one form for all of them.
    """
    lengths = [len(example.ids) for example in examples]
    ids = np.concatenate([example.ids for example in examples])
    targets = np.concatenate([_shifted(example.labels) for example in examples])
    trained_at = np.flatnonzero(targets != IGNORED)
    kinds = tuple(sorted({example.kind for example in examples}))
    kind_of_token = np.repeat([kinds.index(example.kind) for example in examples], lengths)
    shown = tuple(image for example in examples for image in example.images)
    stacked = torch.stack([images[image.key] for image in shown]) if shown else None
    has_pixels = stacked is not None and stacked.ndim == PIXEL_DIMENSIONS + 1
    image_tokens = int((ids == image_token_id).sum())
    return PackedBatch(
        input_ids=torch.from_numpy(ids)[None],
        position_ids=torch.from_numpy(np.concatenate([np.arange(length) for length in lengths]))[None],
        cu_seq_lens=torch.from_numpy(np.cumsum([0, *lengths], dtype=np.int32)),
        max_seq_len=max(lengths),
        targets=torch.from_numpy(targets)[None],
        trained_at=torch.from_numpy(trained_at),
        kind_at=torch.from_numpy(kind_of_token[trained_at]),
        kinds=kinds,
        pixels=stacked if has_pixels else None,
        features=None if has_pixels else stacked,
        images=shown,
        text_tokens=len(ids) - image_tokens,
        image_tokens=image_tokens,
        samples=len(examples),
    )


def empty_batch() -> PackedBatch:
    """Return one token without a target: what a rank computes, for a loss of 0, while others have more to learn."""
    nothing, zero = torch.zeros(0, dtype=torch.int64), torch.zeros(1, 1, dtype=torch.int64)
    return PackedBatch(
        input_ids=zero,
        position_ids=zero,
        cu_seq_lens=torch.tensor([0, 1], dtype=torch.int32),
        max_seq_len=1,
        targets=torch.full((1, 1), IGNORED),
        trained_at=nothing,
        kind_at=nothing,
        kinds=(),
        pixels=None,
        features=None,
        images=(),
        text_tokens=0,
        image_tokens=0,
        samples=0,
    )


def _shifted(labels: Ids) -> Ids:
    return np.append(labels[1:], np.int64(IGNORED))
