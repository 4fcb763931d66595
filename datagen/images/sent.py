"""The images that go along with requests: which can be sent, and what each is named by. Reads files.

An image whose hash is in the run folder is part of the run from then on: judging needs no image files, and a file
that has changed since is an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from datagen.annotations.rows import ImageRow, Problems
from datagen.errors import InputError, RunFolderError
from datagen.images import image_file
from datagen.images.hashes import IMAGES, ImageHashes, Stored
from datagen.images.image_file import UnusableImageError
from datagen.scene import Scene

READERS = 8
BATCH = 1_024
UNUSABLE, FOUND = 1, 2
"""What is known of an image's place: nothing (0), that it cannot be sent, or FOUND and the number of its place."""


@dataclass(slots=True)
class Images:
    """The images of a split, by number; `rows` by ascending id. `folder` is None where none will be sent any more.

    `problems` are the images that were looked for and cannot be sent.
    """

    rows: Sequence[ImageRow]
    split: str
    folder: Path | None
    max_mb: float
    problems: Problems = field(default_factory=Problems)
    _hashes: ImageHashes = field(init=False)
    _place: bytearray = field(init=False)

    def __post_init__(self) -> None:
        """Know of no image yet."""
        self._hashes, self._place = ImageHashes(self.rows), bytearray(len(self.rows))

    def read(self, run: Path) -> None:
        """Take over the hashes that a run folder has; raise RunFolderError where they are damaged."""
        self._hashes.read(run)

    def usable(self, number: int) -> bool:
        """Whether an image can be sent, or is part of the run already; looks at each file once."""
        if self._hashes.known(number) or self.folder is None:
            return self._hashes.known(number)
        if not self._place[number]:
            self._place[number] = self._look(self.folder, self.rows[number].file_name)
        return self._place[number] >= FOUND

    def record(self, run: Path, numbers: Iterable[int]) -> None:
        """Hash these images and write images.jsonl, so that their requests have a name.

        Raises:
            RunFolderError: an image of the run has changed or is gone.

        """
        waiting = iter(sorted(set(numbers)))
        with ThreadPoolExecutor(READERS, thread_name_prefix="images") as readers:
            while batch := list(islice(waiting, BATCH)):
                shares = (batch[start::READERS] for start in range(READERS))
                for hashed in readers.map(lambda share: [self._hashed(number) for number in share], shares):
                    for stored in hashed:
                        self._hashes.put(stored)
        self._hashes.write(run)

    def of(self, scene: Scene) -> tuple[str, Path | None]:
        """Return the hash of a planned image, as hexadecimal digits, and its file where there is one to be sent."""
        number = self._hashes.number(scene.image_id)
        sha256 = self._hashes.sha256(number)
        if self.folder is None or self._place[number] < FOUND:
            return sha256, None
        return sha256, image_file.places(self.folder, self.split, scene.file_name)[self._place[number] - FOUND]

    def report(self) -> dict[str, Any]:
        """Return what run.json says of the images."""
        counts, listed = self.problems.counts, self.problems.listed
        skipped = {reason: {"count": counts[reason], "first": listed[reason]} for reason in sorted(counts)}
        return {"max_mb": self.max_mb, "skipped": skipped}

    def missing(self) -> InputError | RunFolderError:
        """Say where images were looked for in vain."""
        if self.folder is None:
            return RunFolderError(f"there is no hash of any image in {IMAGES}: run `datagen build` again first")
        name = self.rows[0].file_name
        reasons = ", ".join(f"{reason}: {count}" for reason, count in self.problems.counts.most_common())
        message = (
            f"--images {self.folder}: none of the {len(self.rows)} images of {self.split} can be sent ({reasons}); "
            f"the first was looked for as {name!r} and {f'{self.split}/{name}'!r} in that folder"
        )
        return InputError(message)

    def _look(self, folder: Path, name: str) -> int:
        try:
            place, file = image_file.find(folder, self.split, name)
            image_file.check(file, self.max_mb)
        except UnusableImageError as error:
            self.problems.add(str(error), repr(name))
            return UNUSABLE
        return FOUND + place

    def _hashed(self, number: int) -> Stored:
        """Hash one image, unless it is as it was."""
        assert self.folder is not None
        row, before = self.rows[number], self._hashes.stored(number) if self._hashes.known(number) else None
        try:
            place, file = image_file.find(self.folder, self.split, row.file_name)
            self._place[number] = FOUND + place
            now = file.stat()
            if before and (now.st_size, now.st_mtime_ns) == (before.size, before.mtime_ns):
                return before
            sha256 = image_file.digest(file).hex()
        except (OSError, UnusableImageError) as error:
            message = f"the image {row.file_name!r}, which is part of this run, cannot be read: {error}"
            raise RunFolderError(message) from error
        if before and sha256 != before.sha256:
            message = f"the image {file} is not the one that this run began with: put it back, or give another --out"
            raise RunFolderError(message)
        return Stored(row.id, row.file_name, sha256, now.st_size, now.st_mtime_ns)
