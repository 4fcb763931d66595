"""What a run will take, before it starts: parameters, memory, disk space and time, with what is a guess called one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from torch import nn
from transformers import LlavaForConditionalGeneration

from train.fit.cost import Sizes, Work, activation_bytes, checkpoint_bytes, fixed_bytes, model_bytes, operations
from train.fit.log import duration
from train.model.freezing import numbers
from train.recipe import Recipe
from train.stages.schedule import Expected

MFU = 0.3
"""Share of the peak that is assumed; LLaVA's published times for 7B come to 0.29 (stage 1) and 0.22 (stage 2)."""


def measure(llava: LlavaForConditionalGeneration, placeholders: int) -> Sizes:
    """Count the parameters of a model's parts as they are: vision layers that were taken out do not count."""
    config = cast("Any", llava.config)
    body = cast("nn.Module", llava.model.language_model)
    embeddings = _count(llava.get_input_embeddings())
    adapters = sum(weight.numel() for name, weight in body.named_parameters() if ".lora_" in name)
    return Sizes(
        vision=_count(cast("nn.Module", llava.model.vision_tower)),
        projector=_count(cast("nn.Module", llava.model.multi_modal_projector)),
        decoder=_count(body) - embeddings - adapters,
        embeddings=embeddings,
        head=_count(cast("nn.Module", llava.lm_head)),
        adapters=adapters,
        layers=config.text_config.num_hidden_layers,
        hidden=config.text_config.hidden_size,
        vision_tokens=(config.vision_config.image_size // config.vision_config.patch_size) ** 2,
        placeholders=placeholders,
    )


def _count(module: nn.Module) -> int:
    return sum(numbers(weight) for weight in module.parameters())


@dataclass(frozen=True, slots=True)
class Machine:
    """Peak operations a second of all devices, where it is known, and bytes of a number that is computed with."""

    peak_flops: float | None
    bytes_a_number: int


def lines(sizes: Sizes, recipe: Recipe, machine: Machine, expected: Expected, steps: int) -> Iterator[str]:
    """Write the estimate."""
    batch = min(recipe.batch_size, expected.samples)
    per_step, trained = int(expected.tokens * batch), int(expected.trained * batch)
    yield (
        f"steps: {steps} of {batch} samples, about {per_step:,} tokens each, {trained:,} of them trained "
        f"(measured on {expected.measured} samples)"
    )
    fixed = fixed_bytes(sizes, recipe, machine.bytes_a_number)
    moving = activation_bytes(sizes, recipe, machine.bytes_a_number)
    yield f"memory on one device that holds everything: {fixed / 1e9:.1f} GB of weights, gradients and optimizer,"
    yield f"  and about {moving / 1e9:.1f} GB of activations at --tokens-per-batch {recipe.tokens_per_batch} (a guess)"
    saved, model = checkpoint_bytes(sizes, recipe), model_bytes(sizes, machine.bytes_a_number)
    yield f"disk: about {saved / 1e9:.1f} GB a checkpoint, three of them at once while one is written, or one more than"
    yield f"  --keep-checkpoints; {model / 1e9:.1f} GB the finished model"
    work = steps * operations(sizes, recipe, Work(per_step, batch, trained))
    yield f"work: about {work:.2e} operations, if each sample has an image"
    if machine.peak_flops is None:
        yield "time: not known; this device's peak is not in the table"
    else:
        left = duration(work / (machine.peak_flops * MFU))
        yield f"time: about {left}, if {MFU:.0%} of the device's peak is reached (a guess)"
