"""How well two reviewers agree. Pure.

Gwet 2008, "Computing inter-rater reliability and its variance in the presence of high agreement": unlike Cohen's kappa,
AC1 stays meaningful where nearly all samples are good.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from datagen.verdicts.case import Case
from datagen.verdicts.rows import DECIDING, DISAGREEMENTS


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two reviewers on the `both` texts that each of them judged: share on which they agree, and Gwet's AC1."""

    a: str
    b: str
    both: int
    percent: float
    ac1: float


def agreement(cases: Iterable[Case]) -> tuple[Agreement, ...]:
    """Compare each pair of reviewers that judged the same text, sorted by name.

    A text is good if it was accepted and bad if it was rejected or edited. What was said to settle a dispute is left
    out: the other's opinion was known by then.
    """
    tables: dict[tuple[str, str], Counter[tuple[bool, bool]]] = {}
    for case in cases:
        judged: dict[str, dict[str, bool]] = {}
        for row in case.live:
            if row.decision in DECIDING and row.queue != DISAGREEMENTS:
                judged.setdefault(row.content_sha256, {})[row.reviewer] = row.decision == "accept"
        for opinions in judged.values():
            for pair in combinations(sorted(opinions), 2):
                table = tables.setdefault((pair[0], pair[1]), Counter())
                table[opinions[pair[0]], opinions[pair[1]]] += 1
    return tuple(_agreement(*pair, tables[pair]) for pair in sorted(tables))


def _agreement(a: str, b: str, table: Counter[tuple[bool, bool]]) -> Agreement:
    both = table.total()
    same = (table[True, True] + table[False, False]) / both
    good = (2 * table[True, True] + table[True, False] + table[False, True]) / (2 * both)
    chance = 2 * good * (1 - good)
    return Agreement(a, b, both, same, (same - chance) / (1 - chance))
