"""`datagen export`."""

from __future__ import annotations

from pathlib import Path

from datagen.commands import REPLACED
from datagen.console import out
from datagen.errors import UsageError
from datagen.export.export import Format
from datagen.verdicts import Drop, Only, Selection


def export(  # noqa: PLR0913 - the options of a command
    folder: Path,
    /,
    *,
    to: Path,
    format: Format = "llava",  # noqa: A002 - the option's name
    images: Path | None = None,
    image_prefix: str = "",
    only: Only = "all",
    drop: Drop = "rejected",
) -> None:
    """Write the accepted samples in another tool's form, with a data card.

    Verdicts of people are applied: edited text, what they rejected left out, what they rescued added.

    Parameters
    ----------
    folder
        The run folder.
    to
        File (.jsonl, .json or .parquet), or a folder that gets the data file and README.md. Those there are replaced.
    format
        llava: LLaVA's records. sharegpt: LLaMA-Factory's. messages: chat-template messages with image parts,
        as TRL reads them. parquet: the same as one Parquet file for datasets.load_dataset.
    images
        Folder of the image files, to put them into the Parquet file.
    image_prefix
        Put before every image name, such as coco/train2017/.
    only
        accepted: only what a person accepted or edited. all: what nobody has judged too.
    drop
        rejected: leave out what a person rejected. nothing: keep it.

    """
    from datagen.export.export import export as write  # noqa: PLC0415
    from datagen.show import show_review  # noqa: PLC0415

    if images is not None and format != "parquet":
        message = f"--images goes with --format parquet, not {format}"
        raise UsageError(message)
    done = write(folder, format, to, images, image_prefix, Selection(only, drop))
    show_review(out, done.review)
    plural = "" if done.samples == 1 else "s"
    replaced = REPLACED if done.replaced else ""
    lines = f"{done.samples} sample{plural}: {done.data}{replaced}\ndata card: {done.card}"
    out.print(lines)
