"""Verdicts written short: who says what of which text."""

from __future__ import annotations

from typing import Any

from datagen.sample import Finding, Rejection, Sample, Turn
from datagen.verdicts import Case, Decision, VerdictRow, content_sha256
from tests.datagen.samples import sample

Turns = tuple[Turn, ...]
NAME = "000000000009-conversation"


def text(*answers: str) -> Turns:
    """A turn for each answer."""
    return tuple(Turn(question="What is it?", answer=answer) for answer in answers)


OLD, NEW, NEWER = text("A dog."), text("A cat."), text("A cow.")


def says(who: str, decision: Decision, of: Turns | None = OLD, to: Turns | None = None, **rest: Any) -> VerdictRow:
    """Make a row; for an edit `to` is the new text."""
    values = {"id": NAME, "time": "2026-01-02T03:04:05.000006Z", "queue": "flagged"} | rest
    return VerdictRow(
        content_sha256=content_sha256(of or ()), decision=decision, reviewer=who, turns=to, before=to and of, **values
    )


def accepted(turns: Turns = OLD, *findings: Finding, name: str = NAME) -> Sample:
    """A sample that the checks let pass."""
    return sample(name, [(turn.question, turn.answer) for turn in turns], findings=findings)


def refused(turns: Turns | None = OLD, *findings: Finding, name: str = NAME) -> Rejection:
    """A job that the checks gave no sample for."""
    values = accepted(turns or (), *findings, name=name).model_dump() | {"turns": turns}
    return Rejection.model_validate(values | {"check": "counts", "message": "two, not three", "reply": "..."})


def case(*rows: VerdictRow, outcome: Sample | Rejection | None = None) -> Case:
    """What was said of one sample."""
    return Case(outcome or accepted(), rows)
