"""`datagen judge`."""

from __future__ import annotations

from pathlib import Path

from datagen.console import out
from datagen.settings import OnFail
from datagen.verdicts import Drop, Only, Selection


def judge(
    folder: Path,
    /,
    *,
    coco: Path | None = None,
    on_fail: OnFail = (),
    only: Only = "all",
    drop: Drop = "rejected",
) -> None:
    """Rebuild samples, rejections and training file of a run folder from its replies, asking nothing.

    The training file follows the verdicts of people; the other files say what the checks say.

    Parameters
    ----------
    folder
        The run folder.
    coco
        The annotations, if they have moved since.
    on_fail
        Change what a check's failing finding does, as for build: echo=drop,hedging=flag. The folder keeps it.
    only
        accepted: train only on what a person accepted or edited. all: on what nobody has judged too. This and --drop
        hold for this time alone; `build` writes the training file with all, without what was rejected.
    drop
        rejected: leave out of the training file what a person rejected. nothing: keep it.

    """
    from datagen.build import rejudge  # noqa: PLC0415
    from datagen.show import show_summary  # noqa: PLC0415

    show_summary(out, rejudge(folder, coco, on_fail, Selection(only, drop)), folder)
