"""Which scenes have a box of which category. Reads scenes.jsonl, for as long as all that a first card needs takes."""

from __future__ import annotations

import itertools
from array import array

import msgspec

from datagen.review.keys import SceneKey
from datagen.review.lines import OpenLines


class _Box(msgspec.Struct, gc=False):
    category: str


class _Boxes(msgspec.Struct, gc=False):
    boxes: list[_Box]


def scenes_of_categories(scenes: OpenLines[SceneKey]) -> dict[str, array[int]]:
    """Return the rows of the scenes with a box of each category, in order; may be done while others read rows."""
    found: dict[str, array[int]] = {}
    decode = msgspec.json.Decoder(_Boxes).decode
    for first, ends, block in scenes.blocks():
        for number, (start, end) in enumerate(itertools.pairwise((0, *ends)), first):
            for category in {box.category for box in decode(block[start:end]).boxes}:
                found.setdefault(category, array("i")).append(number)
    return found
