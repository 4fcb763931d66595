"""MMBench: multiple choice, and a question counts only if it is answered rightly in every rotation of its options.

An answer that chooses no option is wrong and counted as unparsed; nothing is guessed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path
from string import ascii_uppercase
from typing import ClassVar

from train.benchmarks.answers import Given, Joined, by_own_id, check_ids, examples
from train.benchmarks.benchmark import LETTER, Benchmark, Files, Question, Result
from train.benchmarks.judge import Judge, Request
from train.benchmarks.mmbench.choice import choose
from train.benchmarks.mmbench.figures import Verdict, figures, notes_on, scored_of
from train.benchmarks.mmbench.file import LONGEST_REFERENCE, QUESTIONS, ROTATION, Row, image_bytes, read_rows
from train.errors import DataError

SCORER = "MMBench, circular evaluation and the choice rules of open-compass/VLMEvalKit at e8e78f0"
NEVER_GUESSES = (
    "an answer that chooses no option is wrong and counted as unparsed; VLMEvalKit asks an LLM and in the end guesses, "
    "and its rules have changed twice (August 2025, June 2026), so compare only with scores made by the same version"
)
JUDGE_TEMPERATURES = (0.0, 0.5, 1.0)
JUDGE_TOKENS = 8


@dataclass(frozen=True, slots=True)
class MMBench(Benchmark):
    """See the module. A `judge`, where there is one, is asked for the option of the answers that no rule reads."""

    judge: Judge | None = None
    name = "mmbench"
    needs: ClassVar[Mapping[str, str]] = {
        "questions": QUESTIONS,
        "annotations": "the same table with the column answer, where the questions have none",
    }
    suffix = LETTER
    numbered_ids = True

    def questions(self, files: Files) -> Iterator[Question]:
        """Yield the questions, each rotation as one, in the order of the file, with their images."""
        path = files.one("questions", instead="annotations")
        referred = {row.image for row in read_rows(path) if len(row.image) <= LONGEST_REFERENCE}
        images = {str(row.index): row.image for row in read_rows(path) if str(row.index) in referred}
        for row in read_rows(path):
            yield Question(str(row.index), None, prompt_of(row), image_bytes(row, images, path))

    def join(self, files: Files, given: Given) -> Joined:  # noqa: ARG002 - the base's
        """Join answers on the index."""
        return Joined(by_own_id([replace(answer, id=answer.id.removesuffix(".0")) for answer in given.answers]))

    def group(self, question_id: str) -> str:
        """Return the index of the question that this is a rotation of."""
        return str(int(question_id) % ROTATION) if question_id.isdecimal() else question_id

    def with_judge(self, judge: Judge, runs: int) -> MMBench:  # noqa: ARG002 - what an answer means is asked once
        """Return this benchmark with the LLM that reads what no rule can."""
        return replace(self, judge=judge)

    def score(self, files: Files, answers: Mapping[str, str]) -> Result:
        """Score answers by index; a question of which a rotation has no answer has none."""
        rows = _rows_with_key(files)
        notes = check_ids(answers, [str(row.index) for row in rows], partial=files.partial)
        by_question: dict[int, list[Row]] = defaultdict(list)
        for row in rows:
            by_question[row.question_index].append(row)
        groups = [group for group in by_question.values() if all(str(row.index) in answers for row in group)]
        chosen = iter(self._chosen([(answers[str(row.index)], row) for group in groups for row in group]))
        verdicts = [[Verdict(row, next(chosen)) for row in group] for group in groups]
        scored = [scored_of(group) for group in verdicts]
        judged = (f"judge {self.judge.name} read what the rules did not", *self.judge.notes) if self.judge else ()
        return Result(
            self.name,
            SCORER,
            figures(verdicts, scored),
            "accuracy",
            (NEVER_GUESSES, *judged, *notes_on(rows), *notes),
            scored,
        )

    def _chosen(self, answered: Sequence[tuple[str, Row]]) -> list[str | None]:
        """Return the option that each answer chooses, by the rules, then by the judge."""
        chosen = [choose(answer, row.choices) for answer, row in answered]
        if self.judge is not None:
            unclear = [place for place, letter in enumerate(chosen) if letter is None]
            for place, letter in zip(unclear, ask(self.judge, [answered[place] for place in unclear]), strict=True):
                chosen[place] = letter
        return chosen


def prompt_of(row: Row) -> str:
    """Return LLaVA's text: hint, question, options, and the request for a letter."""
    hint = f"{row.hint}\n" if row.hint else ""
    shown = takewhile(row.choices.__contains__, ascii_uppercase)  # LLaVA stops at the first one that is empty
    return f"{hint}{row.question}\n{_options(row, shown)}{LETTER}"


def ask(judge: Judge, answered: Sequence[tuple[str, Row]]) -> list[str | None]:
    """Let the judge say which option each answer means, at most three times; None where it does not."""
    chosen: list[str | None] = [None] * len(answered)
    for temperature in JUDGE_TEMPERATURES:
        unclear = [place for place, letter in enumerate(chosen) if letter is None]
        requests = [Request(_asked(*answered[place]), temperature, JUDGE_TOKENS) for place in unclear]
        for place, reply in zip(unclear, judge(requests), strict=True):
            chosen[place] = choose(reply, answered[place][1].choices)
    return chosen


def _asked(answer: str, row: Row) -> str:
    return (
        "Which of the options does the answer choose? Reply with that option's letter alone, or with Z if the answer "
        f"chooses none of them.\n\nQuestion: {row.question}\n{_options(row, row.choices)}\n\nAnswer: {answer}"
    )


def _options(row: Row, letters: Iterable[str]) -> str:
    return "\n".join(f"{letter}. {row.choices[letter]}" for letter in letters)


def _rows_with_key(files: Files) -> list[Row]:
    """Read the questions without their images, and the key from the annotations where it is not among them.

    Raises:
        DataError: a question has no right answer, or an index comes twice.

    """
    path = files.one("questions", instead="annotations")
    rows = [replace(row, image="") for row in read_rows(path)]
    twice = [str(index) for index, count in Counter(row.index for row in rows).items() if count > 1]
    if twice:
        message = f"{path}: {len(twice):,} indices come more than once, such as {examples(twice)}"
        raise DataError(message)
    if files.questions and files.annotations:
        rows = _with_key(rows, files.one("annotations"))
    without = [str(row.index) for row in rows if row.answer not in row.choices and row.answer not in row.lost]
    if without or not rows:
        message = (
            f"{path}: {len(without):,} of {len(rows):,} rows have no right answer, such as {examples(without)}: give "
            f"the table with the column answer as --annotations (the answers of the test split are public by now)"
        )
        raise DataError(message)
    return rows


def _with_key(rows: Sequence[Row], path: Path) -> list[Row]:
    key = {row.index: row.answer for row in read_rows(path)}
    return [replace(row, answer=key.get(row.index, row.answer)) for row in rows]
