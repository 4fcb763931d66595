"""The checks, and what a failing finding of each does.

A check is a function (draft) -> findings. Each has a row in ACTIONS, the one table that decides:
`ask` returns the reply to the LLM with the reason (and drops the sample after the last attempt), `drop` rejects at
once, `flag` keeps the sample for review, `info` keeps the finding and does nothing else. `--on-fail` changes rows for
one run. Findings that pass or are unverifiable are kept and decide nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from datagen.checks.actions import DISAGREEMENT, DUPLICATES, ENDPOINT, Action, override
from datagen.checks.comparison import find_comparisons
from datagen.checks.contradiction import find_contradictions, find_disagreements
from datagen.checks.coordinates import find_coordinates
from datagen.checks.counts import find_counts
from datagen.checks.depth import find_depth
from datagen.checks.draft import Draft
from datagen.checks.echo import find_echoes
from datagen.checks.form import find_form_faults
from datagen.checks.hedging import find_hedging
from datagen.checks.objects import find_objects
from datagen.checks.reasons import MAX_REASONS, reasons
from datagen.checks.refusal import find_refusals
from datagen.checks.relations import find_regions, find_relations
from datagen.checks.repetition import find_repetition
from datagen.checks.source_leak import find_source_leaks
from datagen.checks.truncation import find_truncation
from datagen.sample import Finding

Check = Callable[[Draft], Iterable[Finding]]

CHECKS: tuple[Check, ...] = (
    find_truncation,
    find_form_faults,
    find_refusals,
    find_source_leaks,
    find_coordinates,
    find_repetition,
    find_echoes,
    find_hedging,
    find_objects,
    find_counts,
    find_relations,
    find_regions,
    find_comparisons,
    find_depth,
    find_contradictions,
)

ACTIONS: dict[str, Action] = {
    "format": "ask",
    "truncation": "ask",
    "refusal": "ask",
    "source": "ask",
    "coordinates": "ask",
    "repetition": "ask",
    "echo": "ask",
    "hedging": "info",
    "objects": "ask",
    "counts": "ask",
    "relations": "ask",
    "regions": "ask",
    "comparison": "ask",
    "depth": "ask",
    "contradiction": "ask",
    DISAGREEMENT: "flag",
    DUPLICATES: "drop",
    ENDPOINT: "drop",
}
"""The last three are no checks of a draft: `disagreement` and `duplicates` compare samples when all are there, and
`endpoint` stands for a request that the endpoint refused to answer."""

__all__ = [
    "ACTIONS",
    "CHECKS",
    "DISAGREEMENT",
    "DUPLICATES",
    "ENDPOINT",
    "MAX_REASONS",
    "Action",
    "Check",
    "Draft",
    "find_disagreements",
    "override",
    "reasons",
]
