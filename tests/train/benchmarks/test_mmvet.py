"""MM-Vet: the judge is asked and its grades are summed as the official evaluator does, but failures are not zeros."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from train.benchmarks.benchmark import Benchmark, Files
from train.benchmarks.judge import Request
from train.benchmarks.mmvet import MMVet
from train.benchmarks.mmvet_grades import Item, ask, grade, parse, tally
from train.errors import DataError, UsageError


class Scripted:
    """A judge that says what it was told to say, and remembers what it was asked."""

    name = "gpt-4-0613"
    notes: tuple[str, ...] = ()

    def __init__(self, replies: Sequence[str]) -> None:
        self.replies: Iterator[str] = iter(replies)
        self.requests: list[Request] = []

    def __call__(self, requests: Sequence[Request]) -> list[str]:
        self.requests += requests
        return [next(self.replies) for _ in requests]


class Recorded(Scripted):
    """A judge that gives each request the reply that the official evaluator got to it, whatever their order."""

    def __init__(self, row: dict[str, Any]) -> None:
        super().__init__([])
        self.open: dict[Request, list[str]] = {}
        asked = row["expected"]["requests"]
        for one, reply in zip(asked, row["input"]["judge_replies_in_order"], strict=True):
            self.open.setdefault(Request(one["prompt"], one["temperature"], one["max_tokens"]), []).append(reply)

    def __call__(self, requests: Sequence[Request]) -> list[str]:
        return [self.open[request].pop(0) for request in requests]


def rows(parity: Path) -> list[dict[str, Any]]:
    with (parity / "mmvet.jsonl").open(encoding="utf-8") as lines:
        found = [json.loads(line) for line in lines]
    assert found
    return found


def items_of(row: dict[str, Any]) -> dict[str, Item]:
    return msgspec.convert(row["input"]["metadata"], dict[str, Item])


def same(ours: float | None, official: str) -> bool:
    """Compare with a cell of the official CSV, where an empty one is not a number."""
    assert ours is not None
    return math.isnan(ours) if official in ("", "nan") else math.isclose(ours, float(official), abs_tol=1e-9)


def test_every_request_and_grade_is_the_official_one(parity: Path) -> None:
    for row in rows(parity):
        requests_and_grades_are_official(row)


def requests_and_grades_are_official(row: dict[str, Any]) -> None:
    judge = Recorded(row)
    grades = ask(items_of(row), row["input"]["predictions"], judge, row["input"]["num_run"])
    assert not any(judge.open.values()), "each official request is made, and a request that is not official is an error"
    for name, expected in row["expected"]["grades"].items():
        assert [one.content for one in grades[name]] == expected["content"], row["category"]
        for one, score in zip(grades[name], expected["score"], strict=True):
            assert one.score == score or (math.isnan(one.score) and math.isnan(score)), row["category"]


def test_every_figure_is_the_official_one_when_failures_count_as_there(parity: Path) -> None:
    for row in rows(parity):
        figures_are_official(row)


def figures_are_official(row: dict[str, Any]) -> None:
    judge = Recorded(row)
    items, given = items_of(row), row["input"]
    grades = ask(items, given["predictions"], judge, given["num_run"])
    figures = tally(items, grades, given["decimal_places"], failed_count=True)
    for key, value in row["expected"]["cap_csv"].items():
        if key not in ("", "runs"):
            assert same(figures[key], value), (row["category"], key)
    for key, value in row["expected"]["cap_int_csv"].items():
        if key not in ("", "total", "std", "runs"):
            assert same(figures[f"combination {key}"], value), (row["category"], key)


def test_without_a_failure_the_result_is_the_official_one_and_with_one_it_says_what_differs(
    parity: Path, tmp_path: Path
) -> None:
    for row in rows(parity):
        result_is_official_or_says_what_differs(row, tmp_path)


def result_is_official_or_says_what_differs(row: dict[str, Any], tmp_path: Path) -> None:
    given = row["input"]
    questions = tmp_path / "mm-vet.json"
    questions.write_text(json.dumps(given["metadata"]), encoding="utf-8")
    benchmark = MMVet(Recorded(row), given["num_run"])
    result = benchmark.score(Files(questions=(questions,)), given["predictions"])
    official = row["expected"]["cap_csv"]
    failed = result.figures["failed"]
    if not failed:
        assert all(same(result.figures[key], official[key]) for key in official if key not in ("", "runs"))
        assert result.notes == ("judge gpt-4-0613",)
        return
    assert any("were not grades" in note and "official evaluator counts them as 0" in note for note in result.notes)
    assert same(result.figures["total with failed as 0"], official["total"])
    assert len(result.scored) < len(given["metadata"])


def test_a_failed_grade_is_left_out_of_every_average(parity: Path, tmp_path: Path) -> None:
    [row] = [row for row in rows(parity) if row["category"] == "always_bad_first_item"]
    questions = tmp_path / "mm-vet.json"
    questions.write_text(json.dumps(row["input"]["metadata"]), encoding="utf-8")
    result = MMVet(Recorded(row)).score(Files(questions=(questions,)), row["input"]["predictions"])
    assert result.figures["total"] == 50.0
    assert result.figures["rec"] == 50.0
    assert result.figures["total with failed as 0"] == 43.8
    assert "v1_0" not in {one.question_id for one in result.scored}


ITEM = Item("a.jpg", "How many?", "2", ["rec"])


@pytest.mark.parametrize("reply", ["1.1", "-0.1", "inf", "one", "", " 0.5", "0,5"])
def test_what_is_no_number_from_0_to_1_is_asked_again(reply: str) -> None:
    judge = Scripted([reply, "0.5 or so"])
    assert grade(judge, ["?"])[0].score == 0.5
    assert len(judge.requests) == 2


def test_asking_again_is_bounded() -> None:
    judge = Scripted(["x"] * 100)
    assert grade(judge, ["?"])[0].failed
    assert len(judge.requests) == 6


def test_all_that_is_open_is_asked_at_once() -> None:
    calls: list[int] = []

    class Counting(Scripted):
        def __call__(self, requests: Sequence[Request]) -> list[str]:
            calls.append(len(requests))
            return super().__call__(requests)

    grades = grade(Counting(["0.1", "x", "0.3", "y", "0.2", "0.4"]), ["a", "b", "c", "d"])
    assert [one.score for one in grades] == [0.1, 0.2, 0.3, 0.4]
    assert [count for count in calls if count] == [4, 2]


def test_nan_is_a_failed_grade_that_is_not_asked_for_again() -> None:
    found = parse("nan")
    assert found is not None
    assert found.failed
    assert tally({"a": ITEM, "b": ITEM}, {"a": [found], "b": grade(Scripted(["0.4"]), ["?"])})["total"] == 40.0


def test_several_runs_give_the_deviation() -> None:
    judge = Scripted(["0.0", "1.0", "0.5", "1.0"])
    figures = tally({"a": ITEM, "b": ITEM}, ask({"a": ITEM, "b": ITEM}, {"a": "2", "b": "3"}, judge, runs=2))
    assert figures["total"] == 62.5
    assert figures["std"] == 12.5
    assert (figures["run 1"], figures["run 2"]) == (50.0, 75.0)


@pytest.fixture
def files(tmp_path: Path) -> Files:
    questions = tmp_path / "mm-vet.json"
    questions.write_text(json.dumps({"v1_0": msgspec.to_builtins(ITEM), "v1_1": msgspec.to_builtins(ITEM)}))
    return Files(questions=(questions,))


def test_questions_have_no_suffix(files: Files) -> None:
    assert [(q.id, q.image, q.prompt) for q in MMVet().questions(files)] == [
        ("v1_0", "a.jpg", "How many?"),
        ("v1_1", "a.jpg", "How many?"),
    ]


@pytest.mark.parametrize("content", ["x", "0.5"], ids=["no number", "a number that it did not look at"])
def test_grades_of_the_official_evaluator_need_no_judge(files: Files, tmp_path: Path, content: str) -> None:
    path = tmp_path / "grade.json"
    path.write_text(
        json.dumps(
            {
                "v1_0": {"model": ["gpt-4-0613"], "content": ["0.7"], "score": [0.7]},
                "v1_1": {"model": ["gpt-4-0613"], "content": [content], "score": [0.0]},
            }
        )
    )
    with_grades = Files(questions=files.questions, extra={"grades": path})
    result = MMVet().score(with_grades, {"v1_0": "2", "v1_1": "3"})
    assert (result.figures["total"], result.figures["failed"]) == (70.0, 1)


def test_neither_judge_nor_grades_is_wrong_usage(files: Files) -> None:
    with pytest.raises(UsageError, match="judge"):
        MMVet().score(files, {"v1_0": "2", "v1_1": "3"})


def test_a_missing_answer_is_an_error_before_anything_is_paid_for(files: Files) -> None:
    judge = Scripted([])
    with pytest.raises(DataError, match="v1_1"):
        MMVet(judge).score(files, {"v1_0": "2"})
    assert not judge.requests


def test_another_judge_is_said_to_be_another_one(files: Files) -> None:
    judge = Scripted(["1.0", "1.0"])
    judge.name = "some-llm"
    result = MMVet(judge).score(files, {"v1_0": "2", "v1_1": "3"})
    assert "some-llm" in result.notes[0]
    assert "cannot be compared" in result.notes[0]


def test_it_is_a_benchmark() -> None:
    benchmark: Benchmark = MMVet()
    assert benchmark.name == "mmvet"
    assert "questions" in benchmark.needs


def test_grades_with_nan_are_read_and_ragged_ones_are_an_error(tmp_path: Path) -> None:
    questions, grades = tmp_path / "mm-vet.json", tmp_path / "grades.json"
    item = {"imagename": "x.png", "question": "What?", "answer": "3", "capability": ["ocr"]}
    questions.write_text(json.dumps({"v1_0": item, "v1_1": item}))
    files = Files(annotations=(questions,), extra={"grades": grades})
    two = {"v1_0": {"model": ["m"], "content": ["nan"], "score": [math.nan]}}
    grades.write_text(json.dumps(two | {"v1_1": {"model": ["m"], "content": ["0.5"], "score": [0.5]}}))
    result = MMVet().score(files, {"v1_0": "3", "v1_1": "3"})
    assert (result.figures["total"], result.figures["failed"]) == (50.0, 1)
    grades.write_text(json.dumps(two | {"v1_1": {"content": ["0.5", "1"], "score": [0.5, 1.0]}}))
    with pytest.raises(DataError, match="as many grades as the others, but there are 1 to 2"):
        MMVet().score(files, {"v1_0": "3", "v1_1": "3"})
    grades.write_text("[]")
    with pytest.raises(DataError, match=r"MM-Vet grades .* expected here"):
        MMVet().score(files, {"v1_0": "3", "v1_1": "3"})
