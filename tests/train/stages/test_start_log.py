"""A run folder says when it was worked on, with what and on what."""

import json
from pathlib import Path

import pytest

from tests.train.conftest import Data
from train.__main__ import main

pytestmark = pytest.mark.slow


def test_every_start_of_a_run_is_kept_with_its_options_versions_and_device(
    stage1: Path, data: Data, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    command = ["stage2", "--data", str(data.instructions), "--from", str(stage1), "--out", str(out)]
    assert main([*command, "--batch-size", "32", "--learning-rate", "0.003", "--save-steps", "1"]) == 0
    (out / "run.json").write_text((out / "run.json").read_text().replace('"finished": true', '"finished": false'))
    assert main([*command, "--batch-size", "32", "--learning-rate", "0.003", "--workers", "1"]) == 0
    first, second = (json.loads(line) for line in (out / "starts.jsonl").read_text().splitlines())
    assert first["data"] == [{"path": str(data.instructions.resolve()), "images": None, "weight": 1.0}]
    assert first["settings"]["from"] == str(stage1)
    assert first["settings"]["values"]["learning_rate"] == 0.003
    assert (first["settings"]["save_steps"], second["settings"]["workers"]) == (1, 1)
    assert first["device"] == "CPU"
    assert first["processes"] == 1
    assert {"torch", "transformers"} <= first["versions"].keys()
    assert first["time"] <= second["time"]
