"""A file of records of which only places and sizes are kept in memory. Reads files.

Any number of processes read from it at once; the JSON itself is in no one's memory.
"""

from __future__ import annotations

import hashlib
from array import array
from pathlib import Path, PureWindowsPath

import msgspec
import numpy as np

from train.data.byte_file import ByteFile
from train.data.index import Arrays, cached
from train.data.json_offsets import record_offsets
from train.errors import DataError
from train.sample import Origin


class RecordFile:
    """Records by number, from 0; each is read from the disk when it is asked for.

    `text_bytes`: int32, how much text a record says. `image_counts`: int32, how many images it names; `image_keys`:
    uint64, the hashes of their file names, those of all records one after the other.
    """

    def __init__(self, path: Path, arrays: Arrays) -> None:
        """Take the places as `open` made them."""
        self.path = path
        self.offsets, self.sizes, self.lines = arrays["offsets"], arrays["sizes"], arrays["lines"]
        self.text_bytes, self.image_counts = arrays["text_bytes"], arrays["image_counts"]
        self.image_keys = arrays["image_keys"]
        self._file = ByteFile(path)

    @classmethod
    def open(cls, path: Path, cache: Path | None = None) -> RecordFile:
        """Find the places of all records, or load them from the folder `cache`.

        Raises:
            DataError: the file is missing, empty, torn, or neither a JSON array nor JSONL.

        """
        return cls(path, cached([path], cache, "records", lambda: _build(path)))

    def __len__(self) -> int:
        """Count the records."""
        return len(self.offsets)

    def raw(self, number: int) -> bytes:
        """Return a record's JSON as it stands in the file."""
        return self._file.read(int(self.offsets[number]), int(self.sizes[number]))

    def origin(self, number: int) -> Origin:
        """Say where a record stands."""
        return Origin(self.path, int(self.lines[number]))


class _Value(msgspec.Struct, gc=False):
    value: str = ""


class _Glance(msgspec.Struct):
    """Of a record, what the index wants; a record that does not fit is judged when it is read."""

    image: str | list[str] | None = None
    images: list[str] | None = None
    conversations: list[_Value] | None = None


_DECODER = msgspec.json.Decoder(_Glance)


def _build(path: Path) -> Arrays:
    rows, keys = array("q"), array("Q")
    for place in record_offsets(path):
        text_bytes, names = _glance(place.raw)
        rows.extend((place.offset, len(place.raw), place.line, min(text_bytes, 2**31 - 1), len(names)))
        keys.extend(map(image_key, names))
    if not rows:
        message = f"{path} holds no records"
        raise DataError(message)
    offsets, sizes, lines, text, counts = np.array(rows, dtype=np.int64).reshape(-1, 5).T.copy()
    return {
        "offsets": offsets,
        "sizes": sizes,
        "lines": lines,
        "text_bytes": text.astype(np.int32),
        "image_counts": counts.astype(np.int32),
        "image_keys": np.array(keys, dtype=np.uint64),
    }


def _glance(raw: bytes) -> tuple[int, list[str]]:
    """Estimate how many bytes of text a record says, and list its image names."""
    try:
        record = _DECODER.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return len(raw), []
    named = [record.image] if isinstance(record.image, str) else record.image or []
    names = [name for name in (*named, *(record.images or ())) if name]
    if record.conversations is None:
        return len(raw), names
    return sum(len(said.value.encode()) for said in record.conversations), names


def image_key(name: str) -> int:
    """Hash an image's file name, whatever folders stand before it, to 64 bits."""
    file = PureWindowsPath(name).name or name
    return int.from_bytes(hashlib.blake2b(file.encode(), digest_size=8).digest(), "big")
