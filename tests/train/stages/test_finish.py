"""What a finished run leaves in its folder, and that a process which is cut off at its end loses nothing."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.numpy import load_file

from tests.train.conftest import Data
from train.__main__ import main
from train.checkpoint.folder import checkpoints, remove_all_but, step_of
from train.console import plain_console
from train.data.problems import Problems
from train.fit.ranks import Ranks
from train.fit.sample_counts import SampleCounts
from train.sample import Origin, Problem
from train.stages.finish import tell_after_error

STOCK = ("model.safetensors", "config.json", "tokenizer.json")


def again(stage1: Path, data: Data, out: Path) -> int:
    """Stage 2's own command, without --keep-checkpoints."""
    options = ["--batch-size", "8", "--learning-rate", "0.003", "--eval-share", "0.2", "--save-steps", "5"]
    return main(["stage2", "--data", str(data.instructions), "--from", str(stage1), "--out", str(out), *options])


def unfinished(out: Path) -> None:
    run = json.loads((out / "run.json").read_text())
    (out / "run.json").write_text(json.dumps(run | {"finished": False}))


def before_the_stock_files(out: Path) -> None:
    unfinished(out)
    for name in STOCK:
        (out / name).unlink()


def among_the_stock_files(out: Path) -> None:
    unfinished(out)
    (out / ".export.part").mkdir()
    (out / "config.json").rename(out / ".export.part" / "config.json")
    (out / "model.safetensors").write_bytes(b"of another run")


def before_the_checkpoints_are_removed(out: Path) -> None:
    assert json.loads((out / "run.json").read_text())["finished"]


def among_the_checkpoints(out: Path) -> None:
    shutil.rmtree(out / "checkpoint-5")
    (out / "checkpoint-8" / "trained.safetensors").unlink()


@pytest.mark.parametrize(
    "cut_off",
    [before_the_stock_files, among_the_stock_files, before_the_checkpoints_are_removed, among_the_checkpoints],
)
def test_a_run_that_is_cut_off_at_its_end_ends_with_the_same_folder(
    stage1: Path, stage2: Path, data: Data, tmp_path: Path, cut_off: Callable[[Path], None]
) -> None:
    out = tmp_path / "out"
    shutil.copytree(stage2, out)
    cut_off(out)
    assert again(stage1, data, out) == 0
    names = {path.name for path in stage2.iterdir() if not path.name.startswith("checkpoint-")}
    assert {path.name for path in out.iterdir()} == names
    assert json.loads((out / "run.json").read_text())["finished"]
    weights, same = (load_file(folder / "model.safetensors") for folder in (out, stage2))
    assert weights.keys() == same.keys()
    assert all((weights[name] == same[name]).all() for name in same)


def test_a_checkpoint_stays_until_the_model_made_of_it_is_finished(
    stage1: Path, stage2: Path, data: Data, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    shutil.copytree(stage2, out)
    unfinished(out)

    def full(*_: object) -> None:
        message = "No space left on device"
        raise OSError(message)

    monkeypatch.setattr("train.checkpoint.export.save_published", full)
    with pytest.raises(OSError, match="No space left"):
        again(stage1, data, out)
    assert (out / "checkpoint-8" / "complete.json").is_file()


def test_the_model_is_durable_before_a_checkpoint_is_removed(
    stage1: Path, stage2: Path, data: Data, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    shutil.copytree(stage2, out)
    before_the_stock_files(out)
    durable: set[int] = set()
    fsync = os.fsync

    def note(number: int) -> None:
        fsync(number)
        durable.add(os.fstat(number).st_ino)

    def remove(folder: Path, last: int) -> list[Path]:
        needed = [folder, *(folder / name for name in (*STOCK, "run.json", "recipe.json"))]
        assert [path for path in needed if path.stat().st_ino not in durable] == []
        return remove_all_but(folder, last)

    monkeypatch.setattr(os, "fsync", note)
    monkeypatch.setattr("train.stages.finish.remove_all_but", remove)
    assert again(stage1, data, out) == 0
    assert not list(out.glob("checkpoint-*"))


def test_exporting_a_finished_run_without_checkpoints_says_that_it_is_one(
    stage2: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    shutil.copytree(stage2, out, ignore=shutil.ignore_patterns("checkpoint-*"))
    assert main(["export", str(out), "--to", str(tmp_path / "to")]) == 1
    assert "is a finished run, and a stock checkpoint itself" in capsys.readouterr().err


@pytest.mark.parametrize("ranks", [1, 2])
def test_after_an_error_counts_of_one_rank_are_not_given_out_as_those_of_all(
    tmp_path: Path, ranks: int, capsys: pytest.CaptureFixture[str]
) -> None:
    problems = Problems()
    problems.add(Problem("empty turn", "turn 1", Origin(Path("data.jsonl"), 4)))
    tell_after_error(SampleCounts(problems), tmp_path, Ranks(torch.device("cpu"), 0, ranks, plain_console()))
    told = capsys.readouterr().out
    assert "skipped: empty turn: 1, such as data.jsonl:4: turn 1" in told
    assert ("of the first process alone" in told) is (ranks > 1)
    assert (tmp_path / "problems.json").exists() is (ranks == 1)


@pytest.mark.slow
def test_as_many_checkpoints_stay_as_are_asked_for(stage1: Path, data: Data, tmp_path: Path) -> None:
    command = ["stage2", "--data", str(data.instructions), "--from", str(stage1), "--out", str(tmp_path / "out")]
    options = ["--batch-size", "8", "--max-steps", "5", "--save-steps", "1", "--learning-rate", "0.003"]
    for kept in (3, 1):
        assert main([*command, *options, "--keep-checkpoints", str(kept)]) == 0
        assert [step_of(path) for path in checkpoints(tmp_path / "out")] == list(range(6 - kept, 6))
