"""Two processes that are stopped, and go on in as many or in another number."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

from tests.patience import PATIENCE_S, wait_for
from tests.train.conftest import Data
from tests.train.processes import losses, ranks, rows
from train.__main__ import main

pytestmark = pytest.mark.slow

OPTIONS = ["--batch-size", "2", "--max-steps", "40", "--learning-rate", "0.003", "--save-steps", "25"]
LAUNCHER = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2", "-m", "train"]


def command(stage1: Path, data: Data, out: Path, *more: str) -> list[str]:
    arguments = ["--data", str(data.with_text_only), "--from", str(stage1), "--out", str(out)]
    return ["stage2", *arguments, *OPTIONS, "--keep-checkpoints", "2", *more]


@pytest.fixture(scope="module")
def undisturbed(stage1: Path, data: Data, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("undisturbed") / "out"
    assert main(command(stage1, data, out)) == 0
    return out


def assert_same(out: Path, undisturbed: Path) -> None:
    assert [row["step"] for row in rows(out)] == [row["step"] for row in rows(undisturbed)]
    np.testing.assert_allclose(losses(out), losses(undisturbed), atol=1e-4)
    weights, same = load_file(out / "model.safetensors"), load_file(undisturbed / "model.safetensors")
    assert all(np.allclose(weights[name], same[name], atol=1e-4) for name in same)


def stopped(arguments: list[str], out: Path, number: signal.Signals) -> str:
    """Start torchrun as a shell does, send its process group a signal after some steps, and return what it said."""
    process = subprocess.Popen(
        [*LAUNCHER, *arguments],
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        process_group=0,
    )
    wait_for(lambda: process.poll() is not None or len(losses(out)) >= 3)
    os.killpg(process.pid, number)
    _, told = process.communicate(timeout=PATIENCE_S)
    assert process.returncode != 0, told
    return told


def test_ctrl_c_at_torchrun_saves_a_checkpoint_and_two_processes_go_on(
    stage1: Path, data: Data, undisturbed: Path, tmp_path: Path
) -> None:
    out, log = tmp_path / "out", tmp_path / "log"
    told = stopped(command(stage1, data, out), out, signal.SIGINT)
    step = rows(out)[-1]["step"]
    assert f"step {step} of 40 is saved: run the same command again to go on" in told
    assert (out / f"checkpoint-{step}" / "complete.json").is_file()
    ranks(command(stage1, data, out), log)
    assert f"step {step} of 40" in log.read_text()
    assert_same(out, undisturbed)


@pytest.mark.slow
@pytest.mark.endurance
def test_what_torchrun_is_told_to_end_goes_on_in_one_process(
    stage1: Path, data: Data, undisturbed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """torchrun sends its signal to the processes that read images, too."""
    out = tmp_path / "out"
    told = stopped(command(stage1, data, out, "--workers", "1"), out, signal.SIGTERM)
    step = rows(out)[-1]["step"]
    assert f"step {step} of 40 is saved: run the same command again to go on" in told
    assert main(command(stage1, data, out)) == 0
    assert f"step {step} of 40" in capsys.readouterr().err
    assert_same(out, undisturbed)


def test_what_one_process_began_goes_on_in_two(stage1: Path, data: Data, undisturbed: Path, tmp_path: Path) -> None:
    out, log = tmp_path / "out", tmp_path / "log"
    shutil.copytree(undisturbed, out)
    (out / "checkpoint-40" / "complete.json").unlink()
    run = json.loads((out / "run.json").read_text())
    (out / "run.json").write_text(json.dumps(run | {"finished": False}))
    ranks(command(stage1, data, out), log)
    assert "step 25 of 40" in log.read_text()
    assert_same(out, undisturbed)


def test_sharded_weights_do_not_go_on_in_one_process(
    stage1: Path, data: Data, undisturbed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    shutil.copytree(undisturbed, out)
    run = json.loads((out / "run.json").read_text())
    (out / "run.json").write_text(json.dumps(run | {"finished": False, "sharded": True}))
    assert main(command(stage1, data, out)) == 2
    assert "sharded True there, False now" in capsys.readouterr().err
