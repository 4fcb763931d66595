"""An LLM in 4 bits beside parts that learn, with bitsandbytes' kernels for processors."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
import torch
from bitsandbytes.functional import dequantize_4bit
from safetensors.torch import load_file
from torch import Tensor
from transformers import LlavaForConditionalGeneration

from tests.train import tiny as models
from tests.train.conftest import Data
from tests.train.processes import losses
from train.__main__ import main
from train.stages.prepare import PreparedStage, prepare

pytestmark = pytest.mark.slow

LORA = ["--recipe", "llava-v1.5-lora", "--lora-rank", "4", "--lora-alpha", "8", "--projector-learning-rate", "0.002"]
OPTIONS = [
    "--four-bit",
    "--batch-size",
    "8",
    "--learning-rate",
    "0.01",
    "--eval-share",
    "0.1",
    "--keep-checkpoints",
    "2",
]
MATRICES = 14
"""In the decoder of the tiny LLM: two layers of seven."""


@dataclass(frozen=True)
class Prepare:
    """A model as it was before the first step, and the model itself, which the run then trains."""

    before: dict[str, Tensor]
    llava: LlavaForConditionalGeneration

    def changed(self) -> set[str]:
        now = self.llava.state_dict()
        assert now.keys() == self.before.keys()
        return {name for name, value in now.items() if not torch.equal(value, self.before[name])}

    def in_four_bits(self) -> dict[str, Tensor]:
        """What the packed matrices stand for, by their names in a published checkpoint."""
        packed = {name: weight for name, weight in self.llava.named_parameters() if hasattr(weight, "quant_state")}
        assert {weight.dtype for weight in packed.values()} == {torch.uint8}
        return {
            name.replace("model.language_model.", "language_model.model.").replace(".base_layer", ""): dequantize_4bit(
                weight.data, cast("Any", weight).quant_state
            )
            for name, weight in packed.items()
        }


@pytest.fixture
def prepared(monkeypatch: pytest.MonkeyPatch) -> list[Prepare]:
    """The models of the runs that follow."""
    seen: list[Prepare] = []

    def noted(*arguments: Any) -> PreparedStage:
        made = prepare(*arguments)
        state = {name: value.clone() for name, value in made.parts.llava.state_dict().items()}
        seen.append(Prepare(state, made.parts.llava))
        return made

    monkeypatch.setattr("train.stages.run.prepare", noted)
    return seen


def scores(model: Any) -> Tensor:
    text = torch.randint(10, 300, (1, 24), generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        return cast("Tensor", model.eval()(input_ids=text).logits)


def distance(one: Tensor, other: Tensor) -> float:
    return float((one - other).norm() / other.norm())


def stock(folder: Path) -> LlavaForConditionalGeneration:
    return LlavaForConditionalGeneration.from_pretrained(folder)


def test_adapters_learn_over_4_bits_that_stay_go_on_after_a_cut_and_are_merged_into_the_whole_llm(
    stage1: Path, data: Data, tmp_path: Path, prepared: list[Prepare], capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    arguments = ["--data", str(data.instructions), "--from", str(stage1), "--max-steps", "12", "--save-steps", "6"]
    command = ["stage2", *arguments, "--out", str(out), *LORA, *OPTIONS]
    assert main(command) == 0
    whole_run, learned = losses(out), prepared[0]
    assert np.mean(whole_run[-3:]) < whole_run[0] - 0.1
    assert all(".lora_" in name or "multi_modal_projector" in name for name in learned.changed())
    assert {"lora_" in name for name in learned.changed()} == {True, False}

    source, merged = load_file(stage1 / "model.safetensors"), load_file(out / "model.safetensors")
    held = learned.in_four_bits()
    assert len(held) == MATRICES
    exported = stock(out)
    assert distance(scores(exported), scores(learned.llava)) < 0.2
    assert distance(scores(stock(stage1)), scores(learned.llava)) > 0.8
    rounded = {name: merged[name] - source[name] + value for name, value in held.items()}
    exported.load_state_dict({**exported.state_dict(), **_stock_names(rounded)})
    assert distance(scores(exported), scores(learned.llava)) < 1e-4

    (out / "checkpoint-12" / "complete.json").unlink()
    run = json.loads((out / "run.json").read_text())
    (out / "run.json").write_text(json.dumps(run | {"finished": False}))
    capsys.readouterr()
    assert main(command) == 0
    assert "step 6 of 12" in capsys.readouterr().err
    np.testing.assert_allclose(losses(out), whole_run, atol=1e-5)
    again = load_file(out / "model.safetensors")
    assert all(torch.allclose(again[name], merged[name], atol=1e-5) for name in merged)


def _stock_names(weights: dict[str, Tensor]) -> dict[str, Tensor]:
    return {name.replace("language_model.model.", "model.language_model."): value for name, value in weights.items()}


def test_a_projector_learns_beside_4_bits_and_the_llm_comes_out_as_it_went_in(
    tiny: models.Tiny, data: Data, tmp_path: Path, prepared: list[Prepare]
) -> None:
    out = tmp_path / "out"
    sources = ["--data", str(data.captions), "--vision", str(tiny.clip), "--llm", str(tiny.llama)]
    assert main(["stage1", *sources, "--out", str(out), "--max-steps", "8", *OPTIONS]) == 0
    assert np.mean(losses(out)[-3:]) < losses(out)[0] - 0.05
    assert len(prepared[0].in_four_bits()) == MATRICES
    assert {name.split(".")[1] for name in prepared[0].changed()} == {"multi_modal_projector"}
    before, after = load_file(tiny.llama / "model.safetensors"), load_file(out / "model.safetensors")
    assert all(torch.equal(after[f"language_model.{name}"][: len(value)], value) for name, value in before.items())


def test_stage_2_may_teach_the_projector_alone_beside_4_bits(
    stage1: Path, data: Data, tmp_path: Path, prepared: list[Prepare]
) -> None:
    out = tmp_path / "out"
    arguments = ["--data", str(data.instructions), "--from", str(stage1), "--trains", "projector", "--max-steps", "8"]
    assert main(["stage2", *arguments, "--out", str(out), *OPTIONS]) == 0
    assert np.mean(losses(out)[-3:]) < losses(out)[0]
    assert len(prepared[0].in_four_bits()) == MATRICES
    assert {name.split(".")[1] for name in prepared[0].changed()} == {"multi_modal_projector"}
    before, after = load_file(stage1 / "model.safetensors"), load_file(out / "model.safetensors")
    assert {name for name in before if not torch.equal(before[name], after[name])} == {
        name for name in before if name.startswith("multi_modal_projector.")
    }
