"""What a page may ask for and send, checked. Pure."""

from __future__ import annotations

from typing import Annotated, Self
from unicodedata import category

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from datagen.review.filters import Queue
from datagen.sample import Turn
from datagen.verdicts import REASONS, Decision

MAX_BODY_BYTES = 1 << 18
MAX_CARDS = 50
MAX_TURNS = 40
MAX_TEXT = 20_000
MAX_NAME = 80
UNWRITABLE = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Unicode's categories of control characters, halves of a surrogate pair, and line and paragraph separators."""
IMAGE_TOKEN = "<image>"  # noqa: S105 - the place of an image in a training record

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TEXT)]


def reviewer_name(given: str) -> str:
    """Return a name without the space around it; raise ValueError where it could not be read or written."""
    name = given.strip()
    sorts = {category(sign) for sign in name}
    if len(name) > MAX_NAME or sorts & UNWRITABLE or not any(sort[0] in "LNPS" for sort in sorts):
        message = f"a reviewer's name is one line of 1 to {MAX_NAME} characters, without control characters"
        raise ValueError(message)
    return name


Reviewer = Annotated[str, AfterValidator(reviewer_name)]


class TurnBody(BaseModel):
    """One question and answer as a person wrote them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: Text
    answer: Text

    @field_validator("question", "answer")
    @classmethod
    def _is_text(cls, text: str) -> str:
        if IMAGE_TOKEN in text:
            message = f"{IMAGE_TOKEN} stands for the image in training records and cannot be in a text"
            raise ValueError(message)
        return text.encode("utf-8", "replace").decode()  # half a surrogate pair could be written nowhere


class VerdictBody(BaseModel):
    """What a person says of the text that `content_sha256` names; `undoes` is the time of what an undo takes back."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(min_length=1, max_length=500)]
    content_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    decision: Decision
    reasons: Annotated[tuple[str, ...], Field(max_length=len(REASONS))] = ()
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)] = ""
    turns: Annotated[tuple[TurnBody, ...], Field(max_length=MAX_TURNS)] | None = None
    reviewer: Reviewer
    queue: Queue
    undoes: Annotated[str, Field(max_length=40)] | None = None

    @field_validator("note")
    @classmethod
    def _is_text(cls, text: str) -> str:
        return text.encode("utf-8", "replace").decode()

    @model_validator(mode="after")
    def _fits_its_decision(self) -> Self:
        unknown = [reason for reason in self.reasons if reason not in REASONS]
        if unknown:
            message = f"there is no reason {unknown[0]!r}; reasons: {', '.join(REASONS)}"
            raise ValueError(message)
        if self.reasons and self.decision not in ("reject", "edit"):
            message = f"reasons go with reject or edit, not {self.decision}"
            raise ValueError(message)
        if (self.decision == "edit") != bool(self.turns):
            message = "an edit needs its turns" if self.decision == "edit" else f"{self.decision} takes no turns"
            raise ValueError(message)
        if self.undoes is not None and self.decision != "undo":
            message = f"{self.decision} takes nothing back"
            raise ValueError(message)
        return self

    def new_turns(self) -> tuple[Turn, ...] | None:
        """Return the text of an edit."""
        return tuple(Turn(**turn.model_dump()) for turn in self.turns) if self.turns else None


class CardsQuery(BaseModel):
    """Which part of an order is wanted: from a place, or from an id on."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    at: Annotated[int, Field(ge=0, le=1 << 31)] = 0
    id: Annotated[str, Field(max_length=500)] = ""
    count: Annotated[int, Field(ge=1, le=MAX_CARDS)] = 1
