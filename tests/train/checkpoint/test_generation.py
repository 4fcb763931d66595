"""An exported checkpoint ends its answers by itself, in plain transformers."""

import json
from pathlib import Path
from typing import Any, cast

import pytest
import torch
from transformers import AutoProcessor, LlavaForConditionalGeneration, LogitsProcessor, LogitsProcessorList

from tests.train import tiny as models
from tests.train.conftest import Data
from train.__main__ import main

pytestmark = pytest.mark.slow


@pytest.fixture
def chatml(tiny: models.Tiny, tmp_path: Path) -> Path:
    """A ChatML model as base models are: EOS is the end of a text; and it samples by halves, as Vicuna's file does."""
    folder = tmp_path / "chatml"
    folder.mkdir()
    for file in tiny.chatml.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    named = json.loads((folder / "tokenizer_config.json").read_text())
    (folder / "tokenizer_config.json").write_text(json.dumps(named | {"eos_token": "<|endoftext|>"}))
    (folder / "generation_config.json").write_text('{"eos_token_id": 0, "temperature": 0.9, "top_p": 0.6}')
    return folder


class Says(LogitsProcessor):
    """Makes one token the best at every place."""

    def __init__(self, token: int) -> None:
        self.token = token

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        del input_ids
        return scores.index_fill(1, torch.tensor([self.token]), 1e9)


def test_an_answer_ends_at_the_end_of_turn_though_the_eos_is_another(
    tiny: models.Tiny, chatml: Path, data: Data, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    sources = ["--data", str(data.captions), "--vision", str(tiny.clip), "--llm", str(chatml), "--out", str(out)]
    assert main(["stage1", *sources, "--text", "chat", "--max-steps", "1", "--batch-size", "4"]) == 0
    tokenizer = cast("Any", AutoProcessor).from_pretrained(out).tokenizer
    turn, text, other = tokenizer.convert_tokens_to_ids(["<|im_end|>", "<|endoftext|>", "a"])
    kept = json.loads((out / "generation_config.json").read_text())
    assert (kept["eos_token_id"], kept["pad_token_id"]) == ([turn, text], text)
    assert "temperature" not in kept
    model = cast("Any", LlavaForConditionalGeneration).from_pretrained(out)
    question = torch.tensor([[other, other]])
    lengths = {}
    for token in (turn, text, other):
        says = LogitsProcessorList([Says(token)])
        lengths[token] = model.generate(question, max_new_tokens=5, logits_processor=says).shape[1] - 2
    assert lengths == {turn: 1, text: 1, other: 5}
