"""What a run has met that it could not use, or not whole: each sample once, over all epochs, ranks and restarts.

A checkpoint holds the counts of all ranks up to its step, so a run that goes on from it neither loses nor repeats any.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from train.data.problems import Problems
from train.data.sample_set import SampleSet
from train.errors import ModelError
from train.fit.steps import StepBatch

SAMPLE_COUNTS = "tally.json"


@dataclass(slots=True)
class SampleCounts:
    """Samples that could not be used, and samples that have lost their end."""

    problems: Problems = field(default_factory=Problems)
    cut: SampleSet = field(default_factory=SampleSet)

    def note(self, batch: StepBatch) -> None:
        """Take in what was met for a batch. DataError: a strict run has met a sample that cannot be used."""
        for origin in batch.cut:
            self.cut.add(origin)
        for problem in batch.problems:
            self.problems.add(problem)

    def merge(self, other: SampleCounts) -> None:
        """Take in what another rank met, or the same run before it went on."""
        self.problems.merge(other.problems)
        self.cut.merge(other.cut)

    def save(self, folder: Path) -> None:
        """Write it into a checkpoint, which makes its files durable itself."""
        (folder / SAMPLE_COUNTS).write_text(
            json.dumps(msgspec.to_builtins(self, order="sorted")) + "\n", encoding="utf-8"
        )

    @classmethod
    def load(cls, folder: Path) -> SampleCounts:
        """Read that of a checkpoint. ModelError: it cannot be used."""
        path = folder / SAMPLE_COUNTS
        try:
            return msgspec.convert(json.loads(path.read_text(encoding="utf-8")), cls)
        except (OSError, ValueError) as error:
            message = f"{path} cannot be used ({error}): remove the folder to go on from the checkpoint before"
            raise ModelError(message) from error

    def lines(self) -> list[str]:
        """Write it for a person; nothing where there is nothing to tell."""
        told = self.problems.text().splitlines()
        if self.cut:
            told.append(f"{len(self.cut):,} samples were longer than --max-length and have lost their end")
        return told

    def as_json(self) -> dict[str, Any]:
        """Give what was skipped, by reason, and how many samples were cut."""
        return {"skipped": self.problems.as_json(), "cut": len(self.cut)}
