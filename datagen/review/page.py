"""A read-only page of some cards, in one file to send to somebody. Reads the run folder, writes that file.

It holds no time and no path: equal outcomes, verdicts and images give equal bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.progress import track

from datagen.errors import RunFolderError
from datagen.images.image_file import MEGABYTE
from datagen.review.document import closing, data_block, opening, picture_block
from datagen.review.folder import ReviewedFolder
from datagen.review.index import Index
from datagen.review.open_run import ReviewSettings
from datagen.review.page_data import PageData, choose
from datagen.review.page_settings import PageSettings
from datagen.review.refused import RefusedError
from datagen.review.thumbnails import data_url
from datagen.run.files import atomic


@dataclass
class PagePictures:
    """The pictures of a page: the numbers of those that have a file, and what became of them."""

    numbers: list[int]
    missing: int
    embedded: int = 0
    unreadable: list[str] = field(default_factory=list)


def write_page(settings: ReviewSettings, page: PageSettings, target: Path, out: Console, err: Console) -> None:
    """Write the page, atomically, and say what is in it.

    Raises:
        RunFolderError: a file of the folder is missing, damaged, or was written anew meanwhile.
        UsageError: no outcome is what the options ask for.
        StoppedEarlyError: the file cannot be written.

    """
    folder = ReviewedFolder(settings)
    folder.load()
    index = folder.index
    data = choose(folder, page)
    _must_be(index, folder)
    pictures = _pictures(data, folder)
    with atomic(target) as part, part.open("wb") as file:
        for piece in _pieces(data, pictures, folder, err):
            file.write(piece.encode())
        _must_be(index, folder)
    _tell(out, target, data, pictures)


def _must_be(index: Index, folder: ReviewedFolder) -> None:
    """Refuse to mix two states of a folder."""
    if folder.index is not index:
        message = f"{folder.settings.folder} was written anew meanwhile: give the same command again"
        raise RunFolderError(message)


def _pictures(data: PageData, folder: ReviewedFolder) -> PagePictures:
    """List each scene's picture once, in the order of the cards."""
    scenes = {folder.index.scenes[folder.index.numbers[card.id]]: card.scene for card in data.cards if card.scene}
    numbers = [number for number, scene in scenes.items() if scene.picture is not None]
    return PagePictures(numbers, missing=len(scenes) - len(numbers))


def _pieces(data: PageData, pictures: PagePictures, folder: ReviewedFolder, err: Console) -> Iterator[str]:
    yield opening(f"{data.run.name} · review")
    yield data_block(data)
    if pictures.numbers and not err.is_terminal:
        err.print(f"reading {len(pictures.numbers)} images")
    shown = track(pictures.numbers, "reading images", console=err, transient=True, disable=not err.is_terminal)
    for number in shown:
        address = _read(folder, number)
        if address is None:
            pictures.unreadable.append(folder.index.scene(number).file_name)
            continue
        pictures.embedded += 1
        yield picture_block(number, address)
    yield closing()


def _read(folder: ReviewedFolder, number: int) -> str | None:
    try:
        return data_url(folder.picture(number).content)
    except RefusedError:
        return None


def _tell(out: Console, target: Path, data: PageData, pictures: PagePictures) -> None:
    if pictures.unreadable:
        names = ", ".join(pictures.unreadable[:3]) + (", ..." if pictures.unreadable[3:] else "")
        _print(out, f"{_counted(len(pictures.unreadable), 'image')} could not be read and stay out: {names}")
    if pictures.missing and data.pictures:
        _print(out, f"{_counted(pictures.missing, 'image')} not found: --images names the folder they are in")
    size = target.stat().st_size / MEGABYTE
    images = f"{_counted(pictures.embedded, 'image')}, " if data.pictures else ""
    _print(out, f"page: {target} ({_counted(len(data.cards), 'card')} of {data.total}, {images}{size:.1f} MB)")


def _print(out: Console, line: str) -> None:
    out.print(line)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
