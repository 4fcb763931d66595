"""What turns the vision tower's features into the LLM's embeddings: LLaVA's projectors, and two that see fewer tokens.

Invariant: a connector maps (N, P, D) to (N, Q, H), where Q is `tokens`; the first two are parts of the stock model.
"""

from __future__ import annotations

from typing import Any, cast

import torch
from torch import Tensor, nn
from transformers import Blip2QFormerConfig, Blip2QFormerModel, LlavaConfig
from transformers.models.idefics2.configuration_idefics2 import Idefics2PerceiverConfig
from transformers.models.idefics2.modeling_idefics2 import Idefics2PerceiverResampler
from transformers.models.llava.modeling_llava import LlavaMultiModalProjector

from train.recipe import Connector

EXPORTABLE: frozenset[Connector] = frozenset({"linear", "mlp2x_gelu"})
"""Connectors that a stock `LlavaForConditionalGeneration` has; a model with another stays with this package."""
ACTIVATIONS: dict[Connector, str] = {"linear": "linear", "mlp2x_gelu": "gelu"}
QUERIES = {"qformer": 32, "resampler": 64}
HEAD_WIDTH = 64


def build(name: Connector, config: LlavaConfig) -> nn.Module:
    """Make an untrained connector for the towers of `config`."""
    makers = {"linear": linear, "mlp2x_gelu": LlavaMultiModalProjector, "qformer": QFormer, "resampler": Resampler}
    return makers[name](config)


def linear(config: LlavaConfig) -> nn.Module:
    """Make a linear projector: the stock module with no activation, whose second layer is and stays the identity."""
    projector = LlavaMultiModalProjector(config)
    nn.init.eye_(projector.linear_2.weight)
    if projector.linear_2.bias is not None:
        nn.init.zeros_(projector.linear_2.bias)
    return projector


def fixed_part(name: Connector, projector: nn.Module) -> tuple[nn.Parameter, ...]:
    """Return the parameters that never learn: a linear projector's identity."""
    return tuple(cast("nn.Module", projector.linear_2).parameters()) if name == "linear" else ()


def tokens(name: Connector, patches: int) -> int:
    """Return how many embeddings an image of so many patches becomes."""
    return QUERIES.get(name, patches)


class QFormer(nn.Module):
    """BLIP-2's Q-Former: learned queries that look at the features (Li et al., 2023), and a linear layer behind."""

    def __init__(self, config: LlavaConfig) -> None:
        """Take the width of the vision tower for the queries."""
        super().__init__()
        width = _width(config.vision_config)
        shape = Blip2QFormerConfig(
            hidden_size=width,
            encoder_hidden_size=width,
            intermediate_size=4 * width,
            num_attention_heads=max(1, width // HEAD_WIDTH),
            num_hidden_layers=6,
            cross_attention_frequency=2,
        )
        self.queries = nn.Parameter(torch.randn(1, QUERIES["qformer"], width) * 0.02)
        self.qformer = Blip2QFormerModel(shape)
        self.projection = nn.Linear(width, _width(config.text_config))

    def forward(self, features: Tensor) -> Tensor:
        """Map (N, P, D) to (N, 32, H)."""
        queries = self.queries.expand(len(features), -1, -1).to(features.dtype)
        out: Any = self.qformer(query_embeds=queries, encoder_hidden_states=features)
        return cast("Tensor", self.projection(out.last_hidden_state))


class Resampler(nn.Module):
    """A linear layer to the LLM's width, and Idefics2's perceiver resampler behind (Laurençon et al., 2024)."""

    def __init__(self, config: LlavaConfig) -> None:
        """Resample at the LLM's width."""
        super().__init__()
        width = _width(config.text_config)
        heads = max(1, width // HEAD_WIDTH)
        self.projection = nn.Linear(_width(config.vision_config), width)
        shape = Idefics2PerceiverConfig(
            hidden_size=width,
            resampler_n_heads=heads,
            num_key_value_heads=heads,
            resampler_head_dim=min(HEAD_WIDTH, width),
            resampler_n_latents=QUERIES["resampler"],
        )
        make = cast("Any", Idefics2PerceiverResampler)._from_config  # noqa: SLF001 - it alone chooses attention
        self.resampler: Idefics2PerceiverResampler = make(shape)

    def forward(self, features: Tensor) -> Tensor:
        """Map (N, P, D) to (N, 64, H)."""
        seen = torch.ones(features.shape[:2], dtype=torch.bool, device=features.device)
        return cast("Tensor", self.resampler(context=self.projection(features), attention_mask=seen))


def _width(config: object) -> int:
    return cast("int", cast("Any", config).hidden_size)
