"""Low-rank adapters in the LLM's linear layers (Hu et al., 2021), put in and merged by peft's own parts.

Invariant: a model without adapters has the modules and names of the stock class again after `merge`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any, cast

import torch
from peft import LoraConfig, get_peft_model_state_dict, inject_adapter_in_model
from peft.tuners.lora import LoraLayer
from torch import Tensor, nn
from transformers import LlavaForConditionalGeneration
from transformers.pytorch_utils import Conv1D

from train.errors import ModelError
from train.recipe import Recipe

PROJECTOR = "multi_modal_projector"
PEFT_ROOT = "base_model.model."
"""peft's name of the model that its own wraps: in its files, all names start with it."""


def inject(model: LlavaForConditionalGeneration, recipe: Recipe) -> None:
    """Put adapters beside all linear layers of the LLM but its output layer; they change nothing until they learn."""
    body = cast("nn.Module", model.model.language_model)
    names = [name for name, module in body.named_modules() if isinstance(module, nn.Linear | Conv1D)]
    body.is_loaded_in_4bit = any(_in_four_bits(weight) for weight in body.parameters())  # type: ignore[assignment]
    config = LoraConfig(
        r=recipe.lora_rank,
        lora_alpha=recipe.lora_alpha,
        lora_dropout=recipe.lora_dropout,
        target_modules=names,
        fan_in_fan_out=any(isinstance(module, Conv1D) for module in body.modules()),
    )
    inject_adapter_in_model(config, body)


def has_adapters(model: LlavaForConditionalGeneration) -> bool:
    """Say whether the LLM has adapters."""
    return any(True for _ in _layers(model))


def parameters(model: LlavaForConditionalGeneration) -> Iterator[nn.Parameter]:
    """Yield the adapters' weights."""
    return (weight for name, weight in model.named_parameters() if ".lora_" in name)


def adapter_state(model: LlavaForConditionalGeneration) -> dict[str, Tensor]:
    """Return the adapters' weights by their names in the model."""
    return {name: weight for name, weight in model.state_dict().items() if ".lora_" in name}


def peft_config(model: LlavaForConditionalGeneration, base: str | None) -> LoraConfig:
    """Describe adapters and projector to peft, for the stock checkpoint `base` that they were put into.

    Layers are named in full, for the vision tower has layers of the same names. peft has no task for images and text;
    without one it runs the stock class as it is.
    """
    injected: LoraConfig = cast("Any", model.model.language_model).peft_config["default"]
    config = dataclasses.replace(
        injected,
        base_model_name_or_path=base,
        auto_mapping={"base_model_class": type(model).__name__, "parent_library": type(model).__module__},
        modules_to_save=[PROJECTOR],
        inference_mode=True,
    )
    config.target_modules = sorted(name for name, _ in _layers(model))  # peft makes a set of it, in no stable order
    return config


def peft_state(model: LlavaForConditionalGeneration) -> dict[str, Tensor]:
    """Return the weights of adapters and projector, which peft replaces as a whole, by the names in peft's files."""
    state = {}
    adapters = get_peft_model_state_dict(model.model.language_model, save_embedding_layers=False)
    for part, weights in (("language_model", adapters), (PROJECTOR, model.model.multi_modal_projector.state_dict())):
        state.update({f"{PEFT_ROOT}model.{part}.{name}": weight for name, weight in weights.items()})
    return state


def load_adapter_state(model: LlavaForConditionalGeneration, state: Mapping[str, Tensor]) -> None:
    """Load adapters into a model that has them; ModelError: they are of another rank or other layers."""
    mine = adapter_state(model)
    wrong = [name for name in mine.keys() | state.keys() if name not in mine or name not in state]
    wrong += [name for name in mine.keys() & state.keys() if mine[name].shape != state[name].shape]
    if wrong:
        message = f"{len(wrong)} adapter weights do not fit the model, such as {min(wrong)!r}: set --lora-rank and "
        message += "--llm as they were when the adapters learned"
        raise ModelError(message)
    model.load_state_dict(state, strict=False)


@torch.no_grad()
def merge(model: LlavaForConditionalGeneration) -> None:
    """Add the adapters to the weights they stand beside and take them out; ModelError: those are held in 4 bits."""
    for name, layer in list(_layers(model)):
        base = layer.get_base_layer()
        if not isinstance(base, nn.Linear | Conv1D) or not base.weight.is_floating_point():
            message = "adapters cannot be merged into an LLM in 4 bits: load it without four_bit, then merge"
            raise ModelError(message)
        layer.merge(safe_merge=True)
        parent, _, child = name.rpartition(".")
        setattr(model.get_submodule(parent), child, base)


def _in_four_bits(weight: nn.Parameter) -> bool:
    return hasattr(weight, "quant_state")


def _layers(model: LlavaForConditionalGeneration) -> Iterator[tuple[str, LoraLayer]]:
    return ((name, module) for name, module in model.named_modules() if isinstance(module, LoraLayer))
