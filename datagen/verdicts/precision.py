"""How often people agree with a failing finding of each check, and which check may drop by itself. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from datagen.sample import Finding, Turn
from datagen.verdicts.case import Case
from datagen.verdicts.intervals import Interval, wilson
from datagen.verdicts.rows import DECIDING, REASONS, VerdictRow

EARNED = 0.90


@dataclass(frozen=True, slots=True)
class CheckPrecision:
    """How often a check was right and wrong; `interval` is Wilson's for the share of right ones."""

    right: int
    wrong: int
    interval: Interval


def precision(cases: Iterable[Case]) -> dict[str, CheckPrecision]:
    """Count opinions on failing findings by check, checks sorted; one opinion a reviewer and outcome.

    A check was right where a person rejected for a reason that names it, or edited away what it pointed at. It was
    wrong where a person accepted, or rejected for other named reasons alone. A rejection with no reason, an edit of
    something else and a verdict on another text than the checked one say nothing of it.
    """
    found: Counter[tuple[str, bool]] = Counter()
    for case in cases:
        failing: dict[str, list[Finding]] = {}
        for finding in case.outcome.findings:
            if finding.verdict == "fail":
                failing.setdefault(finding.check, []).append(finding)
        if failing:
            for row in _last_on_checked_text(case):
                said = {check: _was_right(row, check, findings, case) for check, findings in failing.items()}
                found.update((check, right) for check, right in said.items() if right is not None)
    return {check: _record(found[check, True], found[check, False]) for check in sorted({name for name, _ in found})}


def earned(record: CheckPrecision) -> bool:
    """Whether a check has earned the right to drop samples by itself."""
    return record.interval.low > EARNED


def _record(right: int, wrong: int) -> CheckPrecision:
    return CheckPrecision(right, wrong, wilson(right, right + wrong))


def _last_on_checked_text(case: Case) -> Iterable[VerdictRow]:
    rows = (row for row in case.live if row.decision in DECIDING and row.content_sha256 == case.checked_sha256)
    return {row.reviewer: row for row in rows}.values()


def _was_right(row: VerdictRow, check: str, findings: list[Finding], case: Case) -> bool | None:
    if row.decision == "accept":
        return False
    if row.decision == "reject":
        known = [REASONS[reason] for reason in row.reasons if reason in REASONS]
        return any(check in reason.checks for reason in known) if known and check in _NAMED else None
    before, after = case.outcome.turns or (), row.turns or ()
    return True if any(_is_gone(finding, before, after) for finding in findings) else None


_NAMED = frozenset(check for reason in REASONS.values() for check in reason.checks)
"""Of a check that no reason is about, such as one that was just added, a reason for rejecting says nothing."""


def _is_gone(finding: Finding, before: tuple[Turn, ...], after: tuple[Turn, ...]) -> bool:
    """Whether the text that a finding points at is no longer where it was."""
    if finding.turn is None or finding.part is None or finding.turn >= len(before):
        return False
    span = getattr(before[finding.turn], finding.part)[finding.start : finding.end]
    return finding.turn >= len(after) or span not in getattr(after[finding.turn], finding.part)
