from dataclasses import replace

import pytest
import torch
from transformers.modeling_layers import GradientCheckpointingLayer

from tests.train import tiny_models as tiny
from train.batch.bundle import alone, bundled
from train.batch.collate import collate
from train.batch.packed_batch import PackedBatch
from train.model.freezing import freeze
from train.model.learner import Learner

pytestmark = pytest.mark.slow


def learner() -> Learner:
    model = tiny.llava()
    freeze(model, tiny.recipe())
    return Learner(model).train()


def batch_of(*texts: int) -> PackedBatch:
    examples = [tiny.example(text, seed=at) for at, text in enumerate(texts)]
    return collate(alone(examples), tiny.pixels_of(examples), image_token_id=tiny.IMAGE_ID)


def shared_batch(*texts: int) -> PackedBatch:
    """Examples of one image, and one of none."""
    made = [tiny.example(text, seed=at) for at, text in enumerate(texts)]
    examples = [*(replace(one, images=made[0].images) for one in made), tiny.example(4, images=0, seed=9)]
    batch = collate(bundled(examples, 1000), tiny.pixels_of(examples), image_token_id=tiny.IMAGE_ID)
    assert batch.keys is not None
    return batch


@pytest.mark.filterwarnings("ignore:The .grad attribute of a Tensor that is not a leaf:UserWarning")  # torch's own
def test_compiled_layers_take_any_number_of_examples_without_being_compiled_anew() -> None:
    """Traced and not translated: what is compiled anew is decided before a compiler sees it."""
    plain, compiled = learner(), learner()
    for layer in compiled.llava.model.language_model.modules():
        if isinstance(layer, GradientCheckpointingLayer):
            layer.compile(dynamic=True, backend="eager")
    torch.compiler.reset()
    compiled(batch_of(9, 5)).sum.backward()
    compiled(shared_batch(9, 5)).sum.backward()
    later = [batch_of(7), shared_batch(4, 9, 6), batch_of(4, 9, 6), shared_batch(5, 8), batch_of(5, 8, 7, 6, 4)]
    with torch.compiler.set_stance("fail_on_recompile"):
        for batch in later:
            torch.testing.assert_close(compiled(batch).each, plain(batch).each)
            compiled(batch).sum.backward()
