"""The kinds of sample, and for each the form that the LLM's reply must have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from datagen.sample import Turn

Text = Annotated[str, StringConstraints(strip_whitespace=True)]


class QuestionAnswer(BaseModel):
    """One question with its answer, as the LLM wrote them."""

    model_config = ConfigDict(frozen=True)

    question: Text
    answer: Text


class TurnsReply(BaseModel):
    """A conversation of several turns."""

    model_config = ConfigDict(frozen=True)

    turns: Annotated[tuple[QuestionAnswer, ...], Field(min_length=2, max_length=10)]

    def to_turns(self, question: str) -> tuple[Turn, ...]:
        """Return the turns; `question` is not needed."""
        del question
        return tuple(Turn(question=turn.question, answer=turn.answer) for turn in self.turns)


class DescriptionReply(BaseModel):
    """One description, whose question comes from our own list."""

    model_config = ConfigDict(frozen=True)

    description: Text

    def to_turns(self, question: str) -> tuple[Turn, ...]:
        """Return the one turn: `question` and the description."""
        return (Turn(question=question, answer=self.description),)


class AnswerReply(QuestionAnswer):
    """One question with one long answer."""

    def to_turns(self, question: str) -> tuple[Turn, ...]:
        """Return the one turn; `question` is not needed."""
        del question
        return (Turn(question=self.question, answer=self.answer),)


Reply = TurnsReply | DescriptionReply | AnswerReply
Schema = dict[str, Any]


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


_TEXT: Schema = {"type": "string"}
_QUESTION_ANSWER = _object(question=_TEXT, answer=_TEXT)
_TURNS = _object(turns={"type": "array", "items": _QUESTION_ANSWER, "minItems": 2, "maxItems": 10})


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of sample: its reply's form, and what a scene and an answer need at the least.

    `schema` is the JSON schema of the reply, within the subset that strict structured output accepts everywhere:
    no references, every property required.
    """

    name: str
    reply: type[Reply]
    schema: Schema
    min_boxes: int = 0
    min_answer_words: int = 1


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("conversation", TurnsReply, _TURNS),
        Kind("detail", DescriptionReply, _object(description=_TEXT), min_answer_words=25),
        Kind("reasoning", AnswerReply, _QUESTION_ANSWER, min_answer_words=25),
        Kind("spatial", TurnsReply, _TURNS, min_boxes=2),
        Kind("comparison", TurnsReply, _TURNS, min_boxes=2),
        Kind("creative", AnswerReply, _QUESTION_ANSWER, min_answer_words=20),
    )
}
