"""The table of actions on the command line: build with one, judge with another, and what the run folder says of it."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from datagen.checks import ACTIONS
from tests.datagen import command_line
from tests.fakes import MODEL, FakeLLM

STORY = (
    "Pale grey light falls over the quiet scene from the far end, where everything grows soft and blurred. The colours "
    "are muted throughout, and nothing in the whole arrangement looks new, loud or hurried."
)
"""Nothing that boxes could speak for or against."""
FILES = ("samples.jsonl", "rejections.jsonl", "llava.jsonl", "report.json")
Command = Callable[..., str]


@pytest.fixture
def datagen() -> Command:
    return command_line.printed


@pytest.fixture
def build(datagen: Command, drawn: Path, tmp_path: Path, fake_llm: FakeLLM) -> Command:
    """Build the run folder `run` with descriptions of six images."""

    def run(*options: str, count: int = 6, status: int = 0) -> str:
        line = ["build", "--coco", str(drawn), "--out", str(tmp_path / "run"), "--base-url", fake_llm.url]
        line += ["--model", MODEL, "--mix", "detail=1", "--count", str(count), "--concurrency", "1"]
        return datagen(*line, *options, status=status)

    return run


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def content(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in FILES}


def table(out: Path) -> dict[str, str]:
    found: dict[str, str] = json.loads((out / "run.json").read_text())["settings"]["on_fail"]
    return found


def described(text: str) -> str:
    return json.dumps({"description": text})


def unlike(body: dict[str, Any], leaking: bool) -> str:  # noqa: FBT001
    """A description unlike any other, with a leak or without."""
    rng = random.Random(body["seed"])
    words = " ".join(
        rng.choices(["pale", "calm", "soft", "dim", "warm", "cool", "faint", "mild", "plain", "old"], k=30)
    )
    return described(f"{words.capitalize()}.{' The caption says so.' if leaking else ''}")


def asked_again(body: dict[str, Any]) -> bool:
    """Whether a request holds a faulty reply: the constant part of the prompt ends with a reply too, but earlier."""
    return "caption says so" in body["messages"][-2]["content"]


def leak_first(body: dict[str, Any], _number: int) -> str:
    return unlike(body, leaking=not asked_again(body))


def leak_always(body: dict[str, Any], _number: int) -> str:
    return unlike(body, leaking=True)


@pytest.mark.parametrize(
    ("action", "requests", "kept", "findings"),
    [("ask", 12, 6, []), ("drop", 6, 0, ["fail"]), ("flag", 6, 6, ["fail"]), ("info", 6, 6, ["fail"])],
)
def test_each_action_does_what_its_name_says(
    action: str, requests: int, kept: int, findings: list[str], build: Command, tmp_path: Path, fake_llm: FakeLLM
) -> None:
    fake_llm.script = leak_first
    build("--on-fail", f"source={action}")
    samples, rejections = rows(tmp_path / "run/samples.jsonl"), rows(tmp_path / "run/rejections.jsonl")
    assert (len(fake_llm.seeds), len(samples), len(rejections)) == (requests, kept, 6 - kept)
    assert all([finding["verdict"] for finding in row["findings"]] == findings for row in samples + rejections)
    assert all(row["check"] == "source" and row["attempt"] == 1 for row in rejections)
    assert table(tmp_path / "run") == ACTIONS | {"source": action}


def test_a_reply_that_fails_to_the_end_is_rejected_after_the_last_attempt(
    build: Command, tmp_path: Path, fake_llm: FakeLLM
) -> None:
    fake_llm.script = leak_always
    build("--max-attempts", "2")
    assert len(fake_llm.seeds) == 12
    assert {(row["check"], row["attempt"]) for row in rows(tmp_path / "run/rejections.jsonl")} == {("source", 2)}


def test_changing_the_table_needs_no_new_run_folder_and_asks_only_what_it_needs(
    build: Command, tmp_path: Path, fake_llm: FakeLLM
) -> None:
    fake_llm.script = leak_first
    build("--on-fail", "source=flag")
    build("--on-fail", "source=drop", "--on-fail", "echo=info,hedging=flag")
    assert len(fake_llm.seeds) == 6
    assert table(tmp_path / "run") == ACTIONS | {"source": "drop", "echo": "info", "hedging": "flag"}
    build()
    assert len(fake_llm.seeds) == 12
    assert len(rows(tmp_path / "run/samples.jsonl")) == 6
    assert table(tmp_path / "run") == ACTIONS


def test_judging_with_another_table_asks_nothing_and_rejects_what_was_never_sent_back(
    build: Command, datagen: Command, tmp_path: Path, fake_llm: FakeLLM
) -> None:
    run = tmp_path / "run"
    fake_llm.script = leak_first
    build("--on-fail", "source=flag")
    flagged = content(run)
    told = datagen("judge", str(run), "--on-fail", "source=ask")
    assert len(fake_llm.seeds) == 6
    assert "6 jobs were rejected with attempts left: `datagen build` with the same --on-fail can ask them" in told
    rejections = rows(run / "rejections.jsonl")
    assert {(row["check"], row["attempt"]) for row in rejections} == {("source", 1)}
    assert all("caption says so" in row["reply"] for row in rejections)
    report = json.loads((run / "report.json").read_text())
    assert (report["rejected"], report["unanswered"], report["could_be_asked_again"]) == (6, 0, 6)
    assert table(run)["source"] == "ask"

    again = content(run)
    datagen("judge", str(run))
    assert content(run) == again
    datagen("judge", str(run), "--on-fail", "source=flag")
    assert content(run) == flagged

    build()
    assert len(fake_llm.seeds) == 12
    assert len(rows(run / "samples.jsonl")) == 6


def test_an_attempt_that_was_paid_for_is_found_again_after_a_detour_over_another_table(
    build: Command, datagen: Command, tmp_path: Path, fake_llm: FakeLLM
) -> None:
    fake_llm.script = leak_first
    build()
    before = content(tmp_path / "run")
    datagen("judge", str(tmp_path / "run"), "--on-fail", "source=drop,format=flag")
    assert len(rows(tmp_path / "run/rejections.jsonl")) == 6
    datagen("judge", str(tmp_path / "run"), "--on-fail", "source=ask,format=ask")
    assert content(tmp_path / "run") == before
    assert len(fake_llm.seeds) == 12


def test_a_run_file_from_before_the_table_is_judged_with_the_usual_one(
    build: Command, datagen: Command, tmp_path: Path
) -> None:
    build()
    path = tmp_path / "run/run.json"
    before = content(tmp_path / "run")
    run = json.loads(path.read_text())
    del run["settings"]["on_fail"]
    path.write_text(json.dumps(run))
    datagen("judge", str(tmp_path / "run"))
    assert content(tmp_path / "run") == before


def test_a_check_that_a_run_file_names_and_that_is_no_more_is_passed_over(
    build: Command, datagen: Command, tmp_path: Path
) -> None:
    build("--on-fail", "echo=flag")
    path = tmp_path / "run/run.json"
    run = json.loads(path.read_text())
    run["settings"]["on_fail"]["spelling"] = "ask"
    path.write_text(json.dumps(run))
    datagen("judge", str(tmp_path / "run"), "--on-fail", "source=flag")
    assert table(tmp_path / "run") == ACTIONS | {"echo": "flag", "source": "flag"}


@pytest.mark.parametrize("command", ["build", "judge"])
def test_an_unknown_check_is_wrong_usage_and_changes_nothing(
    command: str, build: Command, datagen: Command, tmp_path: Path, fake_llm: FakeLLM
) -> None:
    build()
    before = (tmp_path / "run/run.json").read_bytes()
    if command == "build":
        told = build("--on-fail", "spelling=ask", status=2)
    else:
        told = datagen("judge", str(tmp_path / "run"), "--on-fail", "spelling=ask", status=2)
    assert "there is no check 'spelling'; checks: truncation, format" in told
    assert (tmp_path / "run/run.json").read_bytes() == before
    assert len(fake_llm.seeds) == 6


def test_a_repeated_description_is_rejected_and_with_another_table_kept_with_the_finding(
    build: Command, datagen: Command, tmp_path: Path, fake_llm: FakeLLM
) -> None:
    fake_llm.script = lambda _body, number: described(STORY.replace("grey", "thin") if number % 2 else STORY)
    build(count=4)
    (kept,) = rows(tmp_path / "run/samples.jsonl")
    rejections = rows(tmp_path / "run/rejections.jsonl")
    assert [row["check"] for row in rejections] == ["duplicates"] * 3
    assert all(kept["id"] < row["id"] and kept["id"] in row["message"] for row in rejections)
    assert all(row["turns"][0]["answer"] in row["reply"] for row in rejections)
    report = json.loads((tmp_path / "run/report.json").read_text())
    assert (report["accepted"], report["rejected_by_check"]) == (1, {"duplicates": 3})
    for action in ("flag", "info"):
        datagen("judge", str(tmp_path / "run"), "--on-fail", f"duplicates={action}")
        samples = rows(tmp_path / "run/samples.jsonl")
        assert [row["findings"][-1]["message"] for row in samples[1:]] == [row["message"] for row in rejections]
        assert samples[0] == kept
        assert len(rows(tmp_path / "run/llava.jsonl")) == 4


def test_which_of_two_duplicates_is_kept_does_not_depend_on_the_order_of_the_replies(
    build: Command, datagen: Command, tmp_path: Path, fake_llm: FakeLLM
) -> None:
    fake_llm.script = lambda body, number: (
        described(STORY.replace("grey", "thin")) if number % 3 == 0 else unlike(body, leaking=False)
    )
    build(count=30)
    before = content(tmp_path / "run")
    assert b"duplicates" in before["rejections.jsonl"]
    replies = (tmp_path / "run/replies.jsonl").read_text().splitlines(keepends=True)
    for seed in range(3):
        random.Random(seed).shuffle(replies)
        (tmp_path / "run/replies.jsonl").write_text("".join(replies))
        datagen("judge", str(tmp_path / "run"))
        assert content(tmp_path / "run") == before
