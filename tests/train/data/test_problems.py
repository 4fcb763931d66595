"""What is skipped is counted, listed and shown; nothing is skipped silently."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from train.data.problems import LISTED_PER_REASON, Problems
from train.errors import DataError
from train.sample import Origin, Problem


def problem(reason: str, line: int, detail: str = "why") -> Problem:
    return Problem(reason, detail, Origin(Path("data.jsonl"), line))


def test_reasons_are_counted_and_the_first_places_listed() -> None:
    problems = Problems()
    for line in range(1, 31):
        problems.add(problem("empty turn", line))
    problems.add(problem("image not found", 99, "'a.jpg'"))
    assert problems.total == 31
    assert problems.text().splitlines() == [
        "skipped: empty turn: 30, such as data.jsonl:1: why",
        "skipped: image not found: 1, such as data.jsonl:99: 'a.jpg'",
    ]
    first = [f"data.jsonl:{line}: why" for line in range(1, LISTED_PER_REASON + 1)]
    assert problems.as_json()["empty turn"] == {"count": 30, "first": first}


def test_without_problems_nothing_is_said() -> None:
    assert Problems().text() == ""
    assert Problems().as_json() == {}


def test_the_counts_of_workers_add_up_after_crossing_between_processes() -> None:
    one, other = Problems(), Problems()
    for line in range(15):
        one.add(problem("empty turn", line))
        other.add(problem("empty turn", 100 + line))
    other.add(problem("broken image", 5))
    one.merge(pickle.loads(pickle.dumps(other)))  # noqa: S301 - our own bytes
    assert one.counts == {"empty turn": 30, "broken image": 1}
    assert len(one.first["empty turn"]) == LISTED_PER_REASON
    assert one.first["empty turn"][15] == "data.jsonl:100: why"


def test_a_sample_counts_once_for_a_reason_however_often_it_is_met() -> None:
    one, other = Problems(), Problems()
    for line in (7, 3, 7):
        one.add(problem("broken image", line, "cannot be opened"))
    other.add(problem("broken image", 7, "is torn"))
    other.add(problem("image not found", 7))
    one.merge(other)
    assert one.counts == {"broken image": 2, "image not found": 1}
    assert one.first["broken image"] == ["data.jsonl:3: cannot be opened", "data.jsonl:7: cannot be opened"]


def test_what_is_listed_does_not_depend_on_the_order_in_which_it_is_met() -> None:
    places = range(100)
    one, other = Problems(), Problems()
    for line in places:
        one.add(problem("empty turn", line))
    for line in reversed(places):
        other.add(problem("empty turn", line))
    assert one.as_json() == other.as_json()


def test_a_strict_one_stops_at_the_first_with_its_place() -> None:
    with pytest.raises(DataError, match=r"empty turn: data\.jsonl:7: why"):
        Problems(strict=True).add(problem("empty turn", 7))


def test_a_long_detail_is_cut() -> None:
    problems = Problems()
    problems.add(problem("empty turn", 1, "x" * 10_000))
    assert len(problems.text()) < 500
