"""The line a step that a person sees, and metrics.jsonl beside it: one row per step, one a measurement of the loss.

Rows behind the step that a run goes on from are dropped first, so that each step has one row.
"""

from __future__ import annotations

import json
import math
import time
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.status import Status
from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from train.data.problems import Problems
from train.errors import ModelError
from train.files import replace_file

METRICS = "metrics.jsonl"
LONGEST_PAUSE_S = 10.0


class StepLog(TrainerCallback):
    """Writes on the main process; a live line on a terminal, now and then a plain line elsewhere."""

    def __init__(self, file: Path, console: Console, problems: Problems, *, main: bool) -> None:
        """`file` gets the rows, `console` the lines; `problems` grow as samples are skipped."""
        self.file, self.console, self.problems, self.main = file, console, problems, main
        self._told = 0
        self._pause_s, self._next = 0.0, 0.0
        self._status: Status | None = None

    def on_train_begin(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any) -> None:
        """Drop what a run that was cut off wrote after its last checkpoint."""
        del args, control
        if self.main:
            keep_rows(self.file, state.global_step)
            if self.console.is_terminal:
                self._status = self.console.status("first step")
                self._status.start()

    def on_log(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        logs: dict[str, float] | None = None,
        **_: Any,
    ) -> None:
        """Write a row and show a line. ModelError: the loss is not a number any more."""
        del args, control
        row = {"step": state.global_step, **(logs or {})}
        if "train_runtime" in row:
            return
        if self.main:
            with self.file.open("a", encoding="utf-8") as stream:
                stream.write(json.dumps(row) + "\n")
            self._show(row, state.max_steps)
        if not math.isfinite(row.get("loss", 0.0)):
            message = (
                f"the loss of step {state.global_step} is {row['loss']}: lower --learning-rate, or look at the data "
                "with `python -m train inspect`; the last checkpoint is from before"
            )
            raise ModelError(message)

    def on_save(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any) -> None:
        """Say how many samples were skipped since the last time; the end of the run tells where they are."""
        del args
        total = self.problems.total
        if self.main and total > self._told and not control.should_training_stop:
            self._told = total
            reasons = ", ".join(f"{reason} {count:,}" for reason, count in self.problems.counts.most_common())
            line = f"step {state.global_step} of {state.max_steps}, skipped so far: {reasons}"
            self.console.print(line)

    def on_train_end(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any) -> None:
        """Leave the terminal as it was."""
        del args, state, control
        self.close()

    def close(self) -> None:
        """Stop the live line."""
        if self._status:
            self._status.stop()
            self._status = None

    def _show(self, row: dict[str, float], steps: int) -> None:
        line = text(row, steps)
        if "loss" not in row:
            self.console.print(line)
        elif self._status:
            self._status.update(line.replace("[", r"\["))
        elif time.monotonic() >= self._next or row["step"] == steps:
            self.console.print(line)
            self._pause_s = min(max(self._pause_s * 2, 1.0), LONGEST_PAUSE_S)
            self._next = time.monotonic() + self._pause_s


def text(row: dict[str, float], steps: int) -> str:
    """Write a row of metrics.jsonl for a person."""
    parts = [f"step {row['step']} of {steps}"]
    if "loss" in row:
        parts += [f"loss {row['loss']:.4f}", f"lr {row['learning_rate']:.2e}"]
    if "text_tokens_per_s" in row:
        parts += [f"{row['text_tokens_per_s']:.0f} text and {row['image_tokens_per_s']:.0f} image tokens/s"]
        parts += [f"padding {row['padding_share']:.0%}"]
    if "mfu" in row:
        parts += [f"MFU {row['mfu']:.0%}"]
    if "memory_gb" in row:
        parts += [f"{row['memory_gb']:.1f} GB", f"{duration(row['left_s'])} left"]
    parts += [f"{name.replace('_', ' ')} {row[name]:.4f}" for name in row if name.startswith("eval_")]
    return ", ".join(parts)


def duration(seconds: float) -> str:
    """Write seconds as h:mm:ss."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}"


def keep_rows(file: Path, last_step: int) -> None:
    """Keep whole rows up to a step; a torn last line goes, too."""
    if not file.is_file():
        return
    kept = [line for line in file.read_text(encoding="utf-8").splitlines() if _step(line) <= last_step]
    replace_file(file, (f"{line}\n".encode() for line in kept))


def _step(line: str) -> float:
    try:
        return float(json.loads(line)["step"])
    except (ValueError, TypeError, KeyError):
        return math.inf
