"""What a check looks at: a reply that could be read, not yet a sample."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import msgspec

from datagen.checks.phrases import plain
from datagen.sample import Finding, Turn

MAX_QUOTE = 80


class Passage(msgspec.Struct, frozen=True, gc=False):
    """One question or answer, with its place in the draft; a msgspec struct, as every check makes them anew."""

    turn: int
    part: Literal["question", "answer"]
    text: str

    def fail(self, check: str, start: int, end: int, fault: str) -> Finding:
        """Return a failing finding on the span; `fault` completes "turn 2, answer ..."."""
        return Finding(
            check=check,
            verdict="fail",
            message=f"turn {self.turn + 1}, {self.part}: {fault}",
            turn=self.turn,
            part=self.part,
            start=start,
            end=end,
        )


@dataclass(frozen=True, slots=True)
class Draft:
    """Turns of a kind, why the LLM stopped writing (`stop`, or `length` where it was cut off), and what it was shown.

    `worked` holds the sentences of the prompt's worked examples, each as its words.
    """

    kind: str
    turns: tuple[Turn, ...]
    finish_reason: str = "stop"
    worked: frozenset[tuple[str, ...]] = frozenset()

    def passages(self) -> Iterator[Passage]:
        """Yield every question and answer in order, but not a description's question: the LLM did not write it."""
        for number, turn in enumerate(self.turns):
            if self.kind != "detail":
                yield Passage(number, "question", turn.question)
            yield Passage(number, "answer", turn.answer)

    def lowered(self) -> str:
        """Return all passages in lower case and with straight apostrophes, to see which phrases can be in the draft."""
        return plain("\n".join(passage.text for passage in self.passages())).lower()

    def answers(self) -> Iterator[Passage]:
        """Yield the answers in order."""
        return (passage for passage in self.passages() if passage.part == "answer")


def quote(text: str) -> str:
    """Put the beginning of a span in quotation marks, cut between words.

    Without a mark of omission: an LLM that is shown one copies it.
    """
    flat = " ".join(text.split())
    return f'"{flat if len(flat) <= MAX_QUOTE else flat[:MAX_QUOTE].rsplit(" ", 1)[0]}"'
