from pathlib import Path
from typing import Any, cast

import pytest
import torch
from torch import Tensor, nn
from transformers import CohereConfig, Gemma2Config, LlavaForConditionalGeneration, PhiConfig, PreTrainedModel

from tests.train import tiny_models as tiny
from train.batch.bundle import alone
from train.batch.collate import collate
from train.errors import ModelError
from train.model.composition import assemble, compose, from_checkpoint, tokens_per_image
from train.model.features import encode
from train.model.learner import Learner


class Words:
    """As much of a tokenizer as composing looks at."""

    pad_token_id = 0

    def __len__(self) -> int:
        return tiny.VOCABULARY


def shown(model: LlavaForConditionalGeneration, pixels: Tensor) -> tuple[Tensor, Tensor]:
    ids = torch.tensor([[5, *[tiny.IMAGE_ID] * tiny.PATCHES, 7, 8, 9]])
    with torch.no_grad():
        logits = cast("Any", model)(input_ids=ids, pixel_values=pixels).logits
    return ids, logits


@pytest.mark.parametrize("tower", ["clip", "siglip"])
@pytest.mark.parametrize("connector", ["linear", "mlp2x_gelu"])
@pytest.mark.parametrize("name", ["llama", "llama tied", "qwen2", "gpt2", "opt"])
def test_a_saved_model_is_a_stock_one(tower: str, connector: str, name: str, tmp_path: Path) -> None:
    model = tiny.llava(name, tower, connector=connector)
    pixels = torch.randn(1, 3, 8, 8)
    model.save_pretrained(tmp_path)
    again, info = cast("Any", LlavaForConditionalGeneration).from_pretrained(tmp_path, output_loading_info=True)
    assert not info["missing_keys"]
    assert not info["unexpected_keys"]
    torch.testing.assert_close(shown(model, pixels)[1], shown(again, pixels)[1], atol=1e-6, rtol=1e-6)


@pytest.mark.parametrize("name", ["llama", "llama tied", "gpt2"])
def test_text_alone_scores_as_the_llm_does(name: str) -> None:
    plain, model = cast("Any", tiny.llm(name)), cast("Any", tiny.llava(name))
    ids = torch.tensor([[5, 6, 7, 8]])
    with torch.no_grad():
        torch.testing.assert_close(model(input_ids=ids).logits[..., :96], plain(input_ids=ids).logits)


@pytest.mark.parametrize("tower", ["clip", "siglip"])
@pytest.mark.parametrize("connector", ["linear", "mlp2x_gelu"])
def test_the_loss_is_the_stock_models(tower: str, connector: str) -> None:
    model = tiny.llava(tower=tower, connector=connector)
    examples = [tiny.example(9, seed=1), tiny.example(5, images=2, seed=2), tiny.example(7, images=0, seed=3)]
    pixels = tiny.pixels_of(examples)
    total, count = torch.zeros(()), 0
    for one in examples:
        given: dict[str, Any] = {"input_ids": torch.from_numpy(one.ids)[None]}
        if one.images:
            given["pixel_values"] = torch.stack([pixels[image.key] for image in one.images])
        with torch.no_grad():
            loss = cast("Any", model)(**given, labels=torch.from_numpy(one.labels)[None]).loss
        total, count = total + loss * one.trained, count + one.trained
    losses = Learner(model)(collate(alone(examples), pixels, image_token_id=tiny.IMAGE_ID))
    assert losses.trained == count
    torch.testing.assert_close(losses.sum, total, atol=1e-4, rtol=2e-6)


def test_new_embedding_rows_start_as_the_mean_of_the_old() -> None:
    model = tiny.llava("llama")
    for layer in (model.get_input_embeddings(), model.get_output_embeddings()):
        weight = cast("nn.Embedding", layer).weight
        assert weight.shape[0] == 128
        torch.testing.assert_close(weight[tiny.IMAGE_ID], weight[:96].mean(dim=0))
    assert model.config.text_config.vocab_size == 128  # type: ignore[union-attr]


