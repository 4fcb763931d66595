"""What is learned, and what is measured meanwhile."""

import inspect
import json
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from transformers import Trainer

from tests.train import tiny as models
from tests.train.conftest import Data
from tests.train.processes import losses, rows
from train.__main__ import main
from train.fit.log import keep_rows, text
from train.fit.trainer import StageTrainer
from train.recipe import resolve

PRIVATE = {"_load_from_checkpoint": ["self", "resume_from_checkpoint", "model"]}


def test_what_is_overridden_of_the_trainer_is_still_there() -> None:
    ours = {name for name in vars(StageTrainer) if not name.startswith("__") and hasattr(Trainer, name)}
    assert {name for name in ours if name.startswith("_")} == PRIVATE.keys(), "list it in the module's docstring"
    for name, parameters in PRIVATE.items():
        assert list(inspect.signature(getattr(Trainer, name)).parameters) == parameters, f"Trainer.{name} has changed"
    loop = inspect.getsource(Trainer._run_epoch)
    for call in ("self.get_batch_samples(", "self.training_step(model, inputs", "self.floating_point_ops(inputs)"):
        assert call in loop, f"Trainer._run_epoch no longer calls {call}"
    assert "self.save_model(output_dir" in inspect.getsource(Trainer._save_checkpoint)
    assert "self._load_from_checkpoint(resume_from_checkpoint" in inspect.getsource(Trainer.train)


def test_the_loss_falls_in_both_stages(stage1: Path, stage2: Path) -> None:
    assert np.mean(losses(stage1)[-3:]) < losses(stage1)[0] - 0.05
    assert losses(stage2)[-1] < losses(stage2)[0] - 0.5


def test_stage_1_changes_the_projector_and_not_a_bit_of_anything_else(stage1: Path, tiny: models.Tiny) -> None:
    after = load_file(stage1 / "model.safetensors")
    for folder, prefix in ((tiny.clip, "vision_tower.vision_model."), (tiny.llama, "language_model.")):
        for name, before in load_file(folder / "model.safetensors").items():
            same = after[prefix + name.removeprefix("vision_model.")][: len(before)]
            assert torch.equal(same, before), name
    other = load_file(stage1 / "checkpoint-9" / "trained.safetensors")
    assert {name.split(".")[1] for name in other} == {"multi_modal_projector"}


def test_stage_2_changes_all_but_the_vision_tower(stage1: Path, stage2: Path) -> None:
    before, after = load_file(stage1 / "model.safetensors"), load_file(stage2 / "model.safetensors")
    changed = {name for name in before if not torch.equal(before[name], after[name])}
    assert changed == {name for name in before if not name.startswith("vision_tower.")}


def test_metrics_have_a_row_a_step_with_all_that_the_line_shows(stage2: Path) -> None:
    steps = [row for row in rows(stage2) if "loss" in row]
    assert [row["step"] for row in steps] == list(range(1, 9))
    for row in steps:
        assert row["padding_share"] == 0
        assert min(row[name] for name in ("text_tokens_per_s", "image_tokens_per_s", "memory_gb", "trained_tokens")) > 0
    assert steps[-1]["learning_rate"] < steps[1]["learning_rate"] == pytest.approx(0.003)


def test_the_held_out_loss_is_measured_by_kind(stage2: Path) -> None:
    measured = [row for row in rows(stage2) if "eval_loss" in row]
    assert [row["step"] for row in measured] == [5, 8]
    kinds = [row for row in measured[-1] if row.startswith("eval_") and row != "eval_loss"]
    assert set(kinds) <= {f"eval_{kind}_loss" for kind in ("conversation", "detail", "spatial", "comparison")}
    values = [measured[-1][kind] for kind in kinds]
    assert min(values) <= measured[-1]["eval_loss"] <= max(values)
    assert measured[-1]["eval_loss"] < measured[0]["eval_loss"]


def test_the_resolved_recipe_is_kept(stage2: Path) -> None:
    kept = json.loads((stage2 / "recipe.json").read_text())
    given = {"learning_rate": 0.003, "batch_size": 8, "dtype": "float32"}
    assert kept == resolve("llava-v1.5", 2, given).as_dict()


@pytest.mark.parametrize("more", [["--workers", "2"], ["--tokens-per-batch", "200", "--no-checkpointing"]])
def test_neither_workers_nor_the_size_of_a_batch_change_the_losses(
    stage1: Path, data: Data, tmp_path: Path, more: list[str]
) -> None:
    found = []
    for name, extra in (("a", []), ("b", more)):
        out = tmp_path / name
        options = ["--batch-size", "6", "--max-steps", "3", "--learning-rate", "0.01", *extra]
        arguments = ["--data", str(data.with_text_only), "--from", str(stage1), "--out", str(out)]
        assert main(["stage2", *arguments, *options]) == 0
        found.append(losses(out))
    np.testing.assert_allclose(found[0], found[1], atol=1e-5)


@pytest.mark.slow
def test_cached_features_change_nothing_and_are_made_once(tiny: models.Tiny, data: Data, tmp_path: Path) -> None:
    found = []
    for name, cache in (("a", []), ("b", ["--cache-features", str(tmp_path / "cache")])):
        sources = ["--data", str(data.captions), "--vision", str(tiny.siglip), "--llm", str(tiny.chatml)]
        options = ["--out", str(tmp_path / name), "--batch-size", "40", "--epochs", "2", "--recipe", "llava-v1", *cache]
        assert main(["stage1", *sources, *options]) == 0
        found.append(losses(tmp_path / name))
    np.testing.assert_allclose(found[0], found[1], atol=1e-5)
    assert len(list((tmp_path / "cache").rglob("*.safetensors"))) == 24


def test_samples_that_cannot_be_used_are_counted_or_stop_a_strict_run(
    stage1: Path, data: Data, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = data.instructions.with_name("broken.jsonl")
    lines = data.instructions.read_text().splitlines()
    lines[3] = lines[3].replace('.jpg"', '.missing"')
    broken.write_text("\n".join(lines) + "\n")
    common = ["stage2", "--data", str(broken), "--from", str(stage1), "--batch-size", "36", "--out"]
    assert main([*common, str(tmp_path / "counted")]) == 0
    assert ".missing" in capsys.readouterr().err
    problems = json.loads((tmp_path / "counted" / "problems.json").read_text())
    assert [entry["count"] for entry in problems["skipped"].values()] == [1]
    assert main([*common, str(tmp_path / "strict"), "--strict"]) == 1
    assert f"{broken}:4" in capsys.readouterr().err


def test_rows_behind_the_checkpoint_and_torn_ones_are_dropped(tmp_path: Path) -> None:
    file = tmp_path / "metrics.jsonl"
    file.write_text('{"step": 1}\n{"step": 2}\n{"step": 3}\n{"st')
    keep_rows(file, 2)
    assert file.read_text() == '{"step": 1}\n{"step": 2}\n'


def test_the_line_of_a_step() -> None:
    row = {
        "step": 3, "loss": 1.25, "learning_rate": 2e-5, "text_tokens_per_s": 1000.0, "image_tokens_per_s": 5000.0,
        "padding_share": 0.0, "mfu": 0.41, "memory_gb": 12.0, "left_s": 3661.0,
    }  # fmt: skip
    line = "step 3 of 9, loss 1.2500, lr 2.00e-05, 1000 text and 5000 image tokens/s, padding 0%, MFU 41%, 12.0 GB"
    assert text(row, 9) == line + ", 1:01:01 left"
