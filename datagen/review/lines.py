"""A JSONL file that stays open, its rows by number. Reads files.

Rows are read from the very file that was opened: one that is put in its place later cannot be read at its offsets.
"""

from __future__ import annotations

import os
import weakref
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from datagen.errors import RunFolderError

BLOCK = 1 << 18

Line = TypeVar("Line")


class OpenLines(Generic[Line]):
    """A JSONL file that stays open, its rows by number."""

    def __init__(self, path: Path, decode: Callable[[bytes], Line], missing: str) -> None:
        """Open the file; `missing` is what to do where there is none."""
        self.path, self._decode = path, decode
        try:
            self._file = os.open(path, os.O_RDONLY)
        except FileNotFoundError:
            message = f"{path} does not exist: {missing}"
            raise RunFolderError(message) from None
        except OSError as error:
            message = f"cannot read {path}: {error.strerror}"
            raise RunFolderError(message) from error
        weakref.finalize(self, os.close, self._file)  # a search may still read when a newer file is opened
        self.stamp = _stamp(os.fstat(self._file))
        self._starts = array("q", [0])

    def __len__(self) -> int:
        """Count the rows that were read so far."""
        return len(self._starts) - 1

    def read(self) -> Iterator[list[Line]]:
        """Yield all rows, many at a time, noting where they stand; raise RunFolderError at a damaged one."""
        with open(self._file, "rb", buffering=BLOCK, closefd=False) as file:
            while lines := file.readlines(BLOCK):
                yield self._decoded(lines)
                self._starts.extend(accumulate(map(len, lines), initial=self._starts.pop()))

    def _decoded(self, lines: list[bytes]) -> list[Line]:
        rows: list[Line] = []
        try:
            rows.extend(map(self._decode, lines))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise self.damaged(len(self) + len(rows), str(error)) from error
        return rows

    def damaged(self, number: int, why: str) -> RunFolderError:
        """Return the error that a row is damaged."""
        return RunFolderError(f"{self.path} line {number + 1} is damaged ({why}): `datagen judge` writes it anew")

    def line(self, number: int) -> bytes:
        """Read one line."""
        start, end = self._starts[number], self._starts[number + 1]
        return os.pread(self._file, end - start, start)

    def blocks(self) -> Iterator[tuple[int, list[int], bytes]]:
        """Read all lines, many at a time: the number of the first, where each ends in the block, and the block."""
        first = 0
        while first < len(self):
            start = self._starts[first]
            last = max(first + 1, bisect_right(self._starts, start + BLOCK) - 1)
            ends = [end - start for end in self._starts[first + 1 : last + 1]]
            yield first, ends, os.pread(self._file, ends[-1], start)
            first = last

    def replaced(self) -> bool:
        """Whether another file stands there by now."""
        try:
            return _stamp(self.path.stat()) != self.stamp
        except OSError:
            return False


def _stamp(stat: os.stat_result) -> tuple[int, int, int]:
    return stat.st_ino, stat.st_size, stat.st_mtime_ns
