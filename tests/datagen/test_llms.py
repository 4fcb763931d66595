"""A row is all that a new LLM needs, and one that is not in the table is told, wherever it is named."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from datagen import run_file
from datagen.errors import RunFolderError, UsageError
from datagen.llms import LLMS, is_asked
from datagen.settings import BuildSettings
from tests.paths import ROOT

COCO = ROOT / "examples/coco"


WITH_THE_ROW = """
import sys
from datagen.llms import LLMS, Llm

opens = "tests.datagen.llm.by_rote:open_by_rote"
LLMS["fake"] = Llm("fake", "a text learnt by heart", opens, mix="detail=1", extra_fields={"top_k": 7})

from datagen.__main__ import main  # the options are made from the table

sys.exit(main(sys.argv[1:]))
"""


def run(*arguments: str | Path, program: tuple[str, str] = ("-c", WITH_THE_ROW)) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, *program, *map(str, arguments)]
    return subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_a_row_is_all_that_a_new_llm_needs(tmp_path: Path) -> None:
    assert "fake: a text learnt by heart." in " ".join(run("build", "--help").stdout.replace("│", " ").split())
    done = run("build", "--coco", COCO, "--out", tmp_path, "--llm", "fake", "--count", "3")
    assert done.returncode == 0, done.stderr
    found = [*rows(tmp_path / "samples.jsonl"), *rows(tmp_path / "rejections.jsonl")]
    assert [row["kind"] for row in found] == ["detail"] * 3
    assert {(row["provenance"]["llm"], row["provenance"]["model"]) for row in found} == {("fake", "by-heart")}
    assert {row["usage"]["completion_tokens"] for row in rows(tmp_path / "replies.jsonl")} == {7}
    assert json.loads((tmp_path / "run.json").read_text())["settings"]["extra_body"] == '{"top_k": 7}'
    before = (tmp_path / "samples.jsonl").read_bytes()
    assert run("judge", tmp_path).returncode == 0
    assert (tmp_path / "samples.jsonl").read_bytes() == before
    without = run("judge", tmp_path, program=("-m", "datagen"))
    assert without.returncode == 1
    assert "names the LLM 'fake', which is not one of openai, local, template" in " ".join(without.stderr.split())


def test_an_llm_that_reads_text_alone_is_sent_no_images(tmp_path: Path) -> None:
    done = run("build", "--coco", COCO, "--llm", "fake", "--images", tmp_path)
    assert done.returncode == 2
    assert "--llm fake reads text alone" in " ".join(done.stderr.split())


def test_an_unknown_llm_is_told_and_never_taken_for_another(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--llm 'opneai' is not one of openai, local, template"):
        BuildSettings(coco=Path(), llm="opneai")
    stored = {name: getattr(BuildSettings(coco=Path()), name) for name in run_file.KEPT} | {"on_fail": {}}
    assert run_file.settings_of(tmp_path, {"settings": stored}).llm == "openai"
    with pytest.raises(RunFolderError, match=r"run\.json names the LLM 'opneai', which is not one of openai"):
        run_file.settings_of(tmp_path, {"settings": stored | {"llm": "opneai"}})


def test_the_rows_name_what_opens_them_and_only_one_is_not_asked() -> None:
    for name, llm in LLMS.items():
        module, _, function = llm.opens.partition(":")
        assert llm.name == name
        assert not llm.is_asked or callable(getattr(importlib.import_module(module), function))
    assert [name for name in LLMS if not is_asked(name)] == ["template"]
    assert is_asked("one of another version")
