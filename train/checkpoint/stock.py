"""A stock LLaVA checkpoint to ask, ours or a published one, with its processor. Reads files.

What is loaded is complete: a weight that is missing is an error, never a random number.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any, cast

import torch
from transformers import AutoProcessor, GenerationConfig, LlavaForConditionalGeneration, LlavaProcessor
from transformers.utils import logging

from train.checkpoint import source
from train.errors import ModelError


@dataclass(frozen=True, slots=True)
class Stock:
    """A model in evaluation mode and its processor."""

    llava: LlavaForConditionalGeneration
    processor: LlavaProcessor

    @property
    def tokenizer(self) -> Any:
        """Return the processor's tokenizer."""
        return cast("Any", self.processor).tokenizer

    @property
    def image_token_id(self) -> int:
        """Return the token that stands for a feature of an image."""
        return int(cast("Any", self.llava.config).image_token_id)

    @property
    def context(self) -> int:
        """Return how many tokens the language model can read."""
        longest = getattr(cast("Any", self.llava.config).text_config, "max_position_embeddings", None)
        return int(longest or sys.maxsize)

    @property
    def tokens_per_image(self) -> int:
        """Return how many placeholders the model needs for an image."""
        config = cast("Any", self.llava.config)
        vision = config.vision_config
        keeps_class = vision.model_type == "clip_vision_model" and config.vision_feature_select_strategy == "full"
        return int((vision.image_size // vision.patch_size) ** 2 + keeps_class)


def load_stock(checkpoint: str, dtype: torch.dtype, device: torch.device) -> Stock:
    """Load a checkpoint from a folder, or by its hub name.

    Raises:
        ModelError: there is none, it is not finished, it is not a LLaVA, or a part of it is missing.

    """
    check_source(checkpoint)
    cast("Any", logging).disable_progress_bar()
    try:
        load = cast("Any", LlavaForConditionalGeneration).from_pretrained
        llava, info = load(checkpoint, dtype=dtype, output_loading_info=True)
        processor = cast("Any", AutoProcessor).from_pretrained(checkpoint)
    except (OSError, ValueError, KeyError, RuntimeError, ImportError) as error:
        message = f"--checkpoint {checkpoint} cannot be loaded ({_first_line(error)}); give {source.WANTED['llava']}"
        raise ModelError(message) from error
    if missing := sorted(info["missing_keys"]):
        message = f"--checkpoint {checkpoint} lacks {len(missing)} weights, such as {missing[0]}: it is not complete"
        raise ModelError(message)
    if not getattr(processor, "chat_template", None):
        message = f"--checkpoint {checkpoint} has no chat template in its processor: add chat_template.jinja to it"
        raise ModelError(message)
    if device.type == "cuda" and dtype == torch.float32:
        cast("Any", torch.backends.cudnn).conv.fp32_precision = "ieee"  # TF32 would differ between sizes of a batch
    own = llava.generation_config
    llava.generation_config = cast("Any", GenerationConfig)(
        eos_token_id=own.eos_token_id, pad_token_id=own.pad_token_id
    )
    return Stock(llava.to(device).eval(), processor)


def check_source(checkpoint: str) -> None:
    """Check that a checkpoint can be one, before anything is loaded.

    Raises:
        ModelError: it is not there, not finished, or no LLaVA.

    """
    source.check("--checkpoint", checkpoint, "llava")


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
