"""What one optimizer step learns from on this rank, made from the step's number alone.

A step's samples depend on seed, epoch and number only: a run that goes on meets the same batches without reading
those before.
"""

from __future__ import annotations

import dataclasses
import signal
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from torch.utils.data import DataLoader, Dataset

from train.batch.collate import PackedBatch, collate
from train.batch.packing import Plan, micro_batches
from train.example import Example
from train.fit.examples import Examples, Ready
from train.sample import Problem


@dataclass(frozen=True, slots=True)
class StepBatch:
    """One rank's share of a step, in micro-batches. `cut` counts samples that were too long."""

    batches: tuple[PackedBatch, ...]
    problems: tuple[Problem, ...]
    cut: int
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

    def __init__(self, examples: Examples, plan: Callable[[int], Plan], rank: int, tokens_per_batch: int) -> None:
        """`plan` gives an epoch's steps. All epochs have as many as the first: a weight may make one a step longer."""
        self.examples, self.rank, self.tokens_per_batch = examples, rank, tokens_per_batch
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
        return step_batch(self.examples, indices, self.tokens_per_batch)


def step_batch(examples: Examples, indices: Iterable[int], tokens_per_batch: int) -> StepBatch:
    """Read samples and lay them together."""
    read = [examples.read(index) for index in indices]
    ready = [one for one in read if isinstance(one, Ready)]
    by_example = {id(one.example): one for one in ready}
    groups = micro_batches([one.example for one in ready], tokens_per_batch)
    return StepBatch(
        batches=tuple(_collate(group, by_example, examples) for group in groups),
        problems=tuple(one for one in read if isinstance(one, Problem)),
        cut=sum(one.cut > 0 for one in ready),
    )


def _collate(group: list[Example], by_example: dict[int, Ready], examples: Examples) -> PackedBatch:
    """Lay a group together; where one image has no features yet, all of the group come as pixels."""
    ready = [by_example[id(example)] for example in group]
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
    """Leave Ctrl-C to the main process, which ends its workers itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
