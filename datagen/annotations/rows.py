"""One annotation file on disk to typed rows, fast when it is sound and patient when it is not. Reads files.

A sound file is decoded straight into rows that lack the polygons. Only if that fails is the file read again, row
by row, so that one bad row costs that row and not the file.
"""

from __future__ import annotations

import gc
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, TypeVar

import msgspec

from datagen.errors import AnnotationError

LISTED_PER_REASON = 100
_ENDLESS_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+\\?\Z', re.DOTALL)
Id = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]
"""Ids go into 64-bit columns."""


class ImageRow(msgspec.Struct, gc=False):
    """An entry of `images`."""

    id: Id
    file_name: str
    width: int | float = 0
    height: int | float = 0
    license: int | None = None


class LicenseRow(msgspec.Struct, gc=False):
    """An entry of `licenses`."""

    id: int
    name: str = ""
    url: str = ""


class CategoryRow(msgspec.Struct, gc=False):
    """An entry of `categories`."""

    id: Id
    name: str


class CaptionRow(msgspec.Struct, gc=False):
    """An entry of `annotations` in a captions file."""

    id: Id
    image_id: Id
    caption: str


class InstanceRow(msgspec.Struct, gc=False):
    """An entry of `annotations` in an instances file, without its polygons; `bbox` is x, y, width, height in pixels."""

    id: Id
    image_id: Id
    category_id: Id
    bbox: tuple[float, float, float, float]
    iscrowd: int = 0


class CaptionFile(msgspec.Struct):
    """A captions file."""

    images: list[ImageRow]
    annotations: list[CaptionRow]
    licenses: list[LicenseRow] = []


class InstanceFile(msgspec.Struct):
    """An instances file."""

    images: list[ImageRow]
    annotations: list[InstanceRow]
    categories: list[CategoryRow]
    licenses: list[LicenseRow] = []


File = TypeVar("File", CaptionFile, InstanceFile)


@dataclass(slots=True)
class Problems:
    """What was skipped or mended while reading, by reason: how often, and where the first ones stand."""

    counts: Counter[str] = field(default_factory=Counter)
    listed: dict[str, list[str]] = field(default_factory=dict)

    def add(self, reason: str, where: str) -> None:
        """Count one problem; `where` names file and key."""
        self.counts[reason] += 1
        places = self.listed.setdefault(reason, [])
        if len(places) < LISTED_PER_REASON:
            places.append(where)


def decode(path: Path, type_: type[File], problems: Problems) -> tuple[File, str]:
    """Return the file's rows and its SHA-256; raise AnnotationError where nothing in it can be used."""
    try:
        content = path.read_bytes()
    except OSError as error:
        message = f"cannot read {path}: {error.strerror}"
        raise AnnotationError(message) from error
    digest = hashlib.sha256(content).hexdigest()
    with _no_garbage_collection():
        try:
            return msgspec.json.decode(content, type=type_), digest
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return _decode_patiently(path, content, type_, problems), digest


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Millions of rows that all stay alive: collecting in between only costs."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _decode_patiently(path: Path, content: bytes, type_: type[File], problems: Problems) -> File:
    document = _parse(path, content)
    if not isinstance(document, dict):
        message = f"{path} holds a JSON {type(document).__name__}, not an object with `images` and `annotations`"
        raise AnnotationError(message)
    lists: dict[str, list[Any]] = {}
    for name, row_type in _row_types(type_).items():
        rows = document.get(name) or [] if name == "licenses" else document.get(name)
        if not isinstance(rows, list):
            message = f"{path} has no list `{name}`: is this a COCO {path.name.split('_')[0]} file?"
            raise AnnotationError(message)
        lists[name] = list(_sound_rows(path.name, name, rows, row_type, problems))
    return type_(**lists)


def _parse(path: Path, content: bytes) -> object:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        byte = content[error.start]
        message = f"{path} is not UTF-8 (byte 0x{byte:02x} at offset {error.start}): convert it to UTF-8 first"
        raise AnnotationError(message) from error
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        at_end = error.pos >= len(text.rstrip()) - 1 or _ENDLESS_STRING.match(text, error.pos)
        cut = " (the file ends there: was its download cut short?)" if at_end else ""
        message = f"{path} is not valid JSON: {error.msg} at line {error.lineno} column {error.colno}{cut}"
        raise AnnotationError(message) from error
    except RecursionError as error:
        message = f"{path} is not an annotation file: its JSON is nested too deeply"
        raise AnnotationError(message) from error


def _row_types(type_: type[File]) -> dict[str, type[msgspec.Struct]]:
    """List names and row types, in the order in which they are reported."""
    types: dict[str, type[msgspec.Struct]] = {"licenses": LicenseRow, "images": ImageRow}
    if type_ is InstanceFile:
        return types | {"categories": CategoryRow, "annotations": InstanceRow}
    return types | {"annotations": CaptionRow}


def _sound_rows(
    file: str, name: str, rows: list[Any], row_type: type[msgspec.Struct], problems: Problems
) -> Iterator[msgspec.Struct]:
    for index, row in enumerate(rows):
        try:
            sound = msgspec.convert(row, row_type)
            msgspec.json.encode(sound)  # half a surrogate pair passes as text here, and could be written nowhere
            yield sound
        except (msgspec.ValidationError, UnicodeEncodeError) as error:
            key = f"id {row['id']!r}" if isinstance(row, dict) and "id" in row else "no id"
            problems.add(f"malformed entry in {name}", f"{file}: {name}[{index}] ({key}): {error}")
