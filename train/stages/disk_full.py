"""A full disk, told from a bug: torch, safetensors and Python each have their own error for it.

Nothing is lost by one: what is half written does not count, and the same command goes on.
"""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from safetensors import SafetensorError

from train.checkpoint.folder import latest
from train.errors import DataError

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
TORCH = "inline_container.cc"
"""In torch's error for a file that could not be written whole; it keeps the system's reason to itself."""


@contextmanager
def explain_full_disk(out: Path) -> Iterator[None]:
    """Run what writes into a run folder. DataError: a file could not be written whole."""
    try:
        yield
    except (OSError, RuntimeError, SafetensorError) as error:
        if not _is_full(error):
            raise
        last = latest(out)
        message = (
            f"a file could not be written whole ({error}), with {shutil.disk_usage(out).free / 1e9:.1f} GB free in "
            f"{out}: make room, and give the same command again to go on from "
            f"{last.name if last else 'the start, as no checkpoint is complete'}"
        )
        raise DataError(message) from error


def _is_full(error: Exception) -> bool:
    if isinstance(error, OSError):
        return error.errno in FULL
    return TORCH in str(error) or any(f"os error {number})" in str(error) for number in FULL)
