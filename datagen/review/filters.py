"""What a page asks for, and which outcomes that leaves of a queue. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from datagen.review.index import Index
from datagen.verdicts import AUDIT, DISAGREEMENTS, ReviewState

Queue = Literal["flagged", "random", "audit", "rejected", "disagreements", "all"]
State = Literal["todo", "any", "accepted", "rejected", "edited", "flagged", "stale"]
Name = Annotated[str, Field(max_length=200)]
Test = Callable[[int], bool]


class OutcomeFilter(BaseModel):
    """What a page asks for; the same values give the same order for as long as the session lasts."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    queue: Queue = "flagged"
    kind: Name = ""
    check: Name = ""
    category: Name = ""
    state: State = "todo"
    q: Name = ""
    seed: int = 0
    reviewer: Name = ""
    session: Name = ""


def tests(query: OutcomeFilter, index: Index, states: Mapping[int, ReviewState]) -> Iterator[Test]:
    """Yield what an outcome must hold for, by its number."""
    yield from _filters(query, index)
    yield _STATES[query.state](query, states)


def _filters(query: OutcomeFilter, index: Index) -> Iterator[Test]:
    """Yield a test for each filter that is set; an audit has none by check, which would give its findings away."""
    if query.kind:
        kind = index.kind_names.index(query.kind) if query.kind in index.kind_names else -1
        yield lambda number: index.kinds[number] == kind
    if query.check and query.queue != AUDIT:
        bit = 1 << index.checks.index(query.check) if query.check in index.checks else 0
        yield lambda number: bool(index.failing[number] & bit)
    if query.category:
        scenes = frozenset(index.read_categories().get(query.category, ()))
        yield lambda number: index.scenes[number] in scenes


def _todo(query: OutcomeFilter, states: Mapping[int, ReviewState]) -> Test:
    """What this reviewer has not decided or skipped yet; in an audit, and on a disagreement, not yet in that queue."""
    done = frozenset(number for number, state in states.items() if _is_done(query, state))
    return lambda number: number not in done


def _is_done(query: OutcomeFilter, state: ReviewState) -> bool:
    opinion = state.opinions.get(query.reviewer)
    if opinion is None or opinion.stale or opinion.decision == "flag":
        return False
    if query.queue in (AUDIT, DISAGREEMENTS) and opinion.queue != query.queue:
        return (query.reviewer, query.queue) in state.skipped
    return True


def _which(holds: Callable[[ReviewState], bool]) -> Callable[[OutcomeFilter, Mapping[int, ReviewState]], Test]:
    def of(_query: OutcomeFilter, states: Mapping[int, ReviewState]) -> Test:
        return frozenset(number for number, state in states.items() if holds(state)).__contains__

    return of


_STATES: dict[State, Callable[[OutcomeFilter, Mapping[int, ReviewState]], Test]] = {
    "todo": _todo,
    "any": lambda _query, _standings: lambda _number: True,
    "accepted": _which(lambda state: state.decision == "accept"),
    "rejected": _which(lambda state: state.decision == "reject"),
    "edited": _which(lambda state: state.edited),
    "flagged": _which(lambda state: state.flagged),
    "stale": _which(lambda state: any(opinion.stale for opinion in state.opinions.values())),
}
