"""A standard COCO annotation folder to scenes. Reads files; every entry that is skipped is listed.

Boxes are held in arrays, and a scene is made when it is asked for: a million boxes take 40 MB until then.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import overload

import numpy as np

from datagen.annotations import box_table
from datagen.annotations.box_table import BoxTable
from datagen.annotations.rows import CaptionFile, CaptionRow, ImageRow, InstanceFile, LicenseRow, Problems, decode
from datagen.errors import AnnotationError
from datagen.scene import Box, Scene
from datagen.vocabulary import NO_WORDS, Words

MAX_CAPTION_CHARACTERS = 2_000

_FILE = re.compile(r"(captions|instances)_(.+)\.json")


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the annotations of one split stand; at least one of the two files exists."""

    split: str
    captions: Path | None
    instances: Path | None

    @property
    def missing(self) -> str | None:
        """A sentence on the file that is not there, or None."""
        if self.captions is None:
            return f"no captions_{self.split}.json: the contexts hold boxes alone"
        if self.instances is None:
            return f"no instances_{self.split}.json: the contexts hold captions alone"
        return None


def find(folder: Path, split: str | None = None) -> Sources:
    """Find the files of a split, or of the only one present; a folder above `annotations/` works too."""
    if not folder.is_dir():
        message = f"there is no folder {folder}: --coco takes the folder with captions_*.json and instances_*.json"
        raise AnnotationError(message)
    files = _annotation_files(folder) or _annotation_files(folder / "annotations")
    splits = sorted({name for _, name in files})
    if not splits:
        message = f"{folder} holds neither captions_*.json nor instances_*.json"
        raise AnnotationError(message)
    if split is None and len(splits) > 1:
        message = f"{folder} holds several splits, choose one with --split: {', '.join(splits)}"
        raise AnnotationError(message)
    split = split or splits[0]
    if split not in splits:
        message = f"{folder} has no split {split!r}; it has: {', '.join(splits)}"
        raise AnnotationError(message)
    return Sources(split, files.get(("captions", split)), files.get(("instances", split)))


def _annotation_files(folder: Path) -> dict[tuple[str, str], Path]:
    matches = ((path, _FILE.fullmatch(path.name)) for path in sorted(folder.glob("*.json")))
    return {(match[1], match[2]): path for path, match in matches if match}


@dataclass(frozen=True, slots=True)
class Annotations(Sequence[Scene]):
    """The images of a split that have a caption or a box, by ascending image id, as a sequence of scenes.

    `captions` and the rows of `boxes` follow `images`. `digests`: file name to SHA-256. `words`
    are a person's own for the categories.
    """

    sources: Sources
    images: list[ImageRow]
    captions: list[tuple[str, ...]]
    boxes: BoxTable
    licenses: dict[int, str]
    problems: Problems
    digests: dict[str, str]
    words: Words = NO_WORDS

    def __len__(self) -> int:
        """Count the images."""
        return len(self.images)

    @overload
    def __getitem__(self, index: int) -> Scene: ...
    @overload
    def __getitem__(self, index: slice) -> list[Scene]: ...
    def __getitem__(self, index: int | slice) -> Scene | list[Scene]:
        """Make the scene of image number `index`."""
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        index = range(len(self))[index]
        image = self.images[index]
        return Scene(
            image_id=image.id,
            file_name=image.file_name,
            width=round(image.width),
            height=round(image.height),
            captions=self.captions[index],
            boxes=self._boxes(index),
            split=self.sources.split,
            license=self.licenses.get(image.license) if image.license is not None else None,
            vocabulary=self.boxes.names,
            words=self.words,
        )

    def box_counts(self) -> list[int]:
        """Boxes an image, without making the scenes."""
        counts: list[int] = np.diff(self.boxes.starts).tolist()
        return counts

    def _boxes(self, index: int) -> tuple[Box, ...]:
        table = self.boxes
        rows = slice(int(table.starts[index]), int(table.starts[index + 1]))
        columns = (table.categories[rows].tolist(), table.edges_xyxy[rows].tolist(), table.crowds[rows].tolist())
        return tuple(
            [Box(table.names[c], x1, y1, x2, y2, crowd) for c, (x1, y1, x2, y2), crowd in zip(*columns, strict=True)]
        )


