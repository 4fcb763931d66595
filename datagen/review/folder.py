"""A run folder under review: every question of a page, answered. Reads the folder, and appends to verdicts.jsonl.

Safe to use from several threads. Files that `judge` writes anew meanwhile are noticed before a question is answered.
"""

from __future__ import annotations

import contextlib
import gc
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zlib import crc32

import msgspec

from datagen.errors import DatagenError
from datagen.review import figures
from datagen.review.bodies import CardsQuery, VerdictBody
from datagen.review.cards import Card, Shown, card
from datagen.review.figures import CardsReply, State, VerdictReply
from datagen.review.filters import Query
from datagen.review.index import NO_SCENE, Index
from datagen.review.opinions import Opinions
from datagen.review.pictures import Picture, Pictures, locate
from datagen.review.provenance import History, Provenances
from datagen.review.queues import Known, Order, Snapshots, order
from datagen.review.recheck import Recheck
from datagen.review.refused import RefusedError
from datagen.review.run import Run
from datagen.review.search import search
from datagen.verdicts import Case, VerdictRow, content_sha256, precision

SCENES_TRIED = 50
"""So many scenes are looked for in each folder where images may lie."""


@dataclass(frozen=True, slots=True)
class ReviewSettings:
    """What a person sets for a review; `images` None looks in the usual places, `seed` None takes the run's."""

    folder: Path
    reviewer: str
    images: Path | None = None
    seed: int | None = None


