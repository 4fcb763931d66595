"""What people say of samples: a layer over the outcomes of the checks, which it never changes.

`rows` holds a verdict, `file` the file of them, `review_state` what they come to for one sample, `selection` what is
then trained on, `case` and the other modules what is counted. All are pure but `file`.
"""

from datagen.verdicts.agreement import Agreement, agreement
from datagen.verdicts.audit import Audit, audit
from datagen.verdicts.case import Case
from datagen.verdicts.file import VERDICTS, VerdictFile
from datagen.verdicts.intervals import Interval, more_to_halve, upper_bound, wilson
from datagen.verdicts.precision import CheckPrecision, earned, precision
from datagen.verdicts.review import CheckRecord, Review, Summary
from datagen.verdicts.review_state import Opinion, ReviewState, live, review_state
from datagen.verdicts.rows import (
    AUDIT,
    DECIDING,
    DISAGREEMENTS,
    REASONS,
    Decision,
    Reason,
    VerdictRow,
    content_sha256,
)
from datagen.verdicts.selection import DEFAULT, Drop, Only, Selection, select

__all__ = [
    "AUDIT",
    "DECIDING",
    "DEFAULT",
    "DISAGREEMENTS",
    "REASONS",
    "VERDICTS",
    "Agreement",
    "Audit",
    "Case",
    "CheckPrecision",
    "CheckRecord",
    "Decision",
    "Drop",
    "Interval",
    "Only",
    "Opinion",
    "Reason",
    "Review",
    "ReviewState",
    "Selection",
    "Summary",
    "VerdictFile",
    "VerdictRow",
    "agreement",
    "audit",
    "content_sha256",
    "earned",
    "live",
    "more_to_halve",
    "precision",
    "review_state",
    "select",
    "upper_bound",
    "wilson",
]
