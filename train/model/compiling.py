"""Which parts of a model are compiled: its decoder layers, each by itself."""

from __future__ import annotations

from transformers import LlavaForConditionalGeneration
from transformers.modeling_layers import GradientCheckpointingLayer


def compile_layers(model: LlavaForConditionalGeneration) -> None:
    """Compile each decoder layer where it stands; names and weights stay as they are."""
    for layer in model.model.language_model.modules():
        if isinstance(layer, GradientCheckpointingLayer):
            layer.compile(dynamic=True)
