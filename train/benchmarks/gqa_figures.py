"""The figures that GQA's scorer prints, and what it prints them from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

KINDS = ("structural type", "semantic type", "steps number", "words number")


class Figures:
    """Collects scores a question and prints their means as the scorer does: percent, two decimals."""

    def __init__(self) -> None:
        """Start with none."""
        self.values: dict[str, list[float]] = defaultdict(list)
        self.detailed: dict[str, dict[str | int, list[float]]] = {kind: defaultdict(list) for kind in KINDS}

    def add(self, right: float, *, structural: str, semantic: str) -> None:
        """Add a question under its types; one that asks for a name is open, any other binary."""
        self.values["accuracy"].append(right)
        self.values["open" if structural == "query" else "binary"].append(right)
        self.detailed["structural type"][structural].append(right)
        self.detailed["semantic type"][semantic].append(right)

    def add_lengths(self, right: float, *, steps: int, words: int) -> None:
        """Add a question under the length of its program and of its text."""
        self.detailed["steps number"][steps].append(right)
        self.detailed["words number"][words].append(right)

    def official(
        self, *, consistent: bool, choices: bool, distribution: float | None
    ) -> tuple[dict[str, float | int | None], tuple[str, ...]]:
        """Return all figures by name, and notes on those that are None."""
        notes = []
        figures: dict[str, float | int | None] = {name: _percent(self.values[name]) for name in ("binary", "open")}
        figures["accuracy"] = _percent(self.values["accuracy"])
        figures["consistency"] = _percent(self.values["consistency"]) if consistent else None
        for name in ("validity", "plausibility"):
            figures[name] = _percent(self.values[name]) if choices else None
        figures["distribution"] = None if distribution is None else _two(distribution)
        if not consistent:
            notes.append(
                "no consistency: it needs the file of all questions, the entailed ones too, and answers to all of them"
            )
        elif not self.values["consistency"]:
            notes.append("consistency 0 is that of no questions: none that was answered right entails another")
        if not choices:
            notes.append("no validity and plausibility: they need the choices file (--choices)")
        if distribution is None:
            notes.append("no distribution: no question has a global group")
        for kind, groups in self.detailed.items():
            for group in sorted(groups, key=lambda value: (isinstance(value, str), value)):
                figures[f"Accuracy / {kind}: {group}"] = _percent(groups[group])
                figures[f"questions / {kind}: {group}"] = len(groups[group])
        return figures, tuple(notes)


def _percent(values: Sequence[float]) -> float:
    """Return the mean in percent; 0 where there are none, as the scorer has it."""
    return _two(sum(values) / len(values) * 100) if values else 0.0


def _two(value: float) -> float:
    return float(f"{value:.2f}")
