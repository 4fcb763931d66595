"""Run folders to review, made by hand: small, with every sort of outcome."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from datagen.run.folder import REJECTIONS, RUN, SAMPLES, SCENES
from datagen.run.scene_rows import scene_row
from datagen.sample import Finding, Provenance, Rejection, Sample, Turn
from datagen.scene import Box, Scene

JPEG = b"\xff\xd8\xff\xe0" + bytes(64)
DOG, CAT = Box("dog", 0.1, 0.1, 0.4, 0.5), Box("cat", 0.5, 0.1, 0.9, 0.5)
ACTIONS = {"counts": "flag", "objects": "ask", "hedging": "info", "duplicates": "drop"}


def scene(image_id: int, *boxes: Box, **changes: Any) -> Scene:
    values: dict[str, Any] = {
        "image_id": image_id,
        "file_name": f"{image_id:012d}.jpg",
        "width": 640,
        "height": 480,
        "captions": ("A dog runs.",),
        "boxes": boxes or (DOG,),
        "split": "train2017",
    }
    return Scene(**values | changes)


def fail(check: str) -> Finding:
    return Finding(check=check, verdict="fail", message=f"{check} is wrong", turn=0, part="answer", start=0, end=3)


def _common(id_: str, checks: Sequence[str], changes: dict[str, Any]) -> dict[str, Any]:
    image, kind = id_.split("-")[:2]
    return {
        "id": id_,
        "image": f"{image}.jpg",
        "kind": kind,
        "turns": (Turn(question=f"What is in image {image}?", answer="A dog that runs."),),
        "findings": (Finding(check="objects", verdict="pass", message="A dog."), *map(fail, checks)),
        "attempt": 1,
        "provenance": Provenance(
            llm="openai", model="fake-1", prompt="0" * 16, fingerprint="0" * 32, split="train2017", license=None
        ),
    } | changes


def sample(id_: str, *checks: str, **changes: Any) -> Sample:
    """Make a sample with a failing finding of each check."""
    return Sample(**_common(id_, checks, changes))


def rejection(id_: str, *checks: str, **changes: Any) -> Rejection:
    """Make a rejection for the first of the checks."""
    why = {"check": checks[0], "message": f"{checks[0]} is wrong", "reply": '{"turns": "cut o'}
    return Rejection(**_common(id_, checks, why | changes))


SCENES_BY_HAND = (scene(1), scene(2, DOG, CAT), scene(3, CAT), scene(4))
BY_HAND: tuple[Sample | Rejection, ...] = (
    sample("000000000001-conversation"),
    sample("000000000001-detail", "hedging"),
    sample("000000000002-conversation", "counts"),
    sample("000000000002-conversation-2", "counts", "counts"),
    sample("000000000002-detail", turns=(Turn(question="Describe it.", answer='The "Straße" — naïve.'),)),
    sample("000000000003-conversation", "objects", "hedging"),
    sample("000000000004-conversation", turns=(Turn(question="Why?", answer="Because of the ZEBRA."),)),
    rejection("000000000003-detail", "format", turns=None, findings=()),
    rejection("000000000004-detail", "objects"),
)


def write(
    folder: Path, outcomes: Iterable[Sample | Rejection] = BY_HAND, scenes: Iterable[Scene] = SCENES_BY_HAND
) -> Path:
    """Write a run folder's finished files and run.json."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = list(outcomes)
    for name, type_ in ((SAMPLES, Sample), (REJECTIONS, Rejection)):
        replace(folder / name, [outcome.model_dump() for outcome in kept if isinstance(outcome, type_)])
    replace(folder / SCENES, [msgspec.to_builtins(scene_row(one)) for one in scenes])
    settings = {"llm": "openai", "model": "fake-1", "seed": 7, "on_fail": ACTIONS, "images": None}
    run = {"settings": settings, "annotations": {"categories": ["cat", "dog"]}}
    (folder / RUN).write_text(json.dumps(run))
    return folder


def replace(path: Path, rows: Iterable[Any]) -> None:
    """Write a file anew in the place of the old one, as `judge` does."""
    part = path.with_suffix(".part")
    part.write_bytes(b"".join(msgspec.json.encode(row) + b"\n" for row in rows))
    part.replace(path)


def write_images(folder: Path, names: Iterable[str] = ("000000000001.jpg", "000000000002.jpg")) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_bytes(JPEG)
    return folder
