"""Findings of replies that a build judges twice: once as they come, and once as the finished files are written.

The checks are most of the work of judging. What the cache gives is what they would find again.
"""

from __future__ import annotations

import zlib

from pydantic import TypeAdapter

from datagen.checks import Draft, run_checks
from datagen.sample import Finding

MOST = 50_000
"""Of so many replies the findings are kept, packed, so that memory stays bounded."""


class FindingsCache:
    """Findings by the hash of what they were found in: kept at the first judging, given back at the second."""

    def __init__(self, most: int = MOST) -> None:
        """Hold nothing yet."""
        self._most = most
        self._packed: dict[int, bytes] = {}

    def __len__(self) -> int:
        """Count the replies whose findings are held."""
        return len(self._packed)

    def keep(self, draft: Draft) -> list[Finding]:
        """Run the checks, and hold what they find while there is room."""
        findings = run_checks(draft)
        if len(self._packed) < self._most:
            self._packed[_key(draft)] = zlib.compress(_FINDINGS.dump_json(findings, exclude_defaults=True), 1)
        return findings

    def take(self, draft: Draft) -> list[Finding]:
        """Give back what is held, which frees its memory, or run the checks."""
        packed = self._packed.pop(_key(draft), None)
        return run_checks(draft) if packed is None else _FINDINGS.validate_json(zlib.decompress(packed))


def _key(draft: Draft) -> int:
    """A hash of all that differs between the replies of a run; 64 bits, so that a clash is out of the question."""
    return hash((draft.scene.image_id, draft.kind.name, draft.turns, draft.finish_reason))


_FINDINGS = TypeAdapter(list[Finding])
