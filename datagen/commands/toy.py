"""`datagen toy`."""

from __future__ import annotations

from pathlib import Path

from datagen import console
from datagen.errors import InputError, MissingExtraError, UsageError


def toy(*, out: Path, images: int = 24, seed: int = 0) -> None:
    """Draw small scenes in COCO form: images, captions and exact boxes, to try things out.

    Parameters
    ----------
    out
        Folder to write: annotations/ and toy/. Files of the same names are replaced.
    images
        How many.
    seed
        The same seed draws the same scenes; more images keep the first ones.

    """
    try:
        from datagen.toy import write_toy  # noqa: PLC0415
    except ImportError as error:
        message = "datagen toy draws with Pillow: pip install 'visual-instruct[toy]'"
        raise MissingExtraError(message) from error
    if images < 1:
        message = f"--images {images} must be at least 1"
        raise UsageError(message)
    try:
        drawn = write_toy(images, seed, out)
    except OSError as error:
        message = f"cannot write to {out}: {error.strerror}"
        raise InputError(message) from error
    counts = f"{drawn.images} images, {drawn.boxes} boxes ({drawn.crowds} crowds), {drawn.captions} captions"
    console.out.print(f"{counts}: {out}")
