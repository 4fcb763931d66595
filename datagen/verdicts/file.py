"""verdicts.jsonl of a run folder. Reads and writes that file: append only, several processes at a time.

A verdict counts once it is on the disk. A line without its end was torn by a crash and never acknowledged: the next
one to be written takes its place.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout
from pydantic import ValidationError

from datagen.errors import RunFolderError, StoppedEarlyError
from datagen.verdicts.rows import VerdictRow

VERDICTS, LOCK = "verdicts.jsonl", ".verdicts.lock"
PATIENCE_S = 10.0
"""How long to wait for another process that writes; a line takes milliseconds."""

Rows = tuple[VerdictRow, ...]


class VerdictFile:
    """The verdicts of a run folder; safe to use from several threads.

    Without the file there are no verdicts. What others append is seen after `refresh`.
    """

    def __init__(self, folder: Path) -> None:
        """Read what is there.

        Raises:
            RunFolderError: the file cannot be read, or a line in it is not a verdict.

        """
        self.path = folder / VERDICTS
        self._lock_path = folder / LOCK
        self._guard = threading.RLock()
        self._forget()
        self.refresh()

    def _forget(self) -> None:
        self._rows: dict[str, list[VerdictRow]] = {}
        self._inode, self._end, self._lines = -1, 0, 0

    def __len__(self) -> int:
        """Count the lines."""
        with self._guard:
            return self._lines

    def ids(self) -> tuple[str, ...]:
        """Return the ids that have verdicts, the one first judged first."""
        with self._guard:
            return tuple(self._rows)

    def of(self, sample_id: str) -> Rows:
        """Return the verdicts on one id in the order of the file."""
        with self._guard:
            return tuple(self._rows.get(sample_id, ()))

    def rows(self) -> dict[str, Rows]:
        """Return all of them by id, ids and rows in the order of the file."""
        with self._guard:
            return {sample_id: tuple(rows) for sample_id, rows in self._rows.items()}

    def refresh(self) -> frozenset[str]:
        """Read what was appended since, and return the ids concerned; costs one `stat` where nothing was.

        A file that was replaced or cut is read anew.

        Raises:
            RunFolderError: the file cannot be read, or a line in it is not a verdict.

        """
        with self._guard:
            try:
                status = self.path.stat()
                replaced = status.st_ino != self._inode or status.st_size < self._end
                gone = frozenset(self._rows) if replaced else frozenset()
                if replaced:
                    self._forget()
                if status.st_size == self._end and not replaced:
                    return frozenset()
                with self.path.open("rb") as file:
                    file.seek(self._end)
                    data = file.read()
                self._inode = status.st_ino
            except FileNotFoundError:
                gone = frozenset(self._rows)
                self._forget()
                return gone
            except OSError as error:
                message = f"cannot read {self.path}: {error.strerror}"
                raise RunFolderError(message) from error
            return gone | self._take(data)

    def _take(self, data: bytes) -> frozenset[str]:
        """Keep the complete lines; what has no end yet is being written, or was torn by a crash."""
        found = set()
        for line in data.split(b"\n")[:-1]:
            row = self._decoded(line)
            self._rows.setdefault(row.id, []).append(row)
            self._end += len(line) + 1
            self._lines += 1
            found.add(row.id)
        return frozenset(found)

    def _decoded(self, line: bytes) -> VerdictRow:
        try:
            return VerdictRow.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"])) or "the line"
            message = (
                f"{self.path} line {self._lines + 1} is not a verdict: {where}: {first['msg']}; "
                "restore the file, or delete that line"
            )
            raise RunFolderError(message) from error

    def append(self, row: VerdictRow, still_true: Callable[[Rows], None] | None = None) -> None:
        """Write one verdict; returns when it is on the disk.

        `still_true` is called with all rows of that id, what others have just written included, while nobody else can
        write; it raises to refuse, and nothing is written then.

        Raises:
            RunFolderError: the file is damaged, or another process does not let go of it.
            StoppedEarlyError: the disk did not take it (full, say); the file is as it was.

        """
        line = msgspec.json.encode(row.model_dump(exclude_none=True)) + b"\n"
        with self._guard:
            try:
                with FileLock(self._lock_path, timeout=PATIENCE_S):
                    self.refresh()
                    if still_true is not None:
                        still_true(self.of(row.id))
                    self._write(line)
                    self.refresh()
            except Timeout:
                message = f"{self.path} is being written by another process: try again, or find what holds {LOCK}"
                raise RunFolderError(message) from None
            except OSError as error:
                message = f"cannot write {self.path}: {error.strerror}; the verdict on {row.id} is not kept"
                raise StoppedEarlyError(message) from error

    def _write(self, line: bytes) -> None:
        """Put the line in the place of a torn one, synced with its folder, or leave the file as it was."""
        is_new = not self.path.exists()
        file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            if os.fstat(file).st_size != self._end:
                os.ftruncate(file, self._end)
            try:
                rest = memoryview(line)
                while rest:
                    rest = rest[os.write(file, rest) :]
                os.fsync(file)
            except OSError:
                with contextlib.suppress(OSError):
                    os.ftruncate(file, self._end)
                raise
        finally:
            os.close(file)
        if is_new:
            _sync_folder(self.path.parent)


def _sync_folder(path: Path) -> None:
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
