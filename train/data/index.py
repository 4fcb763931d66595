"""Where the records of a file stand, as arrays that are made once and kept on disk. Reads and writes files.

An index is filed under what it was made from (paths, sizes, times of change), so a file that changed gets a new one;
it is written whole or not at all, so any number of processes may make the same one at once.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from train.errors import DataError

VERSION = 1
"""Raised whenever the arrays change their meaning."""
Arrays = dict[str, NDArray[Any]]


def stamp(path: Path) -> str:
    """Describe which state of which file this is: its place, size and time of change.

    Raises:
        DataError: it is not there.

    """
    try:
        state = path.stat()
    except OSError as error:
        message = f"cannot read {path}: {error.strerror}"
        raise DataError(message) from error
    return f"{path.resolve()} {state.st_size} {state.st_mtime_ns}"


def cached(files: Sequence[Path], folder: Path | None, form: str, build: Callable[[], Arrays]) -> Arrays:
    """Return the arrays of this form kept in `folder` for these files as they are now, else build and keep them.

    Raises:
        DataError: the folder cannot be written; or what `build` raises.

    """
    stamps = "\n".join([f"{form} {VERSION}", *map(stamp, files)])
    if folder is None:
        return build()
    digest = hashlib.sha256(stamps.encode("utf-8", "surrogateescape")).hexdigest()
    kept = folder / f"{files[0].stem[:40]}-{digest[:16]}.npz"
    arrays = _load(kept)
    if arrays is None:
        arrays = build()
        _save(kept, arrays)
    return arrays


def _load(kept: Path) -> Arrays | None:
    """Read what is kept, or None where nothing sound is."""
    try:
        with kept.open("rb") as file, np.load(file, allow_pickle=False) as loaded:
            return dict(loaded)
    except (OSError, ValueError, EOFError, zipfile.BadZipFile):
        return None


def _save(kept: Path, arrays: Arrays) -> None:
    part: Path | None = None
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=kept.parent, prefix=f".{kept.stem}.", delete=False) as file:
            part = Path(file.name)
            np.savez(file, allow_pickle=False, **arrays)
            file.flush()
            os.fsync(file.fileno())
        part.replace(kept)
    except OSError as error:
        if part is not None:
            part.unlink(missing_ok=True)
        message = f"cannot keep the index of the data in {kept.parent}: {error.strerror}"
        raise DataError(message) from error
