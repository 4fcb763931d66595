"""What a benchmark is: questions from its official files, and a score from answers to them.

Ids are text here whatever they are in a file. Nothing but a benchmark's own files decides how it is scored, and nobody
asks for a benchmark by its name: what is special about one stands in its own class.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar

from train.benchmarks.answers import Given, Joined, by_own_id
from train.benchmarks.judge import Judge
from train.errors import UsageError

SHORT = "\nAnswer the question using a single word or phrase."
"""What LLaVA-1.5 puts after a question that has a short answer."""
LETTER = "\nAnswer with the option's letter from the given choices directly."
"""What LLaVA-1.5 puts after a question and its options."""
NOTHING: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `prompt` is LLaVA-1.5's text without `<image>`, `image` a file name in the images' folder.

    `image_bytes` holds the image where the benchmark's own file does.
    """

    id: str
    image: str | None
    prompt: str
    image_bytes: bytes | None = None


@dataclass(frozen=True, slots=True)
class Scored:
    """How one question was answered: `score` from 0 to 1, `answer` as it was parsed or normalised.

    `group` names its part of the benchmark (question type, category, split); `more` is written to the per-question
    file as it is.
    """

    question_id: str
    score: float
    answer: str
    group: str = ""
    more: Mapping[str, object] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True)
class Result:
    """A benchmark's figures in its own units and rounding; None is a figure that could not be computed, with a note.

    `scorer` names the rules followed and their version. `headline` is the key of the figure that people quote.
    `notes` say where this differs from the official scorer, what was missing, and what to know when comparing.
    """

    benchmark: str
    scorer: str
    figures: Mapping[str, float | int | None]
    headline: str
    notes: tuple[str, ...]
    scored: Sequence[Scored]


@dataclass(frozen=True, slots=True)
class Files:
    """What a person gave: a benchmark's own files by what they hold; `extra` by name, for what only one needs.

    Where `partial`, questions without an answer are left out, with a note; else they are an error.
    """

    questions: tuple[Path, ...] = ()
    annotations: tuple[Path, ...] = ()
    images: Path | None = None
    extra: Mapping[str, Path] = field(default_factory=dict)
    partial: bool = False

    def one(self, what: str, instead: str | None = None) -> Path:
        """Return the only file of "questions" or "annotations"; where it was not given, that of `instead`.

        Raises:
            UsageError: none was given, or several were.

        """
        given: tuple[Path, ...] = getattr(self, what)
        if not given and instead is not None:
            given = getattr(self, instead)
        if len(given) != 1:
            count = "is needed" if not given else f"takes one file here, not {len(given)}"
            message = f"--{what} {count}"
            raise UsageError(message)
        return given[0]


class Benchmark(ABC):
    """One benchmark. What most have in common is the default here; instances hold no answers."""

    name: ClassVar[str]
    """The word for the command line."""
    needs: ClassVar[Mapping[str, str]]
    """By option name ("questions", "annotations", or a key of `extra`), which file is meant."""
    suffix: ClassVar[str] = ""
    """What LLaVA-1.5 puts after each question, where another suffix can take its place."""
    numbered_ids: ClassVar[bool] = False
    """Whether the official files have numbers for ids."""
    long_answers: ClassVar[bool] = False
    """Whether answers are texts, not a word or a phrase."""
    reads_prompts: ClassVar[bool] = False
    """Whether the result depends on how the questions were worded, and so needs the prompts beside the answers."""
    official_judge: ClassVar[str | None] = None
    """The LLM by which the authors grade, where nothing but an LLM can."""

    @abstractmethod
    def questions(self, files: Files) -> Iterator[Question]:
        """Yield the questions in the order of the official file."""

    @abstractmethod
    def score(self, files: Files, answers: Mapping[str, str]) -> Result:
        """Score answers by question id.

        Raises:
            DataError: a file is not what it should be, or answers are missing or answer no question.

        """

    def join(self, files: Files, given: Given) -> Joined:  # noqa: ARG002 - for those whose ids are not enough
        """Return answers by question id. DataError: an answer has no id, or one that another has too."""
        return Joined(by_own_id(given.answers))

    def group(self, question_id: str) -> str:
        """Return what questions have in common that count only together."""
        return question_id

    def with_judge(self, judge: Judge, runs: int) -> Benchmark:  # noqa: ARG002 - for those that have a use for one
        """Return this benchmark with an LLM that grades each answer `runs` times. UsageError: it has no use for one."""
        message = f"--judge-model cannot be used with {self.name}: its rules need no LLM"
        raise UsageError(message)
