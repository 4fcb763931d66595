"""`datagen export`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from datagen.commands import REPLACED
from datagen.console import out
from datagen.export.forms import FORMS
from datagen.verdicts import Drop, Only, Selection

FORMAT_HELP = " ".join(f"{form.name}: {form.told}." for form in FORMS.values())


def export(  # noqa: PLR0913 - the options of a command
    folder: Path,
    /,
    *,
    to: Path,
    format: Annotated[str, Parameter(choices=tuple(FORMS), help=FORMAT_HELP)] = "llava",  # noqa: A002 - the option's name
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
        One of the forms of datagen.export.forms.
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

    done = write(folder, format, to, images, image_prefix, Selection(only, drop))
    show_review(out, done.review)
    plural = "" if done.samples == 1 else "s"
    replaced = REPLACED if done.replaced else ""
    lines = f"{done.samples} sample{plural}: {done.data}{replaced}\ndata card: {done.card}"
    out.print(lines)
