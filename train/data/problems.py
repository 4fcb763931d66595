"""What could not be trained on, by reason: how many samples, and where the first ones stand.

Nothing is skipped uncounted. A sample counts once for a reason, however often it is met, so what several processes or
runs counted can be merged.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from train.data.sample_set import SampleSet
from train.errors import DataError
from train.sample import Problem

LISTED_PER_REASON = 20
SHOWN_LENGTH = 300
Where = tuple[str, int, str]
"""File, line, and what is wrong there."""


@dataclass(slots=True)
class Skipped:
    """The samples that share a reason; `first` are those that stand first in the files."""

    places: SampleSet = field(default_factory=SampleSet)
    first: list[Where] = field(default_factory=list)

    def merge(self, other: Skipped) -> None:
        """Take over what another one has."""
        self.places.merge(other.places)
        by_place = {where[:2]: where for where in sorted((*self.first, *other.first), reverse=True)}
        self.first = sorted(by_place.values())[:LISTED_PER_REASON]


@dataclass(slots=True, kw_only=True)
class Problems:
    """Counts problems as they come; a strict one stops at the first. It can be pickled, and merged with others."""

    strict: bool = False
    reasons: dict[str, Skipped] = field(default_factory=dict)

    @property
    def counts(self) -> Counter[str]:
        """Count the samples by reason."""
        return Counter({reason: len(skipped.places) for reason, skipped in sorted(self.reasons.items())})

    @property
    def first(self) -> dict[str, list[str]]:
        """Say by reason where the first samples stand, and what is wrong with them."""
        return {
            reason: [f"{file}:{line}: {detail}" for file, line, detail in skipped.first]
            for reason, skipped in self.reasons.items()
        }

    @property
    def total(self) -> int:
        """Count the problems of all reasons."""
        return self.counts.total()

    def add(self, problem: Problem) -> None:
        """Count one problem.

        Raises:
            DataError: this is a strict one.

        """
        detail = _cut(problem.detail)
        if self.strict:
            message = f"{problem.reason}: {problem.origin}: {detail} (stopped there as --strict asks)"
            raise DataError(message)
        one = Skipped(first=[(str(problem.origin.file), problem.origin.line, detail)])
        one.places.add(problem.origin)
        self.reasons.setdefault(problem.reason, Skipped()).merge(one)

    def merge(self, other: Problems) -> None:
        """Take over what another one counted, such as another process's."""
        for reason, skipped in other.reasons.items():
            self.reasons.setdefault(reason, Skipped()).merge(skipped)

    def text(self) -> str:
        """Write a line a reason with the first place, the most frequent reason first; nothing where there are none."""
        first = self.first
        lines = (
            f"skipped: {reason}: {count:,}, such as {first[reason][0]}" for reason, count in self.counts.most_common()
        )
        return "\n".join(lines)

    def as_json(self) -> dict[str, dict[str, object]]:
        """Give count and first places a reason, the most frequent reason first."""
        first = self.first
        return {reason: {"count": count, "first": first[reason]} for reason, count in self.counts.most_common()}


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN_LENGTH else f"{text[:SHOWN_LENGTH]}... ({len(text):,} characters)"
