"""Statistics to the lines that are printed in the terminal. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from datagen.report.diversity import Statistics
from datagen.report.diversity.wording import Wording
from datagen.report.markup import number, share
from datagen.report.review import review_lines
from datagen.report.totals import Totals
from datagen.report.variety import NAMES
from datagen.verdicts import Summary


def text(statistics: Statistics, totals: Totals, review: Summary | None = None) -> str:
    """Write the main figures, a line each, without characters that could steer a terminal."""
    lines = (*_outcomes(statistics, totals), *review_lines(review), *_variety(statistics))
    return "\n".join("".join(c if c.isprintable() else "\ufffd" for c in line) for line in lines)


def _outcomes(statistics: Statistics, totals: Totals) -> Iterator[str]:
    jobs = "" if totals.jobs is None else f"{totals.jobs:,} jobs: "
    unanswered = f", {totals.unanswered:,} unanswered" if totals.unanswered else ""
    yield f"{jobs}{statistics.accepted:,} accepted, {statistics.rejected:,} rejected{unanswered}"
    for kind in statistics.kinds:
        answer = f", {kind.answer.mean:.1f} words per answer" if kind.answer else ""
        rate = share(kind.accepted / (kind.accepted + kind.rejected))
        yield f"{kind.kind}: {kind.accepted:,} accepted ({rate}), {kind.turns:,} turns{answer}"
    for reason in statistics.reasons:
        yield f"rejected for {reason.check}: {reason.count:,}"


def _variety(statistics: Statistics) -> Iterator[str]:
    for name, wording in (("questions", statistics.questions), ("answers", statistics.answers)):
        yield _wording(name, wording)
    for balance in statistics.balances:
        counts = ", ".join(f"{name} {count:,}" for name, count in balance.counts)
        yield f"{NAMES[balance.name]}: {share(balance.value)} ({counts or 'none'}): {balance.lean}"
    if statistics.coverage is not None:
        entropy = statistics.coverage.entropy_bits
        yield f"categories in answers: {len(statistics.coverage.answers)}, entropy {entropy:.2f} bits"


def _wording(name: str, wording: Wording) -> str:
    distinct, openers = wording.distinct, wording.openers
    chunk = "" if distinct.chunk_1 is None else f" (in 10,000 words {distinct.chunk_1:.4f}, {distinct.chunk_2:.4f})"
    return (
        f"{name}: distinct-1 {number(distinct.distinct_1, 4)}, distinct-2 {number(distinct.distinct_2, 4)}{chunk}; "
        f"first three openers {share(openers.top_three_share)}: {openers.lean}"
    )
