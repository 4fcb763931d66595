"""The frozen vision tower: pixels to features, without the layers behind the one that is read.

Invariant: a cut tower gives the features of the whole one, and `restore` gives back the whole one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import torch
from torch import Tensor, nn
from transformers import LlavaForConditionalGeneration, PreTrainedModel
from transformers.utils.output_capturing import maybe_install_capturing_hooks

from train.errors import ModelError


def feature_index(model: LlavaForConditionalGeneration) -> int:
    """Return which hidden state feeds the connector, counted from 0 (the embeddings); ModelError: there is none."""
    layer, depth = model.config.vision_feature_layer, cast("Any", model.config.vision_config).num_hidden_layers
    if not isinstance(layer, int) or not -depth - 1 <= layer <= depth:
        message = f"feature_layer {layer!r}: the vision tower has {depth} layers, so choose one of {-depth}..-1"
        raise ModelError(message)
    return layer % (int(depth) + 1)


@torch.no_grad()
def encode(model: LlavaForConditionalGeneration, pixels: Tensor) -> Tensor:
    """Return the features (N, P, D) of pixels (N, 3, H, W), as the connector reads them."""
    tower = cast("PreTrainedModel", model.model.vision_tower)
    index = feature_index(model)
    out: Any = tower(pixels.to(tower.dtype), output_hidden_states=[index], return_dict=True)
    features: Tensor = out.hidden_states[index]
    return features[:, 1:] if model.config.vision_feature_select_strategy == "default" else features


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """Layers taken out of a vision tower, kept aside: they take no memory of a device and no place in a state dict."""

    tower: Any
    whole: nn.ModuleList
    has_head: bool

    def restore(self) -> None:
        """Put the layers back, on the device and in the precision of the rest."""
        like = next(self.tower.parameters())
        self.tower.encoder.layers = self.whole.to(like)
        if self.has_head:
            self.tower.use_head = True


def cut_vision(model: LlavaForConditionalGeneration) -> Cut:
    """Take the layers that nothing reads out of the vision tower, and leave its pooling head unused."""
    tower = cast("Any", model.model.vision_tower)
    maybe_install_capturing_hooks(tower)  # else they are put on at the first use, on the layers that are left alone
    whole = cast("nn.ModuleList", tower.encoder.layers)
    cut = Cut(tower, whole, bool(getattr(tower, "use_head", False)))
    tower.encoder.layers = nn.ModuleList(whole[: feature_index(model)])
    if cut.has_head:
        tower.use_head = False
    return cut
