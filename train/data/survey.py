"""What a data set holds, counted sample by sample. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from train.data.problems import Problems
from train.sample import Sample

FIRST_BUCKET = 32
"""Lengths below it are one group of the histogram; each further group is twice as wide."""


@dataclass(slots=True)
class Survey:
    """Counts over all samples read; lengths over those that were measured, in `unit`s (words or tokens)."""

    unit: str
    problems: Problems
    samples: int = 0
    turns: int = 0
    shown: int = 0
    """How often an image is shown."""
    kinds: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)
    ids: set[int] = field(default_factory=set)
    """Hashes: the ids themselves would fill memory."""
    image_keys: set[int] = field(default_factory=set)
    """Hashes too."""
    lengths: list[int] = field(default_factory=list)
    trained: int = 0
    cut: int = 0
    """Samples whose end was cut off."""

    def add(self, sample: Sample, notes: Sequence[str]) -> None:
        """Count one usable sample."""
        self.samples += 1
        self.turns += sum(turn.role == "gpt" for turn in sample.turns)
        self.shown += len(sample.images)
        self.image_keys.update(hash(image.key) for image in sample.images)
        self.kinds[sample.kind] += 1
        self.notes.update(notes)
        self.ids.add(hash(sample.id))

    def measure(self, length: int, trained: int, cut: int = 0) -> None:
        """Note one sample's length, how much of it is trained on, and how much was cut off its end."""
        self.lengths.append(length)
        self.trained += trained
        self.cut += cut > 0

    @property
    def images(self) -> int:
        """Count different images."""
        return len(self.image_keys)

    @property
    def repeated_ids(self) -> int:
        """Count samples whose id came before; LLaVA's own files name several samples of an image alike."""
        return self.samples - len(self.ids)

    def histogram(self) -> dict[str, int]:
        """Count samples by length: `32-63` holds those from 32 to 63."""
        counts: dict[str, int] = {}
        low, high = 0, FIRST_BUCKET
        lengths = np.array(self.lengths, dtype=np.int64)
        while self.lengths and low <= lengths.max():
            counts[f"{low:,}-{high - 1:,}"] = int(((lengths >= low) & (lengths < high)).sum())
            low, high = high, 2 * high
        return counts

    def as_json(self) -> dict[str, Any]:
        """Give all figures."""
        return {
            "samples": self.samples,
            "answers": self.turns,
            "images": self.images,
            "images_shown": self.shown,
            "kinds": dict(self.kinds.most_common()),
            "repeated_ids": self.repeated_ids,
            "mended": dict(self.notes.most_common()),
            "problems": self.problems.as_json(),
            "lengths": {
                "unit": self.unit,
                "measured": len(self.lengths),
                "total": sum(self.lengths),
                "trained": self.trained,
                "cut": self.cut,
                "histogram": self.histogram(),
            },
        }
