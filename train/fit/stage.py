"""Runs the Trainer over one stage, from its start or from its last checkpoint, to its end or to a signal."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from torch import nn
from transformers import PrinterCallback, TrainingArguments

from train.errors import StoppedEarlyError, UsageError
from train.fit.log import METRICS, StepLog
from train.fit.pauses import Epochs, Pauses
from train.fit.ranks import gather_numbers
from train.fit.trainer import StageTrainer, Task


@dataclass(frozen=True, slots=True)
class RunPlace:
    """Where a run writes and speaks: `main` on the rank that does so for all."""

    out: Path
    console: Console
    main: bool
    save_minutes: float


def fit(model: nn.Module, task: Task, args: TrainingArguments, place: RunPlace, resume_from: Path | None) -> None:
    """Train to the last step. StoppedEarlyError: a signal came; a checkpoint was saved."""
    pauses = Pauses(place.save_minutes, gather_numbers)
    log = StepLog(place.out / METRICS, place.console, task.counts.problems, main=place.main)
    epochs = Epochs(task.data.begin, len(task.data))
    trainer = StageTrainer(model, args, task, [log, pauses, epochs])
    if task.run.sharded and not trainer.is_fsdp_enabled:
        message = "--distribution fsdp does not work on this device: choose --distribution ddp"
        raise UsageError(message)
    trainer.remove_callback(PrinterCallback)
    task.meter.begin()
    try:
        with pauses.listening():
            trainer.train(resume_from_checkpoint=str(resume_from) if resume_from else None)
    finally:
        log.close()
    if pauses.stopped:
        message = f"step {trainer.state.global_step} of {args.max_steps} is saved: run the same command again to go on"
        raise StoppedEarlyError(message)


def clock() -> float:
    """Return seconds that only ever grow."""
    return time.monotonic()
