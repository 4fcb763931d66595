"""What could not be trained on, by reason: how often, and where the first ones stand. Nothing is skipped uncounted."""

from __future__ import annotations

from collections import Counter

from train.errors import DataError
from train.sample import Problem

LISTED_PER_REASON = 20
SHOWN_LENGTH = 300


class Problems:
    """Counts problems as they come; a strict one stops at the first. It can be pickled, and merged with others."""

    def __init__(self, *, strict: bool = False) -> None:
        """Start with none."""
        self.strict = strict
        self.counts: Counter[str] = Counter()
        self.first: dict[str, list[str]] = {}

    @property
    def total(self) -> int:
        """Count the problems of all reasons."""
        return self.counts.total()

    def add(self, problem: Problem) -> None:
        """Count one problem.

        Raises:
            DataError: this is a strict one.

        """
        where = f"{problem.origin}: {_cut(problem.detail)}"
        if self.strict:
            message = f"{problem.reason}: {where} (stopped there as --strict asks)"
            raise DataError(message)
        self._count(problem.reason, 1, [where])

    def merge(self, other: Problems) -> None:
        """Take over what another one counted, such as a data worker's."""
        for reason, count in other.counts.items():
            self._count(reason, count, other.first[reason])

    def text(self) -> str:
        """Write a line a reason with the first place, the most frequent reason first; nothing where there are none."""
        lines = (
            f"skipped: {reason}: {count:,}, such as {self.first[reason][0]}"
            for reason, count in self.counts.most_common()
        )
        return "\n".join(lines)

    def as_json(self) -> dict[str, dict[str, object]]:
        """Give count and first places a reason, the most frequent reason first."""
        return {
            reason: {"count": count, "first": list(self.first[reason])} for reason, count in self.counts.most_common()
        }

    def _count(self, reason: str, count: int, places: list[str]) -> None:
        self.counts[reason] += count
        listed = self.first.setdefault(reason, [])
        listed += places[: LISTED_PER_REASON - len(listed)]


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN_LENGTH else f"{text[:SHOWN_LENGTH]}... ({len(text):,} characters)"
