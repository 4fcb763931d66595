"""Two processes on the CPU, with gloo: as one process, to rounding."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

from tests.patience import PATIENCE_S
from tests.train.conftest import Data
from tests.train.processes import losses, ranks, rows
from tests.train.records import flawed
from train.__main__ import main

pytestmark = pytest.mark.slow

OPTIONS = [
    "--batch-size",
    "2",
    "--max-steps",
    "6",
    "--learning-rate",
    "0.003",
    "--eval-share",
    "0.1",
    "--save-steps",
    "3",
    "--keep-checkpoints",
    "2",
]
"""Two samples per step, half of the data is text alone: some rank has only text, in some steps both have."""


@pytest.fixture(scope="module")
def records(data: Data) -> Path:
    """Samples of which every fourth cannot be used."""
    path = data.with_text_only.with_name("flawed_with_text_only.jsonl")
    flawed(path, data.with_text_only, 4)
    return path


def options(stage1: Path, records: Path, out: Path) -> list[str]:
    return ["stage2", "--data", str(records), "--from", str(stage1), "--out", str(out), *OPTIONS]


def torchrun(*command: str) -> str:
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    launcher = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    done = subprocess.run(
        [*launcher, *command], env=environment, capture_output=True, text=True, timeout=PATIENCE_S, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stderr


@pytest.fixture(scope="module")
def alone(stage1: Path, records: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("alone") / "out"
    assert main(options(stage1, records, out)) == 0
    return out


def assert_same(out: Path, alone: Path) -> None:
    np.testing.assert_allclose(losses(out), losses(alone), atol=1e-4)
    measured = [[row["eval_loss"] for row in rows(folder) if "eval_loss" in row] for folder in (out, alone)]
    np.testing.assert_allclose(measured[0], measured[1], atol=1e-4)
    weights, same = load_file(out / "model.safetensors"), load_file(alone / "model.safetensors")
    assert all(np.allclose(weights[name], same[name], atol=1e-4) for name in same)
    assert json.loads((out / "problems.json").read_text()) == json.loads((alone / "problems.json").read_text())


def test_two_processes_learn_and_count_what_one_does_though_a_rank_has_only_text(
    stage1: Path, records: Path, alone: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    told = torchrun("-m", "train", *options(stage1, records, out))
    assert "CPU x 2" in told
    assert told.count("trained: ") == 1
    assert_same(out, alone)


def test_sharded_weights_learn_the_same_and_go_on_from_a_checkpoint(
    stage1: Path, records: Path, alone: Path, tmp_path: Path
) -> None:
    out, log = tmp_path / "out", tmp_path / "log"
    command = [*options(stage1, records, out), "--distribution", "fsdp"]
    ranks(command, log)
    assert_same(out, alone)
    assert (out / "checkpoint-3" / "optimizer.bin").is_file()
    (out / "checkpoint-6" / "complete.json").unlink()
    (out / "problems.json").unlink()
    run = (out / "run.json").read_text().replace('"finished": true', '"finished": false')
    (out / "run.json").write_text(run)
    ranks(command, log)
    assert "going on from" in log.read_text()
    assert_same(out, alone)
