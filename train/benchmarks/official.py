"""Reads official files, and says in one sentence which file was given where another was meant. Reads files.

A file is mapped, not copied: records that are kept as raw JSON take no memory of their own.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from train.benchmarks.cut_off import is_cut_off
from train.errors import DataError

Content = TypeVar("Content")
BOM = b"\xef\xbb\xbf"
KINDS = (
    ({"questions"}, "VQAv2 questions (v2_OpenEnded_mscoco_..._questions.json)"),
    ({"annotations", "images"}, "COCO annotations"),
    ({"annotations"}, "VQAv2 annotations (v2_mscoco_..._annotations.json)"),
    ({"data"}, "TextVQA questions (TextVQA_0.5.1_val.json)"),
    ({"questionId", "prediction"}, "GQA answers"),
    ({"valid", "plausible"}, "GQA choices"),
    ({"semantic", "groups"}, "GQA questions"),
    ({"imagename", "capability"}, "MM-Vet questions (mm-vet.json)"),
    ({"label", "text"}, "POPE questions"),
    ({"question_id", "text", "category"}, "LLaVA's questions"),
    ({"question_id", "text", "prompt"}, "answers in LLaVA's form"),
    ({"question_id", "answer"}, "answers"),
    ({"doc_id", "target"}, "lmms-eval's samples"),
    ({"image", "conversations"}, "LLaVA training records"),
)
"""Keys of a file, or of its first record, by which it is known."""
ANSWERS = frozenset(("GQA answers", "answers in LLaVA's form", "answers"))
NO_JSON = (msgspec.DecodeError, UnicodeDecodeError)
"""What decoding raises; texts that are not UTF-8 are an error of their own."""


def read(path: Path, shape: type[Content], meant: str) -> Content:
    """Read one JSON document; `meant` names the file that was expected.

    Raises:
        DataError: the file is missing, no JSON, or another one than was meant.

    """
    return decode(document(mapped(path)), path, shape, meant)


def read_lines(path: Path, shape: type[Content], meant: str) -> Iterator[Content]:
    """Read JSONL, or a JSON array, record by record."""
    content = mapped(path)
    if first_sign(content) == b"[":
        for raw in decode(document(content), path, list[msgspec.Raw], meant):
            yield decode(raw, path, shape, meant)
        return
    decoder = msgspec.json.Decoder(shape)
    for number, line in enumerate(iter(content.readline, b""), 1):
        if line.strip():
            try:
                yield decoder.decode(line.removeprefix(BOM))
            except NO_JSON as error:
                raise DataError(_other(path, meant, line, error, f"line {number}: ")) from error


def first_sign(content: mmap.mmap) -> bytes:
    """Return the first byte that says something."""
    return content[:64].removeprefix(BOM).lstrip()[:1]


def document(content: mmap.mmap) -> memoryview:
    """Return the JSON of a file that is one document, without its byte order mark."""
    return memoryview(content)[len(BOM) if content[: len(BOM)] == BOM else 0 :]


def mapped(path: Path) -> mmap.mmap:
    """Map a file to be read; it is unmapped with the last of the records that were not decoded.

    Raises:
        DataError: it cannot be read, or is empty.

    """
    try:
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        message = f"{path} cannot be read: {_why(path, error)}"
        raise DataError(message) from error


def decode(content: memoryview | msgspec.Raw, path: Path, shape: type[Content], meant: str) -> Content:
    """Decode JSON of a file.

    Raises:
        DataError: it is not of this shape; the message says what the file seems to be.

    """
    try:
        return msgspec.json.decode(content, type=shape)
    except NO_JSON as error:
        raise DataError(_other(path, meant, content, error)) from error


def looks_like(path: Path) -> str | None:
    """Say what a file seems to be by its keys; None where that is not known."""
    keys = _keys(mapped(path))
    for known, name in KINDS:
        if known <= keys:
            return name
    return None


def _why(path: Path, error: OSError | ValueError) -> str:
    if path.is_dir():
        return "it is a folder, name the file in it"
    return "it is empty" if isinstance(error, ValueError) else error.strerror or str(error)


def _keys(content: mmap.mmap) -> set[str]:
    """Return the keys of the document and of its first record."""
    keys: set[str] = set()
    first: bytes | msgspec.Raw
    try:
        whole = msgspec.json.decode(document(content), type=list[msgspec.Raw] | dict[str, msgspec.Raw])
    except NO_JSON:
        content.seek(0)
        first = content.readline()
    else:
        if isinstance(whole, dict):
            keys = set(whole)
            whole = list(whole.values())
        first = whole[0] if whole else b"{}"
    try:
        return keys | set(msgspec.json.decode(first, type=dict[str, msgspec.Raw]))
    except NO_JSON:
        return keys


def _other(path: Path, meant: str, content: bytes | memoryview | msgspec.Raw, error: Exception, where: str = "") -> str:
    seems = looks_like(path)
    if not isinstance(error, msgspec.ValidationError) and is_cut_off(content):
        return f"{path}: {where}its JSON ends too early: the file is cut off, copy it again"
    stray = _stray_byte(content)
    if stray is not None:
        return f"{path} is not UTF-8 text ({where}byte 0x{stray:02x}): save it as UTF-8"
    found = f"this seems to be {seems}" if seems and seems != meant else f"{where}{error}"
    return f"{path}: {meant} expected here, but {found}"


def _stray_byte(content: bytes | memoryview | msgspec.Raw) -> int | None:
    raw = bytes(content)
    try:
        raw.decode()
    except UnicodeDecodeError as error:
        return raw[error.start]
    return None
