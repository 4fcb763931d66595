"""What a check looks at: a reply that could be read, not yet a sample."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import msgspec

from datagen.checks.phrases import flat
from datagen.checks.reading import Reading
from datagen.kinds import Kind
from datagen.sample import Finding, Part, Turn
from datagen.scene import Scene

MAX_QUOTE = 80

_PARTS: tuple[Part, ...] = ("question", "answer")


class Passage(msgspec.Struct, frozen=True, gc=False):
    """One question or answer, with its place in the draft; a msgspec struct, as every check makes them anew."""

    turn: int
    part: Part
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


@dataclass(frozen=True)
class Draft:
    """Turns of a kind, their scene, why the LLM stopped writing (`stop`, or `length` where it was cut off).

    `worked` holds the sentences of the prompt's worked examples, each as its words. `seen` says whether the LLM saw the
    image itself: then what no box or caption tells can be true all the same.
    """

    kind: Kind
    turns: tuple[Turn, ...]
    scene: Scene
    finish_reason: str = "stop"
    worked: frozenset[tuple[str, ...]] = frozenset()
    seen: bool = False

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every question and answer in order, but no question that is ours: the LLM did not write it."""
        return tuple(
            Passage(number, part, turn.question if part == "question" else turn.answer)
            for number, turn in enumerate(self.turns)
            for part in _PARTS
            if part == "answer" or not self.kind.question_is_ours
        )

    @cached_property
    def flat(self) -> str:
        """All passages as one flat text, to see which phrases can be in the draft."""
        return flat("\n".join(passage.text for passage in self.passages))

    @cached_property
    def reading(self) -> Reading:
        """What the draft claims, beside what is known of its scene."""
        return Reading.of(self.scene, self.turns, self.kind)

    def answers(self) -> Iterator[Passage]:
        """Yield the answers in order."""
        return (passage for passage in self.passages if passage.part == "answer")


def quote(text: str, longest: int = MAX_QUOTE) -> str:
    """Put the beginning of a span in quotation marks, cut between words.

    Without a mark of omission: an LLM that is shown one copies it.
    """
    words = " ".join(text.split())
    return f'"{words if len(words) <= longest else words[:longest].rsplit(" ", 1)[0]}"'
