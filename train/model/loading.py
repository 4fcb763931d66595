"""Vision towers and LLMs from where people keep them: a hub name, a folder, a GGUF file.

Invariant: what comes back is a transformers model that the stock LLaVA class holds unchanged, or a ModelError that says
what to give instead.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

import torch
from torch import nn
from transformers import (
    AutoConfig,
    AutoModelForCausalLM,
    CLIPVisionModel,
    PreTrainedConfig,
    PreTrainedModel,
    SiglipVisionModel,
)

from train.errors import MissingExtraError, ModelError

TOWERS: dict[str, type[PreTrainedModel]] = {
    "clip": CLIPVisionModel,
    "clip_vision_model": CLIPVisionModel,
    "siglip": SiglipVisionModel,
    "siglip_vision_model": SiglipVisionModel,
}
"""By `model_type` of the checkpoint; SigLIP 2 with a fixed size is a "siglip" to transformers."""


def load_vision(source: str | Path, dtype: torch.dtype) -> PreTrainedModel:
    """Load the vision tower of a CLIP or SigLIP checkpoint, whole or vision only."""
    vision = vision_config(source)
    load = TOWERS[vision.model_type].from_pretrained
    return _loaded(lambda: load(source, config=vision, dtype=dtype), source, "--vision")


def vision_config(source: str | Path) -> PreTrainedConfig:
    """Read the configuration of the vision tower of a CLIP or SigLIP checkpoint, whole or vision only."""
    config = _config(source, "--vision")
    if config.model_type not in TOWERS:
        message = f"--vision {str(source)!r} is a {config.model_type}; a CLIP or SigLIP checkpoint is needed"
        raise ModelError(message)
    return cast("PreTrainedConfig", getattr(config, "vision_config", config))


def load_llm(source: str | Path, dtype: torch.dtype, *, four_bit: bool = False) -> PreTrainedModel:
    """Load a causal LLM; a path that ends in .gguf is read with its weights made whole again.

    MissingExtraError: 4 bits without bitsandbytes.
    """
    path, options = Path(source), cast("dict[str, Any]", {"dtype": dtype})
    if path.suffix == ".gguf":
        options["gguf_file"], source = path.name, path.parent
    if four_bit:
        options["quantization_config"] = four_bits(dtype)
    llm = _loaded(lambda: AutoModelForCausalLM.from_pretrained(source, **options), source, "--llm")
    keep_differentiable(llm)
    return llm


def four_bits(dtype: torch.dtype, whole: tuple[str, ...] | None = None) -> Any:
    """Say how transformers shall hold linear layers in 4 bits, as QLoRA does (arXiv:2305.14314).

    Modules named in `whole` are left as they are; None leaves an LLM's output layer.
    MissingExtraError: no bitsandbytes.
    """
    if find_spec("bitsandbytes") is None:
        message = "--four-bit needs bitsandbytes: pip install bitsandbytes, or leave --four-bit off"
        raise MissingExtraError(message)
    from transformers import BitsAndBytesConfig  # noqa: PLC0415 - only where it works

    return cast("Any", BitsAndBytesConfig)(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_use_double_quant=True,
        bnb_4bit_compute_dtype=dtype,
        llm_int8_skip_modules=list(whole) if whole else None,
    )


def keep_differentiable(model: nn.Module) -> None:
    """Keep gradients flowing through layers in 4 bits on a CPU; does nothing to others.

    On CPUs with AVX512-BF16, bitsandbytes packs a layer's weight anew at its first pass without gradients (an
    evaluation), and from then on computes it without any, in training too.
    """
    for module in model.modules():
        if hasattr(module, "support_avx512bf16_for_cpu"):
            cast("Any", module).support_avx512bf16_for_cpu = False


def _config(source: str | Path, option: str) -> PreTrainedConfig:
    try:
        return cast("PreTrainedConfig", AutoConfig.from_pretrained(source))
    except (OSError, ValueError, KeyError) as error:
        message = f"{option} {str(source)!r} cannot be read as a model: {_first_line(error)}"
        raise ModelError(message) from error


def _loaded(load: Callable[[], Any], source: str | Path, option: str) -> PreTrainedModel:
    try:
        return cast("PreTrainedModel", load())
    except (OSError, ValueError, KeyError, RuntimeError, ImportError) as error:
        message = f"{option} {str(source)!r} cannot be loaded: {_first_line(error)}"
        raise ModelError(message) from error


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
