"""A benchmark is its own module and its name in BENCHMARKS: every command knows it then."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.paths import ROOT
from tests.train.fake_endpoint import FakeEndpoint, text_of

pytestmark = pytest.mark.slow
MODULE = '''
"""Colours: whether a judge finds that the right one was named; the twins of a question count only together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

import msgspec

from train.benchmarks.answers import check_ids
from train.benchmarks.benchmark import Benchmark, Files, Question, Result, Scored
from train.benchmarks.judge import Judge, Request
from train.benchmarks.official import read_lines


class Row(msgspec.Struct):
    id: int
    question: str
    colour: str


@dataclass(frozen=True, slots=True)
class Colours(Benchmark):
    judge: Judge | None = None
    name = "colours"
    needs: ClassVar[Mapping[str, str]] = {"questions": "JSON lines with id, question and colour"}
    suffix = " One word."
    numbered_ids = True
    long_answers = True
    official_judge = "grader-1"

    def questions(self, files: Files) -> Iterator[Question]:
        for row in self.rows(files):
            yield Question(str(row.id), None, row.question + self.suffix)

    def group(self, question_id: str) -> str:
        return question_id[-1]

    def with_judge(self, judge: Judge, runs: int) -> Colours:
        return replace(self, judge=judge)

    def score(self, files: Files, answers: Mapping[str, str]) -> Result:
        rows = [row for row in self.rows(files) if str(row.id) in answers]
        notes = check_ids(answers, [str(row.id) for row in rows], partial=files.partial)
        asked = [Request(f"{row.colour} or {answers[str(row.id)]}?", 0.0, 2) for row in rows]
        grades = self.judge(asked) if self.judge else ["1"] * len(asked)
        scored = [
            Scored(str(row.id), float(grade), answers[str(row.id)]) for row, grade in zip(rows, grades, strict=True)
        ]
        figures = {"share": sum(one.score for one in scored) / len(scored)}
        return Result(self.name, "our own rules", figures, "share", notes, scored)

    def rows(self, files: Files) -> list[Row]:
        return list(read_lines(files.one("questions"), Row, "colours"))
'''
ROW = ("from train.benchmarks.chair import CHAIR\n", "from train.benchmarks.colours import Colours\n")
ROWS = ("MMVet(), CHAIR()", "MMVet(), CHAIR(), Colours()")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The program with one more benchmark."""
    for package in ("datagen", "train"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    benchmarks = tmp_path / "train" / "benchmarks"
    (benchmarks / "colours.py").write_text(MODULE)
    table = (benchmarks / "__init__.py").read_text()
    assert ROW[0] in table
    assert ROWS[0] in table
    (benchmarks / "__init__.py").write_text(table.replace(ROW[0], "".join(ROW)).replace(*ROWS))
    rows = [
        {"id": number, "question": f"What colour is {number}?", "colour": "red"} for number in (10, 20, 11, 21, 12, 22)
    ]
    (tmp_path / "questions.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    answers = [{"question_id": row["id"], "answer": "red"} for row in rows]
    (tmp_path / "answers.jsonl").write_text("".join(json.dumps(row) + "\n" for row in answers))
    return tmp_path


def train(folder: Path, *arguments: str) -> str:
    environment = os.environ | {"PYTHONPATH": str(folder), "COLUMNS": "200"}
    done = subprocess.run(
        [sys.executable, "-m", "train", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_help_lists_it(copy: Path) -> None:
    for command in ("score", "eval"):
        assert "mmvet, chair, colours" in " ".join(train(copy, command, "--help").split())


def test_its_answers_are_scored(copy: Path) -> None:
    files = ["--questions", "questions.jsonl", "--answers", "answers.jsonl", "--per-question", "rows.jsonl"]
    assert "share: 1\n" in train(copy, "score", "colours", *files)
    first = json.loads((copy / "rows.jsonl").read_text().splitlines()[0])
    assert first == {"question_id": 10, "score": 1.0, "answer": "red"}


def test_it_is_asked_and_graded_as_its_class_says(copy: Path) -> None:
    with FakeEndpoint(lambda *_: "blue") as endpoint, FakeEndpoint(lambda *_: "0.25") as judge:
        asked = ["--endpoint", endpoint.url, "--suffix", " Say it.", "--limit", "3", "--out", "out"]
        graded = ["--judge-model", "some", "--judge-base-url", judge.url]
        told = train(copy, "eval", "colours", "--questions", "questions.jsonl", *asked, *graded)
    assert "share: 0.25\n" in told
    assert [body["max_tokens"] for body in endpoint.bodies] == [1024, 1024]
    numbers = sorted(text_of(body).removeprefix("What colour is ") for body in endpoint.bodies)
    assert numbers[0][1:] == numbers[1][1:], "both of one group"
    assert all(number.endswith("? Say it.") for number in numbers)
    assert text_of(judge.bodies[0]) == "red or blue?"
    assert judge.bodies[0]["max_tokens"] == 2
