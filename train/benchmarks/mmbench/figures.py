"""MMBench's figures from what was chosen: a question is right if all its rotations are. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from train.benchmarks.benchmark import Scored
from train.benchmarks.mmbench.choice import REFUSED
from train.benchmarks.mmbench.file import ROTATION, Row

PLACES = 1


@dataclass(frozen=True, slots=True)
class Verdict:
    """One row's answer: the letter chosen (None: unclear), and whether it is the right one."""

    row: Row
    chosen: str | None

    @property
    def right(self) -> bool:
        """Whether the answer is the key's."""
        return self.chosen == self.row.answer


def scored_of(group: Sequence[Verdict]) -> Scored:
    """Return how the rotations of one question were answered."""
    first = group[0].row
    return Scored(
        question_id=str(first.question_index),
        score=float(all(verdict.right for verdict in group)),
        answer=" ".join(verdict.chosen or "?" for verdict in group),
        group=first.category,
        more={
            "right": " ".join(verdict.row.answer for verdict in group),
            "l2-category": first.group,
            "split": first.split,
            "unparsed": sum(verdict.chosen is None for verdict in group),
        },
    )


def figures(verdicts: Sequence[Sequence[Verdict]], scored: Sequence[Scored]) -> dict[str, float | int | None]:
    """Return percentages of questions, in all and by part, and counts of answers that chose no option."""
    singles = [verdict for group in verdicts for verdict in group if verdict.row.index < ROTATION]
    chosen = Counter(verdict.chosen for group in verdicts for verdict in group)
    splits = _by_part("split", [str(one.more["split"]) for one in scored], scored)
    return {
        "accuracy": _per_cent(one.score for one in scored),
        "accuracy without rotations": _per_cent(float(verdict.right) for verdict in singles),
        "questions": len(scored),
        "answers": sum(chosen.values()),
        "unparsed": chosen[None],
        "refused": chosen[REFUSED],
        **(splits if len(splits) > 1 else {}),
        **_by_part("l2-category", [str(one.more["l2-category"]) for one in scored], scored),
        **_by_part("category", [one.group for one in scored], scored),
    }


def _by_part(label: str, names: Sequence[str], scored: Sequence[Scored]) -> dict[str, float | None]:
    parts: dict[str, list[float]] = defaultdict(list)
    for name, one in zip(names, scored, strict=True):
        if name:
            parts[name].append(one.score)
    return {f"{label} {name}": _per_cent(parts[name]) for name in sorted(parts)}


def notes_on(rows: Sequence[Row]) -> tuple[str, ...]:
    """Say what of the file makes figures differ from others."""
    notes = []
    if all(row.index < ROTATION for row in rows):
        notes.append("the file has no rotations: every question was asked once (VanillaEval), which scores higher")
    lost, never_right = sum(len(row.lost) for row in rows), sum(row.answer in row.lost for row in rows)
    if lost:
        wrong = f", and {never_right} rows can never be right" if never_right else ""
        notes.append(f'{lost} options read "None" or the like: the official code takes them for empty cells{wrong}')
    return tuple(notes)


def _per_cent(scores: Iterable[float]) -> float | None:
    values = list(scores)
    return round(100 * sum(values) / len(values), PLACES) if values else None
