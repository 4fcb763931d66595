from typing import Any, cast

import pytest
import torch

from tests.train import tiny_models as tiny
from train.model.features import cut_vision, encode, feature_index


@pytest.mark.parametrize("tower", ["clip", "siglip"])
@pytest.mark.parametrize("layer", [-1, -2, -3])
def test_a_cut_tower_gives_the_features_of_the_whole_one(tower: str, layer: int) -> None:
    model = tiny.llava(tower=tower, feature_layer=layer)
    pixels = torch.randn(2, 3, 8, 8)
    whole: Any = model.model.vision_tower(pixels, output_hidden_states=True)
    expected = whole.hidden_states[layer][:, 1:] if tower == "clip" else whole.hidden_states[layer]
    before = {name for name, _ in model.named_parameters()}
    cut = cut_vision(model)
    assert len(cast("Any", model.model.vision_tower).encoder.layers) == feature_index(model) == 4 + layer
    assert torch.equal(encode(model, pixels), expected)
    assert expected.shape == (2, tiny.PATCHES, 24)
    cut.restore()
    assert {name for name, _ in model.named_parameters()} == before
    again: Any = model.model.vision_tower(pixels)
    assert torch.equal(again.last_hidden_state, whole.last_hidden_state)
