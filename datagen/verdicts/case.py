"""An outcome together with all that people said of it: what the statistics are counted over. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from datagen.sample import Rejection, Sample
from datagen.verdicts.review_state import ReviewState, live, review_state
from datagen.verdicts.rows import VerdictRow, content_sha256


@dataclass(frozen=True, slots=True)
class Case:
    """One reviewed outcome; `rows` are its verdicts in the order of the file."""

    outcome: Sample | Rejection
    rows: tuple[VerdictRow, ...]
    live: tuple[VerdictRow, ...] = field(init=False)
    state: ReviewState = field(init=False)
    checked_sha256: str = field(init=False)
    """The text that the checks read."""

    def __post_init__(self) -> None:
        """Work out what holds."""
        object.__setattr__(self, "live", live(self.rows))
        object.__setattr__(self, "state", review_state(self.outcome.turns, self.rows))
        object.__setattr__(self, "checked_sha256", content_sha256(self.outcome.turns or ()))
