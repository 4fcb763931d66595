"""What a stage costs: parameters, operations and memory, as formulas. Pure; knows no device and no torch.

N parameters cost 2N operations a token forward, 2N for the gradient through them, 2N for their own gradient.
"""

from __future__ import annotations

from dataclasses import dataclass

from train.recipe import Recipe

ADAM_BYTES = 16
"""A trained parameter in float32: itself, its gradient and Adam's two moments."""

SAVED_BYTES = 12
"""Of these, what a checkpoint holds: all but the gradient."""
NUMBERS_A_LAYER = 17


@dataclass(frozen=True, slots=True)
class Sizes:
    """Parameters of each part; `vision` are those of the layers that run; `adapters` are LoRA's."""

    vision: int
    projector: int
    decoder: int
    embeddings: int
    head: int
    adapters: int
    layers: int
    hidden: int
    vision_tokens: int
    """Patches that the tower works on, an image."""
    placeholders: int
    """Tokens that an image takes in the LLM."""


@dataclass(frozen=True, slots=True)
class Work:
    """What went through the model: `tokens` include the image tokens, `trained` are those with a loss."""

    tokens: int
    images: int
    trained: int


def operations(sizes: Sizes, recipe: Recipe, work: Work) -> float:
    """Count operations of a step as published figures do: attention's products and recomputation are left out."""
    passes = 6 if recipe.trains == "projector+llm" else 4
    learned = 6 * (sizes.projector * work.images * sizes.vision_tokens + sizes.adapters * work.tokens)
    frozen_vision = 2 * sizes.vision * work.images * sizes.vision_tokens
    return passes * (sizes.decoder * work.tokens + sizes.head * work.trained) + learned + frozen_vision


def fixed_bytes(sizes: Sizes, recipe: Recipe, bytes_a_weight: int) -> float:
    """Weights, gradients and optimizer on one device that holds everything."""
    learned = _learned(sizes, recipe)
    if recipe.trains == "projector+llm":
        return ADAM_BYTES * learned + bytes_a_weight * sizes.vision
    packed = 0.5 if recipe.four_bit else bytes_a_weight
    whole = bytes_a_weight * (sizes.embeddings + sizes.head + sizes.vision)
    return ADAM_BYTES * learned + packed * sizes.decoder + whole


def checkpoint_bytes(sizes: Sizes, recipe: Recipe) -> float:
    """Count what an intermediate checkpoint takes on the disk."""
    return SAVED_BYTES * _learned(sizes, recipe)


def model_bytes(sizes: Sizes, bytes_a_weight: int) -> float:
    """Count what the finished model takes on the disk, adapters merged."""
    return bytes_a_weight * (sizes.vision + sizes.projector + sizes.decoder + sizes.embeddings + sizes.head)


def _learned(sizes: Sizes, recipe: Recipe) -> int:
    if recipe.trains == "projector+llm":
        return sizes.projector + sizes.decoder + sizes.embeddings + sizes.head
    return sizes.projector + (sizes.adapters if recipe.trains == "projector+lora" else 0)


def activation_bytes(sizes: Sizes, recipe: Recipe, bytes_a_number: int) -> float:
    """Guess the activations of one pass: 17 numbers a hidden unit, token and layer, 1 where they are computed again.

    Source of the 17 (34 bytes of halves): Korthikanti et al., Reducing Activation Recomputation (2022), without the
    attention matrix, which fused attention does not hold.
    """
    kept = 1 if recipe.checkpointing else NUMBERS_A_LAYER
    return recipe.tokens_per_batch * sizes.hidden * bytes_a_number * (kept * sizes.layers + NUMBERS_A_LAYER)
