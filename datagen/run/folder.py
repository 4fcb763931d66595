"""The run folder. Writes files: replies before anything looks at them, finished files all at once or not at all.

`replies.jsonl` is append only. A reply counts once it is on the disk (one sync serves all that wait for it); a torn
last line is cut on opening. One process at a time holds the folder.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import msgspec
from filelock import FileLock, Timeout

from datagen.chat import Reply
from datagen.errors import RunFolderError, StoppedEarlyError
from datagen.run.files import atomic_text

REPLIES, SAMPLES, REJECTIONS, LLAVA = "replies.jsonl", "samples.jsonl", "rejections.jsonl", "llava.jsonl"
RUN, REPORT, PAGE, PROMPTS, SCENES = "run.json", "report.json", "report.html", "prompts", "scenes.jsonl"
WORDS = "words.toml"


class _FingerprintOf(msgspec.Struct):
    fingerprint: str


class _Waiting(NamedTuple):
    line: bytes
    key: int
    written: asyncio.Future[None]


class RunFolder:
    """An open run folder; use it as a context manager, and only from one event loop."""

    def __init__(self, path: Path) -> None:
        """Name the folder; nothing is touched before it is entered."""
        self.path = path
        self._offsets: dict[int, int] = {}
        self._waiting: list[_Waiting] = []
        self._writing: asyncio.Task[None] | None = None
        self._file = -1
        self._end = 0
        self._failure: str | None = None
        self._lock = FileLock(path / ".lock")
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="replies")

    def __enter__(self) -> Self:
        """Lock the folder, cut a torn last line, and read which replies are there."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(timeout=0)
        except Timeout:
            message = f"{self.path} is in use by another process: wait for it, or give another folder"
            raise RunFolderError(message) from None
        except OSError as error:
            message = f"cannot use {self.path} as a run folder: {error.strerror}"
            raise RunFolderError(message) from error
        try:
            self._file = os.open(self.path / REPLIES, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
            self._read_index()
        except BaseException:
            self._release()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Release the lock; replies that nobody waited for any more were written or never reported as written."""
        self._release()

    def _release(self) -> None:
        self._thread.shutdown()
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
        self._lock.release()

    def __len__(self) -> int:
        """Count the replies."""
        return len(self._offsets)

    def find(self, fingerprint: str) -> Reply | None:
        """Read the reply filed under a fingerprint, or None."""
        offset = self._offsets.get(_key(fingerprint))
        reply = None if offset is None else self._read_at(offset)
        return reply if reply and reply.fingerprint == fingerprint else None

    async def drain(self) -> None:
        """Wait until every reply handed in is on the disk."""
        if self._writing is not None:
            await self._writing

    async def append(self, reply: Reply) -> None:
        """File a reply; returns when it is on the disk.

        Raises:
            StoppedEarlyError: the disk did not take it or an earlier one (full, say); nothing is written after that.

        """
        if self._failure is not None:
            raise StoppedEarlyError(self._failure)
        line = msgspec.json.encode(reply.model_dump()) + b"\n"
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(line, _key(reply.fingerprint), written))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_waiting())
        await written

    async def _write_waiting(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                await loop.run_in_executor(self._thread, self._write, b"".join(row.line for row in batch))
            except OSError as error:
                self._fail(batch, f"cannot write {self.path / REPLIES}: {error.strerror}; free some space")
                return
            for row in batch:
                self._offsets.setdefault(row.key, self._end)
                self._end += len(row.line)
                if not row.written.done():
                    row.written.set_result(None)

    def _fail(self, batch: list[_Waiting], message: str) -> None:
        """Write no more: where the end of the file could not be mended, the next line would follow half a one."""
        self._failure = message
        rows, self._waiting = batch + self._waiting, []
        for row in rows:
            if not row.written.done():
                row.written.set_exception(StoppedEarlyError(message))

    def _write(self, data: bytes) -> None:
        """Append and sync, or leave the file as it was."""
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(self._file, rest) :]
            os.fsync(self._file)
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(self._file, self._end)
            raise

    def _read_at(self, offset: int) -> Reply:
        line = b""
        while not line.endswith(b"\n"):
            block = os.pread(self._file, 16_384, offset + len(line))
            if not block:
                break
            line = line + block if b"\n" not in block else line + block[: block.index(b"\n") + 1]
        return Reply.model_validate_json(line)

    def _read_index(self) -> None:
        self._offsets, self._end = {}, 0
        decoder = msgspec.json.Decoder(_FingerprintOf)
        with (self.path / REPLIES).open("rb") as file:
            for number, line in enumerate(file, 1):
                try:
                    fingerprint = decoder.decode(line).fingerprint if line.endswith(b"\n") else None
                except msgspec.DecodeError:
                    fingerprint = None
                if fingerprint is None:
                    self._cut_torn_line(number, is_last=file.read(1) == b"")
                    return
                self._offsets.setdefault(_key(fingerprint), self._end)
                self._end += len(line)

    def _cut_torn_line(self, number: int, *, is_last: bool) -> None:
        """A crash can tear the last line alone; anything else was not us, and is not ours to delete."""
        if not is_last:
            message = f"{self.path / REPLIES} line {number} is not a reply: restore the file, or delete that line"
            raise RunFolderError(message)
        os.ftruncate(self._file, self._end)

    def write_text(self, name: str, text: str) -> None:
        """Replace one small file atomically."""
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        atomic_text(target, text)


def read_run(path: Path) -> dict[str, Any] | None:
    """Read the run.json of a folder, or None where there is none; raise RunFolderError where it is damaged."""
    try:
        run = msgspec.json.decode((path / RUN).read_bytes(), type=dict[str, Any])
    except FileNotFoundError:
        return None
    except OSError as error:
        message = f"cannot read {path / RUN}: {error.strerror}"
        raise RunFolderError(message) from error
    except msgspec.DecodeError as error:
        message = f"{path / RUN} is damaged: {error}"
        raise RunFolderError(message) from error
    return run


def _key(fingerprint: str) -> int:
    """64 bits of the fingerprint: an index of a million replies stays small, and a clash has odds of 1 in 10^7."""
    return int(fingerprint[:16], 16)
