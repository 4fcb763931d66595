import dataclasses
from collections.abc import Sequence
from typing import Any, cast

import pytest
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from tests.train import tiny_models as tiny
from train.batch.bundle import alone, bundled
from train.batch.collate import collate
from train.batch.packed_batch import PackedBatch, empty_batch
from train.example import IGNORED, Example
from train.model import learner as learning
from train.model.freezing import freeze
from train.model.learner import Learner, Losses
from train.recipe import Trains

EXAMPLES = [tiny.example(9, seed=1), tiny.example(5, images=2, seed=2, kind="reasoning"), tiny.example(7, seed=3)]


def batch_of(*examples: Any) -> PackedBatch:
    chosen = examples or tuple(EXAMPLES)
    return collate(alone(chosen), tiny.pixels_of(chosen), image_token_id=tiny.IMAGE_ID)


def made(trains: Trains = "projector+llm", name: str = "llama", **values: Any) -> Learner:
    model = tiny.llava(name)
    freeze(model, tiny.recipe(trains=trains, **values))
    return Learner(model).train()


def gradients(learner: Learner) -> dict[str, Tensor | None]:
    return {name: parameter.grad for name, parameter in learner.named_parameters() if parameter.requires_grad}


def full_logits(learner: Learner, batch: PackedBatch) -> Tensor:
    """The loss of the same hidden states with a score for every token."""
    kept: list[Tensor] = []
    hook = learner.llava.model.register_forward_hook(lambda _, __, out: kept.append(out.last_hidden_state))
    learner(batch)
    hook.remove()
    logits = learner.llava.lm_head(kept[0])
    return cross_entropy(logits[0], batch.targets[0], ignore_index=IGNORED, reduction="sum")


@pytest.mark.parametrize("trains", ["projector", "projector+llm", "projector+lora"])
def test_scores_where_labels_are_give_the_loss_and_gradients_of_all_scores(trains: Trains) -> None:
    one, other, batch = made(trains), made(trains), batch_of()
    loss, full = one(batch).sum, full_logits(other, batch)
    torch.testing.assert_close(loss, full, atol=0, rtol=2e-6)
    loss.backward()
    full.backward()  # type: ignore[no-untyped-call]
    theirs = gradients(other)
    for name, gradient in gradients(one).items():
        torch.testing.assert_close(gradient, theirs[name], atol=1e-5, rtol=1e-5)


