"""What an epoch is expected to bring is measured where bytes only let it be guessed."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.train import tiny as models
from tests.train.checkpoints import run_of
from tests.train.conftest import Data
from tests.train.drawn import IMAGES, PHOTOS
from tests.train.records import jsonl, raw, record
from train.checkpoint.run_file import StageRun
from train.data.mixture import Mixture
from train.data.sources import Source
from train.example import Example
from train.sample import Sample
from train.stages.schedule import MEASURED, Schedule
from train.text.tokenise import Tokeniser
from train.text.tokenizer import choose_form, prepare_tokenizer, read_vocabulary

PATCHES = 16


@pytest.fixture(scope="module")
def tokeniser() -> Tokeniser:
    tokenizer = prepare_tokenizer(models.chatml_tokenizer()).tokenizer
    form = choose_form("auto", tokenizer)
    return Tokeniser(read_vocabulary(tokenizer, form), form, PATCHES, 2048)


@pytest.fixture
def run(tiny: models.Tiny) -> StageRun:
    return run_of(tiny.clip, tiny.chatml)


def schedule(mixture: Mixture, run: StageRun) -> Schedule:
    return Schedule.of(mixture, np.arange(len(mixture)), PATCHES, run, ranks=1)


def examples(mixture: Mixture, tokeniser: Tokeniser) -> list[Example]:
    read = [mixture.sample(number) for number in range(len(mixture))]
    made = [tokeniser.example(one) for one in read if isinstance(one, Sample)]
    return [one for one in made if isinstance(one, Example)]


def test_of_little_data_every_sample_is_measured(data: Data, tokeniser: Tokeniser, run: StageRun) -> None:
    mixture = Mixture.open([Source(path=data.captions)])
    every = examples(mixture, tokeniser)
    expected = schedule(mixture, run).expect(tokeniser)
    assert len(every) == len(mixture) == expected.samples == expected.measured <= MEASURED
    assert expected.tokens == pytest.approx(np.mean([len(one.ids) for one in every]))
    assert expected.trained == pytest.approx(np.mean([one.trained for one in every]))


@pytest.mark.slow
def test_some_samples_speak_for_many(tmp_path: Path, tokeniser: Tokeniser, run: StageRun) -> None:
    rows = [record("Hm? " * (number % 40 + 1), "dog " * (number % 30 + 1), image=None) for number in range(2000)]
    mixture = Mixture.open([Source(path=jsonl(tmp_path / "a.jsonl", *map(raw, rows)))])
    every = examples(mixture, tokeniser)
    expected = schedule(mixture, run).expect(tokeniser)
    assert (expected.samples, expected.measured) == (2000, MEASURED)
    assert expected.tokens == pytest.approx(np.mean([len(one.ids) for one in every]), rel=0.05)
    assert expected.trained == pytest.approx(np.mean([one.trained for one in every]), rel=0.05)


def test_an_epoch_is_expected_as_weights_make_it(tmp_path: Path, tokeniser: Tokeniser, run: StageRun) -> None:
    short, long = ([record("Hm?", "dog " * words, image=None)] * 40 for words in (2, 50))
    given = [
        Source(path=jsonl(tmp_path / f"{weight}.jsonl", *map(raw, rows)), weight=weight)
        for weight, rows in ((2.0, short), (0.5, long))
    ]
    mixture = Mixture.open(given)
    lengths = [len(one.ids) for one in examples(mixture, tokeniser)]
    expected = schedule(mixture, run).expect(tokeniser)
    assert expected.samples == 100
    assert expected.tokens == pytest.approx((80 * lengths[0] + 20 * lengths[-1]) / 100)


def test_an_image_that_samples_share_counts_once(tmp_path: Path, tokeniser: Tokeniser, run: StageRun) -> None:
    rows = [record(image=photo.name) for photo in PHOTOS[:5] for _ in range(4)]
    mixture = Mixture.open([Source(path=jsonl(tmp_path / "a.jsonl", *map(raw, rows)), images=IMAGES)])
    length = len(examples(mixture, tokeniser)[0].ids)
    shared = replace(run, recipe=replace(run.recipe, share_images=True))
    assert schedule(mixture, run).expect(tokeniser).tokens == pytest.approx(length)
    assert schedule(mixture, shared).expect(tokeniser).tokens == pytest.approx(length - PATCHES * 3 / 4)
