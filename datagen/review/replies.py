"""The stored replies of a run by the job that they serve, without the run folder's lock: a build may be at work.

Reads files. replies.jsonl is append only, so what is known of it stays true; a line without its end is not read yet.
"""

from __future__ import annotations

from array import array
from pathlib import Path

import msgspec

from datagen.chat import Reply
from datagen.errors import RunFolderError
from datagen.run.folder import REPLIES


class _JobOf(msgspec.Struct):
    job: str


class Replies:
    """Columns of 16 bytes a reply: a hash of the job, and where the line begins."""

    def __init__(self, folder: Path) -> None:
        """Read nothing yet."""
        self._path = folder / REPLIES
        self._forget()

    def _forget(self) -> None:
        self._jobs, self._starts, self._end, self._inode = array("q"), array("q"), 0, -1

    def of(self, job: str) -> list[Reply]:
        """Return the replies of a job in the order in which they came; none where there is no file.

        Raises:
            RunFolderError: the file is damaged.

        """
        try:
            self._read_on()
            with self._path.open("rb") as file:
                lines = []
                for start in self._starts_of(job):
                    file.seek(start)
                    lines.append(file.readline())
        except FileNotFoundError:
            return []
        except (OSError, msgspec.DecodeError) as error:
            message = f"{self._path} is damaged: {error}"
            raise RunFolderError(message) from error
        return [reply for reply in map(Reply.model_validate_json, lines) if reply.job == job]

    def _starts_of(self, job: str) -> list[int]:
        key, found, at = hash(job), [], 0
        for _ in range(self._jobs.count(key)):
            at = self._jobs.index(key, at) + 1
            found.append(self._starts[at - 1])
        return found

    def _read_on(self) -> None:
        status = self._path.stat()
        if status.st_ino != self._inode or status.st_size < self._end:
            self._forget()
            self._inode = status.st_ino
        if status.st_size == self._end:
            return
        decode = msgspec.json.Decoder(_JobOf).decode
        with self._path.open("rb", buffering=1 << 20) as file:
            file.seek(self._end)
            for line in file:
                if not line.endswith(b"\n"):
                    break
                self._jobs.append(hash(decode(line).job))
                self._starts.append(self._end)
                self._end += len(line)
