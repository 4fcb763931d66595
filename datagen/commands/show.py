"""`datagen show`."""

from __future__ import annotations

from pathlib import Path

from datagen.console import out


def show(folder: Path, /, *, count: int = 1) -> None:
    """Print accepted and rejected samples of a run folder.

    Parameters
    ----------
    folder
        The run folder.
    count
        How many of each.

    """
    from itertools import islice  # noqa: PLC0415

    from datagen.run.files import rows  # noqa: PLC0415
    from datagen.run.folder import REJECTIONS, SAMPLES  # noqa: PLC0415
    from datagen.sample import Rejection, Sample  # noqa: PLC0415
    from datagen.show import show_outcome  # noqa: PLC0415

    for name, type_ in ((SAMPLES, Sample), (REJECTIONS, Rejection)):
        for outcome in islice(rows(folder / name, type_), count):
            show_outcome(out, outcome)
