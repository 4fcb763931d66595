"""The boxes of a whole split as arrays: checked, clipped to the image, and sorted by image."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from datagen.annotations.rows import CategoryRow, ImageRow, InstanceRow, Problems

MAX_OVERHANG_PIXELS = 1.0
"""COCO's own boxes overhang by rounding; more than this is listed as a clipped box."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class BoxTable:
    """Boxes of image number i are the rows `starts[i]` to `starts[i + 1]`, in annotation order.

    `edges_xyxy`: float64, n x 4, fractions of width and height. `categories`: index into `names`.
    """

    starts: Ints
    edges_xyxy: Floats
    categories: NDArray[np.int32]
    crowds: Bools
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InstanceColumns:
    """The rows of an instances file as arrays: a tenth of their memory. `xywh`: float64, n x 4, pixels."""

    ids: Ints
    image_ids: Ints
    category_ids: Ints
    xywh: Floats
    crowds: Bools


def columns(rows: list[InstanceRow]) -> InstanceColumns:
    """Copy the rows into arrays."""
    count = len(rows)
    return InstanceColumns(
        ids=np.fromiter((row.id for row in rows), np.int64, count),
        image_ids=np.fromiter((row.image_id for row in rows), np.int64, count),
        category_ids=np.fromiter((row.category_id for row in rows), np.int64, count),
        xywh=np.fromiter(chain.from_iterable(row.bbox for row in rows), np.float64, 4 * count).reshape(-1, 4),
        crowds=np.fromiter((row.iscrowd != 0 for row in rows), bool, count),
    )


def empty(images: int) -> BoxTable:
    """Return the table of a split that has no instances file."""
    none = np.zeros(0)
    return BoxTable(np.zeros(images + 1, int), none.reshape(0, 4), none.astype(np.int32), none.astype(bool), ())


def build(
    rows: InstanceColumns, categories: list[CategoryRow], name: str, images: list[ImageRow], problems: Problems
) -> BoxTable:
    """Check every box of the file called `name` against `images`, which are sorted by id."""
    if not images:
        return empty(0)
    image, known_image = _positions(rows.image_ids, [row.id for row in images])
    categories = _categories(categories, name, problems)
    category, known_category = _positions(rows.category_ids, [row.id for row in categories])
    size = np.array([(row.width, row.height) for row in images], float)[image]
    keep = np.ones(len(rows.ids), bool)

    def skip(bad: Bools, reason: str, column: NDArray[Any]) -> None:
        report(bad, reason, column)
        keep[bad] = False

    def report(bad: Bools, reason: str, column: NDArray[Any]) -> None:
        for index in np.flatnonzero(bad & keep).tolist():
            where = f"{name}: annotations[{index}] (id {rows.ids[index]}): {column[index].tolist()!r}"
            problems.add(reason, where)

    with np.errstate(invalid="ignore", over="ignore"):
        low, high = rows.xywh[:, :2], rows.xywh[:, :2] + rows.xywh[:, 2:]
        skip(_repeated(rows.ids), "annotation id used twice (the first is kept)", rows.ids)
        skip(~known_image, "annotation of an unknown image", rows.image_ids)
        skip(~known_category, "unknown category id", rows.category_ids)
        skip(~np.isfinite(rows.xywh).min(axis=1), "box that is not finite", rows.xywh)
        skip((rows.xywh[:, 2:] <= 0).max(axis=1), "box of no area", rows.xywh)
        skip(((high <= 0) | (low >= size)).max(axis=1), "box outside the image", rows.xywh)
        overhang = np.maximum(-low, high - size).max(axis=1)
        report(overhang > MAX_OVERHANG_PIXELS, "box clipped to the image", rows.xywh)
    order = np.flatnonzero(keep)
    order = order[np.argsort(image[order], kind="stable")]
    return BoxTable(
        starts=np.searchsorted(image[order], np.arange(len(images) + 1)),
        edges_xyxy=np.concatenate([low[order] / size[order], high[order] / size[order]], axis=1).clip(0.0, 1.0),
        categories=category[order].astype(np.int32),
        crowds=rows.crowds[order],
        names=tuple(row.name for row in categories),
    )


def _positions(wanted: Ints, sorted_ids: list[int]) -> tuple[Ints, Bools]:
    """Where each wanted id stands among the sorted ids, and whether it does (else the position is meaningless)."""
    known = np.array(sorted_ids, np.int64)
    if not len(known):
        return np.zeros(len(wanted), np.int64), np.zeros(len(wanted), bool)
    positions = np.searchsorted(known, wanted).clip(0, len(known) - 1)
    return positions, known[positions] == wanted


def _repeated(ids: Ints) -> Bools:
    """Mark every occurrence of an id but its first."""
    repeated = np.ones(len(ids), bool)
    repeated[np.unique(ids, return_index=True)[1]] = False
    return repeated


def _categories(rows: list[CategoryRow], name: str, problems: Problems) -> list[CategoryRow]:
    """Sort by id; the first of two with one id is kept, and one without a name is of no use."""
    kept: dict[int, CategoryRow] = {}
    for index, row in enumerate(rows):
        where = f"{name}: categories[{index}] (id {row.id}): {row.name!r}"
        row.name = " ".join(row.name.split())
        if not row.name:
            problems.add("category without name", where)
        elif row.id in kept:
            problems.add("category id used twice (the first is kept)", where)
        else:
            kept[row.id] = row
    return sorted(kept.values(), key=lambda row: row.id)
