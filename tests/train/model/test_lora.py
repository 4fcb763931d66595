from typing import Any, cast

import pytest
import torch
from torch import Tensor, nn
from transformers import LlavaForConditionalGeneration

from tests.train import tiny_models as tiny
from train.errors import ModelError
from train.model import lora
from train.model.freezing import freeze


def shown(model: LlavaForConditionalGeneration, pixels: Tensor) -> tuple[Tensor, Tensor]:
    ids = torch.tensor([[5, *[tiny.IMAGE_ID] * tiny.PATCHES, 7, 8, 9]])
    with torch.no_grad():
        logits = cast("Any", model)(input_ids=ids, pixel_values=pixels).logits
    return ids, logits


@pytest.mark.parametrize("name", ["llama", "gpt2"])
def test_adapters_change_nothing_at_first_and_merge_into_a_stock_model(name: str) -> None:
    model, recipe = tiny.llava(name), tiny.recipe(trains="projector+lora")
    modules = [label for label, _ in model.named_modules()]
    pixels = torch.randn(1, 3, 8, 8)
    untouched = shown(model, pixels)[1]
    freeze(model, recipe)
    assert torch.equal(shown(model, pixels)[1], untouched)
    assert not any(".lora_" in label for label, _ in model.lm_head.named_parameters())
    for weight in lora.parameters(model):
        nn.init.normal_(weight, std=0.1)
    learned = shown(model, pixels)[1]
    assert not torch.allclose(learned, untouched, atol=1e-3)
    lora.merge(model)
    torch.testing.assert_close(shown(model, pixels)[1], learned, atol=1e-4, rtol=1e-4)
    assert [label for label, _ in model.named_modules()] == modules


def test_adapters_are_saved_by_name_and_refused_by_another_rank() -> None:
    model, other = tiny.llava(), tiny.llava()
    freeze(model, tiny.recipe(trains="projector+lora"))
    freeze(other, tiny.recipe(trains="projector+lora", lora_rank=2))
    with pytest.raises(ModelError, match="--lora-rank"):
        lora.load_adapter_state(other, lora.adapter_state(model))
    for weight in lora.parameters(model):
        nn.init.normal_(weight)
    third = tiny.llava()
    freeze(third, tiny.recipe(trains="projector+lora"))
    lora.load_adapter_state(third, lora.adapter_state(model))
    assert all(torch.equal(value, lora.adapter_state(third)[name]) for name, value in lora.adapter_state(model).items())