def test_scores_in_pieces_give_the_same_loss_and_gradients(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other, batch = made(), made(), batch_of()
    loss = one(batch)
    loss.sum.backward()
    monkeypatch.setattr(learning, "SCORES_AT_ONCE", 3 * 128)
    pieces = other(batch)
    pieces.sum.backward()
    torch.testing.assert_close(loss.each, pieces.each)
    theirs = gradients(other)
    for name, gradient in gradients(one).items():
        torch.testing.assert_close(gradient, theirs[name], atol=1e-5, rtol=1e-5)


def test_a_packed_batch_has_the_loss_and_gradients_of_its_examples_alone() -> None:
    together, alone = made(), made()
    losses: Losses = together(batch_of())
    losses.sum.backward()  # type: ignore[no-untyped-call]
    each = [alone(batch_of(one)) for one in EXAMPLES]
    for one in each:
        one.sum.backward()
    torch.testing.assert_close(losses.each, torch.cat([one.each for one in each]), atol=1e-5, rtol=1e-5)
    theirs = gradients(alone)
    for name, gradient in gradients(together).items():
        torch.testing.assert_close(gradient, theirs[name], atol=1e-4, rtol=1e-4)


def of_one_image(trained: float) -> list[Example]:
    made = [tiny.example(text, images=2, seed=at, trained=trained) for at, text in enumerate((9, 5, 7))]
    return [tiny.example(4, seed=5), *(dataclasses.replace(one, images=made[0].images) for one in made)]


def shared_batch(examples: Sequence[Example]) -> PackedBatch:
    batch = collate(bundled(examples, 1000), tiny.pixels_of(examples), image_token_id=tiny.IMAGE_ID)
    assert batch.keys is not None
    return batch


@pytest.mark.parametrize("trained", [0.4, 1.0], ids=["in the middle of the text", "inside the last image"])
@pytest.mark.parametrize("name", ["llama", "qwen2", "gpt2", "opt", "mistral sliding"])
def test_a_shared_beginning_changes_no_loss_and_no_gradient(name: str, trained: float) -> None:
    examples = of_one_image(trained)
    together, alone_ = (made(name=name).train(mode=False) for _ in range(2))
    losses = together(shared_batch(examples))
    losses.sum.backward()
    each = [alone_(batch_of(one)) for one in examples]
    for one in each:
        one.sum.backward()
    torch.testing.assert_close(losses.each, torch.cat([one.each for one in each]), atol=1e-5, rtol=1e-5)
    theirs = gradients(alone_)
    for label, gradient in gradients(together).items():
        torch.testing.assert_close(gradient, theirs[label], atol=1e-4, rtol=1e-4)


def test_images_that_come_again_in_any_order_have_the_stock_models_loss() -> None:
    made_ = [tiny.example(text, images=2, seed=at, trained=0.5) for at, text in enumerate((6, 5, 4, 7))]
    a, b = made_[0].images
    shown = ((a, a), (b, a), (a, a), (b, a))
    examples = [dataclasses.replace(one, images=images) for one, images in zip(made_, shown, strict=True)]
    learner, stock, pixels = made().train(mode=False), tiny.llava(), tiny.pixels_of(examples)
    batch = shared_batch(examples)
    expected = torch.zeros(())
    for one in examples:
        given = torch.stack([pixels[image.key] for image in one.images])
        ids, labels = torch.from_numpy(one.ids)[None], torch.from_numpy(one.labels)
        scores = stock(input_ids=cast("Any", ids), pixel_values=cast("Any", given)).logits
        expected = expected + cross_entropy(scores[0, :-1], labels[1:], ignore_index=IGNORED, reduction="sum")
    assert batch.pixels is not None
    assert len(batch.pixels) == 2
    torch.testing.assert_close(learner(batch).sum, expected, atol=1e-4, rtol=1e-5)


def test_examples_that_share_their_beginning_do_not_see_each_other() -> None:
    examples, learner = of_one_image(0.4), made()
    before = learner(shared_batch(examples)).each
    changed = dataclasses.replace(examples[2], ids=examples[2].ids.copy())
    changed.ids[-4] = (changed.ids[-4] + 1) % 90
    after = learner(shared_batch([*examples[:2], changed, *examples[3:]])).each
    first, second = examples[0].trained + examples[1].trained, examples[2].trained
    torch.testing.assert_close(before[:first], after[:first], atol=1e-6, rtol=1e-6)
    torch.testing.assert_close(before[first + second :], after[first + second :], atol=1e-6, rtol=1e-6)
    assert not torch.allclose(before[first : first + second], after[first : first + second], atol=1e-3)


def held_bytes(learner: Learner, batch: PackedBatch) -> int:
    """What the forward pass keeps for the backward pass."""
    held: dict[int, int] = {}

    def note(tensor: Tensor) -> Tensor:
        held[tensor.untyped_storage().data_ptr()] = tensor.untyped_storage().nbytes()
        kept.append(tensor)
        return tensor

    kept: list[Tensor] = []
    with torch.autograd.graph.saved_tensors_hooks(note, lambda tensor: tensor):
        learner(batch)
    return sum(held.values())


def test_memory_grows_with_the_tokens_and_not_with_how_many_share_them() -> None:
    made_ = [tiny.example(3, images=8, seed=at) for at in range(20)]
    sharing = [dataclasses.replace(one, images=made_[0].images) for one in made_]
    batches = shared_batch(sharing), batch_of(*made_[:3])
    shared, plain = (held_bytes(made("projector"), batch) / batch.input_ids.shape[1] for batch in batches)
    assert shared < 1.2 * plain


def test_a_shared_beginning_is_recomputed_with_checkpointed_activations() -> None:
    plain, checkpointed = made(), made(checkpointing=True)
    for one in (plain, checkpointed):
        one(shared_batch(of_one_image(0.4))).sum.backward()
    theirs = gradients(plain)
    for name, gradient in gradients(checkpointed).items():
        torch.testing.assert_close(gradient, theirs[name], atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("trains", ["projector", "projector+llm", "projector+lora"])
def test_nothing_frozen_gets_a_gradient_and_all_that_learns_does(trains: Trains) -> None:
    learner = made(trains)
    learner(batch_of()).sum.backward()
    for name, parameter in learner.named_parameters():
        assert (parameter.grad is not None) == parameter.requires_grad, name
    assert all(parameter.grad is None for parameter in learner.llava.model.vision_tower.parameters())


@pytest.mark.parametrize("trains", ["projector", "projector+llm"])
@pytest.mark.parametrize("connector", ["mlp2x_gelu", "qformer", "resampler"])
def test_text_alone_gives_the_projector_gradients_of_zero(trains: Trains, connector: str) -> None:
    learner = made(trains, connector=connector)
    losses = learner(batch_of(tiny.example(9, images=0)))
    assert losses.sum.item() > 0
    losses.sum.backward()
    for parameter in cast("nn.Module", learner.llava.model.multi_modal_projector).parameters():
        assert parameter.grad is not None
        assert not parameter.grad.any()


def test_an_empty_batch_has_no_loss_and_gradients_of_zero_everywhere() -> None:
    learner = made()
    losses = learner(empty_batch())
    assert (losses.sum.item(), losses.trained) == (0.0, 0)
    losses.sum.backward()
    for name, gradient in gradients(learner).items():
        assert gradient is not None, name
        assert not gradient.any(), name


def test_cached_features_give_exactly_the_loss_of_the_pixels() -> None:
    kept: dict[str, Tensor] = {}
    learner = made()
    learner.keep_features = lambda image, features: kept.__setitem__(image.key, features)
    first = learner(batch_of())
    cached = collate(alone(EXAMPLES), kept, image_token_id=tiny.IMAGE_ID)
    assert cached.pixels is None
    assert cached.features is not None
    assert torch.equal(learner(cached).each, first.each)


def test_low_precision_stays_near_full_precision_and_what_learns_is_float32() -> None:
    exact, model, batch = made(), tiny.llava(), batch_of()
    freeze(model, tiny.recipe(), torch.bfloat16)
    rough = Learner(model, compute=torch.bfloat16).train()
    loss = rough(batch)
    assert loss.sum.dtype == torch.float32
    loss.sum.backward()
    torch.testing.assert_close(loss.sum, exact(batch).sum, atol=0, rtol=0.1)
    assert all(gradient is not None and gradient.dtype == torch.float32 for gradient in gradients(rough).values())


@pytest.mark.parametrize("trains", ["projector", "projector+llm", "projector+lora"])
def test_checkpointed_activations_change_no_gradient(trains: Trains) -> None:
    plain, checkpointed, batch = made(trains), made(trains, checkpointing=True), batch_of()
    plain(batch).sum.backward()
    checkpointed(batch).sum.backward()
    theirs = gradients(plain)
    for name, gradient in gradients(checkpointed).items():
        torch.testing.assert_close(gradient, theirs[name], atol=1e-5, rtol=1e-5)


def test_only_what_learns_drops_out() -> None:
    assert not made("projector").llava.model.language_model.training
    assert made("projector+llm").llava.model.language_model.training
    assert made("projector", checkpointing=True).llava.model.language_model.training
    assert not made("projector+llm").llava.model.vision_tower.training


def test_the_whole_model_is_lent_and_training_goes_on_behind() -> None:
    learner, batch = made(), batch_of()
    before = learner(batch).sum
    tower = cast("Any", learner.llava.model.vision_tower)
    assert len(tower.encoder.layers) == 2
    with learner.whole() as llava:
        assert len(tower.encoder.layers) == 3
        ids = torch.tensor([[5, *[tiny.IMAGE_ID] * tiny.PATCHES, 7]])
        written = cast("Any", llava).generate(input_ids=ids, pixel_values=torch.randn(1, 3, 8, 8), max_new_tokens=3)
        assert written.shape[1] > ids.shape[1]
    assert len(tower.encoder.layers) == 2
    assert torch.equal(learner(batch).sum, before)


def test_losses_can_be_told_by_kind() -> None:
    batch = batch_of()
    losses = made()(batch)
    by_kind = torch.bincount(batch.kind_at, weights=losses.each)
    assert batch.kinds == ("detail", "reasoning")
    torch.testing.assert_close(by_kind[1], made()(batch_of(EXAMPLES[1])).sum.detach(), atol=1e-4, rtol=1e-4)


def test_a_small_model_learns_its_examples_by_heart() -> None:
    learner, batch = made(), batch_of()
    optimizer = torch.optim.AdamW(learner.parameters(), lr=3e-3)
    first = learner(batch).sum.item()
    for _ in range(25):
        optimizer.zero_grad()
        learner(batch).sum.backward()
        optimizer.step()
    assert learner(batch).sum.item() < 0.2 * first
