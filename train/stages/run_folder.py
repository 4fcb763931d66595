"""A run folder is held by one run at a time, and belongs to one run's settings for good."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from train.checkpoint.folder import remove_incomplete
from train.checkpoint.run_file import Run
from train.errors import DataError, UsageError
from train.fit.ranks import Ranks

LOCK = ".lock"


@contextmanager
def held(out: Path, ranks: Ranks) -> Iterator[None]:
    """Keep the run folder to this run. DataError: another one has it, or it cannot be written."""
    if not ranks.main:
        yield
        return
    try:
        out.mkdir(parents=True, exist_ok=True)
        lock = FileLock(out / LOCK, timeout=0)
        lock.acquire()
    except Timeout as error:
        message = f"another run is working on {out}: wait for it, or give another --out"
        raise DataError(message) from error
    except OSError as error:
        message = f"--out {out} cannot be written: {error.strerror}"
        raise DataError(message) from error
    try:
        yield
    finally:
        lock.release()


def begin(out: Path, now: Run, ranks: Ranks) -> bool:
    """Make the folder this run's; say no where the run is finished. UsageError: it holds another run."""
    there = Run.load(out)
    if there is not None and (changes := there.changes(now)):
        message = (
            f"{out} holds a run with other settings ({'; '.join(changes)}): give another --out, or the same settings"
        )
        raise UsageError(message)
    ranks.wait()
    if there is not None and there.finished:
        ranks.say(f"{out} is finished: nothing to do; give another --out to train again")
        return False
    if ranks.main:
        now.save(out)
        for folder in remove_incomplete(out):
            ranks.say(f"removed {folder}: half written when the run was cut off")
    ranks.wait()
    return True
