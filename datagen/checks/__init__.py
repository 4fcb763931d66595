"""The checks, and what a failing finding of each does.

A check is a function (draft, scene) -> findings. Each has a row in ACTIONS, the one table that decides:
`ask` returns the reply to the LLM with the reason (and drops the sample after the last attempt), `drop` rejects at
once, `flag` keeps the sample for review.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

from datagen.checks.coordinates import find_coordinates
from datagen.checks.draft import Draft
from datagen.checks.echo import find_echoes
from datagen.checks.form import find_form_faults
from datagen.checks.refusal import find_refusals
from datagen.checks.repetition import find_repetition
from datagen.checks.source_leak import find_source_leaks
from datagen.checks.truncation import find_truncation
from datagen.sample import Finding
from datagen.scene import Scene

Check = Callable[[Draft, Scene], Iterable[Finding]]
Action = Literal["ask", "drop", "flag"]

CHECKS: tuple[Check, ...] = (
    find_truncation,
    find_form_faults,
    find_refusals,
    find_source_leaks,
    find_coordinates,
    find_repetition,
    find_echoes,
)

ACTIONS: dict[str, Action] = {
    "format": "ask",
    "truncation": "ask",
    "refusal": "ask",
    "source": "ask",
    "coordinates": "ask",
    "repetition": "ask",
    "echo": "ask",
    "endpoint": "drop",
}
"""`endpoint` is no check: it stands for a request that the endpoint refused to answer."""

__all__ = ["ACTIONS", "CHECKS", "Action", "Check", "Draft"]
