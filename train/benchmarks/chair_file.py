"""COCO's instances and captions, as CHAIR needs them: which categories an image has, and what people wrote of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

import msgspec

from train.benchmarks.answers import examples
from train.benchmarks.official import read, read_lines
from train.errors import DataError, UsageError

ANNOTATIONS = "COCO annotations"
QUESTIONS = "CHAIR questions (JSON lines with question_id or image, and text)"


class _Image(msgspec.Struct, gc=False):
    id: int
    file_name: str = ""


class _Category(msgspec.Struct, gc=False):
    id: int
    name: str


class _Annotation(msgspec.Struct, gc=False):
    image_id: int
    category_id: int | None = None
    caption: str | None = None


class _Coco(msgspec.Struct):
    images: list[_Image]
    annotations: list[_Annotation]
    categories: list[_Category] = []


class _Line(msgspec.Struct):
    question_id: int | str = ""
    image: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Annotated:
    """All images of the annotation files: names, categories of their instances, captions, all by image id."""

    names: Mapping[int, str]
    categories: Sequence[str]
    instances: Mapping[int, frozenset[str]]
    captions: Mapping[int, Sequence[str]]

    def image_ids(self) -> dict[str, int]:
        """Return image ids by what an answer may call the image: its id, its file's name, with or without ending."""
        found: dict[str, int] = {}
        for image_id, name in self.names.items():
            found |= {str(image_id): image_id, name: image_id, PurePath(name).stem: image_id}
        return found


def read_annotated(paths: Sequence[Path]) -> Annotated:
    """Read instances and captions files, of several splits if one likes.

    Raises:
        UsageError: no instances file is among them.
        DataError: a file cannot be read.

    """
    names: dict[int, str] = {}
    categories: dict[str, None] = {}
    instances: dict[int, set[str]] = defaultdict(set)
    captions: dict[int, list[str]] = defaultdict(list)
    for path in paths:
        file = read(path, _Coco, ANNOTATIONS)
        by_id = {category.id: category.name for category in file.categories}
        categories |= dict.fromkeys(by_id.values())
        names |= {image.id: image.file_name for image in file.images}
        for row in file.annotations:
            if row.caption is not None:
                captions[row.image_id].append(row.caption)
            elif row.category_id in by_id:
                instances[row.image_id].add(by_id[row.category_id])
    if not categories:
        message = "chair needs instances_SPLIT.json, and captions_SPLIT.json beside it, as --annotations"
        raise UsageError(message)
    frozen = {image_id: frozenset(found) for image_id, found in instances.items()}
    return Annotated(names, tuple(categories), frozen, captions)


def read_questions(paths: Sequence[Path], image_ids: Mapping[str, int]) -> dict[str, tuple[int, str]]:
    """Read image id and text by question id; the question's id or its image must be one of the annotated images.

    Raises:
        DataError: it is not.

    """
    found, unknown = {}, []
    for path in paths:
        for line in read_lines(path, _Line, QUESTIONS):
            name = str(line.question_id) or line.image
            image_id = image_ids.get(line.image, image_ids.get(name))
            if image_id is None:
                unknown.append(name)
            else:
                found[name] = (image_id, line.text)
    if unknown:
        message = (
            f"{len(unknown):,} questions are on images that --annotations does not have, such as {examples(unknown)}"
        )
        raise DataError(message)
    return found
