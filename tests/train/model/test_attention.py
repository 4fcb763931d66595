from typing import Any, cast

import pytest
import torch
from torch import Tensor
from transformers import BloomConfig, Gemma2Config, Gemma3TextConfig, LlavaForConditionalGeneration

from tests.train import tiny_models as tiny
from train.errors import ModelError
from train.model.attention import packed_arguments
from train.model.isolation import use_packed_attention

LENGTHS = (9, 5, 7)
FITTING = ["llama", "qwen2", "gpt2", "opt", "mistral sliding", "qwen2 sliding"]
_SMALL: dict[str, Any] = {"hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 2, "vocab_size": 96}
_SMALL |= {"num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 8}


def ids(seed: int = 0) -> list[Tensor]:
    generator = torch.Generator().manual_seed(seed)
    return [torch.randint(3, 96, (1, length), generator=generator) for length in LENGTHS]


def packed(body: Any, texts: list[Tensor]) -> tuple[Tensor, ...]:
    """Each text's hidden states, and the embeddings they came from with their gradients kept."""
    embeddings = body.get_input_embeddings()(torch.cat(texts, dim=1)).detach().requires_grad_()
    positions = torch.cat([torch.arange(text.shape[1]) for text in texts])[None]
    borders = torch.tensor([0, *torch.tensor([text.shape[1] for text in texts]).cumsum(0).tolist()], dtype=torch.int32)
    arguments = packed_arguments(borders, max(LENGTHS))
    out = body(inputs_embeds=embeddings, position_ids=positions, **arguments).last_hidden_state
    return embeddings, *torch.split(out, list(LENGTHS), dim=1)


def body_of(name: str) -> Any:
    body = cast("Any", tiny.llm(name).base_model)
    use_packed_attention(body)
    return body


@pytest.mark.parametrize("name", FITTING)
def test_a_packed_batch_equals_each_text_alone(name: str) -> None:
    plain = cast("Any", tiny.llm(name).base_model)
    texts = ids()
    alone = [plain(input_ids=text, use_cache=False).last_hidden_state for text in texts]
    together = packed(body_of(name), texts)[1:]
    for one, other in zip(alone, together, strict=True):
        torch.testing.assert_close(one, other, atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("name", FITTING)
def test_changing_one_text_changes_nothing_in_the_others(name: str) -> None:
    body = body_of(name)
    before = packed(body, ids())[1:]
    for changed in range(len(LENGTHS)):
        texts = ids()
        texts[changed] = ids(seed=9)[changed]
        after = packed(body, texts)[1:]
        same = [torch.allclose(one, other, atol=1e-5, rtol=1e-5) for one, other in zip(before, after, strict=True)]
        assert same == [at != changed for at in range(len(LENGTHS))]
        assert not torch.allclose(before[changed], after[changed], atol=1e-3)


@pytest.mark.parametrize("name", FITTING)
def test_one_texts_loss_has_gradients_in_no_other_text(name: str) -> None:
    body = body_of(name)
    for at in range(len(LENGTHS)):
        embeddings, *out = packed(body, ids())
        out[at].square().sum().backward()  # type: ignore[no-untyped-call]
        assert embeddings.grad is not None
        gradients = torch.split(embeddings.grad, list(LENGTHS), dim=1)
        assert [bool(one.abs().max() > 1e-5) for one in gradients] == [other == at for other in range(len(LENGTHS))]


@pytest.mark.parametrize("name", ["llama", "mistral sliding", "gpt2"])
def test_parameter_gradients_are_the_sum_of_those_of_each_text_alone(name: str) -> None:
    plain, body = cast("Any", tiny.llm(name).base_model), body_of(name)
    for text in ids():
        plain(input_ids=text, use_cache=False).last_hidden_state.square().sum().backward()
    for part in packed(body, ids())[1:]:
        part.square().sum().backward(retain_graph=True)  # type: ignore[no-untyped-call]
    for (label, one), other in zip(plain.named_parameters(), body.parameters(), strict=True):
        if one.grad is not None and other.grad is not None and "embed" not in label and "wte" not in label:
            scale = max(1.0, float(one.grad.abs().max()))
            torch.testing.assert_close(one.grad / scale, other.grad / scale, atol=5e-5, rtol=1e-5)


def test_gradients_with_checkpointed_activations_are_the_same() -> None:
    plain, body = body_of("llama"), body_of("llama")
    body.activation_checkpointing_enable()
    body.train()
    for one in (plain, body):
        torch.cat(packed(one, ids())[1:], dim=1).square().sum().backward()  # type: ignore[no-untyped-call]
    for left, right in zip(plain.parameters(), body.parameters(), strict=True):
        if left.grad is not None:
            torch.testing.assert_close(left.grad, right.grad, atol=1e-5, rtol=1e-5)


REFUSED = {
    "soft caps": Gemma2Config(**_SMALL, attn_logit_softcapping=50.0),
    "built-in attention": BloomConfig(vocab_size=96, hidden_size=32, n_layer=2, n_head=4),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_model_that_cannot_be_packed_is_refused_and_left_as_it_was(name: str) -> None:
    body = cast("Any", tiny.llm_of(REFUSED[name]).base_model)
    before = body.config._attn_implementation
    with pytest.raises(ModelError, match="cannot be trained on packed examples"):
        use_packed_attention(body)
    assert body.config._attn_implementation == before


def test_layers_without_softcap_that_slide_and_layers_that_do_not_may_mix() -> None:
    config = Gemma3TextConfig(**_SMALL, sliding_window=3, layer_types=["sliding_attention", "full_attention"])
    plain, body = (cast("Any", tiny.llm_of(config).base_model) for _ in range(2))
    use_packed_attention(body)
    alone = [plain(input_ids=text, use_cache=False).last_hidden_state for text in ids()]
    for one, other in zip(alone, packed(body, ids())[1:], strict=True):
        torch.testing.assert_close(one, other, atol=1e-5, rtol=1e-5)


def test_scores_that_are_capped_for_one_call_are_refused() -> None:
    body = body_of("llama")
    with pytest.raises(ModelError, match="softcap"):
        body(input_ids=ids()[0], use_cache=False, softcap=30.0)


@pytest.mark.parametrize("name", ["llama", "mistral sliding"])
def test_a_switched_model_writes_padded_batches_as_before(name: str) -> None:
    plain, switched = cast("Any", tiny.llm(name)), cast("Any", tiny.llm(name))
    use_packed_attention(switched.base_model)
    prompts = torch.cat([torch.zeros(1, 2, dtype=torch.int64), ids()[0][:, :5]], dim=1).repeat(2, 1)
    prompts[1, :2] = torch.tensor([5, 6])
    mask = torch.ones_like(prompts)
    mask[0, :2] = 0
    for attention_mask in (mask, None):
        told = {"attention_mask": attention_mask, "max_new_tokens": 6, "do_sample": False, "pad_token_id": 0}
        if attention_mask is None:
            told["attention_mask"] = torch.ones_like(prompts)
        assert plain.generate(prompts, **told).tolist() == switched.generate(prompts, **told).tolist()
    logits = [model(input_ids=prompts, use_cache=False).logits for model in (plain, switched)]
    torch.testing.assert_close(*logits, atol=1e-5, rtol=1e-5)


def test_the_vision_tower_keeps_its_own_attention() -> None:
    model: LlavaForConditionalGeneration = tiny.llava()
    use_packed_attention(cast("Any", model.model.language_model))
    assert model.model.vision_tower.config._attn_implementation == "sdpa"
    assert model.config.text_config._attn_implementation == "packed"  # type: ignore[union-attr]
