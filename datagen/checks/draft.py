"""What a check looks at: a reply that could be read, not yet a sample."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from datagen.sample import Finding, Turn

MAX_QUOTE = 80


@dataclass(frozen=True, slots=True)
class Passage:
    """One question or answer, with its place in the draft."""

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
        """Yield every question and answer in order."""
        for number, turn in enumerate(self.turns):
            yield Passage(number, "question", turn.question)
            yield Passage(number, "answer", turn.answer)

    def answers(self) -> Iterator[Passage]:
        """Yield the answers in order."""
        return (passage for passage in self.passages() if passage.part == "answer")


def fail_matches(draft: Draft, check: str, pattern: re.Pattern[str], fault: str) -> Iterator[Finding]:
    """Fail every match of `pattern` in the draft; `fault` has a `{}` for the words found."""
    for passage in draft.passages():
        for match in pattern.finditer(passage.text):
            yield passage.fail(check, match.start(), match.end(), fault.format(quote(match[0])))


def quote(text: str) -> str:
    """Put the beginning of a span in quotation marks, cut between words.

    Without a mark of omission: an LLM that is shown one copies it.
    """
    flat = " ".join(text.split())
    return f'"{flat if len(flat) <= MAX_QUOTE else flat[:MAX_QUOTE].rsplit(" ", 1)[0]}"'
