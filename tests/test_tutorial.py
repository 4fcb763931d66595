"""The tutorial's commands run in their order, in a folder of their own, and what the page says comes out."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.paths import ROOT
from tests.patience import PATIENCE_S

PAGE = (ROOT / "docs" / "tutorial.md").read_text()
BLOCKS = re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
COMMANDS = [line for block in BLOCKS for line in block.splitlines()]


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Mapping[str, str]]:
    """Run all commands; return the folder, and what each printed."""
    folder = tmp_path_factory.mktemp("tutorial")
    (folder / "examples").symlink_to(ROOT / "examples")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1", "COLUMNS": "200"}
    printed = {}
    for command in COMMANDS:
        program, *arguments = shlex.split(command)
        assert program == "python", command
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}"
        printed[command] = done.stdout
    return folder, printed


@pytest.mark.slow
def test_the_tutorial_gives_the_data_that_its_page_says(said: tuple[Path, Mapping[str, str]]) -> None:
    folder, printed = said
    samples, rejections = (len(rows(folder / "out/toy" / name)) for name in ("samples.jsonl", "rejections.jsonl"))
    assert f"Of {samples + rejections} jobs {samples} give a sample; the other {rejections} are" in PAGE
    assert f"{len(rows(folder / 'out/align.jsonl'))} records." in PAGE
    inspected = next(text for command, text in printed.items() if "train inspect" in command)
    assert "90 of 90 records can be used" in inspected
    assert "90 of 90 records can be used" in PAGE


@pytest.mark.slow
def test_the_tutorial_trains_in_two_stages_and_scores_the_checkpoint(said: tuple[Path, Mapping[str, str]]) -> None:
    folder, _ = said
    for stage in ("stage1", "stage2"):
        losses = [json.loads(line)["loss"] for line in rows(folder / "out" / stage / "metrics.jsonl")]
        assert losses[-1] < losses[0]
    result = json.loads((folder / "out/pope/result.json").read_text())
    assert 0 <= result["mean_score"]["low_95"] <= result["mean_score"]["high_95"] <= 100


def rows(file: Path) -> list[str]:
    return file.read_text().splitlines()
