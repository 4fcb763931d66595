"""A file of JSON lines to which answers are added as they come. Writes files.

Append only: a line that was written stays, whatever happens to the process; a line that was cut off is removed when
the file is opened again, and a machine that fails loses at most what came in the last second.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec

from train.errors import DataError

SYNC_EVERY_S = 1.0


class JsonlLog:
    """An open file; `rows` are those that were in it, in their order."""

    def __init__(self, path: Path) -> None:
        """Open or make the file, cut a torn last line, and read the others.

        Raises:
            DataError: a line is not a JSON object, or the file cannot be used.

        """
        self.path = path
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        except OSError as error:
            message = f"{path} cannot be written: {error.strerror}"
            raise DataError(message) from error
        self._synced_at, self._open = time.monotonic(), True
        content = path.read_bytes()
        whole = content.rfind(b"\n") + 1
        if whole < len(content):
            os.ftruncate(self._file, whole)
        self.rows = [self._row(number, line) for number, line in enumerate(content[:whole].splitlines(), 1)]

    def _row(self, number: int, line: bytes) -> dict[str, Any]:
        try:
            return msgspec.json.decode(line, type=dict[str, Any])
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            message = f"{self.path}:{number} is damaged ({error}): remove that line, and it is asked again"
            raise DataError(message) from error

    def add(self, row: dict[str, Any]) -> None:
        """Write a line; once per second, see to it that it outlives the machine.

        Raises:
            DataError: the disk is full, or fails.

        """
        line = memoryview(msgspec.json.encode(row) + b"\n")
        try:
            while line:
                line = line[os.write(self._file, line) :]
            if time.monotonic() - self._synced_at >= SYNC_EVERY_S:
                self.sync()
        except OSError as error:
            message = f"{self.path} cannot be written ({error.strerror}): what was answered before is kept"
            raise DataError(message) from error

    def sync(self) -> None:
        """Wait until everything is on the disk."""
        os.fsync(self._file)
        self._synced_at = time.monotonic()

    def __enter__(self) -> Self:
        """Return the open file."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it, with everything on the disk."""
        if self._open:
            self._open = False
            os.fsync(self._file)
            os.close(self._file)
