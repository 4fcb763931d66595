"""What the tasks in this folder call: a question's image and text from a line of questions.py.

lmms-eval loads this file by its path, so it imports nothing of this project.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PIL import Image, ImageOps

Doc = Mapping[str, Any]


def visual(doc: Doc) -> list[Image.Image]:
    """Return the question's image, upright."""
    if not doc["image"]:
        return []
    with Image.open(doc["image"]) as image:
        return [ImageOps.exif_transpose(image).convert("RGB")]


def text(doc: Doc, lmms_eval_specific_kwargs: Mapping[str, Any] | None = None) -> str:  # noqa: ARG001 - theirs
    """Return the prompt, whose suffix is in it already."""
    return str(doc["prompt"])


def answered(doc: Doc, results: Sequence[str]) -> dict[str, Any]:
    """Tell whether there is an answer, and log the question's id; `python -m train score` scores the samples.

    lmms-eval leaves `doc` out of its samples, and writes what is returned here into them.
    """
    return {"answered": float(bool(results[0].strip())), "submission": {"question_id": doc["question_id"]}}


def mean(values: Sequence[float]) -> float:
    """Return the share of questions with an answer."""
    return sum(values) / len(values) if values else 0.0
