"""The kinds of sample: one row for each, which says all that the program knows of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

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


ReplyForm = TurnsReply | DescriptionReply | AnswerReply
Schema = dict[str, Any]


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


_TEXT: Schema = {"type": "string"}
_QUESTION_ANSWER = _object(question=_TEXT, answer=_TEXT)
_TURNS = _object(turns={"type": "array", "items": _QUESTION_ANSWER, "minItems": 2, "maxItems": 10})


Voice = Literal["describes", "converses", "argues", "invents"]
"""How a kind's answers speak of the image, and so what of them is a claim about it.

describes: of what is to be seen, so that "next to bananas" says that there are some. converses: of that and of other
things. argues: much in general, so that only what is clearly meant to be in sight counts. invents: fiction, which
claims nothing and may have refrains, verse and characters that speak for themselves.
"""
Menu = Literal["talk", "sides", "sizes", "description"]
"""What the writer chooses from where it writes samples without an LLM: see `writer.MENUS`."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of sample, and everything that the program knows of it: nothing else asks for a kind by its name.

    Its prompt lies in a folder of the same name under prompts/. The fields that have a default may be left out.
    """

    name: str
    """What `--mix` and the ids of samples call it, and its folder under prompts/."""
    reply: type[ReplyForm]
    """The form of the LLM's reply."""
    schema: Schema
    """The JSON schema of the reply, within the subset that strict structured output accepts everywhere: no references,
    every property required."""
    weight: int = 0
    """Its share of the default mix; 0: it is written only where `--mix` names it."""
    voice: Voice = "converses"
    """How its answers speak of the image."""
    min_boxes: int = 0
    """An image with fewer boxes is not asked for it."""
    min_answer_words: int = 1
    """A shorter answer has a fault of form."""
    hedging_budget: float = 0.15
    """The largest share of its answers' sentences that may be hedged."""
    question_is_ours: bool = False
    """Whether the question is a line of the prompt folder's questions.txt, so that the LLM writes the answer alone:
    no check looks at the question, and two samples are compared by their answers."""
    grounded: bool = False
    """Whether `--ground` appends questions and answers from facts to it."""
    unchecked: tuple[str, ...] = ()
    """The names of checks that do not look at it; all others do."""
    menu: Menu | None = None
    """What `--llm template` writes it from; None: that cannot write it."""
    template_weight: int = 0
    """Its share of the default mix of `--llm template`."""

    @property
    def is_fiction(self) -> bool:
        """Whether its answers are made up, so that the image proves nothing against them."""
        return self.voice == "invents"


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            name="conversation",
            reply=TurnsReply,
            schema=_TURNS,
            weight=58,
            grounded=True,
            menu="talk",
            template_weight=4,
        ),
        Kind(
            name="detail",
            reply=DescriptionReply,
            schema=_object(description=_TEXT),
            weight=23,
            voice="describes",
            min_answer_words=25,
            hedging_budget=0.25,
            question_is_ours=True,
            menu="description",
            template_weight=2,
        ),
        Kind(
            name="reasoning",
            reply=AnswerReply,
            schema=_QUESTION_ANSWER,
            weight=77,
            voice="argues",
            min_answer_words=25,
            unchecked=("hedging",),
        ),
        Kind(
            name="spatial",
            reply=TurnsReply,
            schema=_TURNS,
            voice="describes",
            min_boxes=2,
            menu="sides",
            template_weight=2,
        ),
        Kind(
            name="comparison",
            reply=TurnsReply,
            schema=_TURNS,
            voice="describes",
            min_boxes=2,
            menu="sizes",
            template_weight=2,
        ),
        Kind(
            name="creative",
            reply=AnswerReply,
            schema=_QUESTION_ANSWER,
            voice="invents",
            min_answer_words=20,
            unchecked=("hedging",),
        ),
    )
}


def mix_text(weights: Mapping[str, int]) -> str:
    """Write a mix as `--mix` takes it, without the kinds of weight 0."""
    return ",".join(f"{name}={weight}" for name, weight in weights.items() if weight)


DEFAULT_MIX = mix_text({kind.name: kind.weight for kind in KINDS.values()})
"""LLaVA-Instruct's shares."""
TEMPLATE_MIX = mix_text({kind.name: kind.template_weight for kind in KINDS.values()})