def read(sources: Sources) -> Annotations:
    """Read the files of one split; what cannot be used is skipped and listed in `problems`.

    Raises:
        AnnotationError: a file is unreadable, or nothing in the files can be used.

    """
    problems = Problems()
    digests: dict[str, str] = {}
    image_lists: dict[str, list[ImageRow]] = {}
    license_rows: list[LicenseRow] = []
    if sources.instances:
        name = sources.instances.name
        instances, digests[name] = decode(sources.instances, InstanceFile, problems)
        image_lists[name] = instances.images
        license_rows += instances.licenses
        columns, categories = box_table.columns(instances.annotations), instances.categories
        del instances
    if sources.captions:
        name = sources.captions.name
        caption_file, digests[name] = decode(sources.captions, CaptionFile, problems)
        image_lists[name] = caption_file.images
        license_rows += caption_file.licenses
    images = _images(image_lists, problems)
    captions: list[tuple[str, ...]] = [()] * len(images)
    boxes = box_table.empty(len(images))
    if sources.instances:
        boxes = box_table.build(columns, categories, sources.instances.name, images, problems)
    if sources.captions:
        captions = _captions(caption_file.annotations, sources.captions.name, images, problems)
    licenses = {row.id: row.url or row.name for row in license_rows}
    return _with_content(Annotations(sources, images, captions, boxes, licenses, problems, digests))


def _images(lists: dict[str, list[ImageRow]], problems: Problems) -> list[ImageRow]:
    """All images of the files by ascending id; the first of several with one id in a file is kept."""
    kept: dict[int, ImageRow] = {}
    for name, rows in lists.items():
        seen: set[int] = set()
        for index, row in enumerate(rows):
            where = f"{name}: images[{index}] (id {row.id}): {row.file_name!r}"
            if row.id in seen:
                problems.add("image id used twice (the first is kept)", where)
            elif row.width <= 0 or row.height <= 0:
                problems.add("image without size", where)
            else:
                first = kept.setdefault(row.id, row)
                if (first.file_name, first.width, first.height) != (row.file_name, row.width, row.height):
                    problems.add("image told of differently in the two files (the instances file is believed)", where)
            seen.add(row.id)
    return [kept[image_id] for image_id in sorted(kept)]


def _captions(rows: list[CaptionRow], name: str, images: list[ImageRow], problems: Problems) -> list[tuple[str, ...]]:
    """Captions an image, each on one line without space around it."""
    texts: dict[int, list[str]] = {row.id: [] for row in images}
    seen: set[int] = set()
    for index, row in enumerate(rows):
        text = " ".join(row.caption.split())
        reason = None
        if row.id in seen:
            reason = "annotation id used twice (the first is kept)"
        elif row.image_id not in texts:
            reason = "annotation of an unknown image"
        elif not text:
            reason = "empty caption"
        elif "<image>" in text:
            reason = "caption that would pass for the place of an image"
        elif len(text) > MAX_CAPTION_CHARACTERS:
            reason = f"caption of more than {MAX_CAPTION_CHARACTERS} characters"
        if reason:
            problems.add(reason, f"{name}: annotations[{index}] (id {row.id}): image {row.image_id}, {text[:40]!r}")
        else:
            texts[row.image_id].append(text)
        seen.add(row.id)
    return [tuple(texts[row.id]) for row in images]


def _with_content(found: Annotations) -> Annotations:
    """Leave out the images that have neither caption nor box: there is nothing to tell an LLM."""
    counts = found.box_counts()
    empty = [i for i, captions in enumerate(found.captions) if not captions and not counts[i]]
    names = " and ".join(found.digests)
    for index in empty:
        image = found.images[index]
        found.problems.add("image without caption and box", f"{names}: image id {image.id}: {image.file_name!r}")
    if len(empty) == len(found.images):
        common, first = found.problems.counts.most_common(3), found.problems.listed
        reasons = "; ".join(f"{reason} ({count}, such as {first[reason][0]})" for reason, count in common)
        message = f"no image in {names} can be used: {reasons or '`images` is empty'}"
        raise AnnotationError(message)
    if not empty:
        return found
    keep = np.delete(np.arange(len(found.images)), empty)
    table = found.boxes
    boxes = BoxTable(
        np.append(table.starts[keep], table.starts[-1]), table.edges_xyxy, table.categories, table.crowds, table.names
    )
    images, captions = [found.images[i] for i in keep], [found.captions[i] for i in keep]
    return Annotations(found.sources, images, captions, boxes, found.licenses, found.problems, found.digests)
