"""Records to a file of JSON lines, or to one array. Writes files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from datagen.errors import InputError
from datagen.export.records import Record
from datagen.run.files import atomic


def write_records(target: Path, values: Iterable[Record]) -> int:
    """Write JSONL, or one array where the name ends in .json; return the number of records."""
    count = 0
    make_folder(target.parent)
    is_array = target.suffix == ".json"
    with atomic(target) as part, part.open("wb") as file:
        for value in values:
            if is_array:
                file.write(b",\n" if count else b"[\n")
            file.write(msgspec.json.encode(value) + (b"" if is_array else b"\n"))
            count += 1
        if is_array:
            file.write(b"\n]\n" if count else b"[]\n")
    return count


def make_folder(path: Path) -> None:
    """Make the folder that a file goes into. InputError: it cannot be made."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"cannot make the folder {path}: {error.strerror}"
        raise InputError(message) from error
