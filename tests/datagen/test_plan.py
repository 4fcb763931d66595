"""Which kinds are asked for which images: shares, spread, and that a plan keeps what a smaller one held."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from datagen.errors import UsageError
from datagen.kinds import KINDS
from datagen.plan import GROUP, Plan, Slot, make_plan, parse_mix, slots
from datagen.scene import Box, Scene
from datagen.settings import BuildSettings

DEFAULT_MIX = {"conversation": 58, "detail": 23, "reasoning": 77}
light = settings(deadline=None, max_examples=60)
mixes = st.dictionaries(st.sampled_from(sorted(KINDS)), st.integers(1, 90), min_size=1)
box_lists = st.lists(st.integers(0, 4), min_size=1, max_size=30)
seeds = st.integers(0, 2**32)


@dataclass
class Asked:
    """Box counts, mix and seed that some image suits."""

    box_counts: list[int]
    mix: dict[str, int]
    seed: int

    def possible(self, image: int) -> set[str]:
        return {kind for kind in self.mix if self.box_counts[image] >= KINDS[kind].min_boxes}

    def usable(self) -> set[int]:
        return {image for image in range(len(self.box_counts)) if self.possible(image)}

    def slots(self, count: int) -> list[Slot]:
        return list(islice(slots(self.box_counts, self.mix, self.seed), count))

    def plan(self, jobs: int) -> Plan:
        return make_plan(scenes(self.box_counts), self.box_counts, self.mix, jobs, self.seed)


asked = st.builds(Asked, box_lists, mixes, seeds).filter(Asked.usable)


def scenes(box_counts: Sequence[int]) -> list[Scene]:
    """One scene a count, with ids that are not their positions."""
    box = Box("dog", 0.1, 0.2, 0.3, 0.4)
    return [Scene(7 * i + 3, f"{i}.jpg", 9, 9, ("A dog.",), (box,) * n, "x") for i, n in enumerate(box_counts)]


@light
@given(asked, st.integers(1, 120))
def test_the_same_arguments_give_the_same_plan(what: Asked, jobs: int) -> None:
    one, two = what.plan(jobs), what.plan(jobs)
    assert [job.id for job in one.to_send()] == [job.id for job in two.to_send()]
    assert len(one) == jobs


def test_another_seed_gives_another_plan() -> None:
    plans = [[job.id for job in Asked([3] * 50, DEFAULT_MIX, seed).plan(50).to_send()] for seed in (0, 1)]
    assert plans[0] != plans[1]


@light
@given(seeds, st.integers(1, 3), st.integers(158 * 3, 800))
def test_the_default_mix_is_that_of_llava_to_the_sample(seed: int, times: int, images: int) -> None:
    plan = Asked([0] * images, DEFAULT_MIX, seed).plan(158 * times)
    assert plan.counts() == {"conversation": 58 * times, "detail": 23 * times, "reasoning": 77 * times}


@light
@given(mixes, seeds, st.integers(1, 200))
def test_the_shares_are_kept_all_along_the_way(mix: dict[str, int], seed: int, jobs: int) -> None:
    """Where every image suits every kind and none is asked twice, no kind is ever far from its share."""
    counts = Counter(slot.kind for slot in Asked([2] * 200, mix, seed).slots(jobs))
    total = sum(mix.values())
    assert all(abs(counts[kind] - jobs * weight / total) <= len(mix) for kind, weight in mix.items())


@light
@given(asked, st.integers(1, 150))
def test_an_image_is_asked_a_second_time_only_when_all_that_can_be_have_been(what: Asked, jobs: int) -> None:
    images = [slot.image for slot in what.slots(jobs)]
    first_round = images[: len(what.usable())]
    assert len(set(first_round)) == len(first_round)
    assert set(images) <= what.usable()
    if jobs >= len(what.usable()):
        assert set(first_round) == what.usable()


@light
@given(asked, st.integers(1, 150))
def test_a_kind_comes_again_on_an_image_only_after_all_its_kinds(what: Asked, jobs: int) -> None:
    kinds: dict[int, list[Slot]] = defaultdict(list)
    for slot in what.slots(jobs):
        kinds[slot.image].append(slot)
    for image, mine in kinds.items():
        possible = what.possible(image)
        for start in range(0, len(mine), len(possible)):
            block = mine[start : start + len(possible)]
            assert len({slot.kind for slot in block}) == len(block)
            assert {slot.ordinal for slot in block} == {start // len(possible) + 1}


@light
@given(asked, st.integers(1, 100), st.integers(0, 100))
def test_a_smaller_plan_is_the_beginning_of_a_larger_one(what: Asked, jobs: int, more: int) -> None:
    small, large = what.slots(jobs), what.slots(jobs + more)
    assert large[:jobs] == small
    assert {job.id for job in what.plan(jobs).to_send()} <= {job.id for job in what.plan(jobs + more).to_send()}


@light
@given(asked, st.integers(1, 150))
def test_ids_are_unique_and_tell_image_kind_and_ordinal(what: Asked, jobs: int) -> None:
    plan = what.plan(jobs)
    sent = list(plan.to_send())
    assert len({job.id for job in sent}) == jobs
    for job in sent:
        ending = f"-{job.ordinal}" if job.ordinal > 1 else ""
        assert job.id == f"{job.scene.image_id:012d}-{job.kind}{ending}"


@light
@given(asked, st.integers(1, 150))
def test_the_order_of_the_files_is_that_of_the_ids_as_text(what: Asked, jobs: int) -> None:
    plan = what.plan(jobs)
    in_files = [job.id for job in plan.by_id()]
    assert in_files == sorted(job.id for job in plan.to_send())


def test_jobs_are_sent_kind_by_kind_within_a_group() -> None:
    plan = Asked([2] * (GROUP + 500), {"conversation": 1, "spatial": 2, "creative": 3}, 5).plan(GROUP + 500)
    kinds = [job.kind for job in plan.to_send()]
    for group in (kinds[:GROUP], kinds[GROUP:]):
        assert [kind for kind, _ in groupby(group)] == ["conversation", "spatial", "creative"]
    assert Counter(kinds) == plan.counts()


@light
@given(asked, st.integers(1, 150))
def test_images_with_fewer_than_two_boxes_get_neither_positions_nor_comparisons(what: Asked, jobs: int) -> None:
    for job in what.plan(jobs).to_send():
        assert len(job.scene.boxes) >= 2 or job.kind not in {"spatial", "comparison"}


@light
@given(box_lists, seeds)
def test_images_that_suit_no_kind_of_the_mix_are_counted(box_counts: list[int], seed: int) -> None:
    what = Asked(box_counts, {"spatial": 1, "comparison": 2}, seed)
    assume(what.usable())
    assert what.plan(10).unusable == sum(count < 2 for count in box_counts)
    assert Asked(box_counts, DEFAULT_MIX, seed).plan(10).unusable == 0


def test_a_mix_that_suits_no_image_is_refused_with_what_it_needs() -> None:
    with pytest.raises(UsageError, match="--mix spatial,comparison needs: spatial needs 2, comparison needs 2"):
        Asked([0, 1, 1], {"spatial": 1, "comparison": 1}, 0).plan(5)


def test_an_empty_plan_has_no_jobs_in_either_order() -> None:
    plan = Asked([1], DEFAULT_MIX, 0).plan(0)
    assert list(plan.to_send()) == list(plan.by_id()) == []
    assert plan.counts() == {}


def test_there_may_be_any_number_of_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    added = [replace(KINDS["detail"], name=f"kind{number}", min_boxes=number % 3) for number in range(300)]
    for kind in added:
        monkeypatch.setitem(KINDS, kind.name, kind)
    what = Asked([2, 0, 1], {kind.name: 1 for kind in added}, 0)
    plan = what.plan(600)
    assert len({job.id for job in plan.to_send()}) == 600
    assert [job.id for job in plan.to_send()][:1] == ["000000000003-kind0"]
    assert plan.counts().keys() == {kind.name for kind in added}


def test_a_plan_stays_the_same_over_releases() -> None:
    """Replies are filed under what this gives: another order here would have them all paid for again."""
    what = Asked([0, 2, 2, 5], {"conversation": 2, "detail": 1, "spatial": 3}, 42)
    assert [job.id for job in what.plan(9).by_id()] == [
        "000000000003-conversation",
        "000000000003-detail",
        "000000000010-conversation",
        "000000000010-spatial",
        "000000000017-conversation",
        "000000000017-detail",
        "000000000017-spatial",
        "000000000024-detail",
        "000000000024-spatial",
    ]


@pytest.mark.parametrize(
    ("text", "mix"),
    [
        (BuildSettings(coco=Path()).full_mix(), DEFAULT_MIX),
        ("conversation=58,detail=23,reasoning=77", {"conversation": 58, "detail": 23, "reasoning": 77}),
        (" detail = 1 , spatial = 0 ", {"detail": 1}),
        ("creative=007", {"creative": 7}),
    ],
)
def test_a_mix_is_read_and_kinds_of_no_weight_left_out(text: str, mix: Mapping[str, int]) -> None:
    assert parse_mix(text) == mix


def test_the_order_in_which_a_mix_is_written_changes_nothing() -> None:
    one, two = parse_mix("detail=1,conversation=2,spatial=0"), parse_mix("conversation=2,detail=1")
    assert list(one.items()) == list(two.items())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "'' is not a kind=weight"),
        (
            "poem=1",
            "'poem=1' is not a kind=weight with a whole number; kinds: conversation, detail, reasoning, spatial",
        ),
        ("detail", "'detail' is not a kind=weight"),
        ("detail=", "'detail=' is not a kind=weight"),
        ("detail=-1", "'detail=-1' is not a kind=weight"),
        ("detail=1.5", "'detail=1.5' is not a kind=weight"),
        ("detail=1,", "'' is not a kind=weight"),
        ("detail=1;reasoning=2", "'detail=1;reasoning=2' is not a kind=weight"),
        ("detail=1,detail=2", "names detail twice"),
        ("detail=0,reasoning=0", "gives every kind the weight 0"),
    ],
)
def test_a_mix_that_cannot_be_read_is_quoted_with_the_part_that_is_wrong(text: str, told: str) -> None:
    with pytest.raises(UsageError, match=f"^--mix {text!r}") as caught:
        parse_mix(text)
    assert told in str(caught.value)
