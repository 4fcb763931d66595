"""Which file an image name of a record means. Looks at the disk, opens nothing.

A name comes from a data file and is not trusted: it leads down from a folder that was given or that lies beside the
data, or it is not followed. An absolute name is followed only where it lies in the folder given as --images.
"""

from __future__ import annotations

import stat
from pathlib import Path, PurePosixPath, PureWindowsPath

from train.data import reasons
from train.errors import DataError
from train.sample import ImageSource, Origin, Problem

SUBFOLDERS = ("", "images", "train2017", "val2017", "coco/train2017")
"""Where images commonly lie below a folder of data."""


class ImageRoots:
    """The folders that the names of one data file are looked for in; the place that worked last is tried first."""

    def __init__(self, data: Path, images: Path | None = None, option: str = "--images DIR") -> None:
        """Look in `images`, or, where none is given, beside the data file and one folder up.

        `option` is how a person gives the folder.

        Raises:
            DataError: `images` is not a folder.

        """
        if images is not None and not images.is_dir():
            message = f"--images {images} is not a folder"
            raise DataError(message)
        self._given, self._option = images, option
        beside = data.absolute().parent
        bases = (beside, beside.parent) if images is None else (images,)
        self._folders = tuple(base / name for base in bases for name in SUBFOLDERS)
        self._worked: dict[str, Path] = {}

    def find(self, name: str, origin: Origin) -> ImageSource | Problem:
        """Return the file of a name, or why there is none."""
        path = PurePosixPath(name)
        if not (self._contains(path) if path.is_absolute() else _leads_down(name)):
            detail = f"{name!r}: only names that lead down from the folder given as --images are followed"
            return Problem(reasons.IMAGE_LEADS_OUT, detail, origin)
        parent = str(path.parent)
        former = self._worked.get(parent)
        candidates = self._candidates(path)
        for file in candidates if former is None else (former / path.name, *candidates):
            size = _size(file)
            if size is None:
                continue
            self._worked[parent] = file.parent
            return ImageSource(file) if size else Problem(reasons.IMAGE_EMPTY, str(file), origin)
        remedy = "add" if self._given is None else "give another"
        detail = f"{name!r} is not in {self._folders[0]}, nor in the usual folders there: {remedy} "
        detail += f"{self._option}, the folder that image names start from"
        return Problem(reasons.IMAGE_NOT_FOUND, detail, origin)

    def _contains(self, path: PurePosixPath) -> bool:
        """Whether an absolute name lies in the folder that was given."""
        if self._given is None or ".." in path.parts or "\0" in str(path):
            return False
        return path.is_relative_to(self._given.absolute().as_posix())

    def _candidates(self, path: PurePosixPath) -> tuple[Path, ...]:
        """List where the file may lie; where the given folder is one of the name's own, the rest starts from it."""
        if path.is_absolute():
            return (Path(path),)
        here = tuple(folder / path for folder in self._folders)
        if self._given is None:
            return here
        own = self._given.absolute().name
        rests = [path.parts[place + 1 :] for place, part in enumerate(path.parts[:-1]) if part == own]
        return (*here, *(self._given.joinpath(*rest) for rest in rests))


def _leads_down(name: str) -> bool:
    """Whether a name goes down from its folder on every system; Windows' rules include the others'."""
    path = PureWindowsPath(name)
    return bool(path.parts) and not path.drive and not path.root and ".." not in path.parts and "\0" not in name


def _size(path: Path) -> int | None:
    """Return a regular file's size, or None where there is none: a pipe or a device must not be opened."""
    try:
        state = path.stat()
    except (OSError, ValueError):
        return None
    return state.st_size if stat.S_ISREG(state.st_mode) else None
