"""Which parts of a model learn, in which precision: one call decides, and says what it did.

Invariant: nothing else sets `requires_grad`; what learns is float32, what is frozen has the precision it is given.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

import torch
from torch import nn
from transformers import LlavaForConditionalGeneration

from train.model import connectors, lora
from train.recipe import Recipe


@dataclass(frozen=True, slots=True)
class ParameterCount:
    """A part of the model, and how many parameters of it learn or do not."""

    name: str
    parameters: int


@dataclass(frozen=True, slots=True)
class Frozen:
    """What learns and what does not; tied weights count once."""

    trained: tuple[ParameterCount, ...]
    frozen: tuple[ParameterCount, ...]

    @property
    def parameters_trained(self) -> int:
        """Count the parameters that learn."""
        return sum(part.parameters for part in self.trained)

    @property
    def parameters_frozen(self) -> int:
        """Count the parameters that do not learn."""
        return sum(part.parameters for part in self.frozen)

    def __str__(self) -> str:
        """Write one line a group."""
        return f"trained: {_listed(self.trained)}\nfrozen: {_listed(self.frozen)}"


def freeze(model: LlavaForConditionalGeneration, recipe: Recipe, dtype: torch.dtype = torch.float32) -> Frozen:
    """Let learn what the recipe says and nothing else; frozen weights are held in `dtype` (not those in 4 bits).

    Puts LoRA adapters in where they are to learn and are not there yet. Turns activation checkpointing on or off.
    """
    if recipe.trains == "projector+lora" and not lora.has_adapters(model):
        lora.inject(model, recipe)
    model.requires_grad_(requires_grad=False)
    for parameter in _learning(model, recipe):
        parameter.requires_grad_()
        parameter.data = parameter.data.float()
    projector = model.model.multi_modal_projector.float()
    inside = {id(parameter) for parameter in projector.parameters()}
    for parameter in model.parameters():
        if not parameter.requires_grad and parameter.is_floating_point() and id(parameter) not in inside:
            parameter.data = parameter.data.to(dtype)
    language_model = cast("Any", model.model.language_model)
    if recipe.checkpointing:
        language_model.activation_checkpointing_enable()
    return describe(model)


def describe(model: LlavaForConditionalGeneration) -> Frozen:
    """Count what learns and what does not, by part."""
    trained: dict[str, int] = {}
    frozen: dict[str, int] = {}
    for name, parameter in model.named_parameters():
        group = trained if parameter.requires_grad else frozen
        group[_part(name)] = group.get(_part(name), 0) + numbers(parameter)
    as_parts = [tuple(ParameterCount(name, count) for name, count in group.items()) for group in (trained, frozen)]
    return Frozen(*as_parts)


def numbers(parameter: nn.Parameter) -> int:
    """Count the numbers that a parameter stands for: bitsandbytes packs two of 4 bits into a byte."""
    packed = getattr(parameter, "quant_state", None)
    return parameter.numel() if packed is None else math.prod(packed.shape)


def _learning(model: LlavaForConditionalGeneration, recipe: Recipe) -> Iterator[nn.Parameter]:
    projector = cast("nn.Module", model.model.multi_modal_projector)
    fixed = {id(parameter) for parameter in connectors.fixed_part(recipe.connector, projector)}
    yield from (parameter for parameter in projector.parameters() if id(parameter) not in fixed)
    if recipe.trains == "projector+llm":
        yield from cast("nn.Module", model.model.language_model).parameters()
        yield from cast("nn.Module", model.lm_head).parameters()
    if recipe.trains == "projector+lora":
        yield from lora.parameters(model)


def _part(name: str) -> str:
    if ".lora_" in name:
        return "LoRA adapters"
    parts = {"vision_tower": "vision tower", "multi_modal_projector": "projector", "lm_head": "output layer"}
    return next((part for key, part in parts.items() if key in name), "language model")


def _listed(parts: tuple[ParameterCount, ...]) -> str:
    return ", ".join(f"{part.name} ({part.parameters:,})" for part in parts) or "nothing"
