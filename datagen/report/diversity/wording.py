"""How varied the questions, or the answers, of a data set are worded: distinct-n and openers. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from datagen.report.diversity.balance import Lean, lean
from datagen.report.diversity.coverage import by_count
from datagen.report.diversity.distinct import Distinct, DistinctCounter

OPENER_WORDS = 2
TOP_OPENERS = 10


@dataclass(frozen=True, slots=True)
class Openers:
    """First two words: the ten most frequent with their counts, out of `texts`; the share of the first three."""

    texts: int
    top: tuple[tuple[str, int], ...]
    top_three_share: float | None
    lean: Lean


@dataclass(frozen=True, slots=True)
class Wording:
    """What was found in one part (question or answer) of all turns."""

    distinct: Distinct
    openers: Openers


class WordingCounter:
    """Counts one part of the turns; `part` is question or answer."""

    def __init__(self, part: str) -> None:
        """Start with nothing counted."""
        self._part = part
        self._distinct = DistinctCounter()
        self._openers: Counter[str] = Counter()

    def add(self, words: list[str]) -> None:
        """Count one text."""
        self._distinct.add(words)
        if words:
            self._openers[" ".join(words[:OPENER_WORDS])] += 1

    def result(self) -> Wording:
        """Return what was counted so far."""
        texts = self._openers.total()
        top = by_count(self._openers)[:TOP_OPENERS]
        share = sum(count for _, count in top[:3]) / texts if texts else None
        return Wording(self._distinct.result(), Openers(texts, top, share, lean(f"{self._part} openers", share, texts)))
