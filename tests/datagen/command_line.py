"""`datagen` as a person runs it: in this process, which saves most of the time, or in one of its own."""

import contextlib
import io
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from datagen.__main__ import main
from tests.patience import PATIENCE_S


@dataclass(frozen=True)
class Done:
    """What a command printed, and its exit status."""

    status: int
    out: str
    err: str

    @property
    def words(self) -> str:
        """All that was printed, whatever the width of the terminal made of it."""
        return " ".join(re.sub(r"[│╭╮╰╯─┃━]", " ", self.out + self.err).split())


def datagen(*arguments: str) -> Done:
    """Run a command in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main(arguments)
    return Done(status, out.getvalue(), err.getvalue())


def printed(*arguments: str, status: int = 0) -> str:
    """Run a command in this process, expect an exit status, and return what was printed."""
    done = datagen(*arguments)
    assert done.status == status, done.err
    return " ".join((done.out + done.err).split())


def datagen_process(*arguments: str, folder: Path | None = None, environment: dict[str, str] | None = None) -> Done:
    """Run a command in a process of its own, for what a process alone shows: its folder, its hashes, its pipes."""
    done = subprocess.run(
        [sys.executable, "-m", "datagen", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return Done(done.returncode, done.stdout, done.stderr)
