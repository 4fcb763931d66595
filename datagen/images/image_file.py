"""One image file: where it lies, whether it can be sent, its hash, and the form in which it is sent. Reads files.

A file's name comes from an annotation file and is not trusted: what it names lies in the folder, or is not opened.
"""

from __future__ import annotations

import base64
import hashlib
import stat
from pathlib import Path, PureWindowsPath

from datagen.errors import StoppedEarlyError

MEGABYTE = 1_000_000
_HEAD_BYTES = 12
_MAGIC = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"GIF8", "image/gif"))


class UnusableImageError(Exception):
    """An image that cannot be sent; the text is the reason, the same for all images that share it."""


def places(folder: Path, split: str, name: str) -> tuple[Path, ...]:
    """Where the file of a name may lie: in the folder, or in the folder's part for the split."""
    return (folder / name, folder / split / name) if _stays_inside(name) else ()


def find(folder: Path, split: str, name: str) -> tuple[int, Path]:
    """Return the first place with a file, and its number; raise UnusableImageError where there is none."""
    candidates = places(folder, split, name)
    for number, file in enumerate(candidates):
        if _is_file(file):
            return number, file
    message = f"no file in {folder}" if candidates else f"file name that leads out of {folder}"
    raise UnusableImageError(message)


def check(file: Path, max_mb: float) -> None:
    """Raise UnusableImageError where a file is too large, unreadable, or neither JPEG, PNG, WebP nor GIF."""
    try:
        if file.stat().st_size > max_mb * MEGABYTE:
            message = f"larger than {max_mb:g} MB"
            raise UnusableImageError(message)
        with file.open("rb") as opened:
            head = opened.read(_HEAD_BYTES)
    except OSError as error:
        message = f"unreadable ({error.strerror})"
        raise UnusableImageError(message) from error
    if media_type(head) is None:
        message = "neither JPEG, PNG, WebP nor GIF"
        raise UnusableImageError(message)


def media_type(head: bytes) -> str | None:
    """Tell the type from a file's first 12 bytes, or None where it is not an image that endpoints take."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return next((type_ for magic, type_ in _MAGIC if head.startswith(magic)), None)


def digest(file: Path) -> bytes:
    """Return the SHA-256 of a file's content."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").digest()


def data_url(file: Path, sha256: str) -> str:
    """Read a file into a `data:` URL; blocks for as long as the disk takes.

    Raises:
        StoppedEarlyError: it cannot be read, or is not the image of this hash any more.

    """
    try:
        content = file.read_bytes()
    except OSError as error:
        message = f"cannot read the image {file}: {error.strerror}"
        raise StoppedEarlyError(message) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        message = f"the image {file} has changed since the run began: put the former file back"
        raise StoppedEarlyError(message)
    return f"data:{media_type(content[:_HEAD_BYTES])};base64,{base64.b64encode(content).decode()}"


def _stays_inside(name: str) -> bool:
    """Whether a name goes down from its folder on every system; Windows' rules include the others'."""
    path = PureWindowsPath(name)
    return bool(path.parts) and not path.drive and not path.root and ".." not in path.parts and "\0" not in name


def _is_file(path: Path) -> bool:
    """Whether a regular file is there: a pipe or a device must not be opened."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (OSError, ValueError):
        return False
