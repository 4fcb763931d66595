"""Measures an LLM's chat template: the fixed words that it writes before, between and after the turns.

Markers stand in for the turns while the template runs, so no word of the data ever passes through it. A template that
loses a marker is refused; one that does not write every turn alike is replaced by the frame of its first turns.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import product
from typing import Any, Protocol

from train.errors import ModelError
from train.sample import Turn
from train.text.conversation import Frame, Trim

Message = dict[str, str]
VARIABLES: dict[str, Any] = {"enable_thinking": False, "date_string": "26 Jul 2024"}
"""What templates' own variables are set to: no reasoning before the answer, and one date for training and asking."""
TRIMS: tuple[Trim, ...] = ("none", "both", "start", "end")
_QUESTION = "@@question-{}@@"
_ANSWER = "@@answer-{}@@"


class Render(Protocol):
    """The template at work."""

    def __call__(self, messages: Sequence[Message], *, asks: bool) -> str:
        """Write messages; `asks` for an answer to the last."""


def measure(render: Render, controls: Collection[str], eos: str | None, template: str) -> Frame:
    """Find the frame of a chat template.

    `controls` are the texts of the tokenizer's control tokens: the first of them after an answer ends the turn. A
    template that writes none there gets `eos`. ModelError where a template drops or reorders turns, or nothing could
    end an answer.
    """
    opening, mid, tail = _around(render(_messages(1), asks=False), 1)
    _, _, inter, mid_later, _ = _around(render(_messages(2), asks=False), 2)
    asking, lead = _asking(render, opening, mid)
    closing = _closing(tail, controls) or eos
    if not closing:
        message = (
            "the chat template writes no control token after an answer, and the tokenizer has no EOS token: "
            "set tokenizer.eos_token and save the tokenizer"
        )
        raise ModelError(message)
    frame = Frame("chat", opening, asking, lead, closing, inter.removeprefix(closing))
    if mid_later != mid or not (tail + inter).startswith(closing):
        return frame
    return _with_trims(frame, render, tail.removeprefix(closing), template)


def _with_trims(frame: Frame, render: Render, ending: str, template: str) -> Frame:
    """Find what the template does to white space around turns, and keep the template where the frame says it all."""
    for question, answer in product(TRIMS, TRIMS):
        trial = replace(frame, trim_question=question, trim_answer=answer)
        if all(_agrees(trial, render, ending, count) for count in (1, 2, 3, 4, 5)):
            return replace(trial, template=template)
    return frame


def _agrees(frame: Frame, render: Render, ending: str, count: int) -> bool:
    """Compare frame and template on the first `count` turns of a conversation with much white space."""
    turns = [Turn("gpt" if i % 2 else "human", f" \n{_marker(i)}\n ") for i in range(count)]
    asks = turns[-1].role == "human"
    rendered = render([_message(i, turn.text) for i, turn in enumerate(turns)], asks=asks)
    return rendered == "".join(s.text for s in frame.segments(turns)) + ("" if asks else ending)


def _asking(render: Render, opening: str, mid: str) -> tuple[str, str]:
    """Tell what asks for an answer from the white space that the template puts before it."""
    generation = render(_messages(1)[:1], asks=True).removeprefix(opening + _marker(0))
    lead = mid.removeprefix(generation)
    if mid.startswith(generation) and not lead.strip():
        return generation, lead
    return mid, ""


def _closing(tail: str, controls: Collection[str]) -> str:
    if not controls:
        return ""
    found = re.search("|".join(re.escape(c) for c in sorted(controls, key=len, reverse=True)), tail)
    return tail[: found.end()] if found else ""


def _around(rendered: str, rounds: int) -> list[str]:
    """Cut a rendered conversation at its turns."""
    pieces = []
    for index in range(2 * rounds):
        before, marker, rendered = rendered.partition(_marker(index))
        if not marker:
            message = (
                "the tokenizer's chat template drops, changes or reorders turns: "
                "choose --text vicuna-v1, or give the tokenizer another template"
            )
            raise ModelError(message)
        pieces.append(before)
    return [*pieces, rendered]


def _marker(index: int) -> str:
    return (_ANSWER if index % 2 else _QUESTION).format(index // 2 + 1)


def _message(index: int, text: str) -> Message:
    return {"role": "assistant" if index % 2 else "user", "content": text}


def _messages(rounds: int) -> list[Message]:
    return [_message(i, _marker(i)) for i in range(2 * rounds)]
