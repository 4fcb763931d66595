"""What a person says of a sample, as one line of verdicts.jsonl. Pure.

A verdict holds for the very text that was shown: `content_sha256` names it, and a sample whose text has changed since
is no longer judged by it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Self

import msgspec
from pydantic import BaseModel, ConfigDict, Field, model_validator

from datagen.sample import Turn

Decision = Literal["accept", "reject", "edit", "flag", "skip", "undo"]
DECIDING: tuple[Decision, ...] = ("accept", "reject", "edit")
"""Decisions that say what a sample is worth; the others say what to do with the card."""
AUDIT, DISAGREEMENTS = "audit", "disagreements"
"""Queues that mean something here: verdicts of the first make the error rate, those of the second settle a dispute."""


class VerdictRow(BaseModel):
    """One line; what a later version adds is read over.

    `content_sha256` names the text that was judged, for an edit the one before it. An edit has the new `turns`, and
    should keep the old ones as `before`. `reasons` are keys of REASONS, `time` is ISO 8601 in UTC. `undoes` is the time
    of the line that an undo takes back.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str = Field(min_length=1)
    content_sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    decision: Decision
    reasons: tuple[str, ...] = ()
    note: str = ""
    turns: tuple[Turn, ...] | None = None
    before: tuple[Turn, ...] | None = None
    undoes: str | None = None
    reviewer: str = Field(min_length=1)
    time: str
    queue: str = ""

    @model_validator(mode="after")
    def _has_what_its_decision_needs(self) -> Self:
        if self.decision == "edit" and not self.turns:
            message = "an edit needs the turns as they shall be"
            raise ValueError(message)
        return self

    @property
    def judged_sha256(self) -> str:
        """The text that the reviewer stands for: the new one of an edit, else the one that was shown."""
        return content_sha256(self.turns) if self.decision == "edit" and self.turns else self.content_sha256


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a person rejects; `checks` are those that such a rejection proves right."""

    label: str
    checks: frozenset[str]


REASONS: dict[str, Reason] = {
    "count": Reason("A number is wrong", frozenset({"counts"})),
    "place": Reason("A place or side is wrong", frozenset({"relations", "regions", "depth"})),
    "object": Reason("Something is not there", frozenset({"objects"})),
    "comparison": Reason("A comparison is wrong", frozenset({"comparison"})),
    "fact": Reason("Something else is false", frozenset()),
    "contradiction": Reason("It contradicts itself or another sample", frozenset({"contradiction", "disagreement"})),
    "source": Reason("It speaks of captions, boxes or itself", frozenset({"source", "coordinates", "refusal", "echo"})),
    "language": Reason(
        "Badly written, repeated or cut off", frozenset({"repetition", "truncation", "format", "hedging"})
    ),
    "useless": Reason("Trivial, or not to be answered from the image", frozenset({"duplicates"})),
}
"""In the order of the page's number keys, from 1."""


def content_sha256(turns: Sequence[Turn]) -> str:
    """Name a text: SHA-256 over its questions and answers as JSON. Where a reply was unreadable, that of no turns."""
    return hashlib.sha256(msgspec.json.encode([[turn.question, turn.answer] for turn in turns])).hexdigest()
