import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.train.tiny_models import example
from train.batch.bundle import alone
from train.batch.packing import SampleGroups, micro_batches, steps
from train.errors import UsageError

worlds = st.integers(1, 5)
batches = st.integers(1, 17)
sizes_of = st.lists(st.integers(1, 3000), min_size=1, max_size=60)


@given(sizes_of, batches, worlds, st.integers(0, 9), st.integers(0, 9))
def test_every_index_is_learned_from_once_an_epoch(
    sizes: list[int], batch: int, world: int, seed: int, epoch: int
) -> None:
    indices = np.arange(len(sizes))
    plan = steps(indices, np.array(sizes), global_batch=batch, world_size=world, seed=seed, epoch=epoch)
    seen = [index for step in range(len(plan)) for rank in range(world) for index in plan.share(step, rank).tolist()]
    assert sorted(seen) == indices.tolist()
    assert len(plan) == -(-len(sizes) // batch)


@given(sizes_of, batches, worlds)
def test_ranks_get_disjoint_shares_of_equal_length(sizes: list[int], batch: int, world: int) -> None:
    plan = steps(np.arange(len(sizes)), np.array(sizes), global_batch=batch, world_size=world, seed=0, epoch=0)
    for step in range(len(plan)):
        lengths = [len(plan.share(step, rank)) for rank in range(world)]
        assert max(lengths) - min(lengths) <= 1
        together = np.concatenate([plan.share(step, rank) for rank in range(world)])
        assert len(set(together.tolist())) == len(together)


@given(sizes_of, batches)
def test_a_steps_samples_do_not_depend_on_the_number_of_ranks(sizes: list[int], batch: int) -> None:
    plans = [
        steps(np.arange(len(sizes)), np.array(sizes), global_batch=batch, world_size=world, seed=4, epoch=1)
        for world in (1, 2, 3)
    ]
    for step in range(len(plans[0])):
        drawn = [
            sorted(np.concatenate([plan.share(step, rank) for rank in range(world)]).tolist())
            for world, plan in zip((1, 2, 3), plans, strict=True)
        ]
        assert drawn[0] == drawn[1] == drawn[2]


def test_the_same_seed_gives_the_same_plan_and_another_epoch_another() -> None:
    def drawn(seed: int, epoch: int) -> list[int]:
        plan = steps(np.arange(50), np.ones(50, int), global_batch=7, world_size=2, seed=seed, epoch=epoch)
        return [i for step in range(len(plan)) for rank in range(2) for i in plan.share(step, rank).tolist()]

    assert drawn(1, 0) == drawn(1, 0)
    assert drawn(1, 0) != drawn(1, 1)
    assert drawn(1, 0) != drawn(2, 0)


def test_an_index_that_is_given_twice_is_learned_from_twice() -> None:
    indices = np.array([3, 3, 1])
    plan = steps(indices, np.full(4, 9), global_batch=2, world_size=1, seed=0, epoch=0)
    assert sorted(np.concatenate([plan.share(0, 0), plan.share(1, 0)]).tolist()) == [1, 3, 3]


def test_ranks_carry_about_as_many_tokens_each() -> None:
    sizes = np.random.default_rng(0).integers(20, 2000, size=256)
    plan = steps(np.arange(256), sizes, global_batch=128, world_size=4, seed=0, epoch=0)
    for step in range(2):
        load = [int(sizes[plan.share(step, rank)].sum()) for rank in range(4)]
        assert max(load) <= 1.02 * min(load)


@given(st.lists(st.integers(0, 5), min_size=1, max_size=60), batches, worlds)
def test_groups_are_drawn_together_and_every_index_still_comes_once(keys: list[int], batch: int, world: int) -> None:
    groups = SampleGroups(np.array(keys, dtype=np.uint64), np.full(len(keys), 20))
    sizes = np.full(len(keys), 30)
    plan = steps(np.arange(len(keys)), sizes, global_batch=batch, world_size=world, seed=3, epoch=0, groups=groups)
    drawn = [[plan.share(step, rank).tolist() for rank in range(world)] for step in range(len(plan))]
    flat = [[keys[index] for share in step for index in share] for step in drawn]
    assert sorted(index for step in drawn for share in step for index in share) == list(range(len(keys)))
    assert all(max(map(len, step)) - min(map(len, step)) <= 1 for step in drawn)
    for key in set(keys):
        holding = [at for at, step in enumerate(flat) if key in step]
        assert holding == list(range(holding[0], holding[-1] + 1)), "a group lies in steps that follow each other"


def test_a_group_stays_on_one_rank_where_there_is_room() -> None:
    keys = np.repeat(np.arange(32, dtype=np.uint64), 2)
    sizes = np.random.default_rng(0).integers(600, 800, size=64)
    plan = steps(
        np.arange(64),
        sizes,
        global_batch=64,
        world_size=4,
        seed=0,
        epoch=0,
        groups=SampleGroups(keys, np.full(64, 576)),
    )
    shares = [plan.share(0, rank) for rank in range(4)]
    assert all((np.unique(keys[share], return_counts=True)[1] == 2).all() for share in shares)
    load = [int(sizes[share].sum()) - 576 * len(share) // 2 for share in shares]
    assert max(load) <= 1.05 * min(load)


def test_groups_of_every_size_come_in_any_order() -> None:
    keys = np.array([0] * 5 + list(range(1, 6)), dtype=np.uint64)
    groups = SampleGroups(keys, np.zeros(10, int))
    first = [
        int(
            keys[
                steps(
                    np.arange(10), np.ones(10, int), global_batch=10, world_size=1, seed=seed, epoch=0, groups=groups
                ).share(0, 0)[0]
            ]
        )
        for seed in range(300)
    ]
    assert 20 <= first.count(0) <= 90, "a sixth of 300"


def test_a_step_without_samples_is_refused() -> None:
    with pytest.raises(UsageError, match="at least one sample"):
        steps(np.arange(3), np.ones(3, int), global_batch=0, world_size=1, seed=0, epoch=0)


@given(st.lists(st.integers(1, 60), max_size=30), st.integers(1, 80))
def test_micro_batches_keep_their_budget_and_every_example(texts: list[int], budget: int) -> None:
    examples = [example(text, images=0, seed=at) for at, text in enumerate(texts)]
    packed = micro_batches(alone(examples), budget)
    assert sorted(one.examples[0].id for batch in packed for one in batch) == sorted(one.id for one in examples)
    for batch in packed:
        assert len(batch) == 1 or sum(one.size for one in batch) <= budget
    full = [sum(one.size for one in batch) for batch in packed]
    assert sum(2 * tokens <= budget for tokens in full) <= 1, "two half-empty batches would have been one"


def test_an_example_longer_than_the_budget_stands_alone() -> None:
    long, short = example(50, images=0), example(3, images=0, seed=1)
    assert [[one.examples[0].id for one in batch] for batch in micro_batches(alone([short, long]), 20)] == [
        ["0"],
        ["1"],
    ]
