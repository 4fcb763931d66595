"""A stock LLaVA checkpoint to ask, ours or a published one, with its processor. Reads files.

What is loaded is complete: a weight that is missing is an error, never a random number.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import torch
from transformers import AutoConfig, AutoProcessor, GenerationConfig, LlavaForConditionalGeneration, LlavaProcessor
from transformers.utils import logging

from train.checkpoint.folder import COMPLETE, checkpoints
from train.checkpoint.run_file import RUN
from train.errors import ModelError

TOWERS = ("clip_vision_model", "siglip_vision_model")
EXAMPLE = "llava-hf/llava-1.5-7b-hf"


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
        ModelError: there is none, it is not finished, it is no LLaVA, or a part of it is missing.

    """
    check_source(checkpoint)
    cast("Any", logging).disable_progress_bar()
    try:
        config = cast("Any", AutoConfig.from_pretrained(checkpoint))
        if config.model_type != "llava" or config.vision_config.model_type not in TOWERS:
            message = f"--checkpoint {checkpoint} is a {config.model_type}: a LLaVA on a CLIP or SigLIP tower is needed"
            raise ModelError(message)
        load = cast("Any", LlavaForConditionalGeneration).from_pretrained
        llava, info = load(checkpoint, dtype=dtype, output_loading_info=True)
        processor = cast("Any", AutoProcessor).from_pretrained(checkpoint)
    except (OSError, ValueError, KeyError, RuntimeError, ImportError) as error:
        message = f"--checkpoint {checkpoint} cannot be loaded ({_first_line(error)}): give the folder of a finished "
        message += f"training or a hub name such as {EXAMPLE}"
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
    """Check that a checkpoint may be there, before anything is loaded.

    Raises:
        ModelError: there is no such folder, or it holds no finished model.

    """
    folder = Path(checkpoint)
    if folder.is_dir():
        if (folder / "config.json").is_file():
            return
        if checkpoints(folder) or any((folder / name).is_file() for name in (RUN, COMPLETE)):
            message = f"{folder} is a training folder that is not finished: give the training command again to go on, "
            message += f"or write its last checkpoint as a model with `python -m train export {folder} --to DIR`"
        else:
            message = f"--checkpoint {folder} has no config.json: it is no checkpoint"
        raise ModelError(message)
    hub_name = checkpoint.count("/") == 1 and not checkpoint.startswith((".", "/", "~")) and not folder.parent.exists()
    if not hub_name:
        message = f"--checkpoint {checkpoint}: no such folder"
        raise ModelError(message)


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
