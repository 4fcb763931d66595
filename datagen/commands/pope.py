"""`datagen pope`."""

from __future__ import annotations

from pathlib import Path

from datagen.console import err, out
from datagen.errors import UsageError


def pope(*, coco: Path, to: Path, split: str | None = None, seed: int = 0, images_count: int = 500) -> None:
    """Make yes-or-no questions that measure what a model makes up, in POPE's form.

    POPE's random, popular and adversarial polls, and questions on left and right and on numbers that the boxes prove,
    and on colours that captions tell.

    Parameters
    ----------
    coco
        Folder with instances_SPLIT.json and, better, captions_SPLIT.json too.
    to
        Folder to write: coco_pope_KIND.jsonl, and pope.json on how they were made. Those there are replaced.
    split
        Which split; not needed where the folder has only one.
    seed
        Decides images and questions.
    images_count
        How many images at the most, a kind.

    """
    from datagen.annotations import coco as reader  # noqa: PLC0415
    from datagen.pope import ABOUT, write_pope  # noqa: PLC0415
    from datagen.show import show_inputs  # noqa: PLC0415

    if images_count < 1:
        message = f"--images-count {images_count} must be at least 1"
        raise UsageError(message)
    scenes = reader.read(reader.find(coco, split))
    show_inputs(err, scenes)
    replaced = ["note: files of these names that were there are replaced"] if (to / ABOUT).exists() else []
    lines = write_pope(scenes, to, seed, images_count).lines(to) + replaced
    out.print("\n".join(lines))
