"""Outcomes, one at a time, to what is trained on, and what people's verdicts come to in all. Pure.

Only outcomes with verdicts are kept; nothing in the result depends on the order in which they came.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from datagen.sample import Rejection, Sample
from datagen.verdicts.agreement import Agreement, agreement
from datagen.verdicts.audit import Audit, audit
from datagen.verdicts.case import Case
from datagen.verdicts.precision import CheckPrecision, earned, precision
from datagen.verdicts.review_state import ReviewState
from datagen.verdicts.rows import VerdictRow
from datagen.verdicts.selection import DEFAULT, Selection, select

DROP = "drop"


@dataclass(frozen=True, slots=True)
class CheckRecord:
    """What people say of a check, and the action that its failing findings have; None where that is not known."""

    check: str
    record: CheckPrecision
    action: str | None

    @property
    def may_drop(self) -> bool:
        """Whether it has earned the right to drop, and does not use it yet."""
        return earned(self.record) and self.action != DROP


@dataclass(frozen=True, slots=True)
class Summary:
    """What all verdicts come to.

    Of the samples, `accepted`, `edited` and `rejected` say what holds. Of the checks' rejections, people took back
    `rescued` and `confirmed` others. `left_out` samples are not in the training file. `stale` are the ids that were
    judged by texts that they no longer have, `missing` those that have verdicts but no outcome, both sorted.
    """

    accepted: int
    edited: int
    rejected: int
    rescued: int
    confirmed: int
    left_out: int
    stale: tuple[str, ...]
    missing: tuple[str, ...]
    selection: Selection
    audit: Audit | None
    agreement: tuple[Agreement, ...]
    checks: tuple[CheckRecord, ...]

    @property
    def has_verdicts(self) -> bool:
        """Whether anybody has decided on anything."""
        return bool(self.accepted + self.edited + self.rejected + self.rescued + self.confirmed)

    def counts(self) -> dict[str, int | str]:
        """Return the counts for report.json, with the choice that they hold for."""
        return {
            "accepted": self.accepted,
            "edited": self.edited,
            "rejected": self.rejected,
            "rescued": self.rescued,
            "confirmed_rejections": self.confirmed,
            "left_out": self.left_out,
            "stale": len(self.stale),
            "without_outcome": len(self.missing),
            "only": self.selection.only,
            "drop": self.selection.drop,
        }


class Review:
    """Applies verdicts to outcomes that stream past, and counts them."""

    def __init__(
        self,
        verdicts: Mapping[str, tuple[VerdictRow, ...]],
        actions: Mapping[str, str],
        selection: Selection = DEFAULT,
    ) -> None:
        """Start with nothing counted; `verdicts` are the rows by id, `actions` the run's."""
        self._verdicts, self._actions, self._selection = verdicts, actions, selection
        self._cases: list[Case] = []
        self._left_out = 0

    def take(self, outcome: Sample | Rejection) -> Sample | None:
        """Return what is to be trained on of an outcome, if anything."""
        rows = self._verdicts.get(outcome.id)
        if rows:
            case = Case(outcome, rows)
            self._cases.append(case)
            taken = select(outcome, case.state, self._selection)
        else:
            taken = outcome if isinstance(outcome, Sample) and self._selection.only == "all" else None
        self._left_out += taken is None and isinstance(outcome, Sample)
        return taken

    def result(self) -> Summary | None:
        """Return what was counted so far; None where there are no verdicts and all samples were taken."""
        if not self._verdicts and self._selection == DEFAULT:
            return None
        words = Counter(_word(case.outcome, case.state) for case in self._cases)
        records = precision(self._cases)
        return Summary(
            accepted=words["accepted"],
            edited=words["edited"],
            rejected=words["rejected"],
            rescued=words["rescued"],
            confirmed=words["confirmed"],
            left_out=self._left_out,
            stale=tuple(sorted(case.outcome.id for case in self._cases if case.state.is_stale)),
            missing=tuple(sorted(self._verdicts.keys() - {case.outcome.id for case in self._cases})),
            selection=self._selection,
            audit=audit(self._cases),
            agreement=agreement(self._cases),
            checks=tuple(CheckRecord(check, records[check], self._actions.get(check)) for check in records),
        )


_OF_SAMPLES = {"accept": "accepted", "edit": "edited", "reject": "rejected", None: "open"}
_OF_REJECTIONS = {"accept": "rescued", "edit": "rescued", "reject": "confirmed", None: "open"}


def _word(outcome: Sample | Rejection, state: ReviewState) -> str:
    if isinstance(outcome, Sample):
        return _OF_SAMPLES[state.decision]
    return _OF_REJECTIONS[state.decision]
