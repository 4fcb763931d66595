"""The hashes of a run's images, as images.jsonl holds them. Reads and writes that file.

A hash that is there stands for its image from then on. In memory they are columns, 57 bytes per image.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from datagen.annotations.rows import ImageRow
from datagen.errors import RunFolderError
from datagen.run.files import atomic_rows

IMAGES = "images.jsonl"
_BYTES = 32


class Stored(msgspec.Struct):
    """A row of images.jsonl; where size and time of a file are still these, its content is not read again."""

    image_id: int
    image: str
    sha256: str
    size: int
    mtime_ns: int


@dataclass(slots=True)
class ImageHashes:
    """Hashes by the number of the image; `images` by ascending id."""

    images: Sequence[ImageRow]
    _ids: array[int] = field(init=False)
    _known: bytearray = field(init=False)
    _digests: bytearray = field(init=False)
    _sizes: array[int] = field(init=False)
    _times_ns: array[int] = field(init=False)

    def __post_init__(self) -> None:
        """Make the columns."""
        count = len(self.images)
        self._ids = array("q", [image.id for image in self.images])
        self._known, self._digests = bytearray(count), bytearray(_BYTES * count)
        self._sizes, self._times_ns = array("q", bytes(8 * count)), array("q", bytes(8 * count))

    def number(self, image_id: int) -> int:
        """Return the number of an image that the annotations have."""
        return bisect_left(self._ids, image_id)

    def known(self, number: int) -> bool:
        """Whether there is a hash."""
        return bool(self._known[number])

    def sha256(self, number: int) -> str:
        """Return a hash as hexadecimal digits."""
        return self._digests[_BYTES * number : _BYTES * (number + 1)].hex()

    def stored(self, number: int) -> Stored:
        """Return the row of an image whose hash is known."""
        image = self.images[number]
        return Stored(image.id, image.file_name, self.sha256(number), self._sizes[number], self._times_ns[number])

    def put(self, row: Stored) -> None:
        """Take over a row; an image that the annotations do not have is passed over."""
        number = self.number(row.image_id)
        if number == len(self._ids) or self._ids[number] != row.image_id:
            return
        digest = bytes.fromhex(row.sha256)
        if len(digest) != _BYTES:
            message = f"{row.sha256!r} is not a SHA-256"
            raise ValueError(message)
        self._digests[_BYTES * number : _BYTES * (number + 1)] = digest
        self._sizes[number], self._times_ns[number] = row.size, row.mtime_ns
        self._known[number] = 1

    def read(self, run: Path) -> None:
        """Take over what a run folder has, if anything; raise RunFolderError where it is damaged."""
        try:
            with (run / IMAGES).open("rb") as file:
                for line in file:
                    self.put(msgspec.json.decode(line, type=Stored))
        except (FileNotFoundError, NotADirectoryError):
            return
        except (OSError, msgspec.DecodeError, ValueError, OverflowError) as error:
            message = f"{run / IMAGES} is damaged ({error}): restore it, or delete it and run `datagen build` again"
            raise RunFolderError(message) from error

    def write(self, run: Path) -> None:
        """Replace images.jsonl."""
        with atomic_rows(run / IMAGES) as file:
            for number, known in enumerate(self._known):
                if known:
                    file.write(msgspec.to_builtins(self.stored(number)))
