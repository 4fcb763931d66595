"""An outcome together with all that persons said of it: what the statistics are counted over. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from datagen.sample import Rejection, Sample
from datagen.verdicts.rows import VerdictRow, content_sha256
from datagen.verdicts.standing import Standing, live, standing


@dataclass(frozen=True, slots=True)
class Case:
    """One reviewed outcome; `rows` are its verdicts in the order of the file."""

    outcome: Sample | Rejection
    rows: tuple[VerdictRow, ...]
    live: tuple[VerdictRow, ...] = field(init=False)
    standing: Standing = field(init=False)
    checked_sha256: str = field(init=False)
    """The text that the checks read."""

    def __post_init__(self) -> None:
        """Work out what holds."""
        object.__setattr__(self, "live", live(self.rows))
        object.__setattr__(self, "standing", standing(self.outcome.turns, self.rows))
        object.__setattr__(self, "checked_sha256", content_sha256(self.outcome.turns or ()))
