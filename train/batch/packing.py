"""Which samples make an optimizer step, which of them a rank takes, and which pass through the model together.

Invariant: the same arguments give the same plan on every machine; a plan holds each given index exactly once, and
two shares of a step differ by one sample at most. No torch, and nothing but sizes is looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from train.batch.bundle import Bundle, alone, bundled
from train.errors import UsageError
from train.example import Example

Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SampleGroups:
    """Samples that belong together, by sample: the group's key, and the tokens that its members have in common."""

    keys: NDArray[np.uint64]
    common: NDArray[np.integer]


@dataclass(frozen=True, slots=True)
class EpochPlan:
    """One epoch's steps; `shares[step][rank]` holds sample indices and is empty only where a last step runs short."""

    shares: tuple[tuple[Indices, ...], ...]

    def __len__(self) -> int:
        """Count the optimizer steps, the same for all ranks."""
        return len(self.shares)

    def share(self, step: int, rank: int) -> Indices:
        """Return the indices of the samples that a rank learns from in a step."""
        return self.shares[step][rank]


def steps(  # noqa: PLR0913 - each names one thing that decides a plan
    indices: Indices,
    sizes: NDArray[np.integer],
    *,
    global_batch: int,
    world_size: int,
    seed: int,
    epoch: int,
    groups: SampleGroups | None = None,
) -> EpochPlan:
    """Shuffle `indices`, cut them into steps of `global_batch` samples, and deal each step's samples to the ranks.

    `sizes[i]` is the estimated number of tokens of sample i: a rank's shares come out about equally long, since all
    ranks wait for the slowest. With `groups`, whole groups are shuffled, and one is torn apart only where a step is
    full or no rank has room for it. An index may be given more than once. UsageError: a count below 1.
    """
    if global_batch < 1 or world_size < 1:
        message = f"a step needs at least one sample and one rank, not {global_batch!r} and {world_size!r}"
        raise UsageError(message)
    generator = np.random.default_rng([seed, epoch])
    shuffled = generator.permutation(indices)
    if groups is not None:
        found, group_of = np.unique(groups.keys[shuffled], return_inverse=True)
        shuffled = shuffled[np.argsort(generator.permutation(len(found))[group_of], kind="stable")]
    cuts = range(0, len(shuffled), global_batch)
    return EpochPlan(tuple(_deal(shuffled[start : start + global_batch], sizes, world_size, groups) for start in cuts))


def _deal(
    step: Indices, sizes: NDArray[np.integer], world_size: int, groups: SampleGroups | None
) -> tuple[Indices, ...]:
    """Give the longest group left to the rank with the fewest tokens that may still take it."""
    if world_size == 1:
        return (step,)
    quota, longer = divmod(len(step), world_size)
    hands: list[list[int]] = [[] for _ in range(world_size)]
    load = [0] * world_size
    waiting = _groups(step, sizes, groups)
    for members, size in waiting:
        open_ranks = [rank for rank in range(world_size) if len(hands[rank]) + len(members) <= quota + (longer > 0)]
        if not open_ranks:
            waiting += [([index], int(sizes[index])) for index in members]
            continue
        rank = min(open_ranks, key=load.__getitem__)
        hands[rank] += members
        load[rank] += size
        longer -= len(hands[rank]) == quota + 1
    return tuple(np.array(hand, dtype=np.int64) for hand in hands)


def _groups(step: Indices, sizes: NDArray[np.integer], groups: SampleGroups | None) -> list[tuple[list[int], int]]:
    """Return a step's groups with their tokens, the longest first; without groups, each sample by itself."""
    members: dict[int, list[int]] = {}
    for place, index in enumerate(step.tolist()):
        members.setdefault(place if groups is None else int(groups.keys[index]), []).append(index)
    sized = [(group, _tokens(group, sizes, groups)) for group in members.values()]
    return sorted(sized, key=lambda one: -one[1])


def _tokens(group: list[int], sizes: NDArray[np.integer], groups: SampleGroups | None) -> int:
    once = 0 if groups is None else (len(group) - 1) * int(groups.common[group].min())
    return int(sizes[group].sum(dtype=np.int64)) - once


@dataclass(frozen=True, slots=True)
class Packing:
    """How the examples of a step are laid together. `shares_images`: what those of an image share is computed once."""

    tokens_per_batch: int
    shares_images: bool = False

    def batches(self, examples: Sequence[Example]) -> list[list[Bundle]]:
        """Lay examples together."""
        bundles = bundled(examples, self.tokens_per_batch) if self.shares_images else alone(examples)
        return micro_batches(bundles, self.tokens_per_batch)


def micro_batches(bundles: Sequence[Bundle], tokens_per_batch: int) -> list[list[Bundle]]:
    """Pack bundles, longest first, each into the first batch that has room for it (first-fit decreasing).

    No batch holds more than `tokens_per_batch` tokens, but for a bundle that is longer by itself: it stands alone.
    """
    batches: list[list[Bundle]] = []
    room: list[int] = []
    for bundle in sorted(bundles, key=lambda one: -one.size):
        place = next((at for at, left in enumerate(room) if bundle.size <= left), None)
        if place is None:
            batches.append([bundle])
            room.append(tokens_per_batch - bundle.size)
        else:
            batches[place].append(bundle)
            room[place] -= bundle.size
    return batches
