"""Samples from facts on the command line: with no LLM at all, and behind an LLM's conversations."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from datagen import __main__ as cli
from datagen.sample import Provenance
from datagen.writer import fingerprint
from tests.fakes import MODEL, FakeLLM
from tests.paths import ROOT

FILES = ("samples.jsonl", "rejections.jsonl", "llava.jsonl", "report.json", "run.json")
Command = Callable[..., str]


@pytest.fixture
def datagen(capsys: pytest.CaptureFixture[str]) -> Command:
    """Run a command in this process, expect an exit status, return what was printed."""

    def run(*arguments: str, status: int = 0) -> str:
        done = cli.main(arguments)
        told = capsys.readouterr()
        assert done == status, told
        return " ".join((told.out + told.err).split())

    return run


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def final_bytes(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in FILES}


def test_a_build_from_facts_needs_no_llm_and_can_be_repeated_judged_and_shown(
    drawn: Path, tmp_path: Path, datagen: Command
) -> None:
    out = tmp_path / "run"
    build = ("build", "--coco", str(drawn), "--llm", "template", "--count", "120", "--out", str(out))
    told = datagen(*build)
    assert "120 of 120 jobs done" in told
    samples, rejections = rows(out / "samples.jsonl"), rows(out / "rejections.jsonl")
    assert len(samples) + len(rejections) == 120
    assert {row["kind"] for row in samples} == {"conversation", "detail", "spatial", "comparison"}
    assert {row["provenance"]["llm"] for row in samples} == {"template"}
    assert {row["provenance"]["prompt"] for row in samples} == {fingerprint()}
    assert {row["check"] for row in rejections} == {"facts"}
    assert "prove too little for a sample of kind" in rejections[0]["message"]
    assert [row["id"] for row in rows(out / "llava.jsonl")] == [row["id"] for row in samples]
    assert not (out / "replies.jsonl").read_text()
    assert not (out / "prompts").exists()
    before = final_bytes(out)
    datagen(*build)
    assert final_bytes(out) == before
    for name in ("samples.jsonl", "llava.jsonl"):
        (out / name).unlink()
    datagen("judge", str(out))
    assert final_bytes(out) == before
    assert "Q:" in datagen("show", str(out))
    datagen("export", str(out), "--to", str(tmp_path / "card"))
    assert "they are templates" in (tmp_path / "card" / "README.md").read_text()


@pytest.mark.slow
def test_equal_builds_in_different_processes_write_equal_bytes(tmp_path: Path) -> None:
    build = ("-m", "datagen", "build", "--coco", str(ROOT / "examples/coco/annotations"), "--llm", "template")
    for seed in ("1", "2"):
        command = [sys.executable, *build, "--out", str(tmp_path / seed)]
        subprocess.run(command, check=True, env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True)
    assert final_bytes(tmp_path / "1") == final_bytes(tmp_path / "2")
    written = hashlib.sha256((tmp_path / "1" / "llava.jsonl").read_bytes()).hexdigest()
    assert written == "ae24dd61253cc9001003f2f47c5d1e6d493445afd184762758396b13292c0168", "other phrases, or other luck"


def test_a_larger_count_keeps_the_samples_that_are_there(drawn: Path, tmp_path: Path, datagen: Command) -> None:
    build = ("build", "--coco", str(drawn), "--llm", "template", "--out", str(tmp_path / "run"), "--count")
    datagen(*build, "30")
    first = rows(tmp_path / "run/samples.jsonl")
    datagen(*build, "60")
    more = {row["id"]: row for row in rows(tmp_path / "run/samples.jsonl")}
    assert all(more[row["id"]] == row for row in first)


def test_a_dry_run_says_that_nothing_is_requested_and_shows_a_sample_a_kind(drawn: Path, datagen: Command) -> None:
    told = datagen("build", "--coco", str(drawn), "--llm", "template", "--dry-run")
    assert "no requests" in told
    assert told.count("000000") == 4


@pytest.mark.parametrize("mix", ["reasoning=1", "conversation=1,creative=1"])
def test_kinds_that_facts_cannot_write_are_refused(drawn: Path, datagen: Command, mix: str) -> None:
    told = datagen("build", "--coco", str(drawn), "--llm", "template", "--mix", mix, status=2)
    assert "--llm template can write conversation, detail, spatial, comparison alone" in told


def test_a_folder_from_facts_is_not_gone_on_with_by_an_llm(
    drawn: Path, tmp_path: Path, datagen: Command, fake_llm: FakeLLM
) -> None:
    common = ("build", "--coco", str(drawn), "--out", str(tmp_path / "run"), "--count", "3")
    datagen(*common, "--llm", "template")
    told = datagen(*common, "--base-url", fake_llm.url, "--model", MODEL, status=1)
    assert "llm 'template' there, 'openai' now" in told


def test_facts_are_appended_to_conversations_and_their_number_changes_without_a_request(
    drawn: Path, tmp_path: Path, datagen: Command, fake_llm: FakeLLM
) -> None:
    out = tmp_path / "run"
    build = ["build", "--coco", str(drawn), "--out", str(out), "--base-url", fake_llm.url, "--model", MODEL]
    build += ["--count", "40", "--mix", "conversation=1,detail=1"]
    datagen(*build)
    plain = {row["id"]: row for row in rows(out / "samples.jsonl")}
    before, asked = final_bytes(out), len(fake_llm.seeds)
    datagen(*build, "--ground", "2")
    grounded = {row["id"]: row for row in rows(out / "samples.jsonl")}
    assert len(fake_llm.seeds) == asked
    assert plain.keys() == grounded.keys()
    for sample_id, row in grounded.items():
        added = row["provenance"]["grounded"]
        turns = plain[sample_id]["turns"]
        assert row["turns"][: len(turns)] == turns
        assert len(row["turns"]) == len(turns) + added
        assert added == 0 if row["kind"] == "detail" else added <= 2
    assert sum(row["provenance"]["grounded"] == 2 for row in grounded.values()) > 10
    as_built = final_bytes(out)
    datagen("judge", str(out))
    assert final_bytes(out) == as_built
    datagen(*build)
    assert final_bytes(out) == before
    assert len(fake_llm.seeds) == asked


def test_a_run_file_and_rows_from_before_grounding_are_still_read(
    drawn: Path, tmp_path: Path, datagen: Command, fake_llm: FakeLLM
) -> None:
    out = tmp_path / "run"
    build = ("build", "--coco", str(drawn), "--out", str(out), "--base-url", fake_llm.url, "--model", MODEL)
    datagen(*build, "--count", "4")
    run = json.loads((out / "run.json").read_text())
    del run["settings"]["ground"]
    (out / "run.json").write_text(json.dumps(run))
    datagen("judge", str(out))
    old = {"llm": "openai", "model": "m", "prompt": "p", "fingerprint": "f", "split": "s", "license": None}
    assert Provenance.model_validate(old).grounded == 0
