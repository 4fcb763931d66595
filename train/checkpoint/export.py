"""From an intermediate checkpoint to a complete stock one, that loads where `train` is not installed."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path
from typing import Any, cast

import torch
from peft.utils import SAFETENSORS_WEIGHTS_NAME
from safetensors.torch import save_file
from transformers import LlavaForConditionalGeneration

from train.checkpoint.folder import checkpoints, is_complete, latest
from train.checkpoint.parts import build
from train.checkpoint.run_file import StageRun
from train.checkpoint.weights import READABLE, TRAINED, load_trained, save_published
from train.errors import ModelError, UsageError
from train.files import sync
from train.model import lora
from train.model.connectors import EXPORTABLE
from train.model.freezing import freeze
from train.recipe import Recipe

PART = ".export.part"
ADAPTERS = "adapters"
"""Folder of what LoRA learned, unmerged, as peft writes it: beside the model, transformers would add it once more."""


def export(folder: Path, to: Path) -> Path:
    """Export a checkpoint, or the last one of a run folder, to a new folder; return the checkpoint."""
    checkpoint = _checkpoint(folder)
    if to.exists() and any(to.iterdir()):
        message = f"--to {to} is not empty: name a new folder"
        raise UsageError(message)
    write_stock(checkpoint, to)
    return checkpoint


def _checkpoint(folder: Path) -> Path:
    """Return the checkpoint that is meant. ModelError: there is none."""
    if checkpoints(folder):
        found = latest(folder)
        if found is not None:
            return found
    elif (folder / TRAINED).is_file() and is_complete(folder):
        return folder
    run = StageRun.load(folder)
    if run is not None and run.finished:
        _refuse_connector(run.recipe, folder)
        message = f"{folder} is a finished run, and a stock checkpoint itself: use it as it is, or copy it"
        raise ModelError(message)
    there = "holds no complete checkpoint" if folder.exists() else "does not exist"
    message = f"{folder} {there}: name a run folder (--out), or a checkpoint-N in it"
    raise ModelError(message)


def write_stock(checkpoint: Path, to: Path) -> None:
    """Compose the model anew, put in what was learned, merge adapters, and write everything to `to`.

    The files appear once all of them are written, and are durable before run.json says that the run is finished.
    ModelError: the stock class has no such connector.
    """
    run = StageRun.load(checkpoint)
    if run is None:
        message = f"{checkpoint} has no run.json that says what it was made from: name a checkpoint of this program"
        raise ModelError(message)
    recipe = dataclasses.replace(run.recipe, four_bit=False, checkpointing=False)
    _refuse_connector(recipe, checkpoint)
    dtype = torch.bfloat16 if recipe.dtype == "bfloat16" else torch.float32
    parts = build(dataclasses.replace(run, recipe=recipe), dtype)
    freeze(parts.llava, recipe, dtype)
    load_trained(parts.llava, checkpoint)
    part = to / PART
    shutil.rmtree(part, ignore_errors=True)
    if recipe.trains == "projector+lora":
        save_adapters(parts.llava, run.from_, part / ADAPTERS)
    lora.merge(parts.llava)
    save_published(cast("Any", parts.llava).to(dtype), part)
    parts.processor.save_pretrained(part)
    parts.images.save_pretrained(part)
    _move(part, to)
    dataclasses.replace(run, finished=True).save(to)


def save_adapters(llava: LlavaForConditionalGeneration, base: str | None, folder: Path) -> None:
    """Write what `PeftModel.from_pretrained(base, folder)` reads: adapters that are not merged, and the projector."""
    lora.peft_config(llava, base).save_pretrained(str(folder))
    file = folder / SAFETENSORS_WEIGHTS_NAME
    save_file(lora.peft_state(llava), file, metadata={"format": "pt"})
    file.chmod(READABLE)


def _move(part: Path, to: Path) -> None:
    """Make the files of a folder durable, then put each in its place, those of folders in it too."""
    to.mkdir(exist_ok=True)
    for path in sorted(part.iterdir()):
        if path.is_dir():
            _move(path, to / path.name)
        else:
            sync(path)
            path.replace(to / path.name)
    part.rmdir()
    sync(to)


def copy_trained(checkpoint: Path, to: Path) -> None:
    """Copy what was learned, durably."""
    shutil.copyfile(checkpoint / TRAINED, to / TRAINED)
    sync(to / TRAINED)
    sync(to)


def _refuse_connector(recipe: Recipe, folder: Path) -> None:
    """Refuse a connector that the stock class does not have; `folder` holds its weights."""
    if recipe.connector not in EXPORTABLE:
        message = f"a {recipe.connector} connector has no place in a stock LLaVA checkpoint: its weights stay in "
        message += f"{folder / TRAINED}; choose --connector {' or '.join(sorted(EXPORTABLE))} to export"
        raise ModelError(message)
