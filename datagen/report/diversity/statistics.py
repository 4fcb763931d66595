"""What a run's outcomes add up to: the result of counting, ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from datagen.report.diversity.balance import Balance
from datagen.report.diversity.coverage import Coverage
from datagen.report.diversity.lengths import Spread
from datagen.report.diversity.wording import Wording

DIGITS = 4


@dataclass(frozen=True, slots=True)
class KindStatistics:
    """One kind: outcomes, turns and lengths in words of the accepted ones, None where there are none.

    `hedged_share` is the share of accepted samples that the check "hedging" failed; None where no finding is of it.
    """

    kind: str
    accepted: int
    rejected: int
    turns: int
    question: Spread | None
    answer: Spread | None
    hedged_share: float | None


@dataclass(frozen=True, slots=True)
class CheckStatistics:
    """Findings of one check: three verdicts in accepted samples, and fails in rejected replies."""

    check: str
    passed: int
    failed: int
    unverifiable: int
    failed_in_rejected: int


@dataclass(frozen=True, slots=True)
class RejectionReason:
    """A check that rejected, how often, and the message of the rejection whose id comes first."""

    check: str
    count: int
    example: str


@dataclass(frozen=True, slots=True)
class Writer:
    """A model that wrote accepted samples; `llm` is "template" where no model did.

    `grounded` of the turns were added to the model's own and come from facts.
    """

    llm: str
    model: str
    samples: int
    turns: int
    grounded: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """All of it; every tuple has an order that depends on the outcomes alone, not on the order in which they came.

    Only the chunks of the distinct n-grams follow that order, so the outcomes come by id.
    """

    accepted: int
    rejected: int
    turns: int
    accepted_by_attempt: tuple[tuple[int, int], ...]
    kinds: tuple[KindStatistics, ...]
    checks: tuple[CheckStatistics, ...]
    reasons: tuple[RejectionReason, ...]
    writers: tuple[Writer, ...]
    questions: Wording
    answers: Wording
    balances: tuple[Balance, ...]
    coverage: Coverage | None

    def summary(self) -> dict[str, Any]:
        """Return the main figures for report.json, keys sorted, shares rounded to four digits."""
        coverage = self.coverage and {
            "categories": len(self.coverage.answers),
            "entropy_bits": _round(self.coverage.entropy_bits),
        }
        return {
            "balance": {
                balance.name: {
                    "counts": dict(sorted(balance.counts)),
                    "lean": balance.lean,
                    "value": _round(balance.value),
                }
                for balance in sorted(self.balances, key=lambda balance: balance.name)
            },
            "coverage": coverage,
            "turns": self.turns,
            "wording": {"answers": _wording(self.answers), "questions": _wording(self.questions)},
            "words": {kind.kind: {"answer": _words(kind.answer), "question": _words(kind.question)}
                      for kind in self.kinds},
        }  # fmt: skip


def _wording(wording: Wording) -> dict[str, Any]:
    distinct, openers = wording.distinct, wording.openers
    return {
        "chunk_distinct_1": _round(distinct.chunk_1),
        "chunk_distinct_2": _round(distinct.chunk_2),
        "distinct_1": _round(distinct.distinct_1),
        "distinct_2": _round(distinct.distinct_2),
        "openers_lean": openers.lean,
        "openers_top_three_share": _round(openers.top_three_share),
        "words": distinct.words,
    }


def _words(spread: Spread | None) -> dict[str, Any] | None:
    if spread is None:
        return None
    return {"mean": _round(spread.mean), "median": spread.median, "p10": spread.p10, "p90": spread.p90}


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)
