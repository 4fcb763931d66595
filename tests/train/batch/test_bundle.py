import dataclasses

import numpy as np
import torch
from hypothesis import given
from hypothesis import strategies as st

from tests.train import tiny_models as tiny
from train.batch.bundle import Bundle, alone, bundled
from train.batch.collate import collate
from train.example import IGNORED, Example


def of_one_image(*texts: int, images: int = 1, trained: float = 0.5) -> list[Example]:
    """Examples of the same images with words of their own."""
    made = [tiny.example(text, images=images, seed=at, trained=trained) for at, text in enumerate(texts)]
    return [dataclasses.replace(one, images=made[0].images) for one in made]


def test_what_examples_of_an_image_have_in_common_is_shared() -> None:
    examples = of_one_image(8, 6, 7)
    [bundle] = bundled(examples, 100)
    assert bundle == Bundle(tuple(examples), tiny.PATCHES)
    assert bundle.size == tiny.PATCHES + 8 + 6 + 7


def test_a_token_that_predicts_a_trained_one_is_not_shared() -> None:
    wholly = of_one_image(5, 5, trained=1.0)
    [bundle] = bundled(wholly, 100)
    assert bundle.shared == tiny.PATCHES - 1
    one, twice = wholly[0], [wholly[0], wholly[0]]
    assert bundled(twice, 100)[0].shared == int(np.flatnonzero(one.labels[1:] != IGNORED)[0])


def test_other_images_and_texts_without_one_stand_alone() -> None:
    text, again = tiny.example(5, images=0, seed=1), tiny.example(5, images=0, seed=1)
    pair, other = of_one_image(4, images=2)[0], tiny.example(4, seed=7)
    assert [bundle.shared for bundle in bundled([text, again, pair, other], 100)] == [0, 0, 0, 0]


def test_examples_that_begin_unlike_share_nothing() -> None:
    one, other = of_one_image(6, 6)
    turned = dataclasses.replace(other, ids=np.roll(other.ids, 1), labels=np.roll(other.labels, 1))
    assert [bundle.shared for bundle in bundled([one, turned], 100)] == [0, 0]


def test_an_example_that_begins_otherwise_leaves_the_others_what_they_share() -> None:
    one, other, third = of_one_image(8, 6, 7)
    early = np.concatenate([third.ids[:1], third.ids])
    odd = dataclasses.replace(third, ids=early, labels=np.concatenate([third.labels[:1], third.labels]))
    odd.ids[1] = 5
    assert bundled([one, odd], 100)[0].shared == 1
    assert bundled([one, other, odd], 100) == [Bundle((one, other), tiny.PATCHES), Bundle((odd,))]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 20)), max_size=20), st.integers(1, 60))
def test_every_example_is_in_one_bundle_that_fits(drawn: list[tuple[int, int]], budget: int) -> None:
    examples = []
    for at, (image, text) in enumerate(drawn):
        shown = tiny.example(text, images=min(image, 1), seed=image)
        examples.append(dataclasses.replace(shown, id=str(at)))
    bundles = bundled(examples, budget)
    assert sorted(one.id for bundle in bundles for one in bundle.examples) == sorted(one.id for one in examples)
    for bundle in bundles:
        assert len(bundle.examples) == 1 or bundle.size <= budget
        assert (bundle.shared > 0) == (len(bundle.examples) > 1)


def test_a_shared_beginning_comes_once_and_is_seen_by_all_that_go_on_from_it() -> None:
    examples = [*of_one_image(3, 2), tiny.example(2, images=0, seed=9)]
    batch = collate(bundled(examples, 100), tiny.pixels_of(examples), image_token_id=tiny.IMAGE_ID)
    text, shared = examples[2], tiny.PATCHES
    assert batch.input_ids[0].tolist() == [*text.ids, *examples[0].ids, *examples[1].ids[shared:]]
    assert batch.position_ids[0].tolist() == [0, 1, *range(shared + 3), shared, shared + 1]
    assert batch.cu_seq_lens.tolist() == [0, 2, 2 + shared, 5 + shared, 7 + shared]
    assert batch.keys is not None
    beginning = list(range(2, 2 + shared))
    assert torch.split(batch.keys.at, torch.diff(batch.keys.cu_seq_lens).tolist())[3].tolist() == [
        *beginning,
        5 + shared,
        6 + shared,
    ]
    assert (batch.samples, len(batch.images), batch.image_tokens) == (3, 1, shared)
    assert batch.trained == sum(one.trained for one in examples)


def test_an_image_of_two_examples_is_encoded_once_though_nothing_else_is_shared() -> None:
    examples = of_one_image(3, 4)
    batch = collate(alone(examples), tiny.pixels_of(examples), image_token_id=tiny.IMAGE_ID)
    assert batch.keys is None
    assert batch.pixels is not None
    assert len(batch.pixels) == 1
    assert batch.features_at is not None
    assert batch.features_at.tolist() == [*range(tiny.PATCHES)] * 2
