"""What a run could not use is counted once, whoever met it and how often."""

from __future__ import annotations

from pathlib import Path

import pytest

from train.data.problems import Problems
from train.errors import DataError, ModelError
from train.fit.sample_counts import SAMPLE_COUNTS, SampleCounts
from train.fit.steps import StepBatch
from train.sample import Origin, Problem


def batch(skipped: list[int], cut: list[int], file: str = "data.jsonl") -> StepBatch:
    problems = tuple(Problem("empty turn", "turn 1", Origin(Path(file), line)) for line in skipped)
    return StepBatch((), problems, tuple(Origin(Path(file), line) for line in cut))


def counts(*batches: StepBatch) -> SampleCounts:
    made = SampleCounts()
    for one in batches:
        made.note(one)
    return made


def test_a_sample_that_is_met_in_every_epoch_counts_once() -> None:
    met = counts(batch([3, 1], [2]), batch([1], [2, 5]), batch([1], [], "other.jsonl"))
    assert met.lines() == [
        "skipped: empty turn: 3, such as data.jsonl:1: turn 1",
        "2 samples were longer than --max-length and have lost their end",
    ]
    assert met.as_json()["cut"] == 2
    assert met.as_json()["skipped"]["empty turn"]["count"] == 3


def test_without_anything_to_tell_nothing_is_said() -> None:
    assert counts(batch([], [])).lines() == []


def test_what_ranks_met_is_the_same_in_any_order_and_merged_again() -> None:
    parts = [batch([3, 1], [2]), batch([1, 9], [2, 5]), batch([4], [], "other.jsonl")]
    whole, backwards = counts(*parts), counts()
    for part in reversed(parts):
        backwards.merge(counts(part))
    backwards.merge(backwards)
    assert backwards.as_json() == whole.as_json()


def test_a_checkpoint_gives_back_what_it_was_given(tmp_path: Path) -> None:
    met = counts(batch([3, 1], [2]), batch([7], [], "odd-\udcff.jsonl"))
    met.save(tmp_path)
    assert SampleCounts.load(tmp_path) == met


def test_a_checkpoint_does_not_make_a_strict_run_lenient(tmp_path: Path) -> None:
    counts(batch([1], [])).save(tmp_path)
    strict = SampleCounts(Problems(strict=True))
    strict.merge(SampleCounts.load(tmp_path))
    with pytest.raises(DataError, match=r"data\.jsonl:2"):
        strict.note(batch([2], []))


@pytest.mark.parametrize("content", ["{", '{"problems": 1}', None])
def test_a_checkpoint_without_a_whole_one_is_an_error_that_says_what_to_do(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / SAMPLE_COUNTS).write_text(content)
    with pytest.raises(ModelError, match="remove the folder to go on from the checkpoint before"):
        SampleCounts.load(tmp_path)
