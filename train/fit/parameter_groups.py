"""What the optimizer is told of each parameter that learns: its learning rate and its decay."""

from __future__ import annotations

from typing import Any

from torch import nn

from train.recipe import Recipe


def parameter_groups(model: nn.Module, recipe: Recipe) -> list[dict[str, Any]]:
    """Return AdamW's groups: the projector with its own learning rate, and no decay of biases and norms."""
    groups: dict[str, dict[str, Any]] = {}
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            in_projector = "multi_modal_projector" in name
            key = f"{'projector' if in_projector else 'llm'}{'' if parameter.ndim > 1 else ', no decay'}"
            rate = (recipe.projector_learning_rate if in_projector else None) or recipe.learning_rate
            decay = recipe.weight_decay if parameter.ndim > 1 else 0.0
            group = groups.setdefault(key, {"params": [], "lr": rate, "weight_decay": decay, "name": key})
            group["params"].append(parameter)
    return list(groups.values())
