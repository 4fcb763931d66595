"""What passes through the model at once: segments of examples, end to end in one row, and what each attends to.

A segment is an example, or the beginning that several have in common, or the rest of one of those, which also attends
to that beginning.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import torch
from torch import Tensor

from train.example import IGNORED
from train.sample import ImageSource


class Keys(NamedTuple):
    """What S segments attend to: `at` (L,) int64 are positions in the row, laid end to end, a segment's own last.

    `cu_seq_lens` (S + 1,) int32: where each segment's begin in `at`, and L.
    """

    at: Tensor
    cu_seq_lens: Tensor
    max_seq_len: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedBatch:
    """S segments of T tokens in all, with N images and K trained tokens."""

    input_ids: Tensor
    """(1, T) int64."""
    position_ids: Tensor
    """(1, T) int64, from 0 in each example."""
    cu_seq_lens: Tensor
    """(S + 1,) int32: where each segment starts, and T."""
    max_seq_len: int
    keys: Keys | None
    """What each segment attends to, where that is not itself alone."""
    targets: Tensor
    """(1, T) int64: the token that follows, where it is trained, else IGNORED."""
    trained_at: Tensor
    """(K,) int64: the positions with a target, ascending; known here so that no device has to be asked."""
    kind_at: Tensor
    """(K,) int64: which of `kinds` each trained token belongs to."""
    kinds: tuple[str, ...]
    pixels: Tensor | None
    """(N, 3, H, W) float32."""
    features: Tensor | None
    """(N, P, D): what the vision tower made of the images, in place of pixels."""
    features_at: Tensor | None
    """Which of the connector's outputs for all images, end to end, each placeholder takes; None: each in its order."""
    images: tuple[ImageSource, ...]
    """Where the N images lie, in the order of their first placeholders."""
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
        keys = self.keys and Keys(change(self.keys.at), change(self.keys.cu_seq_lens), self.keys.max_seq_len)
        return dataclasses.replace(self, keys=keys, **changed)


def empty_batch() -> PackedBatch:
    """Return one token without a target: what a rank computes, for a loss of 0, while others have more to learn."""
    nothing, zero = torch.zeros(0, dtype=torch.int64), torch.zeros(1, 1, dtype=torch.int64)
    return PackedBatch(
        input_ids=zero,
        position_ids=zero,
        cu_seq_lens=torch.tensor([0, 1], dtype=torch.int32),
        max_seq_len=1,
        keys=None,
        targets=torch.full((1, 1), IGNORED),
        trained_at=nothing,
        kind_at=nothing,
        kinds=(),
        pixels=None,
        features=None,
        features_at=None,
        images=(),
        text_tokens=0,
        image_tokens=0,
        samples=0,
    )
