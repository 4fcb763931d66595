"""Outcome of a job and the state of its review to the sample to train on, if any. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from datagen.sample import Rejection, Sample
from datagen.verdicts.review_state import ReviewState

Only = Literal["all", "accepted"]
Drop = Literal["rejected", "nothing"]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which samples to train on: `only` those that people accepted, or all; whether to `drop` what they rejected."""

    only: Only = "all"
    drop: Drop = "rejected"


DEFAULT = Selection()


def select(outcome: Sample | Rejection, state: ReviewState, selection: Selection) -> Sample | None:
    """Return the sample with the text that people gave it, or None where it is not to be trained on.

    A rejection of the checks that a person accepted or edited comes back. The findings are of the text that was
    checked, so an edited sample has none.
    """
    taken = state.decision in ("accept", "edit")
    if not taken and (isinstance(outcome, Rejection) or selection.only == "accepted"):
        return None
    if (state.decision == "reject" and selection.drop == "rejected") or state.turns is None:
        return None
    if isinstance(outcome, Sample) and not state.edited:
        return outcome
    row = {name: getattr(outcome, name) for name in Sample.model_fields}
    findings = () if state.edited else outcome.findings
    return Sample(**row | {"turns": state.turns, "findings": findings})
