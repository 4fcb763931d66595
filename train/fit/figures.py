"""What a step did, in figures: tokens per second, share of the device's peak, memory, time left.

Pure: the clock is passed in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from train.fit.cost import Sizes, Work, operations
from train.recipe import Recipe


@dataclass(frozen=True, slots=True)
class Counts:
    """What went through the model in a step, on all ranks together."""

    trained: int
    text: int
    image: int
    samples: int


@dataclass(slots=True)
class Meter:
    """Turns counts and the clock into a step's figures."""

    sizes: Sizes
    recipe: Recipe
    peak_flops: float | None
    """Of all devices together; None where it is not known."""
    clock: Callable[[], float]
    _counts: Counts = field(default=Counts(0, 0, 0, 0))
    _began: float | None = None
    _steps: int = 0
    _last: float = 0.0

    def begin(self) -> None:
        """Start the clock: before the first step, and after a pause that is not training."""
        self._last = self.clock()
        if self._began is None:
            self._began = self._last

    def add(self, counts: Counts) -> None:
        """Note what a step consists of."""
        self._counts = counts

    def figures(self, step: int, total_steps: int, memory_bytes: int) -> dict[str, float]:
        """Return the figures of the step that just ended."""
        now = self.clock()
        elapsed = max(now - self._last, 1e-9)
        self._last = now
        self._steps += 1
        counts = self._counts
        mean = (now - (self._began or now)) / self._steps
        figures = {
            "samples": counts.samples,
            "trained_tokens": counts.trained,
            "text_tokens_per_s": round(counts.text / elapsed, 1),
            "image_tokens_per_s": round(counts.image / elapsed, 1),
            "padding_share": 0.0,
            "memory_gb": round(memory_bytes / 1e9, 3),
            "step_s": round(elapsed, 4),
            "left_s": round(mean * max(total_steps - step, 0), 1),
        }
        if self.peak_flops:
            patches_an_image = max(self.sizes.placeholders, 1)
            work = Work(counts.text + counts.image, counts.image // patches_an_image, counts.trained)
            figures["mfu"] = round(operations(self.sizes, self.recipe, work) / elapsed / self.peak_flops, 4)
        return figures
