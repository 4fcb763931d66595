"""`datagen report`."""

from __future__ import annotations

from pathlib import Path

from datagen.console import out


def report(folder: Path, /) -> None:
    """Show how varied and balanced a run folder's data is, and write it to report.html.

    Parameters
    ----------
    folder
        The run folder.

    """
    from datagen.report import text  # noqa: PLC0415
    from datagen.report.summarise import summarise  # noqa: PLC0415
    from datagen.run.folder import PAGE  # noqa: PLC0415

    out.print(text(*summarise(folder)))
    out.print(f"report: {folder / PAGE}")
