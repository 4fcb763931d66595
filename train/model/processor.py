"""The stock processor of a checkpoint: its tokenizer, its chat template, and what is done to an image.

Training prepares images with this very processor, so that whoever loads the checkpoint does the same to them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from PIL.Image import Image
from transformers import AutoImageProcessor, LlavaProcessor, PreTrainedTokenizerBase
from transformers.models.llava.image_processing_pil_llava import LlavaImageProcessorPil

from train.errors import ModelError
from train.recipe import ImageFit
from train.sample import IMAGE


class LlavaConfigLike(Protocol):
    """What a checkpoint's configuration says about images."""

    vision_config: Any
    vision_feature_select_strategy: str


def image_processor(source: str | Path, fit: ImageFit, image_size: int) -> LlavaImageProcessorPil:
    """Return LLaVA's image processor with the colours and the resampling of the vision tower's own, at `image_size`.

    ModelError: `source`, a hub name or a folder, has no image processor.
    """
    try:
        own = AutoImageProcessor.from_pretrained(source)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        message = f"{source} has no image processor (preprocessor_config.json): {_first_line(error)}"
        raise ModelError(message) from error
    return LlavaImageProcessorPil(
        do_pad=fit == "pad",
        size={"shortest_edge": image_size},
        crop_size={"height": image_size, "width": image_size},
        image_mean=list(own.image_mean),
        image_std=list(own.image_std),
        resample=own.resample,
    )


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def processor(
    images: LlavaImageProcessorPil, tokenizer: PreTrainedTokenizerBase, config: LlavaConfigLike, chat_template: str
) -> LlavaProcessor:
    """Put the parts together, such that it writes as many placeholders per image as the model has features."""
    select = config.vision_feature_select_strategy
    return LlavaProcessor(  # type: ignore[no-untyped-call]
        images,
        tokenizer,
        patch_size=config.vision_config.patch_size,
        vision_feature_select_strategy=select,
        num_additional_image_tokens=1 if config.vision_config.model_type == "clip_vision_model" else 0,
        chat_template=chat_template,
        image_token=IMAGE,
    )


def pixels(images: LlavaImageProcessorPil, image: Image) -> torch.Tensor:
    """Prepare one image: (3, H, W) float32."""
    prepared = images(image, return_tensors="np")["pixel_values"][0]
    return torch.from_numpy(np.ascontiguousarray(prepared, dtype=np.float32))
