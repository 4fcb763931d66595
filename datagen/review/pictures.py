"""The image files of a run: in which folder they lie, and the bytes of one. Reads files.

A name comes from a run folder that may be somebody else's and is not trusted: it leads down from the image folder or
is refused, and what it names must begin like a JPEG, PNG, GIF or WebP file. Symbolic links inside the image folder
are followed, as in a build: that folder is the reviewer's own, and data sets often consist of links.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from datagen.errors import InputError
from datagen.images import image_file
from datagen.images.image_file import MEGABYTE, UnusableImageError
from datagen.scene import Scene

MAX_MB = 64
HEAD_BYTES = 12


class ImageBytes(NamedTuple):
    """An image file's bytes, their media type, and a tag that changes when the file does."""

    content: bytes
    media_type: str
    tag: str


@dataclass(frozen=True, slots=True)
class ImageFolder:
    """The image files of a run, below `folder`; None where they were not found."""

    folder: Path | None

    def has(self, scene: Scene) -> bool:
        """Whether there is a file of a scene's name."""
        return self.folder is not None and _is_there(self.folder, scene)

    def read(self, scene: Scene) -> ImageBytes | None:
        """Read the image of a scene, or return None where there is none that can be shown."""
        if self.folder is None:
            return None
        try:
            _, path = image_file.find(self.folder, scene.split, scene.file_name)
            with path.open("rb") as file:
                content = file.read(MAX_MB * MEGABYTE + 1)
            stat = path.stat()
        except (OSError, UnusableImageError):
            return None
        media_type = image_file.media_type(content[:HEAD_BYTES])
        if media_type is None or len(content) > MAX_MB * MEGABYTE:
            return None
        return ImageBytes(content, media_type, f'"{stat.st_ino:x}-{stat.st_mtime_ns:x}-{stat.st_size:x}"')


def locate(given: Path | None, usual: Iterable[Path], scenes: Iterable[Scene]) -> ImageFolder:
    """Choose the folder: the given one, or the first usual one that has a file of one of these scenes.

    Raises:
        InputError: a folder was given, and there is none.

    """
    if given is not None:
        if not given.is_dir():
            message = f"--images {given}: there is no such folder"
            raise InputError(message)
        return ImageFolder(given)
    tried = list(scenes)
    return ImageFolder(next((folder for folder in usual if any(_is_there(folder, scene) for scene in tried)), None))


def _is_there(folder: Path, scene: Scene) -> bool:
    try:
        image_file.find(folder, scene.split, scene.file_name)
    except UnusableImageError:
        return False
    return True
