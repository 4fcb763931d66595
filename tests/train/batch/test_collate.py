import numpy as np
import torch

from tests.train import tiny_models as tiny
from train.batch.bundle import alone
from train.batch.collate import collate
from train.batch.packed_batch import empty_batch
from train.example import IGNORED

EXAMPLES = [tiny.example(5, seed=1), tiny.example(3, images=0, seed=2, kind="text"), tiny.example(4, images=2, seed=3)]


def test_examples_lie_end_to_end_with_their_borders() -> None:
    batch = collate(alone(EXAMPLES), tiny.pixels_of(EXAMPLES), image_token_id=tiny.IMAGE_ID)
    assert batch.cu_seq_lens.tolist() == [0, 9, 12, 24]
    assert batch.max_seq_len == 12
    assert batch.position_ids.tolist() == [[*range(9), *range(3), *range(12)]]
    assert batch.input_ids[0].tolist() == np.concatenate([one.ids for one in EXAMPLES]).tolist()
    assert (batch.text_tokens, batch.image_tokens, batch.samples) == (12, 12, 3)
    assert batch.pixels is not None
    assert batch.pixels.shape == (3, 3, 8, 8)
    assert batch.image_keys == ("1-0.jpg", "3-0.jpg", "3-1.jpg")


def test_a_target_is_the_label_that_follows_in_the_same_example() -> None:
    batch = collate(alone(EXAMPLES), tiny.pixels_of(EXAMPLES), image_token_id=tiny.IMAGE_ID)
    for one, start in zip(EXAMPLES, batch.cu_seq_lens.tolist(), strict=False):
        targets = batch.targets[0, start : start + len(one.ids)]
        assert targets.tolist() == [*one.labels[1:].tolist(), IGNORED]
    assert batch.trained == sum(one.trained for one in EXAMPLES) == int((batch.targets != IGNORED).sum())
    assert (batch.targets[0, batch.trained_at] != IGNORED).all()
    assert [batch.kinds[at] for at in batch.kind_at.tolist()].count("text") == EXAMPLES[1].trained


def test_a_first_token_with_a_label_is_not_predicted_from_the_example_before() -> None:
    wholly = tiny.example(4, images=0, trained=1.0)
    batch = collate(alone([wholly, wholly]), {}, image_token_id=tiny.IMAGE_ID)
    assert batch.targets[0, 3] == IGNORED
    assert batch.trained == 6
    assert (batch.pixels, batch.features) == (None, None)


def test_features_take_the_place_of_pixels() -> None:
    features = {key: torch.randn(tiny.PATCHES, 24) for key in tiny.pixels_of(EXAMPLES)}
    batch = collate(alone(EXAMPLES), features, image_token_id=tiny.IMAGE_ID)
    assert batch.pixels is None
    assert batch.features is not None
    assert batch.features.shape == (3, tiny.PATCHES, 24)


def test_a_batch_moves_with_all_its_tensors() -> None:
    moved = empty_batch().to("meta")
    assert moved.input_ids.device.type == moved.trained_at.device.type == "meta"
    assert moved.images == ()
