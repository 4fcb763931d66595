"""POPE's files: questions with their labels, one file per category, or LLaVA's one file with the labels elsewhere.

A question's id is that of its file; where several files count from 1 alike, the category stands before it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from train.benchmarks.answers import examples
from train.benchmarks.benchmark import Files
from train.benchmarks.official import read_lines
from train.errors import DataError, UsageError

MADE_FROM = "pope.json"
"""In a folder of `datagen pope`: what its questions were made from."""
QUESTIONS = "POPE questions (coco_pope_random.json, JSON lines with question_id, image, text, label)"
ANNOTATIONS = "POPE labels (the folder of coco_pope_*.json)"
CATEGORIES = ("adversarial", "popular", "random")


class _Row(msgspec.Struct, gc=False):
    question_id: int | str
    text: str = ""
    image: str = ""
    label: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class Probe:
    """One question; `label` is "yes" or "no", or "" where the file has none."""

    id: str
    image: str
    question: str
    label: str
    category: str


def read_probes(files: Files) -> list[Probe]:
    """Read the questions in the order of their files.

    Raises:
        UsageError: no file was given.
        DataError: a file is another one, or an id comes twice in a category.

    """
    given = files.questions or files.annotations
    if not given:
        message = "--questions is needed"
        raise UsageError(message)
    return _unique([probe for path in _expanded(given) for probe in _read(path)])


def read_labelled(files: Files) -> list[Probe]:
    """Read the questions with their labels, from the annotations where the questions have none.

    Raises:
        DataError: as `read_probes`, or a label is missing.

    """
    probes = read_probes(files)
    if not all(probe.label for probe in probes) and files.annotations:
        labels = _labels([row for path in _expanded(files.annotations) for row in _read(path)])
        probes = [probe if probe.label else replace(probe, label=_label(probe, labels)) for probe in probes]
    lacking = [probe.id for probe in probes if probe.label not in {"yes", "no"}]
    if lacking:
        message = (
            f"{len(lacking):,} of {len(probes):,} POPE questions have no label yes or no, such as {examples(lacking)}: "
            f"give --annotations, {ANNOTATIONS}"
        )
        raise DataError(message)
    return probes


def _labels(rows: Sequence[Probe]) -> dict[tuple[str, ...], set[str]]:
    """Return the labels by what is asked of which image; by id for rows that do not say it."""
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for row in rows:
        what = (row.image, row.question) if row.question else (row.id,)
        for key in (what, (row.category, *what)):
            found[key].add(row.label)
    return found


def _label(probe: Probe, labels: Mapping[tuple[str, ...], Collection[str]]) -> str:
    """Return the only label that a question can have, or ""."""
    asked = (probe.image, probe.question)
    for key in (asked, (probe.category, *asked), (probe.id,), (probe.category, probe.id)):
        found = labels.get(key, ())
        if len(found) == 1:
            return next(iter(found))
    return ""


def category_of(text: str) -> str:
    """Return the category that a name has in it, or the name itself."""
    return next((name for name in CATEGORIES if name in text.lower()), text)


def _read(path: Path) -> list[Probe]:
    named = category_of(path.stem)
    from_name = named if named in CATEGORIES else path.stem.partition("pope_")[2]
    return [
        Probe(
            str(row.question_id),
            row.image,
            row.text.split("\n", 1)[0].strip(),
            row.label.strip().lower(),
            category_of(row.category) or from_name,
        )
        for row in read_lines(path, _Row, QUESTIONS)
    ]


def _unique(probes: Sequence[Probe]) -> list[Probe]:
    """Put the category before ids that are not unique without it."""
    if len({probe.id for probe in probes}) == len(probes):
        return list(probes)
    longer = [replace(probe, id=f"{probe.category}:{probe.id}") for probe in probes]
    seen: set[str] = set()
    twice = [probe.id for probe in longer if probe.id in seen or seen.add(probe.id)]  # type: ignore[func-returns-value]
    if twice:
        message = f"{len(twice):,} POPE questions have an id that came before, such as {examples(twice)}"
        raise DataError(message)
    return longer


def _expanded(paths: Sequence[Path]) -> list[Path]:
    """Replace a folder by the question files in it."""
    found = []
    for path in paths:
        inside = sorted([*path.glob("*.json"), *path.glob("*.jsonl")]) if path.is_dir() else [path]
        inside = [file for file in inside if file.name != MADE_FROM]
        if not inside:
            message = f"{path} holds no .json or .jsonl file; expected {QUESTIONS}"
            raise DataError(message)
        found += inside
    return found
