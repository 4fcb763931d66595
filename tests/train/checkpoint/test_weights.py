import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from train.checkpoint.folder import is_complete, latest, mark_complete, remove_incomplete
from train.checkpoint.run_file import StageRun
from train.checkpoint.weights import TRAINED, load_trained, published_name, save_trained
from train.errors import ModelError
from train.recipe import resolve

RUN = StageRun(
    recipe=resolve("llava-v1.5", 2, {}),
    vision=None,
    llm=None,
    from_="out/stage1",
    data="0",
    seed=0,
    eval_share=0.0,
    sharded=False,
    llm_template=None,
)


@pytest.mark.parametrize(
    ("ours", "published"),
    [
        ("model.language_model.layers.0.mlp.up_proj.weight", "language_model.model.layers.0.mlp.up_proj.weight"),
        ("lm_head.weight", "language_model.lm_head.weight"),
        ("model.multi_modal_projector.linear_1.bias", "multi_modal_projector.linear_1.bias"),
        ("model.vision_tower.encoder.layers.0.x", "vision_tower.vision_model.encoder.layers.0.x"),
        ("model.vision_tower.vision_model.encoder.x", "vision_tower.vision_model.encoder.x"),
    ],
)
def test_published_names_are_those_of_llava_hf(ours: str, published: str) -> None:
    assert published_name(ours) == published


def checkpoint(out: Path, step: int) -> Path:
    folder = out / f"checkpoint-{step}"
    folder.mkdir()
    (folder / "a").write_text("whole")
    mark_complete(folder)
    return folder


def test_a_checkpoint_counts_only_when_all_of_it_is_there(tmp_path: Path) -> None:
    first, second = checkpoint(tmp_path, 9), checkpoint(tmp_path, 10)
    assert latest(tmp_path) == second
    (second / "a").write_text("hal")
    assert latest(tmp_path) == first
    (first / "complete.json").write_text('{"a":')
    assert not is_complete(first)
    assert latest(tmp_path) is None


def test_what_is_incomplete_is_removed_and_nothing_else(tmp_path: Path) -> None:
    whole = checkpoint(tmp_path, 1)
    (tmp_path / "checkpoint-2").mkdir()
    (tmp_path / "checkpoint-best").mkdir()
    assert remove_incomplete(tmp_path) == [tmp_path / "checkpoint-2"]
    assert sorted(path.name for path in tmp_path.iterdir()) == [whole.name, "checkpoint-best"]


def small() -> torch.nn.Module:
    model = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.Linear(2, 2))
    model[0].requires_grad_(requires_grad=False)
    return model


def test_only_what_has_learned_is_saved_and_put_back(tmp_path: Path) -> None:
    model, other = small(), small()
    save_trained(model, tmp_path, write=True)
    assert load_file(tmp_path / TRAINED).keys() == {"1.weight", "1.bias"}
    load_trained(other, tmp_path)
    assert torch.equal(model[1].weight, other[1].weight)  # type: ignore[index]
    assert not torch.equal(model[0].weight, other[0].weight)  # type: ignore[index]


def test_weights_that_do_not_fit_are_an_error(tmp_path: Path) -> None:
    save_trained(small(), tmp_path, write=True)
    with pytest.raises(ModelError, match="does not fit this model: 2 weights"):
        load_trained(torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.Linear(2, 2)), tmp_path)
    (tmp_path / TRAINED).write_bytes(b"torn")
    with pytest.raises(ModelError, match="cannot be used"):
        load_trained(small(), tmp_path)


def test_a_run_file_comes_back_as_it_was(tmp_path: Path) -> None:
    assert StageRun.load(tmp_path) is None
    RUN.save(tmp_path)
    assert StageRun.load(tmp_path) == RUN
    (tmp_path / "recipe.json").write_text(json.dumps({"name": "x"}))
    with pytest.raises(ModelError, match=r"run\.json is not of this version"):
        StageRun.load(tmp_path)


def test_a_run_file_that_calls_the_batch_size_global_batch_is_read(tmp_path: Path) -> None:
    RUN.save(tmp_path)
    file = tmp_path / "recipe.json"
    file.write_text(file.read_text().replace('"batch_size"', '"global_batch"'))
    assert StageRun.load(tmp_path) == RUN


def test_only_what_changes_the_result_makes_another_run() -> None:
    fast = replace(
        RUN, recipe=replace(RUN.recipe, tokens_per_batch=1, checkpointing=False, compile=True), finished=True
    )
    assert RUN.changes(fast) == []
    other = replace(RUN, seed=1, recipe=replace(RUN.recipe, learning_rate=1.0))
    assert RUN.changes(other) == ["learning_rate 2e-05 there, 1.0 now", "seed 0 there, 1 now"]
    assert RUN.changes(replace(RUN, data="1")) == ["the training data is another, or has changed"]
