"""What people have said so far, by the number of the outcome. Reads and appends to verdicts.jsonl.

Each reviewed outcome is kept as a case with its failing findings alone, which is all that the statistics look at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from datagen.review.index import Index
from datagen.verdicts import Case, ReviewState, VerdictFile, VerdictRow, review_state


class ReviewProgress(msgspec.Struct, frozen=True):
    """How many outcomes were reviewed, and how; `by_me` are those that one reviewer decided."""

    reviewed: int
    accepted: int
    rejected: int
    edited: int
    flagged: int
    skipped: int
    stale: int
    by_me: int


class Opinions:
    """The verdicts of a run folder beside its outcomes; `cases` and `states` hold those that have any."""

    def __init__(self, folder: Path, index: Index) -> None:
        """Read all verdicts; raise RunFolderError where they are damaged."""
        self._file = VerdictFile(folder)
        self.follow(index)

    def __len__(self) -> int:
        """Count the lines of verdicts.jsonl."""
        return len(self._file)

    def follow(self, index: Index) -> None:
        """Begin anew with another index of the same folder."""
        self._index = index
        self.cases: dict[int, Case] = {}
        self.states: dict[int, ReviewState] = {}
        self._take(self._file.ids())

    def refresh(self) -> None:
        """Take over what others have written since."""
        before = len(self)
        changed = self._file.refresh()
        if changed or len(self) != before:
            self._take(changed)

    def of(self, number: int) -> ReviewState:
        """Return what holds of an outcome."""
        known = self.states.get(number)
        return known or review_state(self._index.outcome(number).turns, ())

    def append(self, number: int, row: VerdictRow, still_true: Callable[[Case], None]) -> None:
        """Write a verdict, unless `still_true` objects to what holds at the moment of writing."""
        outcome = self._index.outcome(number)
        try:
            self._file.append(row, lambda rows: still_true(Case(outcome, rows)))
        finally:  # others' lines came along, even where ours was refused
            self._take(id_ for id_ in self._file.ids() if self._is_new(id_))

    def progress(self, reviewer: str) -> ReviewProgress:
        """Count what was reviewed."""
        held = [one.decision for one in self.states.values()]
        opinions = [list(one.opinions.values()) for one in self.states.values()]
        mine = (one.opinions.get(reviewer) for one in self.states.values())
        return ReviewProgress(
            reviewed=len(held) - held.count(None),
            accepted=held.count("accept"),
            rejected=held.count("reject"),
            edited=held.count("edit"),
            flagged=sum(one.flagged for one in self.states.values()),
            skipped=sum(any(opinion.decision == "skip" for opinion in said) for said in opinions),
            stale=sum(one.is_stale for one in self.states.values()),
            by_me=sum(opinion is not None and opinion.decides for opinion in mine),
        )

    def reviewers(self) -> list[str]:
        """Return the names of all who have an opinion, sorted."""
        return sorted({reviewer for one in self.states.values() for reviewer in one.opinions})

    def _is_new(self, id_: str) -> bool:
        number = self._index.numbers.get(id_)
        return number is not None and (number not in self.cases or self.cases[number].rows != self._file.of(id_))

    def _take(self, ids: Iterable[str]) -> None:
        for id_ in ids:
            number = self._index.numbers.get(id_)
            if number is None:
                continue
            rows = self._file.of(id_)
            if not rows:
                self.cases.pop(number, None)
                self.states.pop(number, None)
                continue
            known = self.cases.get(number)
            self.cases[number] = Case(known.outcome if known else self._index.slim(number), rows)
            self.states[number] = self.cases[number].state
