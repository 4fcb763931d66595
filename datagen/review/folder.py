"""A run folder under review: every question of a page, answered. Reads the folder, and appends to verdicts.jsonl.

Safe to use from several threads.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from zlib import crc32

import msgspec

from datagen.errors import DatagenError
from datagen.review import figures
from datagen.review.bodies import CardsQuery, VerdictBody
from datagen.review.cards import Card, Shown, card
from datagen.review.figures import CardsReply, State, VerdictReply
from datagen.review.filters import OutcomeFilter
from datagen.review.index import NO_SCENE, Index, Outcome
from datagen.review.judging import AlreadyUndoneError, object_to, verdict_row
from datagen.review.open_run import OpenRun, ReviewSettings
from datagen.review.pictures import ImageBytes
from datagen.review.provenance import History, Provenances
from datagen.review.recheck import Recheck
from datagen.review.refused import RefusedError
from datagen.scene import Scene

REST_AFTER_S = 0.5
"""The first cards' pictures go before what is wanted later."""


def now() -> str:
    """Return the time as verdicts hold it."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


class ReviewedFolder:
    """An open run folder; `load` reads it, and questions wait until that is done."""

    def __init__(self, settings: ReviewSettings, clock: Callable[[], str] = now) -> None:
        """Open the files; raise RunFolderError where one is missing."""
        self.settings, self._clock = settings, clock
        self._open = OpenRun(settings)
        self.run = self._open.run
        self._known_in_full: Index | None = None
        self._recheck, self._provenances = Recheck(self.run), Provenances(self.run)

    def load(self) -> None:
        """Read outcomes and verdicts; raise RunFolderError or InputError as OpenRun does."""
        self._open.load()

    @property
    def index(self) -> Index:
        """Where the outcomes stand; another one once the files were written anew."""
        return self._open.index

    @property
    def seed(self) -> int:
        """What decides the random order, unless a page asks for another."""
        return self.run.seed if self.settings.seed is None else self.settings.seed

    def verdicts(self) -> int | None:
        """Count the verdicts; None where the folder was not read to its end."""
        return len(self._open.opinions) if self._open.readable else None

    def state(self, reviewer: str) -> State:
        """Return counts and names for the page's frame."""
        with self._open.ready():
            about = figures.About(self.run, self.index, self._open.opinions)
            defaults = figures.Defaults(self.settings.reviewer, self.seed, self._open.pictures.folder is not None)
            return figures.state(about, defaults, reviewer or self.settings.reviewer)

    def cards(self, query: OutcomeFilter, part: CardsQuery) -> CardsReply:
        """Return a part of a query's order, with the cards in it.

        Raises:
            RefusedError: 404 for an id that is not there.

        """
        made, index = self._open.order(query)
        with self._open.ready():
            if index is not self.index:  # written anew in between
                made, _ = self._open.order(query)
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
        with self._open.ready():
            number, opinions = self._number(body.id), self._open.opinions
            row = verdict_row(body, opinions.of(number).turns, self._clock())
            try:
                with contextlib.suppress(AlreadyUndoneError):
                    opinions.append(number, row, lambda case: object_to(body, case))
            except RefusedError as refused:
                refused.more["card"] = self._card(number, body.queue, body.reviewer)
                raise
            shown = self._card(number, body.queue, body.reviewer)
            return VerdictReply(row.time, shown, opinions.progress(body.reviewer), figures.error_rate(opinions))

    def provenance(self, id_: str) -> History:
        """Return what the LLM was asked, and what it answered, for one outcome."""
        with self._open.ready():
            outcome, scene = self._shown(self._number(id_))
        return self._provenances.of(outcome, scene)

    def picture(self, number: int) -> ImageBytes:
        """Return the image of a scene; raise RefusedError (404) where there is none."""
        with self._open.ready():
            found = number < self.index.scene_count
            scene = self.index.scene(number) if found else None
        picture = self._open.pictures.read(scene) if scene else None
        if picture is None:
            raise RefusedError(404, "there is no image file that could be shown")
        return picture

    def _number(self, id_: str) -> int:
        number = self.index.numbers.get(id_)
        if number is None:
            raise RefusedError(404, f"there is no sample {id_!r} here", near=self.index.near(id_))
        return number

    def _shown(self, number: int) -> tuple[Outcome, Scene | None]:
        """Read an outcome and its scene."""
        place, run = self.index.scenes[number], self.run
        scene = None if place == NO_SCENE else self.index.scene(place, run.vocabulary, run.words)
        return self.index.outcome(number), scene

    def _card(self, number: int, queue: str, reviewer: str) -> Card:
        (outcome, scene), pictures = self._shown(number), self._open.pictures
        picture = None
        if scene is not None and pictures.has(scene):
            version = crc32(f"{pictures.folder}/{scene.split}/{scene.file_name}".encode())
            picture = f"/picture/{self.index.scenes[number]}?v={version:x}"
        shown = Shown(outcome, scene, picture, self._open.opinions.of(number))
        return card(shown, queue, reviewer, self.run, self._recheck)

    def _read_the_rest(self) -> None:
        """Once cards are shown, begin with what is wanted later: the categories, and the checks for the first edit."""
        if self._known_in_full is not self.index:
            self._known_in_full = self.index
            rest = threading.Timer(REST_AFTER_S, _prepare, (self.index, self._recheck))
            rest.daemon = True
            rest.start()


def _prepare(index: Index, recheck: Recheck) -> None:
    with contextlib.suppress(msgspec.DecodeError, DatagenError):  # said when it is needed
        index.read_categories()
        recheck.prepare()
