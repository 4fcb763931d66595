"""Which samples make an optimizer step, which of them a rank takes, and which pass through the model together.

Invariant: the same arguments give the same plan on every machine; a plan holds each given index exactly once, and
two shares of a step differ by one sample at most. No torch, and nothing but sizes is looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from train.errors import UsageError
from train.example import Example

Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Plan:
    """One epoch's steps; `shares[step][rank]` holds sample indices and is empty only where a last step runs short."""

    shares: tuple[tuple[Indices, ...], ...]

    def __len__(self) -> int:
        """Count the optimizer steps, the same for all ranks."""
        return len(self.shares)

    def share(self, step: int, rank: int) -> Indices:
        """Return the indices of the samples that a rank learns from in a step."""
        return self.shares[step][rank]


def steps(  # noqa: PLR0913 - each names one thing that decides a plan
    indices: Indices, sizes: NDArray[np.integer], *, global_batch: int, world_size: int, seed: int, epoch: int
) -> Plan:
    """Shuffle `indices`, cut them into steps of `global_batch` samples, and deal each step's samples to the ranks.

    `sizes[i]` is the estimated number of tokens of sample i: a rank's shares come out about equally long, since all
    ranks wait for the slowest. An index may be given more than once. UsageError: a count below 1.
    """
    if global_batch < 1 or world_size < 1:
        message = f"a step needs at least one sample and one rank, not {global_batch!r} and {world_size!r}"
        raise UsageError(message)
    shuffled = np.random.default_rng([seed, epoch]).permutation(indices)
    cuts = range(0, len(shuffled), global_batch)
    return Plan(tuple(_deal(shuffled[start : start + global_batch], sizes, world_size) for start in cuts))


def _deal(step: Indices, sizes: NDArray[np.integer], world_size: int) -> tuple[Indices, ...]:
    """Give the longest sample left to the rank with the fewest tokens that may still take one."""
    if world_size == 1:
        return (step,)
    quota, longer = divmod(len(step), world_size)
    hands: list[list[int]] = [[] for _ in range(world_size)]
    load = [0] * world_size
    for index in step[np.argsort(-sizes[step].astype(np.int64), kind="stable")].tolist():
        open_ranks = [rank for rank in range(world_size) if len(hands[rank]) < quota + (longer > 0)]
        rank = min(open_ranks, key=load.__getitem__)
        hands[rank].append(index)
        load[rank] += int(sizes[index])
        longer -= len(hands[rank]) == quota + 1
    return tuple(np.array(hand, dtype=np.int64) for hand in hands)


def micro_batches(examples: Sequence[Example], tokens_per_batch: int) -> list[list[Example]]:
    """Pack examples, longest first, each into the first batch that has room for it (first-fit decreasing).

    No batch holds more than `tokens_per_batch` tokens, but for an example that is longer by itself: it stands alone.
    """
    batches: list[list[Example]] = []
    room: list[int] = []
    for example in sorted(examples, key=lambda one: -len(one.ids)):
        size = len(example.ids)
        place = next((at for at, left in enumerate(room) if size <= left), None)
        if place is None:
            batches.append([example])
            room.append(tokens_per_batch - size)
        else:
            batches[place].append(example)
            room[place] -= size
    return batches
