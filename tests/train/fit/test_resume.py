import json
import os
import random
import shutil
import signal
import time
from pathlib import Path
from unittest.mock import MagicMock

import numpy as np
import pytest
from filelock import FileLock
from safetensors.numpy import load_file
from transformers import TrainerControl, TrainerState

from tests.train.conftest import Data
from tests.train.processes import finish, losses, rows, start, wait_for
from tests.train.records import flawed
from train.__main__ import main
from train.fit.pauses import Pauses

pytestmark = pytest.mark.slow

KILLS = 3


def arguments(stage1: Path, data: Path, out: Path, save_steps: int) -> list[str]:
    """LoRA with dropout: the state of the random numbers counts, too."""
    recipe = ["--recipe", "llava-v1.5-lora", "--lora-rank", "4", "--lora-dropout", "0.2", "--learning-rate", "0.01"]
    size = ["--batch-size", "4", "--epochs", "1.5", "--save-steps", str(save_steps)]
    return ["stage2", "--data", str(data), "--from", str(stage1), "--out", str(out), *recipe, *size]


def test_a_run_that_is_killed_again_and_again_goes_on_to_the_same_losses_weights_and_counts(
    stage1: Path, data: Data, tmp_path: Path
) -> None:
    """Samples that cannot be used are trained on more than once, or held out and met at each evaluation."""
    whole, cut, log = tmp_path / "whole", tmp_path / "cut", tmp_path / "log"
    records = data.instructions.with_name("flawed.jsonl")
    flaws = flawed(records, data.instructions, 5)
    more = ["--eval-share", "0.2", "--max-length", "100"]
    assert finish(start([*arguments(stage1, records, whole, 3), *more], log), log) == 0
    chance = random.Random(time.time_ns())
    for _ in range(KILLS):
        process = start([*arguments(stage1, records, cut, 3), *more], log)
        seen = len(losses(cut))
        wait_for(seen + chance.randint(1, 6), process, cut)
        time.sleep(chance.random() * 0.05)
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
    assert finish(start([*arguments(stage1, records, cut, 3), *more], log), log) == 0
    assert "going on from" in log.read_text()
    assert [row["step"] for row in rows(cut)] == [row["step"] for row in rows(whole)]
    np.testing.assert_allclose(losses(cut), losses(whole), atol=1e-4)
    weights, same = load_file(whole / "model.safetensors"), load_file(cut / "model.safetensors")
    assert all(np.allclose(weights[name], same[name], atol=1e-5) for name in weights)
    assert files(cut) == files(whole)
    told = json.loads((cut / "problems.json").read_text())
    assert told == json.loads((whole / "problems.json").read_text())
    assert told["skipped"]["unknown role"]["count"] == flaws
    assert told["cut"] > 0


def files(out: Path) -> set[str]:
    """All that a run leaves behind."""
    return {str(path.relative_to(out)) for path in out.rglob("*") if path.is_file()}


def test_ctrl_c_saves_a_checkpoint_and_says_how_to_go_on(stage1: Path, data: Data, tmp_path: Path) -> None:
    out, log = tmp_path / "out", tmp_path / "log"
    records = data.instructions.with_name("half_flawed.jsonl")
    flawed(records, data.instructions, 2)
    process = start(arguments(stage1, records, out, 1000), log)
    wait_for(2, process, out)
    os.kill(process.pid or 0, signal.SIGINT)
    assert finish(process, log) == 3
    step = rows(out)[-1]["step"]
    assert (out / f"checkpoint-{step}" / "complete.json").is_file()
    assert "run the same command again to go on" in log.read_text()
    assert "skipped: unknown role: " in log.read_text()
    assert (out / "problems.json").is_file()


@pytest.fixture
def unfinished(stage2: Path, tmp_path: Path) -> Path:
    """Stage 2's folder as it was after its fifth step, with the leftovers of a process that was killed."""
    out = tmp_path / "stage2"
    shutil.copytree(stage2, out)
    (out / "model.safetensors").unlink()
    run = json.loads((out / "run.json").read_text())
    (out / "run.json").write_text(json.dumps(run | {"finished": False}))
    last = max(out.glob("checkpoint-*"), key=lambda path: int(path.name.split("-")[1]))
    (last / "trained.safetensors").write_bytes(b"half")
    (out / "checkpoint-99").mkdir()
    return out


def again(stage1: Path, data: Data, out: Path, *more: str, keep: bool = True) -> int:
    options = ["--batch-size", "8", "--learning-rate", "0.003", "--eval-share", "0.2", "--save-steps", "5", *more]
    options += ["--keep-checkpoints", "2"] if keep else []
    return main(["stage2", "--data", str(data.instructions), "--from", str(stage1), "--out", str(out), *options])


def test_half_written_checkpoints_are_removed_and_the_last_whole_one_is_taken(
    stage1: Path, stage2: Path, data: Data, unfinished: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert again(stage1, data, unfinished) == 0
    told = capsys.readouterr().err
    assert f"removed {unfinished / 'checkpoint-99'}" in told
    assert f"going on from {unfinished / 'checkpoint-5'}: step 5 of 8" in told
    np.testing.assert_allclose(losses(unfinished), losses(stage2), atol=1e-4)


def test_a_folder_with_another_run_is_refused(
    stage1: Path, data: Data, unfinished: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert again(stage1, data, unfinished, "--seed", "1", "--epochs", "2") == 2
    assert "epochs 1.0 there, 2.0 now; seed 0 there, 1 now" in capsys.readouterr().err


def test_a_folder_that_another_run_works_on_is_left_alone(
    stage1: Path, data: Data, unfinished: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with FileLock(unfinished / ".lock"):
        assert again(stage1, data, unfinished) == 1
    assert "another run is working on" in capsys.readouterr().err


def test_a_checkpoint_is_due_after_some_minutes_without_one_on_all_ranks_alike() -> None:
    steps = TrainerState(global_step=1, max_steps=9)
    asked = {minutes: Pauses(minutes, lambda mine: [mine, [0, 0]]) for minutes in (0.0, 30.0)}
    due = {minutes: pauses.on_step_end(MagicMock(), steps, TrainerControl()) for minutes, pauses in asked.items()}
    assert {minutes: control.should_save for minutes, control in due.items()} == {0.0: True, 30.0: False}
    other = Pauses(30.0, lambda mine: [mine, [1, 0]])
    control = other.on_step_end(MagicMock(), steps, TrainerControl())
    assert control.should_save
    assert control.should_training_stop
    assert other.stopped


def test_what_changes_no_result_may_change(stage1: Path, stage2: Path, data: Data, unfinished: Path) -> None:
    assert again(stage1, data, unfinished, "--tokens-per-batch", "300", "--no-checkpointing") == 0
    np.testing.assert_allclose(losses(unfinished), losses(stage2), atol=1e-4)


def test_a_finished_run_is_left_as_it_is(
    stage1: Path, stage2: Path, data: Data, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (stage2 / "model.safetensors").stat().st_mtime_ns
    assert again(stage1, data, stage2) == 0
    assert "nothing to do" in capsys.readouterr().err
    assert (stage2 / "model.safetensors").stat().st_mtime_ns == before
