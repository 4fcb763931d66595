"""Where the image and the caption of each entry of a tar file stand. Reads files.

Entries are as img2dataset and WebDataset write them: the files of one KEY (KEY.jpg, KEY.txt, KEY.json) side by side.
"""

from __future__ import annotations

import hashlib
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from train.errors import DataError

IMAGE_ENDINGS = ("jpg", "jpeg", "png", "webp")
_RANGE = re.compile(r"(.*)\{(\d+)\.\.(\d+)\}(.*)")


def shard_paths(pattern: Path) -> tuple[Path, ...]:
    """List the tar files of a folder, a glob, a range such as `{00000..00123}.tar`, or one file, in order.

    Raises:
        DataError: there are none, or one of the range is missing.

    """
    name = _RANGE.fullmatch(str(pattern))
    if name:
        before, first, last, after = name.groups()
        found = [Path(f"{before}{n:0{len(first)}d}{after}") for n in range(int(first), int(last) + 1)]
    elif pattern.is_dir():
        found = sorted(pattern.glob("*.tar"))
    elif any(sign in pattern.name for sign in "*?["):
        found = sorted(pattern.parent.glob(pattern.name))
    else:
        found = [pattern]
    missing = next((path for path in found if not path.is_file()), None)
    if missing is not None or not found:
        made = pattern / "llava.jsonl"
        which = f"{made}, what `datagen build` made there" if made.is_file() else "the .json or .jsonl file in it"
        none = f"{pattern} is a folder without .tar files: name {which}"
        message = f"there is no {missing}" if missing else none if pattern.is_dir() else f"{pattern} names no .tar file"
        raise DataError(message)
    return tuple(found)


class EntryOffsets(NamedTuple):
    """Places of one entry, from 1: offsets and sizes in bytes, 0 where there is none; `is_json` is 0 or 1."""

    entry: int
    image_offset: int = 0
    image_size: int = 0
    text_offset: int = 0
    text_size: int = 0
    is_json: int = 0
    image_key: int = 0
    """64 bits that are this image's alone."""


def entry_offsets(path: Path) -> Iterator[EntryOffsets]:
    """Yield the entries of one tar file.

    Raises:
        DataError: it is missing, cut off, damaged or compressed.

    """
    key, pair = "", EntryOffsets(0)
    for member in _members(path):
        folder, _, name = member.name.rpartition("/")
        stem, _, ending = name.partition(".")
        if pair.entry == 0 or f"{folder}/{stem}" != key:
            if pair.entry:
                yield pair
            key = f"{folder}/{stem}"
            pair = EntryOffsets(pair.entry + 1, image_key=_hash(f"{path.name}/{key}"))
        ending = ending.lower()
        if ending in IMAGE_ENDINGS:
            pair = pair._replace(image_offset=member.offset_data, image_size=member.size)
        elif ending == "txt" or (ending == "json" and not pair.text_offset):
            pair = pair._replace(text_offset=member.offset_data, text_size=member.size, is_json=int(ending == "json"))
    if pair.entry:
        yield pair


def _members(path: Path) -> Iterator[tarfile.TarInfo]:
    try:
        with tarfile.open(path, "r:") as tar:
            while (member := tar.next()) is not None:
                tar.members = []  # type: ignore[attr-defined]  # what it keeps of each would add up
                if member.isreg() and not member.issparse():
                    yield member
            _refuse_damage(path, tar.offset)
    except tarfile.TarError as error:
        message = f"{path} is cut off, compressed, or no tar file: {error}; fetch or unpack it again"
        raise DataError(message) from error
    except OSError as error:
        message = f"cannot read {path}: {error.strerror}"
        raise DataError(message) from error


def _refuse_damage(path: Path, end: int) -> None:
    """Where the reader saw the end there are zeros, or nothing: it takes a damaged header for an end."""
    with path.open("rb") as file:
        file.seek(end)
        if file.read(tarfile.BLOCKSIZE).strip(b"\0"):
            message = f"damaged at byte {end:,}"
            raise tarfile.ReadError(message)


def _hash(name: str) -> int:
    return int.from_bytes(hashlib.blake2b(name.encode("utf-8", "surrogateescape"), digest_size=8).digest(), "big")
