from pathlib import Path

import pytest

from tests.train.conftest import Data
from train.__main__ import main

pytestmark = pytest.mark.slow


def test_a_run_that_never_came_to_a_checkpoint_may_begin_anew_with_other_settings(
    stage1: Path, data: Data, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    command = ["stage2", "--data", str(data.instructions), "--from", str(stage1), "--out", str(out)]
    command += ["--batch-size", "4"]
    diverges = ["--learning-rate", "1e37", "--max-grad-norm", "0"]
    assert main([*command, *diverges, "--max-steps", "3", "--save-steps", "9"]) == 1
    (out / "problems.json").write_text("{}")
    assert main([*command, "--max-steps", "1"]) == 0
    assert not (out / "problems.json").exists()
    assert len((out / "metrics.jsonl").read_text().splitlines()) == 1
    assert main([*command, "--max-steps", "2"]) == 2
    assert "max_steps 1 there, 2 now" in capsys.readouterr().err
