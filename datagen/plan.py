"""Which kinds are asked for which images: a fixed sequence, of which a run takes the first `count` jobs. Pure.

Round after round every image gets one sample, so an image gets a second only when all have one; within a block of
as many rounds as an image has kinds, none comes twice. Each job takes the allowed kind that is furthest behind its
share of the mix. A plan is a prefix of every larger one: raising the count keeps all that was paid for.
"""

from __future__ import annotations

import random
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, groupby, islice
from typing import NamedTuple

import numpy as np

from datagen.errors import UsageError
from datagen.job import Job
from datagen.kinds import KINDS
from datagen.scene import Scene

GROUP = 2_048
"""Jobs are sent in groups this large, sorted by kind inside: prefix caches hit, and a run that is stopped keeps
the mix."""


def parse_mix(text: str) -> dict[str, int]:
    """Read `conversation=58,detail=23,reasoning=77`; kinds of weight 0 are left out, their order is always ours."""
    mix: dict[str, int] = {}
    for part in text.split(","):
        kind, _, weight = map(str.strip, part.partition("="))
        if kind not in KINDS or not weight.isdecimal():
            message = (
                f"--mix {text!r}: {part.strip()!r} is not a kind=weight with a whole number; kinds: {', '.join(KINDS)}"
            )
            raise UsageError(message)
        if kind in mix:
            message = f"--mix {text!r} names {kind} twice"
            raise UsageError(message)
        mix[kind] = int(weight)
    if not any(mix.values()):
        message = f"--mix {text!r} gives every kind the weight 0"
        raise UsageError(message)
    return {kind: mix[kind] for kind in KINDS if mix.get(kind)}


class Slot(NamedTuple):
    """One planned job: image number, kind, ordinal."""

    image: int
    kind: str
    ordinal: int


def slots(box_counts: Sequence[int], mix: Mapping[str, int], seed: int) -> Iterator[Slot]:
    """Yield the endless sequence; it is empty if no image has the boxes that the mix's kinds need."""
    kinds, weights, total = tuple(mix), tuple(mix.values()), sum(mix.values())
    barred = _barred(box_counts, kinds)
    every = (1 << len(kinds)) - 1
    order = [image for image in range(len(box_counts)) if barred[image] != every]
    random.Random(seed).shuffle(order)
    used = list(barred)
    lead = [0] * len(kinds)
    for block in count(1) if order else ():
        for _ in kinds:
            for image in order:
                if used[image] == every:
                    continue
                for k, weight in enumerate(weights):
                    lead[k] += weight
                chosen = max((k for k in range(len(kinds)) if not used[image] >> k & 1), key=lead.__getitem__)
                lead[chosen] -= total
                used[image] |= 1 << chosen
                yield Slot(image, kinds[chosen], block)
        used[:] = barred


def _usable(sequence: Iterator[Slot], usable: Callable[[int], bool], images: int) -> Iterator[Slot]:
    """Leave out slots of unusable images; the first `images` slots come to every image, so that none there is none."""
    found = False
    for number, slot in enumerate(sequence):
        if usable(slot.image):
            found = True
            yield slot
        elif not found and number >= images:
            return


def _barred(box_counts: Sequence[int], kinds: Sequence[str]) -> list[int]:
    """An image's bit k is set where it has too few boxes for kind number k."""
    needs = [KINDS[kind].min_boxes for kind in kinds]
    return [sum(1 << k for k, need in enumerate(needs) if boxes < need) for boxes in box_counts]


@dataclass(frozen=True, slots=True)
class Plan:
    """The first slots of the sequence, held as columns: 10 bytes per job. `unusable` images suit no kind of the mix.

    A kind is held as its number in `names`.
    """

    scenes: Sequence[Scene]
    names: tuple[str, ...]
    images: array[int]
    kinds: array[int]
    ordinals: array[int]
    unusable: int

    def __len__(self) -> int:
        """Count the jobs."""
        return len(self.images)

    def counts(self) -> dict[str, int]:
        """Jobs a kind, in the order of the kinds' table."""
        numbers = Counter(self.kinds)
        return {kind: numbers[number] for number, kind in enumerate(self.names) if numbers[number]}

    def to_send(self) -> Iterator[Job]:
        """Yield the jobs in the order in which they are asked: grouped by kind."""
        for start in range(0, len(self), GROUP):
            for index in sorted(range(start, min(start + GROUP, len(self))), key=self.kinds.__getitem__):
                yield self._job(index)

    def by_id(self) -> Iterator[Job]:
        """Yield the jobs in the order of the final files."""
        ranked = np.argsort(np.frombuffer(self.images, np.uint32), kind="stable")
        for _, same_image in groupby(ranked.tolist(), key=self.images.__getitem__):
            yield from sorted(map(self._job, same_image), key=lambda job: job.id)

    def _job(self, index: int) -> Job:
        return Job(self.scenes[self.images[index]], self.names[self.kinds[index]], self.ordinals[index])


def make_plan(  # noqa: PLR0913 - the last is for runs that send images alone
    scenes: Sequence[Scene],
    box_counts: Sequence[int],
    mix: Mapping[str, int],
    jobs: int,
    seed: int,
    *,
    usable: Callable[[int], bool] = lambda _image: True,
) -> Plan:
    """Take the first `jobs` slots whose image is usable; raise UsageError where no image suits the mix.

    A slot of an unusable image is passed over and moves no other one, so that an image which turns up later adds
    jobs and changes none. `usable` is asked only of images that the plan comes to.
    """
    plan = Plan(scenes, tuple(KINDS), array("I"), array("H"), array("I"), unusable=0)
    for slot in islice(_usable(slots(box_counts, mix, seed), usable, len(box_counts)), jobs):
        plan.images.append(slot.image)
        plan.kinds.append(plan.names.index(slot.kind))
        plan.ordinals.append(slot.ordinal)
    if jobs and not len(plan):
        needs = ", ".join(f"{kind} needs {KINDS[kind].min_boxes}" for kind in mix if KINDS[kind].min_boxes)
        message = f"no image has the boxes that --mix {','.join(mix)} needs{': ' if needs else ''}{needs}"
        raise UsageError(message)
    every = (1 << len(mix)) - 1
    return replace(plan, unusable=_barred(box_counts, tuple(mix)).count(every))
