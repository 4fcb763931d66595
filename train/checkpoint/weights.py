"""Weights on disk: the trained ones of an intermediate checkpoint, and all of them as published LLaVA checkpoints.

Names in an intermediate checkpoint are those of the stock class; a published one has the names that llava-hf's files
have had from the first, which every loader knows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import safetensors
import torch
from huggingface_hub import split_torch_state_dict_into_shards
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.distributed.tensor import DTensor, distribute_tensor
from transformers import LlavaForConditionalGeneration

from train.errors import ModelError

TRAINED = "trained.safetensors"
PREFIXES = (
    (r"^model\.language_model\.", "language_model.model."),
    (r"^lm_head\.", "language_model.lm_head."),
    (r"^model\.multi_modal_projector\.", "multi_modal_projector."),
    (r"^model\.vision_tower\.(vision_model\.)?", "vision_tower.vision_model."),
)
"""From the stock class's names to those of llava-hf/llava-1.5-7b-hf."""
SHARD = "5GB"
READABLE = 0o644
"""safetensors makes files that their owner alone can read; a server may be somebody else."""


def trained(llava: nn.Module) -> Iterator[tuple[str, nn.Parameter]]:
    """Yield the parameters that learn, by their names in the stock class."""
    return ((name, weight) for name, weight in llava.named_parameters() if weight.requires_grad)


def save_trained(llava: nn.Module, folder: Path, *, write: bool) -> None:
    """Write what has learned; all ranks take part where weights are sharded, those that `write` do write."""
    state = {}
    for name, weight in trained(llava):
        value = weight.detach()
        whole = value.full_tensor() if isinstance(value, DTensor) else value
        if write:
            state[name] = whole.cpu().contiguous()
    if write:
        folder.mkdir(parents=True, exist_ok=True)
        save_file(state, folder / TRAINED, metadata={"format": "pt"})


@torch.no_grad()
def load_trained(llava: nn.Module, folder: Path) -> None:
    """Put back what had learned. ModelError: the checkpoint does not fit the model."""
    path = folder / TRAINED
    try:
        with safetensors.safe_open(path, framework="pt") as file:
            for name, weight in _matching(llava, set(file.keys()), path):
                value = file.get_tensor(name).to(weight.device, weight.dtype)
                if isinstance(weight, DTensor):
                    value = distribute_tensor(value, weight.device_mesh, weight.placements)
                weight.copy_(value)
    except (OSError, safetensors.SafetensorError, RuntimeError) as error:
        message = f"{path} cannot be used ({error}): remove the folder to go on from the checkpoint before"
        raise ModelError(message) from error


def _matching(llava: nn.Module, names: set[str], path: Path) -> list[tuple[str, nn.Parameter]]:
    weights = dict(trained(llava))
    if odd := sorted(weights.keys() ^ names):
        message = f"{path} does not fit this model: {len(odd)} weights are in one of them only, such as {odd[0]}"
        raise ModelError(message)
    return list(weights.items())


def published_name(name: str) -> str:
    """Return the name that a weight of the stock class has in published checkpoints."""
    for pattern, replacement in PREFIXES:
        renamed, count = re.subn(pattern, replacement, name)
        if count:
            return renamed
    return name


def save_published(llava: LlavaForConditionalGeneration, folder: Path) -> None:
    """Write weights, config.json and generation_config.json of a whole model."""
    folder.mkdir(parents=True, exist_ok=True)
    state = _published_state(llava)
    plan = split_torch_state_dict_into_shards(state, max_shard_size=SHARD)
    for file, names in plan.filename_to_tensors.items():
        save_file({name: state[name] for name in names}, folder / file, metadata={"format": "pt"})
        (folder / file).chmod(READABLE)
    if plan.is_sharded:
        index = {"metadata": plan.metadata, "weight_map": plan.tensor_to_filename}
        (folder / "model.safetensors.index.json").write_text(json.dumps(index, indent=2) + "\n", encoding="utf-8")
    config = cast("Any", llava.config)
    config.architectures = ["LlavaForConditionalGeneration"]
    config.save_pretrained(folder)
    if llava.generation_config is not None:
        llava.generation_config.save_pretrained(folder)


def _published_state(llava: LlavaForConditionalGeneration) -> dict[str, Tensor]:
    state = {published_name(name): value.contiguous() for name, value in llava.state_dict().items()}
    if llava.config.tie_word_embeddings:
        state.pop("language_model.lm_head.weight", None)
    return state
