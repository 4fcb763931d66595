"""What one optimizer step learns from on this rank, made from the step's number alone.

A step's samples depend on seed, epoch and number only: a run that goes on meets the same batches without reading
those before.
"""

from __future__ import annotations

import dataclasses
import os
import signal
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from torch.utils.data import DataLoader, Dataset

from train.batch.bundle import Bundle
from train.batch.collate import collate
from train.batch.packed_batch import PackedBatch
from train.batch.packing import EpochPlan, Packing
from train.fit.examples import Examples, Ready
from train.sample import Origin, Problem


@dataclass(frozen=True, slots=True)
class StepBatch:
    """One rank's share of a step, in micro-batches; `problems` and `cut` are of the samples that were read for it."""

    batches: tuple[PackedBatch, ...]
    problems: tuple[Problem, ...]
    cut: tuple[Origin, ...]
    """Samples that were too long, and have lost their end."""
    trained_everywhere: int = 0
    """Trained tokens of the step on all ranks."""
    rounds: int = 0
    """Micro-batches of the rank that has the most."""

    def pin_memory(self) -> StepBatch:
        """Pin the tensors, as a DataLoader asks for it."""
        return dataclasses.replace(self, batches=tuple(batch.pin_memory() for batch in self.batches))

    def counts(self) -> tuple[int, int, int, int, int]:
        """Trained tokens, micro-batches, text tokens, image tokens and samples."""
        sums = [
            sum(getattr(batch, name) for batch in self.batches) for name in ("text_tokens", "image_tokens", "samples")
        ]
        return sum(batch.trained for batch in self.batches), len(self.batches), *sums


class StepData(Dataset[StepBatch]):
    """The steps of the epoch that was last begun."""

    def __init__(self, examples: Examples, plan: Callable[[int], EpochPlan], rank: int, packing: Packing) -> None:
        """`plan` gives an epoch's steps. All epochs have as many as the first: a weight may make one a step longer."""
        self.examples, self.rank, self.packing = examples, rank, packing
        self._plan = plan
        self.plan, self.epoch = plan(0), 0
        self.steps = len(self.plan)

    def begin(self, epoch: int) -> None:
        """Turn to an epoch; before an iterator over it is made."""
        if epoch != self.epoch:
            self.plan, self.epoch = self._plan(epoch), epoch

    def __len__(self) -> int:
        """Count the steps of an epoch."""
        return self.steps

    def __getitem__(self, step: int) -> StepBatch:
        """Read this rank's share of a step."""
        indices = self.plan.share(step, self.rank).tolist() if step < len(self.plan) else []
        return step_batch(self.examples, indices, self.packing)


def step_batch(examples: Examples, indices: Iterable[int], packing: Packing) -> StepBatch:
    """Read samples and lay them together."""
    read = [examples.read(index) for index in indices]
    ready = [one for one in read if isinstance(one, Ready)]
    by_example = {id(one.example): one for one in ready}
    groups = packing.batches([one.example for one in ready])
    return StepBatch(
        batches=tuple(_collate(group, by_example, examples) for group in groups),
        problems=tuple(one for one in read if isinstance(one, Problem)),
        cut=tuple(one.example.origin for one in ready if one.cut),
    )


def _collate(group: list[Bundle], by_example: dict[int, Ready], examples: Examples) -> PackedBatch:
    """Lay a group together; where one image has no features yet, all of the group come as pixels."""
    ready = [by_example[id(example)] for bundle in group for example in bundle.examples]
    if not any(one.pixels for one in ready):
        images = {key: features for one in ready for key, features in one.features.items()}
    else:
        images = {image.key: examples.pixels_of(one, image) for one in ready for image in one.example.images}
    return collate(group, images, image_token_id=examples.tokeniser.image_token_id)


def loader(data: StepData, workers: int, *, pin: bool) -> DataLoader[StepBatch]:
    """Return the steps in order; `workers` processes read ahead."""
    return DataLoader(
        data,
        batch_size=1,
        shuffle=False,
        collate_fn=_only,
        num_workers=workers,
        worker_init_fn=_quiet,
        pin_memory=pin,
    )


def _only(items: list[StepBatch]) -> StepBatch:
    return items[0]


def _quiet(_worker: int) -> None:
    """Leave signals to the main process, which needs its workers until its checkpoint is saved and ends them itself.

    Ctrl-C, torchrun and Slurm reach a whole group of processes. Where a system does not tell who sends a signal
    (macOS), SIGTERM ends a worker at once.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if not hasattr(signal, "sigwaitinfo"):
        return
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    threading.Thread(target=_end_when_told, args=(os.getppid(),), daemon=True).start()


def _end_when_told(parent: int) -> None:
    while signal.sigwaitinfo({signal.SIGTERM}).si_pid != parent:
        pass
    os._exit(0)