def now() -> str:
    """Return the time as verdicts hold it."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


class ReviewedFolder:
    """An open run folder; `load` reads it, and questions wait until that is done."""

    def __init__(self, settings: ReviewSettings, clock: Callable[[], str] = now) -> None:
        """Open the files; raise RunFolderError where one is missing."""
        self.settings, self._clock = settings, clock
        self.run = Run.read(settings.folder)
        self.index = Index.open(settings.folder)
        self._lock, self._loaded = threading.RLock(), threading.Event()
        self._readable = False
        self._known_in_full: Index | None = None
        self._snapshots, self._recheck = Snapshots(), Recheck(self.run)
        self._provenances = Provenances(self.run)

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
            self.pictures: Pictures = locate(self.settings.images, self.run.image_folders(), scenes)
            self._readable = True
        finally:
            self._loaded.set()

    def verdicts(self) -> int | None:
        """Count the verdicts; None where the folder was not read to its end."""
        return len(self.opinions) if self._readable else None

    @property
    def seed(self) -> int:
        """What decides the random order, unless a page asks for another."""
        return self.run.seed if self.settings.seed is None else self.settings.seed

    def state(self, reviewer: str) -> State:
        """Return counts and names for the page's frame."""
        with self._ready():
            about = figures.About(self.run, self.index, self.opinions)
            defaults = figures.Defaults(self.settings.reviewer, self.seed, self.pictures.folder is not None)
            return figures.state(about, defaults, reviewer or self.settings.reviewer)

    def cards(self, query: Query, part: CardsQuery) -> CardsReply:
        """Return a part of a query's order, with the cards in it.

        Raises:
            RefusedError: 404 for an id that is not there.

        """
        made, index = self._order(query)
        with self._ready():
            if index is not self.index:  # written anew in between
                made, _ = self._order(query)
            at: int | None = part.at
            numbers = list(made[part.at : part.at + part.count])
            if part.id:
                number = self._number(part.id)
                at = made.index(number) if number in made else None
                numbers = [number] if at is None else list(made[at : at + part.count])
            shown = [self._card(number, query.queue, query.reviewer) for number in numbers]
            self._read_the_rest()
            return CardsReply(total=len(made), at=at, cards=shown)

    def judge(self, body: VerdictBody) -> VerdictReply:
        """Write a verdict, and return what changed.

        Raises:
            RefusedError: 404 for an unknown id, 400 for what cannot be said of it, 409 where its text has changed.

        """
        with self._ready():
            number, turns = self._number(body.id), body.new_turns()
            before = self.opinions.of(number).turns
            if body.decision == "accept" and before is None:
                raise RefusedError(400, "there is no text to accept, as the reply could not be read: edit it first")
            row = VerdictRow(
                **body.model_dump(exclude={"turns"}),
                turns=turns,
                before=before if turns else None,
                time=self._clock(),
            )

            try:
                with contextlib.suppress(_AlreadyUndoneError):
                    self.opinions.append(number, row, lambda case: _check(body, case))
            except RefusedError as refused:
                refused.more["card"] = self._card(number, body.queue, body.reviewer)
                raise
            shown = self._card(number, body.queue, body.reviewer)
            progress = self.opinions.progress(body.reviewer)
            return VerdictReply(row.time, shown, progress, figures.error_rate(self.opinions))

    def provenance(self, id_: str) -> History:
        """Return what the LLM was asked, and what it answered, for one outcome."""
        with self._ready():
            number = self._number(id_)
            outcome, place = self.index.outcome(number), self.index.scenes[number]
            scene = None if place == NO_SCENE else self.index.scene(place, self.run.vocabulary)
        return self._provenances.of(outcome, scene)

    def picture(self, number: int) -> Picture:
        """Return the image of a scene; raise RefusedError (404) where there is none."""
        with self._ready():
            found = number < self.index.scene_count
            scene = self.index.scene(number) if found else None
        picture = self.pictures.read(scene) if scene else None
        if picture is None:
            raise RefusedError(404, "there is no image file that could be shown")
        return picture

    @contextlib.contextmanager
    def _ready(self) -> Iterator[None]:
        """Hold the folder, once it is read; follow it first if it has been written anew."""
        self._loaded.wait()
        if not self._readable:
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

    def _read_the_rest(self) -> None:
        """Once cards are shown, begin with what is wanted later: the categories, and the checks for the first edit."""
        if self._known_in_full is not self.index:
            self._known_in_full = self.index
            threading.Thread(target=_prepare, args=(self.index, self._recheck), name="rest", daemon=True).start()

    def _order(self, query: Query) -> tuple[Order, Index]:
        """Return the order of a query, and the index that it is about; a search leaves others their turn."""
        with self._ready():
            made, index = self._snapshots.get(query), self.index
            if made is not None:
                return made, index
            known = self._known()
            edited = {number: one.turns for number, one in self.opinions.standings.items() if one.turns and one.edited}
        found = search(query.q, index, edited) if query.q else None
        made = order(query, known, found)
        with self._lock:
            if index is self.index:
                self._snapshots.put(query, made)
        return made, index

    def _known(self) -> Known:
        checks = self.index.checks
        return Known(
            self.index,
            dict(self.opinions.standings),
            {check: self.run.action(check) for check in checks},
            {check: record.interval.low for check, record in precision(self.opinions.cases.values()).items()},
        )

    def _number(self, id_: str) -> int:
        number = self.index.numbers.get(id_)
        if number is None:
            raise RefusedError(404, f"there is no sample {id_!r} here", near=self.index.near(id_))
        return number

    def _card(self, number: int, queue: str, reviewer: str) -> Card:
        outcome, place = self.index.outcome(number), self.index.scenes[number]
        scene = None if place == NO_SCENE else self.index.scene(place, self.run.vocabulary)
        picture = None
        if scene is not None and self.pictures.has(scene):
            version = crc32(f"{self.pictures.folder}/{scene.split}/{scene.file_name}".encode())
            picture = f"/picture/{place}?v={version:x}"
        shown = Shown(outcome, scene, picture, self.opinions.of(number))
        return card(shown, queue, reviewer, self.run, self._recheck)


class _AlreadyUndoneError(Exception):
    """An undo came twice: its first answer was lost on the way."""


def _check(body: VerdictBody, case: Case) -> None:
    """Refuse a verdict on what no longer holds."""
    mine = [row for row in case.rows if row.reviewer == body.reviewer and row.decision != "undo"]
    named = [row for row in mine if row.time == body.undoes]
    if named and not any(row in case.live for row in named):
        raise _AlreadyUndoneError
    if content_sha256(case.standing.turns or ()) != body.content_sha256:
        raise RefusedError(409, f"{body.id} has another text by now: look at it again")
    if body.decision == "undo" and not (named or (body.undoes is None and body.reviewer in case.standing.opinions)):
        raise RefusedError(409, f"there is nothing of {body.reviewer} on {body.id} to undo")


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


def _prepare(index: Index, recheck: Recheck) -> None:
    with contextlib.suppress(msgspec.DecodeError, DatagenError):  # said when it is needed
        index.read_categories()
        recheck.prepare()
