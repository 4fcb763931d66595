"""In which order outcomes are shown, and which of them. Pure, over an index and what people have said.

An order is made once for a session and a query and kept, so that it does not shift under a reviewer whose verdicts
come in; `Snapshots` forgets the one that was not used for longest.
"""

from __future__ import annotations

import itertools
from array import array
from collections import OrderedDict
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeAlias

from datagen.review.filters import OutcomeFilter, Queue, tests
from datagen.review.index import Index
from datagen.verdicts import ReviewState

KEPT = 32
SEVERITY = ("drop", "ask", "flag")
"""Actions whose failing findings bring a sample into the queue `flagged`, the worst first."""
Order: TypeAlias = "array[int]"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known when an order is made: the outcomes, what was said of some, and how checks have done so far.

    `actions` and `precision` are by check; a check that nobody has judged yet has no precision.
    """

    index: Index
    states: Mapping[int, ReviewState]
    actions: Mapping[str, str]
    precision: Mapping[str, float]


def order(query: OutcomeFilter, known: Known, found: Container[int] | None = None) -> Order:
    """Return the numbers of the outcomes that a query shows, in order; `found` is what its search has found."""
    numbers: Iterable[int] = _QUEUES[query.queue](query, known)
    for test in tests(query, known.index, known.states):
        numbers = filter(test, numbers)
    return array("i", numbers if found is None else filter(found.__contains__, numbers))


class Snapshots:
    """The orders that pages are looking at."""

    def __init__(self) -> None:
        """Begin with none."""
        self._kept: OrderedDict[OutcomeFilter, Order] = OrderedDict()

    def get(self, query: OutcomeFilter) -> Order | None:
        """Return a query's order, if it was made."""
        if query in self._kept:
            self._kept.move_to_end(query)
        return self._kept.get(query)

    def put(self, query: OutcomeFilter, made: Order) -> None:
        """Keep an order."""
        self._kept[query] = made
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)

    def renumber(self, old: Index, new: Index) -> None:
        """Follow the outcomes into an index that was read anew; those that are gone leave the orders."""
        for query, kept in self._kept.items():
            ids = (old.ids[number] for number in kept)
            self._kept[query] = array("i", [new.numbers[id_] for id_ in ids if id_ in new.numbers])


def _flagged(_query: OutcomeFilter, known: Known) -> Iterable[int]:
    """Samples with a finding that matters, and whatever a person flagged; the worst first.

    By action, then by the check that was right least often, then by the number of findings.
    """
    index = known.index
    flagged = frozenset(number for number, state in known.states.items() if state.flagged)
    ranks = {bits: _rank(bits, known) for bits in set(index.failing)}
    groups: dict[tuple[int, float, int], list[int]] = {}
    for number in flagged:
        groups.setdefault((-1, 0.0, -index.faults[number]), []).append(number)
    for number, (bits, faults) in enumerate(zip(index.failing[: index.samples], index.faults, strict=False)):
        if bits and number not in flagged:
            groups.setdefault((*ranks[bits], -faults), []).append(number)
    matter = (groups[key] for key in sorted(groups) if key[0] < len(SEVERITY))
    return itertools.chain.from_iterable(sorted(group, key=index.ids.__getitem__) for group in matter)


def _rank(bits: int, known: Known) -> tuple[int, float]:
    checks = [check for place, check in enumerate(known.index.checks) if bits >> place & 1]
    matter = [check for check in checks if known.actions[check] in SEVERITY]
    severity = min((SEVERITY.index(known.actions[check]) for check in matter), default=len(SEVERITY))
    return severity, min((known.precision.get(check, 0.0) for check in matter), default=0.0)


def _random(query: OutcomeFilter, known: Known) -> Iterable[int]:
    """All outcomes by a hash of seed and id, kinds interleaved by their share: every beginning is a fair sample.

    An outcome keeps its place among its kind when others come or go.
    """
    index, key = known.index, str(query.seed).encode()[:64]
    of_kind: dict[int, list[tuple[bytes, int]]] = {}
    for number, id_ in enumerate(index.ids):
        drawn = blake2b(id_.encode(), key=key, digest_size=8).digest()
        of_kind.setdefault(index.kinds[number], []).append((drawn, number))
    placed = [
        ((place + 0.5) / len(drawn), kind, number)
        for kind, drawn in of_kind.items()
        for place, (_, number) in enumerate(sorted(drawn))
    ]
    return [number for _, _, number in sorted(placed)]


def _audit(query: OutcomeFilter, known: Known) -> Iterable[int]:
    return (number for number in _random(query, known) if number < known.index.samples)


def _rejected(_query: OutcomeFilter, known: Known) -> Iterable[int]:
    index = known.index
    numbers = range(index.samples, len(index))
    return sorted(numbers, key=lambda number: (number in index.unreadable, index.ids[number]))


def _disagreements(_query: OutcomeFilter, known: Known) -> Iterable[int]:
    numbers = (number for number, state in known.states.items() if state.disagree)
    return sorted(numbers, key=known.index.ids.__getitem__)


def _all(_query: OutcomeFilter, known: Known) -> Iterable[int]:
    return sorted(range(len(known.index)), key=known.index.ids.__getitem__)


_QUEUES: dict[Queue, Callable[[OutcomeFilter, Known], Iterable[int]]] = {
    "flagged": _flagged,
    "random": _random,
    "audit": _audit,
    "rejected": _rejected,
    "disagreements": _disagreements,
    "all": _all,
}
