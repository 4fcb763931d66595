"""What comes out is a stock checkpoint, and computes what was trained."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from transformers import AutoProcessor, LlavaForConditionalGeneration

from tests.train.conftest import Data
from tests.train.drawn import PHOTOS
from tests.train.held_out import held_out_loss
from tests.train.processes import rows
from train.__main__ import main
from train.checkpoint.folder import latest
from train.checkpoint.parts import build
from train.checkpoint.run_file import StageRun
from train.checkpoint.weights import load_trained
from train.model.freezing import freeze

ELSEWHERE = """
import sys
sys.modules["train"] = None
import numpy, torch
from PIL import Image
from transformers import AutoProcessor, LlavaForConditionalGeneration
folder, image, out = sys.argv[1:]
processor = AutoProcessor.from_pretrained(folder)
model = LlavaForConditionalGeneration.from_pretrained(folder)
parts = [{"type": "image"}, {"type": "text", "text": "What is this?"}]
text = processor.apply_chat_template([{"role": "user", "content": parts}], add_generation_prompt=True)
inputs = processor(images=Image.open(image), text=text, return_tensors="pt")
with torch.no_grad():
    numpy.savez(out, logits=model(**inputs).logits.numpy(), pixels=inputs["pixel_values"], ids=inputs["input_ids"])
"""
IMAGE = PHOTOS[0]


def test_the_stock_model_has_the_loss_that_was_measured_in_training(stage2: Path, data: Data) -> None:
    model, info = cast("Any", LlavaForConditionalGeneration).from_pretrained(stage2, output_loading_info=True)
    assert not info["missing_keys"]
    assert not info["unexpected_keys"]
    measured = [row["eval_loss"] for row in rows(stage2) if "eval_loss" in row][-1]
    assert held_out_loss(stage2, data.instructions, model) == pytest.approx(measured, abs=1e-4)


def test_it_loads_and_computes_the_same_where_train_cannot_be_imported(stage2: Path, tmp_path: Path) -> None:
    file = tmp_path / "out.npz"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [sys.executable, "-c", ELSEWHERE, str(stage2), str(IMAGE), str(file)]
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
    there = np.load(file)
    run = StageRun.load(stage2)
    assert run is not None
    parts = build(run, torch.float32)
    freeze(parts.llava, run.recipe)
    load_trained(parts.llava, latest(stage2) or Path())
    ids, pixels = torch.from_numpy(there["ids"]), torch.from_numpy(there["pixels"])
    with torch.no_grad():
        here = cast("Any", parts.llava)(input_ids=ids, pixel_values=pixels).logits
    np.testing.assert_allclose(there["logits"], here, atol=1e-5)


def test_weights_are_named_as_those_of_llava_hf(stage2: Path) -> None:
    names = load_file(stage2 / "model.safetensors").keys()
    prefixes = {
        "language_model.lm_head.weight",
        "language_model.model.embed_tokens.weight",
        "language_model.model.norm.weight",
        "language_model.model.layers.1.self_attn.q_proj.weight",
        "multi_modal_projector.linear_1.weight",
        "multi_modal_projector.linear_2.bias",
        "vision_tower.vision_model.embeddings.class_embedding",
        "vision_tower.vision_model.encoder.layers.2.mlp.fc1.weight",
        "vision_tower.vision_model.post_layernorm.weight",
        "vision_tower.vision_model.pre_layrnorm.weight",
    }
    assert prefixes <= names
    roots = ("language_model.", "multi_modal_projector.", "vision_tower.vision_model.")
    assert all(name.startswith(roots) for name in names)


def test_all_files_of_a_stock_checkpoint_are_there(stage1: Path, stage2: Path) -> None:
    config = json.loads((stage2 / "config.json").read_text())
    assert config["architectures"] == ["LlavaForConditionalGeneration"]
    assert (stage2 / "generation_config.json").is_file()
    for folder, pads in ((stage1, False), (stage2, True)):
        assert json.loads((folder / "preprocessor_config.json").read_text())["do_pad"] is pads
        processor = cast("Any", AutoProcessor).from_pretrained(folder)
        assert processor.image_processor.do_pad is pads
        assert processor.chat_template


def test_any_checkpoint_of_a_run_can_be_exported(stage2: Path, tmp_path: Path) -> None:
    assert main(["export", str(stage2 / "checkpoint-5"), "--to", str(tmp_path / "five")]) == 0
    assert main(["export", str(stage2), "--to", str(tmp_path / "last")]) == 0
    five, last, final = (
        load_file(path / "model.safetensors") for path in (tmp_path / "five", tmp_path / "last", stage2)
    )
    assert all(torch.equal(last[name], final[name]) for name in final)
    name = "language_model.lm_head.weight"
    assert not torch.equal(five[name], final[name])


@pytest.mark.parametrize(("what", "says"), [("empty", "holds no complete checkpoint"), ("missing", "does not exist")])
def test_export_says_what_it_needs(tmp_path: Path, what: str, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    assert main(["export", str(tmp_path / what), "--to", str(tmp_path / "to")]) == 1
    assert f"{tmp_path / what} {says}: name a run folder" in capsys.readouterr().err


def test_export_writes_into_no_folder_that_is_in_use(
    stage2: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine").write_text("x")
    assert main(["export", str(stage2), "--to", str(tmp_path)]) == 2
    assert "is not empty" in capsys.readouterr().err
