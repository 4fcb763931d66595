"""Folders checkpoint-N of a run: which are complete, which are the leftovers of a process that was killed.

A checkpoint counts only by its last file, complete.json, which lists all others with their sizes.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path

from train.files import sync, write_json

COMPLETE = "complete.json"
PREFIX = "checkpoint-"


def mark_complete(folder: Path) -> None:
    """Make the files durable, then write the marker: the last thing that is done to a checkpoint."""
    sizes = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != COMPLETE:
            sync(path)
            sizes[str(path.relative_to(folder))] = path.stat().st_size
    write_json(folder / COMPLETE, sizes)


def is_complete(folder: Path) -> bool:
    """Tell whether every file is there as it was when the checkpoint was finished."""
    try:
        sizes = json.loads((folder / COMPLETE).read_text(encoding="utf-8"))
        return all((folder / name).stat().st_size == size for name, size in sizes.items())
    except (OSError, ValueError, AttributeError):
        return False


def step_of(folder: Path) -> int:
    """Return the optimizer step of a checkpoint folder."""
    return int(folder.name.removeprefix(PREFIX))


def checkpoints(out: Path) -> list[Path]:
    """Return all checkpoint folders, complete or not, the oldest step first."""
    found = (path for path in out.glob(f"{PREFIX}*") if path.is_dir() and path.name.removeprefix(PREFIX).isdecimal())
    return sorted(found, key=step_of)


def latest(out: Path) -> Path | None:
    """Return the last complete checkpoint of a run folder."""
    return next((path for path in reversed(checkpoints(out)) if is_complete(path)), None)


def remove_incomplete(out: Path) -> list[Path]:
    """Remove what was half written or half deleted when a process ended; return it."""
    return _remove(path for path in checkpoints(out) if not is_complete(path))


def remove_all_but(out: Path, last: int) -> list[Path]:
    """Remove every checkpoint folder, complete or not, but so many of the last ones; return what was removed."""
    found = checkpoints(out)
    return _remove(found[: max(len(found) - last, 0)])


def _remove(folders: Iterable[Path]) -> list[Path]:
    removed = list(folders)
    for folder in removed:
        shutil.rmtree(folder)
    return removed
