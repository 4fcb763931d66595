"""The module that learns: a packed batch in, the sum of its losses out.

Invariant: the loss is that of the stock model on each example alone. What does not learn is not computed twice, what
has no label gets no scores, and every parameter that learns gets a gradient from every batch, be it zero.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple, Self, cast

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy
from torch.utils.checkpoint import checkpoint
from transformers import LlavaForConditionalGeneration
from transformers.modeling_outputs import BaseModelOutputWithPooling

from train.batch.packed_batch import PackedBatch
from train.model.attention import packed_arguments
from train.model.features import cut_vision, encode
from train.model.isolation import use_packed_attention
from train.sample import ImageSource

SCORES_AT_ONCE = 2**28
"""Scores (tokens times vocabulary) that are held at once; above it they are computed in pieces, and again backward."""


class Losses(NamedTuple):
    """Of K trained tokens: the sum of their losses (float32, with gradient), K, and each one's loss (K,) (without)."""

    sum: Tensor
    trained: int
    each: Tensor


class Learner(nn.Module):
    """Holds the stock model as `llava`, with the vision layers that nothing reads taken out and the LLM packed."""

    def __init__(
        self,
        llava: LlavaForConditionalGeneration,
        *,
        compute: torch.dtype = torch.float32,
        keep_features: Callable[[ImageSource, Tensor], None] | None = None,
    ) -> None:
        """Take a model that `freeze` has seen.

        `compute`: numbers of the matrix products; other than float32, it computes under autocast by itself.
        `keep_features`: called with each image that had to be encoded and its features (P, D).
        """
        super().__init__()
        use_packed_attention(cast("Any", llava.model.language_model))
        self.llava = llava
        self.compute = compute
        self.keep_features = keep_features
        self._cut = cut_vision(llava)

    @contextmanager
    def whole(self) -> Iterator[LlavaForConditionalGeneration]:
        """Lend the stock model with all its layers, to generate or to export."""
        self._cut.restore()
        try:
            yield self.llava
        finally:
            self._cut = cut_vision(self.llava)

    def train(self, mode: bool = True) -> Self:  # noqa: FBT001, FBT002 - torch's own signature
        """Let only what learns drop out; a frozen LLM trains along where its activations are checkpointed."""
        super().train(mode)
        parts = cast("Any", self.llava.model)
        parts.vision_tower.eval()
        learns = any(parameter.requires_grad for parameter in parts.language_model.parameters())
        if not learns and not parts.language_model.is_activation_checkpointing:
            parts.language_model.eval()
        return self

    def forward(self, batch: PackedBatch) -> Losses:
        """Return the losses of a batch on this module's device."""
        device = batch.input_ids.device.type
        with torch.autocast(device, dtype=self.compute, enabled=self.compute != torch.float32):
            embedded, untouched = self._images(batch)
            out = self.llava.model(
                input_ids=cast("Any", batch.input_ids),
                position_ids=cast("Any", batch.position_ids),
                mm_encoder_outputs=embedded,
                **packed_arguments(batch.cu_seq_lens, batch.max_seq_len, batch.keys),
            )
            rows = out.last_hidden_state[0].index_select(0, batch.trained_at)
            each = self._token_losses(rows, batch.targets[0].index_select(0, batch.trained_at))
        return Losses(each.sum() + untouched, batch.trained, each.detach())

    def _images(self, batch: PackedBatch) -> tuple[dict[str, BaseModelOutputWithPooling] | None, Tensor | float]:
        """Project the images; without one the projector takes part with a zero, so that it has gradients."""
        projector = cast("nn.Module", self.llava.model.multi_modal_projector)
        features = batch.features
        if batch.pixels is not None:
            features = encode(self.llava, batch.pixels)
            if self.keep_features is not None:
                for image, feature in zip(batch.images, features, strict=True):
                    self.keep_features(image, feature)
        if features is None:
            width = cast("Any", self.llava.config.vision_config).hidden_size
            nothing = torch.zeros(1, 1, width, device=batch.input_ids.device, dtype=self._dtype(projector))
            return None, 0.0 * projector(nothing).float().sum()
        if self.compute == torch.float32:
            features = features.to(self._dtype(projector))
        projected = projector(features)
        if batch.features_at is not None:
            projected = projected.flatten(0, 1).index_select(0, batch.features_at)
        output = BaseModelOutputWithPooling(pooler_output=cast("Any", [projected]))
        return {"image": output}, 0.0

    def _token_losses(self, rows: Tensor, targets: Tensor) -> Tensor:
        """Return the loss (K,) of each of K hidden states (K, H)."""
        at_once = max(1, SCORES_AT_ONCE // cast("Any", self.llava.config.text_config).vocab_size)
        if len(rows) <= at_once:
            return self._scored(rows, targets)
        pieces = zip(torch.split(rows, at_once), torch.split(targets, at_once), strict=True)
        losses = [cast("Tensor", checkpoint(self._scored, *piece, use_reentrant=False)) for piece in pieces]
        return torch.cat(losses)

    def _scored(self, rows: Tensor, targets: Tensor) -> Tensor:
        return cross_entropy(self.llava.lm_head(rows).float(), targets, reduction="none")

    @staticmethod
    def _dtype(module: nn.Module) -> torch.dtype:
        return next(module.parameters()).dtype
