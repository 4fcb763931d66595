"""Files that are read row by row and written whole or not at all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonlines
import msgspec
from pydantic import BaseModel

from datagen.errors import RunFolderError, StoppedEarlyError


def rows(path: Path, type_: type[BaseModel]) -> Iterator[Any]:
    """Read a JSONL file of the run folder row by row, each validated."""
    try:
        with jsonlines.open(path, loads=type_.model_validate_json) as reader:
            yield from reader
    except FileNotFoundError:
        message = f"{path} does not exist: has `datagen build` run there?"
        raise RunFolderError(message) from None
    except OSError as error:
        message = f"cannot read {path}: {error.strerror}"
        raise RunFolderError(message) from error
    except (jsonlines.Error, ValueError) as error:
        message = f"{path} is damaged: {error}"
        raise RunFolderError(message) from error


@contextlib.contextmanager
def atomic(target: Path) -> Iterator[Path]:
    """Give a path to write to that becomes `target` at the end, complete and synced, or never."""
    part = target.with_name(f".{target.name}.part")
    try:
        yield part
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        message = f"cannot write {target}: {error.strerror}; what was there before is untouched"
        raise StoppedEarlyError(message) from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextlib.contextmanager
def atomic_rows(target: Path) -> Iterator[jsonlines.Writer]:
    """Write a JSONL file atomically, keys in the order given, text as UTF-8."""
    with atomic(target) as part, part.open("wb") as file, jsonlines.Writer(file, dumps=msgspec.json.encode) as writer:
        yield writer


def atomic_text(target: Path, text: str) -> None:
    """Write a small file atomically, as UTF-8, line ends as they are."""
    with atomic(target) as part:
        part.write_text(text, encoding="utf-8", newline="")
