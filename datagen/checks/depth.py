"""Depth: behind and in front of. Boxes carry no depth, so that only a caption can settle it."""

from __future__ import annotations

from collections.abc import Iterator

from datagen.checks.draft import Draft
from datagen.checks.reading import Reading, finding
from datagen.checks.relations import told_alike
from datagen.claims import Relates
from datagen.sample import Finding

CHECK = "depth"
_REVERSE = {"behind": "in front of", "in front of": "behind"}


def find_depth(draft: Draft) -> Iterator[Finding]:
    """Judge what is said to be behind or in front of another thing."""
    reading = draft.reading
    for claim in reading.claims:
        if isinstance(claim, Relates) and claim.relation in _REVERSE:
            yield _judged(reading, claim)


def _judged(reading: Reading, claim: Relates) -> Finding:
    said = f"says {reading.quoted(claim.place)!r}"
    if captions := told_alike(reading, claim):
        return finding(CHECK, "pass", claim.place, f"{said}; a caption says so", (), captions)
    if captions := told_alike(reading, claim, _REVERSE[claim.relation]):
        fault = f"{said}; a caption says that it is {_REVERSE[claim.relation]} it"
        return finding(CHECK, "fail", claim.place, fault, (), captions)
    return finding(CHECK, "unverifiable", claim.place, f"{said}: boxes have no depth, and no caption says so")
