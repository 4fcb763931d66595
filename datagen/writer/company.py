"""Which of COCO's categories are met together, and which are taken for each other: company.toml, read once.

Absent things are asked about that one could expect, and never those that an annotator may have called otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from datagen.lexicon import word_file

Neighbours = dict[str, frozenset[str]]


def met_with(category: str) -> frozenset[str]:
    """Return the categories that are often seen along with this one."""
    return _neighbours()[0].get(category, frozenset())


def taken_for(category: str) -> frozenset[str]:
    """Return the categories that this one is easily taken for."""
    return _neighbours()[1].get(category, frozenset())


@cache
def _neighbours() -> tuple[Neighbours, Neighbours]:
    file = word_file.read(files("datagen.writer") / "company.toml").only("together", "alike")
    together, alike = (_by_category(file.table(name).lists().values()) for name in ("together", "alike"))
    return together, alike


def _by_category(rows: Iterable[tuple[str, ...]]) -> Neighbours:
    groups = [frozenset(row) for row in rows]
    names = frozenset().union(*groups)
    return {name: frozenset().union(*(group for group in groups if name in group)) - {name} for name in names}