def test_tied_embeddings_stay_tied_where_the_stock_class_ties_them() -> None:
    tied, untied = tiny.llava("llama tied"), tiny.llava("gpt2")
    assert cast("Any", tied.get_input_embeddings()).weight is tied.lm_head.weight
    assert tied.config.tie_word_embeddings
    assert cast("Any", untied.get_input_embeddings()).weight is not untied.lm_head.weight
    assert not untied.config.tie_word_embeddings


_SMALL: dict[str, Any] = {"hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 2, "vocab_size": 96}
_SMALL |= {"num_attention_heads": 4, "num_key_value_heads": 2, "pad_token_id": 0, "bos_token_id": 1, "eos_token_id": 2}
REFUSED = {
    "its output layer is not a matrix alone": PhiConfig(**_SMALL),
    "it scales or caps its scores": CohereConfig(**_SMALL, logit_scale=0.0625),
    "it scales or caps": Gemma2Config(**_SMALL, head_dim=8, final_logit_softcapping=1.0),
}


@pytest.mark.parametrize("why", REFUSED)
def test_an_llm_that_the_stock_class_would_run_otherwise_is_refused(why: str) -> None:
    odd = tiny.llm_of(REFUSED[why])
    with pytest.raises(ModelError, match=why):
        assemble(tiny.clip(), odd, tiny.recipe(), image_token_id=96, vocabulary=97)


def test_siglip_without_its_first_patch_and_a_layer_that_is_not_there_are_refused() -> None:
    with pytest.raises(ModelError, match="no class token"):
        tiny.llava(tower="siglip", feature_select="default")
    with pytest.raises(ModelError, match="has 3 layers"):
        Learner(tiny.llava(feature_layer=-5))


@pytest.mark.parametrize(
    ("tower", "values", "count"),
    [
        ("clip", {}, 4),
        ("siglip", {}, 4),
        ("clip", {"feature_select": "full"}, 5),
        ("clip", {"connector": "qformer"}, 32),
    ],
)
def test_an_image_needs_as_many_placeholders_as_its_features(tower: str, values: dict[str, Any], count: int) -> None:
    model = tiny.llava(tower=tower, **values)
    assert tokens_per_image(model, tiny.recipe(**values)) == count
    projected = cast("Any", model.model.multi_modal_projector)(encode(model, torch.randn(1, 3, 8, 8)))
    assert projected.shape == (1, count, 32)


def saved(folder: Path, model: PreTrainedModel) -> Path:
    model.save_pretrained(folder)
    return folder


@pytest.mark.parametrize("tower", ["clip", "siglip"])
def test_a_model_is_composed_from_folders(tower: str, tmp_path: Path) -> None:
    sources = saved(tmp_path / "vision", tiny.TOWERS[tower]()), saved(tmp_path / "llm", tiny.llm())
    torch.manual_seed(1)
    model = compose(*sources, tiny.recipe(), tokenizer=Words(), image_token_id=96, dtype=torch.float32)
    in_memory = tiny.llava(tower=tower)
    for (name, one), other in zip(model.named_parameters(), in_memory.parameters(), strict=True):
        if "projector" not in name:
            assert torch.equal(one, other), name


def test_a_stage_goes_on_from_a_stock_checkpoint_with_the_same_connector(tmp_path: Path) -> None:
    model = tiny.llava(connector="linear")
    model.save_pretrained(tmp_path)
    again = from_checkpoint(tmp_path, tiny.recipe(connector="linear"), dtype=torch.float32)
    assert all(torch.equal(one, other) for one, other in zip(model.parameters(), again.parameters(), strict=True))
    with pytest.raises(ModelError, match="projector_hidden_act 'linear'"):
        from_checkpoint(tmp_path, tiny.recipe(), dtype=torch.float32)
    with pytest.raises(ModelError, match="cannot be loaded as a LLaVA checkpoint"):
        from_checkpoint(tmp_path / "none", tiny.recipe(), dtype=torch.float32)
