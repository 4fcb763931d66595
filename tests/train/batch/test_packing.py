import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.train.tiny_models import example
from train.batch.packing import micro_batches, steps
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


def test_a_step_without_samples_is_refused() -> None:
    with pytest.raises(UsageError, match="at least one sample"):
        steps(np.arange(3), np.ones(3, int), global_batch=0, world_size=1, seed=0, epoch=0)


@given(st.lists(st.integers(1, 60), max_size=30), st.integers(1, 80))
def test_micro_batches_keep_their_budget_and_every_example(texts: list[int], budget: int) -> None:
    examples = [example(text, images=0, seed=at) for at, text in enumerate(texts)]
    packed = micro_batches(examples, budget)
    assert sorted(one.id for batch in packed for one in batch) == sorted(one.id for one in examples)
    for batch in packed:
        assert len(batch) == 1 or sum(len(one.ids) for one in batch) <= budget
    full = [sum(len(one.ids) for one in batch) for batch in packed]
    assert sum(2 * tokens <= budget for tokens in full) <= 1, "two half-empty batches would have been one"


def test_an_example_longer_than_the_budget_stands_alone() -> None:
    long, short = example(50, images=0), example(3, images=0, seed=1)
    assert [[one.id for one in batch] for batch in micro_batches([short, long], 20)] == [["0"], ["1"]]
