"""The folder of an evaluation: what was asked of which model, the answers, and why some have none. Writes files.

It belongs to one model and one way of asking; one process at a time holds it. An answer that was written stays.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from train.ask.differences import differences
from train.ask.jsonl_log import JsonlLog
from train.ask.query import Outcome
from train.errors import DataError, UsageError
from train.files import write_json

RUN, ANSWERS, FAILURES, LOCK = "eval.json", "answers.jsonl", "failures.jsonl", ".lock"
CONCEDED = "settings not taken"
"""In eval.json: what comes of asking, and decides nothing."""


@dataclass(slots=True)
class AnswerFolder:
    """An open folder: texts and failures by question id."""

    path: Path
    answers: JsonlLog
    failures: JsonlLog
    texts: dict[str, str]
    failed: dict[str, str]

    @property
    def conceded(self) -> list[str]:
        """Settings that the endpoint did not take, in this run or one before."""
        return list(asked_before(self.path).get(CONCEDED, []))

    def concede(self, settings: Sequence[str]) -> None:
        """Keep what the endpoint did not take."""
        if found := [one for one in settings if one not in self.conceded]:
            write_json(self.path / RUN, asked_before(self.path) | {CONCEDED: [*self.conceded, *found]})

    def keep(self, outcome: Outcome) -> None:
        """Write an answer, or why there is none."""
        if outcome.failure:
            self.failed[outcome.id] = outcome.failure
            self.failures.add({"question_id": outcome.id, "failure": outcome.failure})
        else:
            self.texts[outcome.id] = outcome.text
            self.answers.add({"question_id": outcome.id, "answer": outcome.text})


@contextmanager
def held(out: Path, asked: dict[str, Any]) -> Iterator[AnswerFolder]:
    """Open a folder for what is asked now.

    Raises:
        UsageError: it holds answers to other settings, or something else.
        DataError: another process has it, it cannot be written, or a file in it is damaged.

    """
    try:
        _refuse_foreign(out)
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
        _begin(out, asked)
        with JsonlLog(out / ANSWERS) as answers, JsonlLog(out / FAILURES) as failures:
            texts = {str(row["question_id"]): str(row["answer"]) for row in answers.rows}
            failed = {str(row["question_id"]): str(row["failure"]) for row in failures.rows}
            yield AnswerFolder(out, answers, failures, texts, failed)
    finally:
        lock.release()


def asked_before(out: Path) -> dict[str, Any]:
    """Return what a folder's answers were asked with; nothing where there is none."""
    path = out / RUN
    if not path.is_file():
        return {}
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        message = f"{path} cannot be read ({error}): give another --out"
        raise DataError(message) from error
    if not isinstance(found, dict):
        message = f"{path} is not of this program: give another --out"
        raise DataError(message)
    return found


def _begin(out: Path, asked: dict[str, Any]) -> None:
    before = asked_before(out)
    if not before:
        write_json(out / RUN, asked)
        return
    if changes := list(differences(before, asked)):
        message = f"--out {out} holds answers to other settings ({'; '.join(changes)}): give another --out"
        raise UsageError(message)


def _refuse_foreign(out: Path) -> None:
    """Refuse a folder that no evaluation began: its files may be another program's, or have these names too."""
    if out.is_file():
        message = f"--out {out} is a file: name a folder"
        raise UsageError(message)
    if not out.is_dir() or (out / RUN).is_file():
        return
    others = sorted(path.name for path in out.iterdir() if not path.name.startswith("."))
    if others:
        message = f"--out {out} holds something else, such as {others[0]!r}: name a new folder"
        raise UsageError(message)
