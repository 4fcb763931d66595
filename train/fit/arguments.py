"""The Trainer's arguments for a recipe: what it does itself, it is told; what is ours, it is told to leave alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from transformers import TrainingArguments
from transformers.utils.import_utils import is_torch_tf32_available

from train.recipe import Recipe

SCHEDULERS = {"cosine": "cosine", "linear": "linear", "constant": "constant_with_warmup"}
LEAST = 2
"""Checkpoints that a run needs: while the newest is written, the one before is whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What the Trainer must know beside the recipe; it `evaluates` at every checkpoint."""

    out: Path
    seed: int
    device: torch.device
    steps: int
    save_steps: int
    workers: int
    evaluates: bool
    sharded_by: list[str] | None
    """The classes of the blocks to shard by; None where weights are not sharded."""
    report_to: list[str]
    keep_checkpoints: int


def arguments(recipe: Recipe, setup: Setup) -> TrainingArguments:
    """Return the arguments of a run."""
    sharding: dict[str, Any] = {}
    if setup.sharded_by is not None:
        sharding = {"fsdp": True, "fsdp_config": {"transformer_layer_cls_to_wrap": setup.sharded_by}}
    return TrainingArguments(
        output_dir=str(setup.out),
        max_steps=setup.steps,
        per_device_train_batch_size=1,
        gradient_accumulation_steps=1,
        learning_rate=recipe.learning_rate,
        lr_scheduler_type=SCHEDULERS[recipe.schedule],
        warmup_steps=recipe.warmup_ratio if setup.steps > 1 else 0,  # a warm-up's first step learns nothing
        weight_decay=recipe.weight_decay,
        max_grad_norm=recipe.max_grad_norm,
        seed=setup.seed,
        logging_steps=1,
        logging_nan_inf_filter=False,
        save_strategy="steps",
        save_steps=setup.save_steps,
        save_total_limit=max(LEAST, setup.keep_checkpoints),
        do_eval=setup.evaluates,
        eval_strategy="steps" if setup.evaluates else "no",
        eval_steps=setup.save_steps,
        dataloader_num_workers=setup.workers,
        remove_unused_columns=False,
        disable_tqdm=True,
        report_to=setup.report_to or "none",
        use_cpu=setup.device.type == "cpu",
        ddp_find_unused_parameters=False,
        bf16=False,
        tf32=is_torch_tf32_available() or None,
        **sharding,
    )
