from types import SimpleNamespace
from typing import Any, cast

import pytest
import torch

from tests.train import tiny_models as tiny
from train.fit.parameter_groups import parameter_groups
from train.model.compiling import compile_layers
from train.model.freezing import Frozen, freeze, numbers
from train.model.learner import Learner
from train.recipe import Trains

WORD: dict[Trains, tuple[str, ...]] = {
    "projector": ("projector",),
    "projector+llm": ("projector", "language model", "output layer"),
    "projector+lora": ("LoRA adapters", "projector"),
}


@pytest.mark.parametrize("trains", WORD)
def test_only_what_the_recipe_names_learns(trains: Trains) -> None:
    model = tiny.llava()
    decided = freeze(model, tiny.recipe(trains=trains), torch.bfloat16)
    assert {part.name for part in decided.trained} == set(WORD[trains])
    counted = sum(parameter.numel() for parameter in model.parameters())
    assert decided.parameters_trained + decided.parameters_frozen == counted
    for name, parameter in model.named_parameters():
        assert parameter.dtype == (torch.float32 if parameter.requires_grad else torch.bfloat16), name
    assert "vision tower" in str(decided).splitlines()[1]


def test_a_linear_projectors_identity_never_learns() -> None:
    model = tiny.llava(connector="linear")
    freeze(model, tiny.recipe(connector="linear"))
    projector = cast("Any", model.model.multi_modal_projector)
    assert projector.linear_1.weight.requires_grad
    assert not projector.linear_2.weight.requires_grad
    assert torch.equal(projector.linear_2.weight, torch.eye(32))


def test_tied_weights_are_counted_once() -> None:
    model = tiny.llava("llama tied")
    decided: Frozen = freeze(model, tiny.recipe())
    assert {part.name for part in decided.trained} == {"language model", "projector"}


def test_weights_in_4_bits_are_counted_by_what_they_stand_for() -> None:
    packed = torch.nn.Parameter(torch.zeros(12, 1, dtype=torch.uint8), requires_grad=False)
    cast("Any", packed).quant_state = SimpleNamespace(shape=torch.Size([6, 4]))
    assert numbers(packed) == 24
    assert numbers(torch.nn.Parameter(torch.zeros(6, 4))) == 24


def test_the_projector_has_its_own_learning_rate_and_norms_no_decay() -> None:
    model = tiny.llava()
    recipe = tiny.recipe(learning_rate=1e-5, projector_learning_rate=1e-3, weight_decay=0.1)
    freeze(model, recipe)
    groups = {group["name"]: group for group in parameter_groups(Learner(model), recipe)}
    assert {name: (group["lr"], group["weight_decay"]) for name, group in groups.items()} == {
        "projector": (1e-3, 0.1),
        "projector, no decay": (1e-3, 0.0),
        "llm": (1e-5, 0.1),
        "llm, no decay": (1e-5, 0.0),
    }
    learning = sum(parameter.requires_grad for parameter in model.parameters())
    assert sum(len(group["params"]) for group in groups.values()) == learning


@pytest.mark.filterwarnings("ignore:.*script_method.*:DeprecationWarning")  # torch's own, on its first compilation
def test_compiled_layers_keep_their_names() -> None:
    learner = Learner(tiny.llava())
    names = [name for name, _ in learner.named_parameters()]
    compile_layers(learner.llava)
    assert [name for name, _ in learner.named_parameters()] == names
