"""What LoRA learned, merged and as adapters in peft's own form."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, cast

import numpy as np
import pytest
import torch
from peft import AutoPeftModel
from peft.tuners.lora import LoraLayer
from safetensors.torch import load_file
from torch import Tensor, nn
from transformers import AutoProcessor, LlavaForConditionalGeneration

from tests.train import tiny as models
from tests.train import tiny_models
from tests.train.conftest import Data
from tests.train.drawn import PHOTOS
from tests.train.held_out import held_out_loss
from tests.train.processes import rows
from train.__main__ import main
from train.checkpoint.export import save_adapters, write_stock
from train.checkpoint.folder import latest
from train.model import lora
from train.model.freezing import freeze

pytestmark = pytest.mark.slow
ELSEWHERE = """
import sys
sys.modules["train"] = None
import numpy, torch
from PIL import Image
from peft import PeftModel
from transformers import AutoProcessor, LlavaForConditionalGeneration
base, image, *outs = sys.argv[1:]
load = LlavaForConditionalGeneration.from_pretrained
for out in outs:
    parts = [{"type": "image"}, {"type": "text", "text": "What is this?"}]
    processor = AutoProcessor.from_pretrained(out)
    text = processor.apply_chat_template([{"role": "user", "content": parts}], add_generation_prompt=True)
    inputs = processor(images=Image.open(image), text=text, return_tensors="pt")
    logits = {}
    with torch.no_grad():
        logits["merged"], logits["base"] = (load(folder)(**inputs).logits.numpy() for folder in (out, base))
        adapted = PeftModel.from_pretrained(load(base), out + "/adapters")
        logits["adapted"] = adapted(**inputs).logits.numpy()
        logits["unloaded"] = adapted.merge_and_unload()(**inputs).logits.numpy()
    numpy.savez(out + "/logits.npz", **logits)
