"""Files that are written whole or not at all, and are there after a crash too. Writes files."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def replace_file(path: Path, parts: Iterable[bytes]) -> None:
    """Replace a file at once and durably: a reader sees the old content or the new, and never half of it.

    Raises:
        OSError: it cannot be written; what was there before is untouched, and nothing lies beside it.

    """
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            file.writelines(parts)
        sync(part)
        part.replace(path)
    except BaseException:
        if part.is_file():
            part.unlink()
        raise
    sync(path.parent)


def write_json(path: Path, values: dict[str, Any]) -> None:
    """Replace a file by an object. OSError: as `replace_file`."""
    replace_file(path, [json.dumps(values, indent=2).encode(), b"\n"])


def sync(path: Path) -> None:
    """Make a file's content durable, or what a folder lists: some network file systems cannot do the latter."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    except OSError:
        if not path.is_dir():
            raise
    finally:
        os.close(number)
