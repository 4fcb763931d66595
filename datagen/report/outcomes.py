"""Sections of the page on what became of the jobs: kinds, attempts, reasons, findings, writers. Pure."""

from __future__ import annotations

from datagen.report.diversity import Statistics
from datagen.report.markup import bar, foreign, number, plain, section, share, table
from datagen.report.totals import Totals


def kind_section(statistics: Statistics) -> str:
    """Outcomes by kind, and the share of hedged samples where a check counts them."""
    with_hedging = any(kind.hedged_share is not None for kind in statistics.kinds)
    rows = []
    for kind in statistics.kinds:
        accepted = kind.accepted / (kind.accepted + kind.rejected)
        row = [plain(kind.kind), number(kind.accepted), number(kind.rejected), share(accepted), bar(accepted)]
        rows.append([*row, number(kind.turns), *([share(kind.hedged_share)] if with_hedging else [])])
    heads = ["kind", "accepted", "rejected", "acceptance", "", "turns", *(["hedged samples"] if with_hedging else [])]
    return section("Kinds", table(heads, rows, graph=4) if rows else "<p>There are no outcomes yet.</p>")


def attempt_section(statistics: Statistics, totals: Totals) -> str:
    """How many samples each attempt gave, and out of how many requests where that is known."""
    accepted = dict(statistics.accepted_by_attempt)
    rows = []
    for attempt in sorted(accepted.keys() | totals.requests_by_attempt.keys()):
        count, asked = accepted.get(attempt, 0), totals.requests_by_attempt.get(attempt)
        rate = min(1.0, count / asked) if asked else None
        rows.append([str(attempt), number(asked), number(count), share(rate), bar(rate) if rate is not None else ""])
    if not rows:
        return ""
    note = "A reply with a fault goes back to the model with the reason; that is the next attempt."
    return section("Attempts", table(["attempt", "asked", "accepted", "acceptance", ""], rows, graph=4), note)


def reason_section(statistics: Statistics) -> str:
    """Rejections by the check that stopped them, each with one message."""
    if not statistics.reasons:
        return section("Rejections", "<p>Nothing was rejected.</p>")
    rows = [
        [plain(reason.check), number(reason.count), share(reason.count / statistics.rejected), foreign(reason.example)]
        for reason in statistics.reasons
    ]
    return section("Rejections", table(["check", "rejected", "share", "one of the messages:"], rows))


def check_section(statistics: Statistics) -> str:
    """Findings by check and verdict."""
    if not statistics.checks:
        return section("Findings", "<p>No check has found anything.</p>")
    rows = [
        [plain(check.check), *map(number, (check.passed, check.failed, check.unverifiable, check.failed_in_rejected))]
        for check in statistics.checks
    ]
    note = "Findings, of which a sample can have several. A fail in an accepted sample is a flag for review."
    return section("Findings", table(["check", "pass", "fail", "unverifiable", "fail in rejected replies"], rows), note)


def writer_section(statistics: Statistics) -> str:
    """Who wrote the accepted samples."""
    rows = [
        [
            foreign(writer.model),
            plain(writer.llm),
            number(writer.samples),
            number(writer.turns),
            number(writer.grounded),
        ]
        for writer in statistics.writers
    ]
    return (
        section("Written by", table(["model", "through:", "samples", "turns", "of these from facts"], rows))
        if rows
        else ""
    )