"""
IMAGE = PHOTOS[0]
SMALL = ["--batch-size", "16", "--max-steps", "4", "--learning-rate", "0.01"]
LORA = ["--recipe", "llava-v1.5-lora", "--lora-rank", "4", "--lora-alpha", "12", "--projector-learning-rate", "0.01"]


class Run(NamedTuple):
    """Folders: stage 1 of the ChatML model on the SigLIP tower, and stage 2 with adapters after it."""

    base: Path
    out: Path


@pytest.fixture(scope="module")
def run(tiny: models.Tiny, data: Data, tmp_path_factory: pytest.TempPathFactory) -> Run:
    made = Run(tmp_path_factory.mktemp("lora") / "base", tmp_path_factory.mktemp("lora") / "out")
    sources = ["--vision", str(tiny.siglip), "--llm", str(tiny.chatml)]
    assert main(["stage1", "--data", str(data.captions), *sources, "--out", str(made.base), *SMALL]) == 0
    arguments = ["--data", str(data.instructions), "--from", str(made.base), "--out", str(made.out), *SMALL, *LORA]
    assert main(["stage2", *arguments, "--eval-share", "0.1", "--keep-checkpoints", "1"]) == 0
    return made


def test_adapters_are_merged_into_a_model_with_the_measured_loss(run: Run, data: Data) -> None:
    assert [path.name for path in run.out.glob("*.safetensors")] == ["model.safetensors"]
    weights = load_file(run.out / "model.safetensors")
    assert not any("lora" in name or "base_layer" in name for name in weights)
    measured = [row["eval_loss"] for row in rows(run.out) if "eval_loss" in row][-1]
    model = cast("Any", LlavaForConditionalGeneration).from_pretrained(run.out)
    assert held_out_loss(run.out, data.instructions, model) == pytest.approx(measured, abs=1e-4)
    processor = cast("Any", AutoProcessor).from_pretrained(run.out)
    asked = processor.apply_chat_template([{"role": "user", "content": "Hi"}], add_generation_prompt=True)
    assert asked == "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n"


def test_peft_puts_the_adapters_on_stage_1_where_train_cannot_be_imported(run: Run, data: Data, tmp_path: Path) -> None:
    """Those that learned beside 4 bits as well, on the whole LLM."""
    packed = tmp_path / "packed"
    arguments = ["--data", str(data.instructions), "--from", str(run.base), "--out", str(packed), *LORA]
    few = ["--batch-size", "4", "--max-steps", "3", "--learning-rate", "0.01"]
    assert main(["stage2", *arguments, *few, "--four-bit"]) == 0
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [sys.executable, "-c", ELSEWHERE, str(run.base), str(IMAGE), str(run.out), str(packed)]
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
    for out in (run.out, packed):
        logits = np.load(out / "logits.npz")
        assert np.abs(logits["merged"] - logits["base"]).max() > 1e-2
        np.testing.assert_allclose(logits["adapted"], logits["merged"], atol=1e-4)
        np.testing.assert_allclose(logits["unloaded"], logits["merged"], atol=1e-4)


def test_the_adapters_configuration_is_that_of_the_run(run: Run) -> None:
    assert {path.name for path in (run.out / "adapters").iterdir()} == {
        "adapter_config.json",
        "adapter_model.safetensors",
    }
    config = json.loads((run.out / "adapters" / "adapter_config.json").read_text())
    assert (config["r"], config["lora_alpha"], config["lora_dropout"]) == (4, 12, 0.05)
    assert config["base_model_name_or_path"] == str(run.base)
    assert config["modules_to_save"] == ["multi_modal_projector"]
    assert config["inference_mode"] is True


@pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing` is deprecated:FutureWarning")  # peft asks for it
@pytest.mark.parametrize("connector", ["linear", "mlp2x_gelu"])
@pytest.mark.parametrize("name", ["llama", "gpt2"])
def test_peft_finds_the_base_and_adapts_its_llm_alone(tmp_path: Path, name: str, connector: str) -> None:
    """With GPT-2's transposed layers, and with a projector of which a part never learns."""
    recipe = tiny_models.recipe(trains="projector+lora", connector=connector)
    model = tiny_models.llava(name, connector=connector)
    model.save_pretrained(tmp_path / "base")
    freeze(model, recipe)
    for parameter in model.parameters():
        if parameter.requires_grad:
            nn.init.normal_(parameter, std=0.1)
    save_adapters(model, str(tmp_path / "base"), tmp_path / "adapters")
    adapted = cast("Any", AutoPeftModel).from_pretrained(str(tmp_path / "adapters"))
    names = [label for label, module in adapted.named_modules() if isinstance(module, LoraLayer)]
    assert len(names) == (8 if name == "gpt2" else 14)
    assert all(label.startswith("base_model.model.model.language_model.") for label in names)
    lora.merge(model)
    torch.testing.assert_close(logits(adapted), logits(model), atol=1e-4, rtol=1e-4)


def logits(model: Any) -> Tensor:
    ids = torch.tensor([[5, *[tiny_models.IMAGE_ID] * tiny_models.PATCHES, 7, 8, 9]])
    pixels = torch.randn(1, 3, 8, 8, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        return cast("Tensor", model(input_ids=ids, pixel_values=pixels).logits)


def test_adapters_are_durable_before_the_run_is_finished_and_replace_older_ones(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkpoint, adapters = latest(run.out) or Path(), tmp_path / "adapters"
    adapters.mkdir()
    (adapters / "adapter_model.safetensors").write_bytes(b"of a run that was cut off")
    order: list[int] = []
    monkeypatch.setattr(os, "fsync", noting(order))
    write_stock(checkpoint, tmp_path)
    last = order.index((tmp_path / "run.json").stat().st_ino)
    for path in (adapters, *adapters.iterdir()):
        assert order.index(path.stat().st_ino) < last
    there, here = (load_file(folder / "adapters" / "adapter_model.safetensors") for folder in (run.out, tmp_path))
    assert there.keys() == here.keys()
    assert all(torch.equal(there[name], here[name]) for name in there)


def noting(order: list[int]) -> Callable[[int], None]:
    fsync = os.fsync

    def note(number: int) -> None:
        fsync(number)
        order.append(os.fstat(number).st_ino)

    return note
