"""Verdicts of the random audit to the error rate of a data set. Pure.

Only the audit's verdicts count: its samples are drawn at random and shown without findings, those of every other queue
are picked. Rejections of the checks are not part of the data set, and so none of the audit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from datagen.sample import Sample
from datagen.verdicts.case import Case
from datagen.verdicts.intervals import Interval, more_to_halve, upper_bound, wilson
from datagen.verdicts.rows import AUDIT, DECIDING, DISAGREEMENTS, VerdictRow


@dataclass(frozen=True, slots=True)
class Audit:
    """What the audit found so far: `errors` of `reviewed` were rejected or edited.

    `interval` is Wilson's, `upper` the one-sided exact bound; `more_to_halve` is how many more samples make the
    interval half as wide. `kinds` has (errors, reviewed) for each kind, sorted.
    """

    reviewed: int
    errors: int
    interval: Interval
    upper: float
    more_to_halve: int
    kinds: tuple[tuple[str, int, int], ...]


def audit(cases: Iterable[Case]) -> Audit | None:
    """Count the audited samples, each once; None where there are none.

    Where several reviewers audited a sample it is an error if one of them found one, unless the queue of disagreements
    has settled it. A verdict on a text that the sample no longer has, or never had, does not count.
    """
    counts: dict[str, list[int]] = {}
    for case in cases:
        found = _is_error(case)
        if found is not None:
            kind = counts.setdefault(case.outcome.kind, [0, 0])
            kind[0] += found
            kind[1] += 1
    if not counts:
        return None
    kinds = tuple((kind, counts[kind][0], counts[kind][1]) for kind in sorted(counts))
    errors, reviewed = sum(kind[1] for kind in kinds), sum(kind[2] for kind in kinds)
    return Audit(
        reviewed=reviewed,
        errors=errors,
        interval=wilson(errors, reviewed),
        upper=upper_bound(errors, reviewed),
        more_to_halve=more_to_halve(errors, reviewed),
        kinds=kinds,
    )


def _is_error(case: Case) -> bool | None:
    if not isinstance(case.outcome, Sample):
        return None
    known = [row for row in case.live if row.decision in DECIDING and row.content_sha256 in case.state.texts]
    audited: dict[str, VerdictRow] = {row.reviewer: row for row in known if row.queue == AUDIT}
    if not audited:
        return None
    judged = {row.content_sha256 for row in audited.values()}
    settled = [row for row in known if row.queue == DISAGREEMENTS and row.content_sha256 in judged]
    words = settled[-1:] or audited.values()
    return any(row.decision != "accept" for row in words)
