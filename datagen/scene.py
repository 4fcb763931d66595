"""One annotated image: what the annotations say about it and nothing else."""

from __future__ import annotations

import msgspec

from datagen.vocabulary import NO_WORDS, Words


class Box(msgspec.Struct, frozen=True, gc=False):
    """One labelled instance; edges are fractions of the image's width and height, origin top left, y downwards.

    A msgspec struct and not a dataclass: a data set has a million of them, and these are made four times as fast.
    """

    category: str
    x1: float
    y1: float
    x2: float
    y2: float
    crowd: bool = False


class Scene(msgspec.Struct, frozen=True, gc=False):
    """One image with its captions and boxes in annotation order; `width` and `height` in pixels.

    `license` is the licence's address (or its name where the file gives no address). `vocabulary` is every category
    that was looked for in this image: what is in none of them can be in the image without a box.
    `words` are a person's own for these categories.
    """

    image_id: int
    file_name: str
    width: int
    height: int
    captions: tuple[str, ...]
    boxes: tuple[Box, ...]
    split: str
    license: str | None = None
    vocabulary: tuple[str, ...] = ()
    words: Words = NO_WORDS
