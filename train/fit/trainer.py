"""The Trainer of both stages: a dataloader item is a whole optimizer step of this rank, in micro-batches.

The loss of a step is the sum over all trained tokens of all ranks, divided by their number: it depends neither on how
samples are laid together nor on the number of devices.

Private methods of `transformers.Trainer` that are overridden (a test fails when a release renames them):
- `_load_from_checkpoint`: a checkpoint holds the trained weights alone, in one form for one device and for FSDP.
Public ones: get_train_dataloader, get_batch_samples, training_step, create_optimizer, evaluate, log, save_model,
floating_point_ops.
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader
from transformers import Trainer, TrainerCallback, TrainingArguments

from train import devices
from train.batch.packed_batch import PackedBatch, empty_batch
from train.checkpoint.run_file import StageRun
from train.checkpoint.weights import load_trained, save_trained
from train.fit.evaluation import CHUNK, losses, metrics
from train.fit.figures import Counts, Meter
from train.fit.ranks import gather_numbers, gather_objects
from train.fit.sample_counts import SampleCounts
from train.fit.steps import StepBatch, StepData, loader, step_batch

FUSED = ("cuda", "cpu")
"""Devices on which AdamW takes torch's fused form: on a CPU, a quarter of the time."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is trained on and how, beside the model: `held_out` are all ranks' samples for the evaluation."""

    data: StepData
    held_out: Sequence[int]
    groups: list[dict[str, Any]]
    """AdamW's parameter groups."""
    run: StageRun
    meter: Meter
    counts: SampleCounts


class StageTrainer(Trainer):
    """Trains a Learner on a Task."""

    def __init__(self, model: nn.Module, args: TrainingArguments, task: Task, callbacks: list[TrainerCallback]) -> None:
        """`callbacks` come after the Trainer's own."""
        self.task, self.meter, self.counts = task, task.meter, task.counts
        data = cast("Any", task.data)
        super().__init__(
            model=model,
            args=args,
            train_dataset=data,
            eval_dataset=data if args.do_eval else None,
            callbacks=callbacks,
        )

    def get_train_dataloader(self) -> DataLoader[StepBatch]:
        """Return this rank's steps; nothing is left for accelerate to divide."""
        return loader(self.task.data, self.args.dataloader_num_workers, pin=self.args.device.type == "cuda")

    def create_optimizer(self, model: Any = None) -> torch.optim.Optimizer:
        """Return AdamW over the recipe's groups."""
        del model
        if self.optimizer is None:
            recipe = self.task.run.recipe
            self.optimizer = torch.optim.AdamW(
                self.task.groups,
                betas=(recipe.adam_beta1, recipe.adam_beta2),
                eps=recipe.adam_epsilon,
                fused=self.args.device.type in FUSED,
            )
        return self.optimizer

    def get_batch_samples(
        self, epoch_iterator: Iterator[Any], num_batches: int, device: torch.device
    ) -> tuple[list[Any], None]:
        """Take the next step and learn from the other ranks how much there is to it."""
        del num_batches, device
        batch = cast("StepBatch", next(epoch_iterator))
        self.counts.note(batch)
        counts = gather_numbers(list(batch.counts()))
        trained, _, text, image, samples = (sum(column) for column in zip(*counts, strict=True))
        self.meter.add(Counts(trained, text, image, samples))
        rounds = max([1, *(row[1] for row in counts)])
        return [dataclasses.replace(batch, trained_everywhere=trained, rounds=rounds)], None

    def training_step(self, model: nn.Module, inputs: Any, num_items_in_batch: Any = None) -> Tensor:
        """Run a step's micro-batches; gradients meet those of the other ranks at the last one."""
        del num_items_in_batch
        model.train()
        step = cast("StepBatch", inputs)
        total = torch.zeros((), device=self.args.device)
        scale = self.args.world_size / max(step.trained_everywhere, 1)
        padding = [empty_batch()] * (step.rounds - len(step.batches))
        for round_, batch in enumerate((*step.batches, *padding), start=1):
            with self._apart(model) if round_ < step.rounds else contextlib.nullcontext():
                loss = model(batch.to(self.args.device, non_blocking=True)).sum * scale
                self.accelerator.backward(loss)
            total += loss.detach()
        return total

    def _apart(self, model: nn.Module) -> contextlib.AbstractContextManager[None]:
        """Keep gradients on this rank; sharded ones are reduced at once, for whole ones would not fit."""
        if self.is_fsdp_enabled:
            return contextlib.nullcontext()
        return cast("contextlib.AbstractContextManager[None]", self.accelerator.no_sync(model=model))

    def evaluate(
        self, eval_dataset: Any = None, ignore_keys: Any = None, metric_key_prefix: str = "eval"
    ) -> dict[str, float]:
        """Measure the loss on the held-out samples."""
        del eval_dataset, ignore_keys, metric_key_prefix
        model = cast("nn.Module", self.model)
        model.eval()
        part = losses(model, self._held_out(), _most, self.args.device)
        values = metrics(gather_objects(part))
        self.log(dict(values))
        self.control = self.callback_handler.on_evaluate(self.args, self.state, self.control, values)
        self.meter.begin()
        return values

    def _held_out(self) -> Iterator[tuple[PackedBatch, ...]]:
        """Yield this rank's held-out samples, in as many pieces on every rank."""
        ranks = self.args.world_size
        for start in range(0, len(self.task.held_out), CHUNK * ranks):
            mine = self.task.held_out[start : start + CHUNK * ranks][self.args.process_index :: ranks]
            batch = step_batch(self.task.data.examples, mine, self.task.data.packing)
            self.counts.note(batch)
            yield batch.batches

    def log(self, logs: dict[str, float], start_time: float | None = None) -> None:
        """Add the step's figures to what is logged."""
        if "learning_rate" in logs:
            memory = devices.memory_bytes(self.args.device)
            logs |= self.meter.figures(self.state.global_step, self.state.max_steps, memory)
        super().log(logs, start_time)

    def save_model(self, output_dir: str | None = None, _internal_call: bool = False) -> None:  # noqa: FBT001, FBT002
        """Write what has learned, what it was made with, and what all ranks have met up to here."""
        folder = Path(output_dir or str(self.args.output_dir))
        main = self.is_world_process_zero()
        for counts in gather_objects(self.counts):
            self.counts.merge(counts)
        save_trained(self._llava(), folder, write=main)
        if main:
            self.task.run.save(folder)
            self.counts.save(folder)

    def _load_from_checkpoint(self, resume_from_checkpoint: str, model: nn.Module | None = None) -> None:
        del model
        load_trained(self._llava(), Path(resume_from_checkpoint))
        self.counts.merge(SampleCounts.load(Path(resume_from_checkpoint)))

    def _llava(self) -> nn.Module:
        learner = self.accelerator.unwrap_model(cast("nn.Module", self.model))
        return cast("nn.Module", learner.llava)

    def floating_point_ops(self, inputs: Any) -> int:
        """Count nothing here: the meter does."""
        del inputs
        return 0


def _most(mine: int) -> int:
    """Return the largest of all ranks' numbers."""
    return max(number for (number,) in gather_numbers([mine]))
