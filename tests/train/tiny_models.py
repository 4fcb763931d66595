"""Random towers, LLMs and examples, small enough to train in a test."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
from torch import Tensor
from transformers import (
    AutoModelForCausalLM,
    CLIPVisionConfig,
    CLIPVisionModel,
    GPT2Config,
    LlamaConfig,
    LlavaForConditionalGeneration,
    MistralConfig,
    OPTConfig,
    PreTrainedConfig,
    PreTrainedModel,
    Qwen2Config,
    SiglipVisionConfig,
    SiglipVisionModel,
)

from train.example import IGNORED, Example
from train.model.composition import assemble
from train.recipe import Recipe, resolve
from train.sample import ImageSource, Origin

IMAGE_ID, VOCABULARY, PATCHES = 96, 97, 4
_SIZES: dict[str, Any] = {"hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 2, "vocab_size": 96}
_HEADS: dict[str, Any] = {"num_attention_heads": 4, "num_key_value_heads": 2, "bos_token_id": 1, "eos_token_id": 2}
_VISION: dict[str, Any] = {"hidden_size": 24, "intermediate_size": 32, "num_hidden_layers": 3, "num_attention_heads": 2}
_VISION |= {"image_size": 8, "patch_size": 4}

CONFIGS: dict[str, PreTrainedConfig] = {
    "llama": LlamaConfig(**_SIZES, **_HEADS, pad_token_id=0),
    "llama tied": LlamaConfig(**_SIZES, **_HEADS, pad_token_id=0, tie_word_embeddings=True),
    "qwen2": Qwen2Config(**_SIZES, **_HEADS),
    "mistral sliding": MistralConfig(**_SIZES, **_HEADS, sliding_window=3),
    "qwen2 sliding": Qwen2Config(**_SIZES, **_HEADS, use_sliding_window=True, sliding_window=3, max_window_layers=1),
    "gpt2": GPT2Config(vocab_size=96, n_embd=32, n_layer=2, n_head=4, n_positions=64, bos_token_id=1, eos_token_id=2),
    "opt": OPTConfig(
        vocab_size=96,
        hidden_size=32,
        ffn_dim=48,
        num_hidden_layers=2,
        num_attention_heads=4,
        max_position_embeddings=64,
        word_embed_proj_dim=32,
        dropout=0.0,
    ),
}


def llm(name: str = "llama", seed: int = 0) -> PreTrainedModel:
    """An LLM whose weights are large enough that its tokens matter to one another."""
    return llm_of(CONFIGS[name], seed)


def llm_of(config: PreTrainedConfig, seed: int = 0) -> PreTrainedModel:
    torch.manual_seed(seed)
    fresh = type(config).from_dict(config.to_dict())
    model = cast("Any", AutoModelForCausalLM).from_config(fresh, dtype=torch.float32)
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.ndim > 1:
                parameter.mul_(5.0)
    return cast("PreTrainedModel", model.eval())


def clip(seed: int = 0) -> PreTrainedModel:
    torch.manual_seed(seed)
    return cast("PreTrainedModel", CLIPVisionModel(CLIPVisionConfig(**_VISION)).train(mode=False))


def siglip(seed: int = 0) -> PreTrainedModel:
    torch.manual_seed(seed)
    return cast("PreTrainedModel", SiglipVisionModel(SiglipVisionConfig(**_VISION)).train(mode=False))


TOWERS = {"clip": clip, "siglip": siglip}


def recipe(**values: Any) -> Recipe:
    """LLaVA-1.5's second stage without checkpointing, and with small adapters."""
    small = {"lora_rank": 4, "lora_alpha": 8, "lora_dropout": 0.0, "checkpointing": False}
    return resolve("llava-v1.5", 2, small | values)


def llava(name: str = "llama", tower: str = "clip", **values: Any) -> LlavaForConditionalGeneration:
    torch.manual_seed(1)
    parts = TOWERS[tower](), llm(name)
    model = assemble(*parts, recipe(**values), image_token_id=IMAGE_ID, vocabulary=VOCABULARY)
    return cast("LlavaForConditionalGeneration", model.train(mode=False))


def example(text: int, *, images: int = 1, seed: int = 0, kind: str = "detail", trained: float = 0.5) -> Example:
    """An example of so many text tokens, of which the last ones are trained, with its images at the front."""
    generator = np.random.default_rng(seed)
    words = generator.integers(3, 96, size=text)
    ids = np.concatenate([np.full(images * PATCHES, IMAGE_ID), words]).astype(np.int64)
    labels = ids.copy()
    labels[: len(ids) - max(1, int(text * trained))] = IGNORED
    shown = tuple(ImageSource(Path(f"{seed}-{at}.jpg")) for at in range(images))
    return Example(f"{seed}", ids, labels, shown, kind, Origin(Path("data.jsonl"), seed + 1))


def example_of(ids: Sequence[int], *, seed: int = 0) -> Example:
    """An example of these ids, all of them trained, without an image."""
    words = np.array(ids, dtype=np.int64)
    return Example(f"{seed}", words, words.copy(), (), "text", Origin(Path("data.jsonl"), seed + 1))


def pixels_of(examples: Sequence[Example]) -> dict[str, Tensor]:
    """Random pixels for each image, the same whenever it is asked for."""
    keys = [image.key for one in examples for image in one.images]
    return {
        key: torch.randn(3, 8, 8, generator=torch.Generator().manual_seed(zlib.crc32(key.encode()))) for key in keys
    }
