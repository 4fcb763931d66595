"""A file that is read at offsets, by any number of processes at once. Reads files.

No position is shared: a forked worker reads through the same descriptor, a spawned one opens its own.
"""

from __future__ import annotations

import os
import weakref
from pathlib import Path

from train.errors import DataError


class ByteFile:
    """Bytes of one file, opened at the first read."""

    def __init__(self, path: Path) -> None:
        """Remember the path alone."""
        self.path = path
        self._descriptor: int | None = None

    def read(self, offset: int, size: int) -> bytes:
        """Return exactly `size` bytes from `offset`.

        Raises:
            DataError: the file cannot be read, or is shorter than it was.

        """
        try:
            content = os.pread(self._opened(), size, offset)
        except OSError as error:
            message = f"cannot read {self.path}: {error.strerror}"
            raise DataError(message) from error
        if len(content) < size:
            message = f"{self.path} is shorter than it was when the run began: put the former file back"
            raise DataError(message)
        return content

    def __getstate__(self) -> Path:
        """Pickle the path alone."""
        return self.path

    def __setstate__(self, path: Path) -> None:
        """Start unopened."""
        self.__init__(path)  # type: ignore[misc]

    def _opened(self) -> int:
        if self._descriptor is None:
            self._descriptor = os.open(self.path, os.O_RDONLY)
            weakref.finalize(self, os.close, self._descriptor)
        return self._descriptor
