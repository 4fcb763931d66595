"""MM-Vet: open questions whose answers an LLM grades from 0 to 1.

Where the official evaluator counts a reply that is not a grade as 0, it is reported here and never averaged.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

import msgspec

from train.benchmarks.answers import check_ids
from train.benchmarks.benchmark import Benchmark, Files, Question, Result, Scored
from train.benchmarks.judge import Judge
from train.benchmarks.mmvet_grades import Grade, Item, ask, regrade, tally
from train.benchmarks.official import read
from train.errors import DataError, UsageError

SCORER = "MM-Vet, the rules of yuweihao/MM-Vet mm-vet_evaluator.py at acde843"
OFFICIAL_JUDGE = "gpt-4-0613"
QUESTIONS = "MM-Vet questions (mm-vet.json)"
GRADES = "MM-Vet grades (MODEL_JUDGE-grade-Nruns.json of the official evaluator)"


class _Grades(msgspec.Struct):
    content: list[str]
    score: list[float]


@dataclass(frozen=True, slots=True)
class MMVet(Benchmark):
    """See the module. `runs` grades each answer so many times; the paper does it five times."""

    judge: Judge | None = None
    runs: int = 1
    name = "mmvet"
    needs: ClassVar[Mapping[str, str]] = {"questions": QUESTIONS, "grades": f"{GRADES}, instead of a judge"}
    long_answers = True
    official_judge = OFFICIAL_JUDGE

    def with_judge(self, judge: Judge, runs: int) -> MMVet:
        """Return this benchmark with the LLM that grades, each answer so many times."""
        return replace(self, judge=judge, runs=runs)

    def questions(self, files: Files) -> Iterator[Question]:
        """Yield the questions in the order of the official file."""
        for name, item in read(files.one("questions", instead="annotations"), dict[str, Item], QUESTIONS).items():
            yield Question(name, item.imagename, item.question)

    def score(self, files: Files, answers: Mapping[str, str]) -> Result:
        """Score answers by question id, by the judge or by grades made before.

        Raises:
            UsageError: there is neither.

        """
        items = read(files.one("questions", instead="annotations"), dict[str, Item], QUESTIONS)
        notes = check_ids(answers, items, partial=files.partial)
        items = {name: item for name, item in items.items() if name in answers}
        if "grades" in files.extra:
            by_name = _read_grades(files.extra["grades"])
            notes += check_ids(dict.fromkeys(by_name, ""), items, partial=files.partial)
            grades = {name: regrade(by_name[name].content, by_name[name].score) for name in items if name in by_name}
            by = "grades from a file"
        elif self.judge:
            grades = ask(items, answers, self.judge, self.runs)
            by = f"judge {self.judge.name}"
            if self.judge.name != OFFICIAL_JUDGE:
                by += f" (the official one is {OFFICIAL_JUDGE}: totals of two judges cannot be compared)"
            notes += self.judge.notes
        else:
            message = "mmvet needs an LLM as judge, or the file with its grades: name one of them"
            raise UsageError(message)
        return _result(items, answers, grades, (by, *notes))


def _read_grades(path: Path) -> dict[str, _Grades]:
    """Read grades as the official evaluator writes them, with NaN for a grade that is none.

    Raises:
        DataError: it is no such file, or one question has more grades than another.

    """
    try:
        found = msgspec.convert(json.loads(path.read_bytes()), dict[str, _Grades])
    except (OSError, ValueError) as error:
        message = f"{path}: {GRADES} expected here, but {error}"
        raise DataError(message) from error
    runs = {len(grades.score) for grades in found.values()} | {len(grades.content) for grades in found.values()}
    if len(runs) > 1:
        message = f"{path}: every question needs as many grades as the others, but there are {min(runs)} to {max(runs)}"
        raise DataError(message)
    return found


def _result(
    items: Mapping[str, Item],
    answers: Mapping[str, str],
    grades: Mapping[str, Sequence[Grade]],
    notes: tuple[str, ...],
) -> Result:
    figures: dict[str, float | int | None] = {**tally(items, grades)}
    failed = {name: sum(one.failed for one in several) for name, several in grades.items()}
    figures["failed"] = sum(failed.values())
    if figures["failed"]:
        official = tally(items, grades, failed_count=True)["total"]
        figures["total with failed as 0"] = official if official is None or math.isfinite(official) else None
        names = ", ".join(name for name, count in failed.items() if count)
        said = f"{figures['failed']} replies of the judge were not grades, even when asked again ({names})"
        notes += (f"{said}: they are left out of every average; the official evaluator counts them as 0",)
    scored = []
    for name, several in grades.items():
        usable = [one.score for one in several if not one.failed]
        more = {"replies": [one.content for one in several], "failed": failed[name]}
        if usable:
            group = "_".join(sorted(set(items[name].capability)))
            scored.append(Scored(name, sum(usable) / len(usable), answers[name], group, more))
    return Result("mmvet", SCORER, figures, "total", notes, scored)
