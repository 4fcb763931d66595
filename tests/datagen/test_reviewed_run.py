"""A run folder with verdicts through the real commands: judge, export, report, and what stays as the checks left it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from datagen import __main__ as cli
from datagen.run.folder import LLAVA, PAGE, REJECTIONS, REPORT, SAMPLES
from datagen.sample import Turn
from datagen.verdicts import VERDICTS, Decision, VerdictFile, VerdictRow, content_sha256

Command = Callable[..., str]
EDITED = (Turn(question="What is this?", answer="It is what a person wrote."),)


def rows(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def ids(path: Path) -> list[str]:
    return [row["id"] for row in rows(path)]


def turns(row: dict[str, Any]) -> tuple[Turn, ...]:
    return tuple(Turn(**turn) for turn in row["turns"] or ())


def say(run: Path, row: dict[str, Any], decision: Decision, **rest: Any) -> None:
    """Append a verdict on an outcome as its file has it."""
    values = {"reviewer": "Ada", "time": "2026-01-02T03:04:05.000006Z", "queue": "flagged"} | rest
    shown = content_sha256(turns(row))
    VerdictFile(run).append(VerdictRow(id=row["id"], content_sha256=shown, decision=decision, **values))


@pytest.fixture
def datagen(capsys: pytest.CaptureFixture[str]) -> Command:
    """Run a command in this process, expect success, return what was printed as one line."""

    def run(*arguments: str) -> str:
        status = cli.main(arguments)
        printed = capsys.readouterr()
        assert status == 0, printed.err
        return " ".join((printed.out + printed.err).split())

    return run


@pytest.fixture
def run(drawn: Path, tmp_path: Path, datagen: Command) -> Path:
    """A run of 80 jobs, some of which the boxes prove too little for."""
    out = tmp_path / "run"
    datagen("build", "--coco", str(drawn), "--llm", "template", "--count", "80", "--out", str(out))
    assert len(rows(out / REJECTIONS)) > 1
    return out


@pytest.fixture
def reviewed(run: Path) -> Path:
    """The first three samples accepted, edited and rejected, and a rejection written by hand."""
    accepted, edited, rejected = rows(run / SAMPLES)[:3]
    say(run, accepted, "accept", queue="audit")
    say(run, edited, "edit", turns=EDITED, before=turns(edited))
    say(run, rejected, "reject", reasons=("count",))
    say(run, rows(run / REJECTIONS)[0], "edit", turns=EDITED)
    return run


def test_judge_applies_verdicts_to_the_training_file_and_to_nothing_else(reviewed: Path, datagen: Command) -> None:
    before = {name: (reviewed / name).read_bytes() for name in (SAMPLES, REJECTIONS, VERDICTS)}
    samples, rescued = ids(reviewed / SAMPLES), ids(reviewed / REJECTIONS)[0]
    told = datagen("judge", str(reviewed))
    assert (
        "review: 1 accepted, 1 edited, 1 rejected, 1 rescued; 1 sample left out (--only all, --drop rejected)" in told
    )
    assert {name: (reviewed / name).read_bytes() for name in before} == before
    assert ids(reviewed / LLAVA) == sorted([*samples[:2], *samples[3:], rescued])
    texts = {row["id"]: row["conversations"] for row in rows(reviewed / LLAVA)}
    for name in (samples[1], rescued):
        assert [turn["value"].replace("<image>", "").strip() for turn in texts[name]] == [
            EDITED[0].question, EDITED[0].answer
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("options", "keeps"),
    [
        ((), {"accepted", "edited", "rescued", "open"}),
        (("--only", "accepted"), {"accepted", "edited", "rescued"}),
        (("--drop", "nothing"), {"accepted", "edited", "rejected", "rescued", "open"}),
        (("--only", "accepted", "--drop", "nothing"), {"accepted", "edited", "rescued"}),
    ],
)
def test_judge_and_export_take_what_is_asked_for_and_agree(
    reviewed: Path, tmp_path: Path, datagen: Command, options: tuple[str, ...], keeps: set[str]
) -> None:
    samples = ids(reviewed / SAMPLES)
    words = dict.fromkeys(samples, "open") | dict(zip(samples, ("accepted", "edited", "rejected"), strict=False))
    words[ids(reviewed / REJECTIONS)[0]] = "rescued"
    told = datagen("judge", str(reviewed), *options)
    wanted = sorted(name for name, word in words.items() if word in keeps)
    assert ids(reviewed / LLAVA) == wanted
    exported = datagen("export", str(reviewed), "--to", str(tmp_path / "x.jsonl"), *options)
    assert (tmp_path / "x.jsonl").read_bytes() == (reviewed / LLAVA).read_bytes()
    assert f"{len(wanted)} samples: " in exported
    for text in (told, exported):
        assert "review: 1 accepted, 1 edited, 1 rejected, 1 rescued; " in text


def test_report_json_counts_verdicts_only_where_there_are_any(run: Path, datagen: Command) -> None:
    assert "review" not in json.loads((run / REPORT).read_text())
    assert "Review" not in (run / PAGE).read_text()
    assert "review:" not in datagen("report", str(run))
    say(run, rows(run / SAMPLES)[0], "reject")
    datagen("judge", str(run))
    assert json.loads((run / REPORT).read_text())["review"] == {
        "accepted": 0, "edited": 0, "rejected": 1, "rescued": 0, "confirmed_rejections": 0, "left_out": 1, "stale": 0,
        "without_outcome": 0, "only": "all", "drop": "rejected",
    }  # fmt: skip


def test_a_training_file_without_unjudged_samples_is_told_even_where_nobody_has_judged(
    run: Path, datagen: Command
) -> None:
    samples = len(rows(run / SAMPLES))
    told = datagen("judge", str(run), "--only", "accepted")
    assert f"0 rescued; {samples} samples left out (--only accepted, --drop rejected)" in told
    assert (run / LLAVA).read_bytes() == b""
    assert json.loads((run / REPORT).read_text())["review"]["left_out"] == samples


def test_the_same_verdicts_give_the_same_bytes_and_report_writes_the_page_of_judge(
    reviewed: Path, datagen: Command
) -> None:
    datagen("judge", str(reviewed))
    files = {name: (reviewed / name).read_bytes() for name in (LLAVA, REPORT, PAGE)}
    assert b"<h2>Review</h2>" in files[PAGE]
    datagen("judge", str(reviewed))
    assert {name: (reviewed / name).read_bytes() for name in files} == files
    (reviewed / PAGE).unlink()
    told = datagen("report", str(reviewed))
    assert (reviewed / PAGE).read_bytes() == files[PAGE]
    assert "audit: 0 of 1 samples had an error" in told


def test_verdicts_on_a_text_that_has_changed_since_do_nothing_and_are_named(
    run: Path, tmp_path: Path, datagen: Command
) -> None:
    first, second = rows(run / SAMPLES)[:2]
    say(run, first | {"turns": second["turns"]}, "reject")
    say(run, second | {"id": "000000000000-detail"}, "reject")
    for told in (
        datagen("judge", str(run)),
        datagen("export", str(run), "--to", str(tmp_path / "x.jsonl")),
        datagen("report", str(run)),
    ):
        assert f"stale: 1 ({first['id']}): judged by a text that has changed since; these verdicts are not" in told
        assert "without outcome: 1 (000000000000-detail): they have verdicts, but are not in this run" in told
    assert ids(run / LLAVA) == ids(run / SAMPLES) == ids(tmp_path / "x.jsonl")
    assert "stale: 1 (" in (run / PAGE).read_text()


def test_export_says_where_it_replaces_a_file(run: Path, tmp_path: Path, datagen: Command) -> None:
    export = ("export", str(run), "--to", str(tmp_path / "x.jsonl"))
    assert "replaced" not in datagen(*export)
    assert f"{tmp_path / 'x.jsonl'} (replaced what was there)" in datagen(*export)


def test_a_build_that_goes_on_keeps_to_the_verdicts(reviewed: Path, drawn: Path, datagen: Command) -> None:
    rejected = ids(reviewed / SAMPLES)[2]
    build = ("build", "--coco", str(drawn), "--llm", "template", "--out", str(reviewed), "--count", "120")
    assert "1 edited, 1 rejected, 1 rescued" in datagen(*build)
    assert rejected not in ids(reviewed / LLAVA)
    assert rejected in ids(reviewed / SAMPLES)


def test_a_damaged_verdict_stops_every_command_before_it_writes(reviewed: Path, tmp_path: Path) -> None:
    (reviewed / VERDICTS).write_bytes(b"damaged\n" + (reviewed / VERDICTS).read_bytes())
    before = (reviewed / LLAVA).read_bytes()
    commands = (("judge",), ("report",), ("export", "--to", str(tmp_path / "x.jsonl")))
    assert [cli.main([name, str(reviewed), *rest]) for name, *rest in commands] == [1, 1, 1]
    assert (reviewed / LLAVA).read_bytes() == before
    assert not (tmp_path / "x.jsonl").exists()


def card(run: Path, tmp_path: Path, datagen: Command, *options: str) -> str:
    datagen("export", str(run), "--to", str(tmp_path / "data"), *options)
    return " ".join((tmp_path / "data" / "README.md").read_text(encoding="utf-8").split())


def test_the_card_says_what_persons_did_and_what_the_audit_found(
    reviewed: Path, tmp_path: Path, datagen: Command
) -> None:
    told = card(reviewed, tmp_path, datagen)
    assert "No person has reviewed them" not in told
    assert (
        "Of the samples, people accepted 1 as they were, edited 1 and rejected 1 (left out), and brought back 1 "
        "that the checks had rejected. No person has judged the rest. In a random audit of 1 sample that the "
        "checks had accepted, people found errors in 0: 0.0% (95% interval 0.0% to 79.3%; at most 95.0%, one-sided)."
    ) in told
    assert f"{len(rows(reviewed / SAMPLES)):,} samples with" in told
    only = card(reviewed, tmp_path, datagen, "--only", "accepted")
    assert "Only what people accepted is here." in only
    assert "3 samples with" in only
    assert "rejected 1 (kept all the same)" in card(reviewed, tmp_path, datagen, "--drop", "nothing")


def test_the_card_claims_no_review_where_nobody_has_decided(run: Path, tmp_path: Path, datagen: Command) -> None:
    assert "No person has reviewed them unless stated elsewhere." in card(run, tmp_path, datagen)
    say(run, rows(run / SAMPLES)[0], "skip")
    told = card(run, tmp_path, datagen)
    assert "No person has reviewed them unless stated elsewhere." in told
    assert "random audit" not in told
