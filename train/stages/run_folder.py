"""A run folder is held by one run at a time, and belongs to one run's settings for good."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from train.checkpoint.folder import latest, remove_incomplete
from train.checkpoint.run_file import StageRun
from train.errors import DataError, UsageError
from train.fit.ranks import Ranks
from train.stages.finish import PROBLEMS
from train.stages.prepare import INDEX

LOCK = ".lock"


@contextmanager
def held(out: Path, ranks: Ranks) -> Iterator[None]:
    """Keep the run folder to this run.

    Raises:
        UsageError: it is a file, or a folder of something else.
        DataError: another run has it, or it cannot be written.

    """
    lock = FileLock(out / LOCK, timeout=0)
    with ranks.alike():
        if ranks.main:
            _take(out, lock)
    try:
        yield
    finally:
        lock.release()


def _take(out: Path, lock: FileLock) -> None:
    if out.is_file():
        message = f"--out {out} is a file: name a folder"
        raise UsageError(message)
    try:
        _refuse_foreign(out)
        out.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        message = f"another run is working on {out}: wait for it, or give another --out"
        raise DataError(message) from error
    except OSError as error:
        message = f"--out {out} cannot be written: {error.strerror}"
        raise DataError(message) from error


def _refuse_foreign(out: Path) -> None:
    """Refuse a folder that no run began: a checkpoint written there would replace what it holds."""
    if not out.is_dir() or StageRun.load(out) is not None:
        return
    others = sorted(path.name for path in out.iterdir() if path.name != INDEX and not path.name.startswith("."))
    if others:
        message = f"--out {out} holds something else, such as {others[0]!r}: name a new folder"
        raise UsageError(message)


def begin(out: Path, now: StageRun, ranks: Ranks) -> bool:
    """Make the folder this run's; say no where the run is finished.

    Raises:
        UsageError: it holds what another run has learned; one without a checkpoint has nothing to lose.

    """
    with ranks.alike():
        there = StageRun.load(out)
        _refuse_another(out, there, now)
    if there is not None and there.finished:
        ranks.say(f"{out} is finished: nothing to do; give another --out to train again")
        return False
    with ranks.alike():
        if ranks.main:
            _write(out, now, ranks)
    return True


def _refuse_another(out: Path, there: StageRun | None, now: StageRun) -> None:
    kept = there is not None and (there.finished or latest(out) is not None)
    if kept and there is not None and (changes := there.changes(now)):
        message = (
            f"{out} holds a run with other settings ({'; '.join(changes)}): give another --out, or the same settings"
        )
        raise UsageError(message)


def _write(out: Path, now: StageRun, ranks: Ranks) -> None:
    if latest(out) is None:
        (out / PROBLEMS).unlink(missing_ok=True)  # of an attempt whose settings or data may have been others
    now.save(out)
    for folder in remove_incomplete(out):
        ranks.say(f"removed {folder}: half written when the run was cut off")
