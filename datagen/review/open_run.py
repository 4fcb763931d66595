"""The files of a run under review, held open while questions are answered. Reads the folder.

Files that `judge` writes anew meanwhile are noticed before a question is answered: `ready` then reads the newer ones.
"""

from __future__ import annotations

import contextlib
import gc
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from datagen.review.filters import OutcomeFilter
from datagen.review.index import Index
from datagen.review.opinions import Opinions
from datagen.review.pictures import ImageFolder, locate
from datagen.review.queues import Known, Order, Snapshots, order
from datagen.review.refused import RefusedError
from datagen.review.run import ReviewedRun
from datagen.review.search import search
from datagen.verdicts import precision

SCENES_TRIED = 50
"""So many scenes are looked for in each folder where images may lie."""


@dataclass(frozen=True, slots=True)
class ReviewSettings:
    """What a person sets for a review; `images` None looks in the usual places, `seed` None takes the run's."""

    folder: Path
    reviewer: str
    images: Path | None = None
    seed: int | None = None


class OpenRun:
    """An open run folder; `load` reads it, and whoever wants it `ready` waits until that is done."""

    def __init__(self, settings: ReviewSettings) -> None:
        """Open the files; raise RunFolderError where one is missing."""
        self.settings = settings
        self.run = ReviewedRun.read(settings.folder)
        self.index = Index.open(settings.folder)
        self._snapshots = Snapshots()
        self._lock = threading.RLock()
        self._loaded, self.readable = threading.Event(), False

    def load(self) -> None:
        """Read outcomes and verdicts.

        Raises:
            RunFolderError: a line is damaged.
            InputError: the images' folder does not exist.

        """
        try:
            with _uncollected():
                self.index.read()
                self.opinions = Opinions(self.settings.folder, self.index)
            scenes = (self.index.scene(number) for number in range(min(SCENES_TRIED, self.index.scene_count)))
            self.pictures: ImageFolder = locate(self.settings.images, self.run.image_folders(), scenes)
            self.readable = True
        finally:
            self._loaded.set()

    @contextlib.contextmanager
    def ready(self) -> Iterator[None]:
        """Hold the folder, once it is read; follow it first if it has been written anew."""
        self._loaded.wait()
        if not self.readable:
            raise RefusedError(409, f"{self.settings.folder} could not be read; the terminal says why")
        with self._lock:
            if self.index.replaced():
                with _uncollected():
                    newer = Index.open(self.settings.folder)
                    newer.read()
                    self._snapshots.renumber(self.index, newer)
                    self.opinions.follow(newer)
                self.index = newer
            self.opinions.refresh()
            yield

    def order(self, query: OutcomeFilter) -> tuple[Order, Index]:
        """Return the order of a query, and the index that it is about; a search leaves others their turn."""
        with self.ready():
            made, index, states = self._snapshots.get(query), self.index, self.opinions.states
            if made is not None:
                return made, index
            known = self._known()
            edited = {number: one.turns for number, one in states.items() if one.turns and one.edited}
        found = search(query.q, index, edited) if query.q else None
        made = order(query, known, found)
        with self._lock:
            if index is self.index:
                self._snapshots.put(query, made)
        return made, index

    def _known(self) -> Known:
        return Known(
            self.index,
            dict(self.opinions.states),
            {check: self.run.action(check) for check in self.index.checks},
            {check: record.interval.low for check, record in precision(self.opinions.cases.values()).items()},
        )


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Read without the garbage collector, which would look through all that was read, now and ever after."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        if collecting:
            gc.enable()
