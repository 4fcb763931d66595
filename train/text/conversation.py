"""How a conversation is written for an LLM: turns become pieces of text, each trained on or not.

One function writes what is trained on and what is asked, so the text of a question is always the beginning of the
text that was trained on. Nothing here knows a tokenizer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from train.sample import IMAGE, Turn

Trim = Literal["none", "start", "end", "both"]
"""Which ends of a turn's text lose their white space."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text; `data` marks the words of the data, in which the name of a control token is only text."""

    text: str
    trained: bool
    data: bool


class TextForm(Protocol):
    """A way of writing conversations."""

    @property
    def name(self) -> str:
        """The word that chooses it."""

    @property
    def closing(self) -> str:
        """What ends every answer; it is trained on."""

    def segments(self, turns: Sequence[Turn]) -> tuple[Segment, ...]:
        """Write turns that alternate from human on; after a last human turn stands what asks for the answer."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A form with fixed words around the turns: opening Q1 asking A1 closing between Q2 asking A2 closing.

    `lead` belongs to the answer (a space, in some forms): the model writes it, so it is trained on. `template` is the
    LLM's own chat template where it writes every conversation just as this frame does, else None.
    """

    name: str
    opening: str
    asking: str
    lead: str
    closing: str
    between: str
    trim_question: Trim = "none"
    trim_answer: Trim = "none"
    template: str | None = None

    def segments(self, turns: Sequence[Turn]) -> tuple[Segment, ...]:
        """Write the turns between the frame's words."""
        return tuple(segment for segment in self._pieces(turns) if segment.text)

    def _pieces(self, turns: Sequence[Turn]) -> Iterator[Segment]:
        for index, turn in enumerate(turns):
            if turn.role == "human":
                yield _untrained(self.between if index else self.opening)
                yield from _shown(trimmed(front(turn.text), self.trim_question))
                yield _untrained(self.asking)
            else:
                yield Segment(self.lead, trained=True, data=False)
                yield Segment(trimmed(turn.text, self.trim_answer), trained=True, data=True)
                yield Segment(self.closing, trained=True, data=False)


@dataclass(frozen=True, slots=True)
class Plain:
    """LLaVA's form for stage 1: the images, then the caption and a line break; the instruction is not written."""

    name: str = "plain"
    closing: str = "\n"

    def segments(self, turns: Sequence[Turn]) -> tuple[Segment, ...]:
        """Write the images of each human turn and the caption that answers it."""
        return tuple(segment for turn in turns for segment in self._pieces(turn) if segment.text)

    def _pieces(self, turn: Turn) -> Iterator[Segment]:
        if turn.role == "human":
            yield _untrained(IMAGE * turn.text.count(IMAGE))
        else:
            yield Segment(turn.text, trained=True, data=True)
            yield Segment(self.closing, trained=True, data=False)


PLAIN: Final = Plain()
VICUNA_V1: Final = Frame(
    name="vicuna-v1",
    opening="A chat between a curious user and an artificial intelligence assistant. The assistant gives helpful, "
    "detailed, and polite answers to the user's questions. USER: ",
    asking=" ASSISTANT:",
    lead=" ",
    closing="</s>",
    between="USER: ",
)
"""The form of Vicuna v1.1, which LLaVA's stage 2 trains on (arXiv:2310.03744)."""


def front(text: str) -> str:
    """Put a turn's only image on a line of its own before the words, as LLaVA trains and every evaluation asks.

    The data's own place is kept where a turn shows several images, for the words may refer to their order.
    """
    if text.count(IMAGE) != 1:
        return text
    return f"{IMAGE}\n{text.replace(IMAGE, '').strip()}".strip()


def trimmed(text: str, trim: Trim) -> str:
    """Take the white space off the ends that a template takes it off."""
    match trim:
        case "none":
            return text
        case "start":
            return text.lstrip()
        case "end":
            return text.rstrip()
        case "both":
            return text.strip()


def _untrained(text: str) -> Segment:
    return Segment(text, trained=False, data=False)


def _shown(text: str) -> Iterator[Segment]:
    """Tell images from words in what a person says."""
    for index, words in enumerate(text.split(IMAGE)):
        if index:
            yield _untrained(IMAGE)
        yield Segment(words, trained=False, data=True)
