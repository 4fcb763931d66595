"""Where each record of a JSON array or of JSONL begins and ends. Reads files.

The form is told by the content. A line of JSONL that is not JSON is a place like any other and costs that line; an
array that breaks off is refused as a whole, with the place, since nothing says what its rest is.
"""

from __future__ import annotations

import json
import mmap
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, NoReturn

import msgspec

from train.errors import DataError

_BOM = b"\xef\xbb\xbf"
_GAP = re.compile(rb"[ \t\r\n,]*")
_BLANK = re.compile(r"[ \t\r\n]*")
_ENDLESS_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+\\?\Z', re.DOTALL)
_FOREIGN = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"\x1f\x8b": "gzip", b"PA": "Parquet", b"PK": "a zip file"}


class RecordAt(NamedTuple):
    """A record's bytes, where they begin in the file, and its line there (in an array, its entry), from 1."""

    offset: int
    line: int
    raw: bytes


def record_offsets(path: Path) -> Iterator[RecordAt]:
    """Yield the place of every record of a file.

    Raises:
        DataError: the file is missing, empty, torn, or neither a JSON array nor JSONL.

    """
    try:
        with path.open("rb") as file:
            if file.seek(0, 2) == 0:
                message = f"{path} is empty"
                raise DataError(message)
            content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except OSError as error:
        message = f"cannot read {path}: {error.strerror}"
        raise DataError(message) from error
    start = _after_gap(content, len(_BOM) if content[: len(_BOM)] == _BOM else 0)
    match content[start : start + 1]:
        case b"[":
            yield from _of_array(path, content, start)
        case b"{":
            yield from _of_lines(path, content, start)
        case first:
            form = _FOREIGN.get(content[:2], f"something that begins with {first!r}")
            message = f"{path} holds {form}, not JSONL or a JSON array of records in UTF-8"
            raise DataError(message)


def _after_gap(content: mmap.mmap | memoryview, start: int) -> int:
    gap = _GAP.match(content, start)
    return gap.end() if gap else start


def _of_lines(path: Path, content: mmap.mmap, start: int) -> Iterator[RecordAt]:
    _refuse_annotations(path, content, start)
    _refuse_one_document(path, content, start)
    line = content[:start].count(b"\n") + 1
    while start < len(content):
        end = content.find(b"\n", start)
        end = len(content) if end < 0 else end
        raw = content[start:end]
        if raw and not raw.isspace():
            yield RecordAt(start, line, raw)
        start, line = end + 1, line + 1


class _Annotations(msgspec.Struct):
    """COCO's lists of images and annotations, which no record has."""

    images: list[msgspec.Raw]
    annotations: list[msgspec.Raw]


def _refuse_annotations(path: Path, content: mmap.mmap, start: int) -> None:
    """Refuse COCO's annotations; of JSONL no more than the first line is looked at."""
    try:
        msgspec.json.decode(memoryview(content)[start:], type=_Annotations)
    except (msgspec.DecodeError, RecursionError):
        return
    message = (
        f"{path} holds COCO's annotations, not records to train on; what makes records of them: "
        f"`python -m datagen align --coco {path.parent} --to align.jsonl` for stage 1, and "
        f"`python -m datagen build --coco {path.parent}` for stage 2"
    )
    raise DataError(message)


def _refuse_one_document(path: Path, content: mmap.mmap, start: int) -> None:
    """Tell a pretty-printed object from JSONL whose first line is faulty: it is sound JSON as a whole."""
    end = content.find(b"\n", start)
    if end < 0 or _is_json(content[start:end]) or not _is_json(memoryview(content)[start:]):
        return
    message = (
        f"{path} holds one JSON object over several lines, not records: give the array inside it a file of its own"
    )
    raise DataError(message)


def _is_json(text: bytes | memoryview) -> bool:
    try:
        msgspec.json.decode(text, type=msgspec.Raw)
    except (msgspec.DecodeError, RecursionError):
        return False
    return True


def _of_array(path: Path, content: mmap.mmap, start: int) -> Iterator[RecordAt]:
    try:
        raws = msgspec.json.decode(memoryview(content)[start:], type=list[msgspec.Raw])
    except (msgspec.DecodeError, RecursionError):
        yield from _of_array_patiently(path, content, start)
        return
    start += 1
    for entry, raw in enumerate(raws, 1):
        start = _after_gap(content, start)
        yield RecordAt(start, entry, bytes(raw))
        start += len(memoryview(raw))


def _of_array_patiently(path: Path, content: mmap.mmap, start: int) -> Iterator[RecordAt]:
    """Go through an array with Python's reader, which lets pass what spoils one record only (NaN, half a surrogate).

    Latin-1 makes one character of each byte, so that places in the text are places in the file.
    """
    text = content[:].decode("latin-1")
    decoder = json.JSONDecoder(strict=False)
    start, entry, due = _blank(text, start + 1), 0, False
    while due or text[start : start + 1] != "]":
        try:
            _, end = decoder.raw_decode(text, start)
        except json.JSONDecodeError as error:
            _refuse(path, text, error.pos, error.msg)
        except RecursionError as error:
            message = f"{path} is not a file of records: its JSON is nested too deeply"
            raise DataError(message) from error
        entry += 1
        yield RecordAt(start, entry, content[start:end])
        start = _blank(text, end)
        due = text[start : start + 1] == ","
        if due:
            start = _blank(text, start + 1)
        elif text[start : start + 1] != "]":
            _refuse(path, text, start, "expecting ',' or ']'")
    if _blank(text, start + 1) != len(text):
        _refuse(path, text, _blank(text, start + 1), "more after the end of the array")


def _blank(text: str, start: int) -> int:
    blank = _BLANK.match(text, start)
    return blank.end() if blank else start


def _refuse(path: Path, text: str, position: int, fault: str) -> NoReturn:
    cut = position >= len(text.rstrip()) - 1 or _ENDLESS_STRING.match(text, position)
    line, column = text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)
    message = f"{path} is not valid JSON: {fault} at line {line} column {column}" + (
        " (the file ends there: was its download cut short?)" if cut else ""
    )
    raise DataError(message)
