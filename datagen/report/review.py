"""What people said of a run: a section of the page, and lines for the terminal. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from datagen.report.markup import foreign, number, plain, section, share, table
from datagen.verdicts import Agreement, Audit, CheckRecord, Interval, Summary

NAMED = 5
"""So many ids are named at the most, where something is said of several."""


def review_section(summary: Summary | None) -> str:
    """Counts, the audit, checks against people, and reviewers against each other; nothing without verdicts."""
    if summary is None:
        return ""
    told = "".join(f"<p>{plain(line)}</p>" for line in _counts(summary))
    audited = f"<h3>Audit</h3>{_audit_html(summary.audit)}" if summary.audit else ""
    checks = f"<h3>Checks against people</h3>{_checks_html(summary)}" if summary.checks else ""
    agreed = f"<h3>Agreement of reviewers</h3>{_agreement_html(summary)}" if summary.agreement else ""
    note = "What people decided; the files of the run keep what the checks say. Ranges are 95% intervals (Wilson)."
    return section("Review", told + audited + checks + agreed, note)


def review_lines(summary: Summary | None) -> Iterator[str]:
    """Say the same in lines of plain text."""
    if summary is None:
        return
    yield from _counts(summary)
    if summary.audit:
        yield audit_line(summary.audit)
    for check in summary.checks:
        counts = f"right {check.record.right:,}, wrong {check.record.wrong:,}"
        yield f"check {check.check}: {counts}, precision {_range(check.record.interval)}"
    for pair in summary.agreement:
        yield f"reviewers {pair.a} and {pair.b}: {_agreed(pair)}"
    yield from _suggestions(summary)


def stale_lines(summary: Summary) -> Iterator[str]:
    """Name the verdicts that hold no more; nothing where all do."""
    if summary.stale:
        yield (
            f"stale: {_named(summary.stale)}: judged by a text that has changed since; these verdicts are not applied"
        )
    if summary.missing:
        yield f"without outcome: {_named(summary.missing)}: they have verdicts, but are not in this run any more"


def audit_line(audit: Audit) -> str:
    """Tell the error rate of the audit with how sure it is."""
    return (
        f"audit: {audit.errors:,} of {audit.reviewed:,} samples had an error: {_range(audit.interval)}; at most "
        f"{share(audit.upper)} (one-sided 95%); {audit.more_to_halve:,} more make the range half as wide"
    )


def _counts(summary: Summary) -> Iterator[str]:
    yield (
        f"review: {summary.accepted:,} accepted, {summary.edited:,} edited, {summary.rejected:,} rejected; of what the "
        f"checks had rejected, {summary.rescued:,} rescued, {summary.confirmed:,} confirmed"
    )
    yield from stale_lines(summary)


def _range(interval: Interval) -> str:
    return f"{share(interval.estimate)} ({share(interval.low)} to {share(interval.high)})"


def _named(ids: tuple[str, ...]) -> str:
    more = f" and {len(ids) - NAMED:,} more" if len(ids) > NAMED else ""
    return f"{len(ids):,} ({', '.join(ids[:NAMED])}{more})"


def _suggestions(summary: Summary) -> Iterator[str]:
    for check in summary.checks:
        if check.may_drop:
            yield f"{check.check} has earned the right to drop: --on-fail {check.check}=drop"


def _audit_html(audit: Audit) -> str:
    rows = [[plain(kind), number(count), number(errors), share(errors / count)] for kind, errors, count in audit.kinds]
    return f"<p>{plain(audit_line(audit))}</p>" + table(["kind", "audited", "errors", "share"], rows)


def _checks_html(summary: Summary) -> str:
    heads = ["check", "right", "wrong", "precision", "95% interval", "action:"]
    told = "".join(f"<p>{plain(line)}</p>" for line in _suggestions(summary))
    return table(heads, map(_check_row, summary.checks)) + told


def _check_row(check: CheckRecord) -> list[str]:
    interval = check.record.interval
    spread = f"{share(interval.low)} to {share(interval.high)}"
    counts = [number(check.record.right), number(check.record.wrong)]
    return [plain(check.check), *counts, share(interval.estimate), spread, plain(check.action or "not known")]


def _agreement_html(summary: Summary) -> str:
    rows = [
        [f"{foreign(pair.a)}, {foreign(pair.b)}", number(pair.both), share(pair.percent), number(pair.ac1, 2)]
        for pair in summary.agreement
    ]
    return table(["reviewers", "texts judged by both", "agree", "Gwet's AC1"], rows)


def _agreed(pair: Agreement) -> str:
    return f"agree on {share(pair.percent)} of {pair.both:,} texts (Gwet's AC1 {pair.ac1:.2f})"
