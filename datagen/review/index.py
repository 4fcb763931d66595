"""Where each outcome of a run folder stands in its files, and what queues and filters ask of it. Reads files.

Rows are read from the very files that were indexed: they are held open, so a file that `judge` replaces meanwhile
cannot be read at the old one's offsets. `replaced` tells that there are newer ones.
"""

from __future__ import annotations

import itertools
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import msgspec

from datagen.errors import RunFolderError
from datagen.review.categories import scenes_of_categories
from datagen.review.keys import RejectionKey, SampleKey, SceneKey, rejection_key, sample_key, scene_key
from datagen.review.lines import OpenLines
from datagen.run.folder import REJECTIONS, RUN, SAMPLES, SCENES
from datagen.run.scene_rows import decode_scene
from datagen.sample import Rejection, Sample
from datagen.scene import Scene
from datagen.vocabulary import NO_WORDS, Words

NEAR = 5
NO_SCENE = -1
Outcome: TypeAlias = Sample | Rejection
MAX_CHECKS = 63
"""Checks that fail stand as bits of a column of 64-bit numbers; any beyond so many would share the last bit."""


@dataclass(slots=True)
class Index:
    """Columns over all outcomes: samples first, then rejections, each by its number in this order.

    `failing` has a bit for each check (its place in `checks`) with a failing finding, `faults` counts those
    findings; `kinds` holds places in `kind_names`; `scenes` rows of scenes.jsonl or NO_SCENE. `unreadable` are the
    rejections without turns. `categories` lists the scenes that have a box of a category; None until they are read,
    which takes as long as the rest and is not needed to show a card.
    """

    _samples: OpenLines[SampleKey]
    _rejections: OpenLines[RejectionKey]
    _scenes: OpenLines[SceneKey]
    ids: list[str] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    kinds: array[int] = field(default_factory=lambda: array("H"))
    kind_names: list[str] = field(default_factory=list)
    failing: array[int] = field(default_factory=lambda: array("q"))
    faults: array[int] = field(default_factory=lambda: array("H"))
    checks: list[str] = field(default_factory=list)
    scenes: array[int] = field(default_factory=lambda: array("i"))
    unreadable: set[int] = field(default_factory=set)
    categories: dict[str, array[int]] | None = None

    @classmethod
    def open(cls, folder: Path) -> Index:
        """Open the files of a run folder, without reading them yet; raise RunFolderError where one is missing."""
        judge = f"run `datagen judge {folder}` once, which asks nothing"
        build = "has `datagen build` run there?"
        if (folder / RUN).exists():
            build = (
                "`datagen build` writes it when it ends or Ctrl-C stops it; "
                f"if none is at work, `datagen judge {folder}` makes it of the replies that are there"
            )
        return cls(
            OpenLines(folder / SAMPLES, sample_key, build),
            OpenLines(folder / REJECTIONS, rejection_key, build),
            OpenLines(folder / SCENES, scene_key, judge),
        )

    def read(self) -> None:
        """Read all rows into the columns."""
        of_image, by_name = self._read_scenes()
        checks, kinds = _Places(), _Places()
        columns: dict[tuple[str, ...], tuple[int, int]] = {}
        for rows in self._blocks_of_keys():
            self._number(rows)
            for row in rows:
                self.kinds.append(kinds[row.kind])
                if row.failing not in columns:
                    bits = {1 << min(checks[check], MAX_CHECKS - 1) for check in row.failing}
                    columns[row.failing] = sum(bits), min(len(row.failing), 0xFFFF)
                failing, faults = columns[row.failing]
                self.failing.append(failing)
                self.faults.append(faults)
                scene = of_image.get(row.id.partition("-")[0])
                self.scenes.append(by_name.get(row.image, NO_SCENE) if scene is None else scene)
        self.kind_names, self.checks = list(kinds), list(checks)

    def read_categories(self) -> dict[str, array[int]]:
        """Read which scenes have a box of which category, once; may be done while others read the columns."""
        if self.categories is None:
            self.categories = scenes_of_categories(self._scenes)
        return self.categories

    def __len__(self) -> int:
        """Count the outcomes."""
        return len(self.ids)

    @property
    def samples(self) -> int:
        """Count the samples: outcomes with a lower number are samples, others rejections."""
        return len(self._samples)

    @property
    def scene_count(self) -> int:
        """Count the scenes."""
        return len(self._scenes)

    def outcome(self, number: int) -> Outcome:
        """Read one outcome; raise RunFolderError where its line is damaged."""
        return self._outcome(number, _read_whole)

    def slim(self, number: int) -> Outcome:
        """Read one outcome, of its findings those alone that failed; raise RunFolderError where its line is damaged."""
        return self._outcome(number, _read_slim)

    def _outcome(self, number: int, read: Callable[[bytes, type[Outcome]], Outcome]) -> Outcome:
        rejection = number - self.samples
        file: OpenLines[Any] = self._samples if rejection < 0 else self._rejections
        place = number if rejection < 0 else rejection
        try:
            return read(file.line(place), Sample if rejection < 0 else Rejection)
        except (ValueError, msgspec.DecodeError, LookupError, TypeError) as error:
            raise file.damaged(place, str(error)) from error

    def scene(self, number: int, vocabulary: tuple[str, ...] = (), words: Words = NO_WORDS) -> Scene:
        """Read the scene of one row of scenes.jsonl."""
        try:
            return decode_scene(self._scenes.line(number), vocabulary, words)
        except RunFolderError as error:
            message = f"{self._scenes.path} line {number + 1}: {error}"
            raise RunFolderError(message) from error

    def blocks(self) -> Iterator[tuple[int, list[int], bytes]]:
        """Read the lines of all outcomes, many at a time: see OpenLines.blocks."""
        yield from self._samples.blocks()
        for first, ends, block in self._rejections.blocks():
            yield first + self.samples, ends, block

    def near(self, id_: str) -> list[str]:
        """Return a few ids that resemble one that is not there."""
        holding = [known for known in self.ids if id_ in known][:NEAR] if id_ else []
        if holding:
            return holding
        ordered = sorted(self.ids)
        at = bisect_left(ordered, id_)
        return ordered[max(0, at - 2) : at + 2]

    def replaced(self) -> bool:
        """Whether one of the files has been written anew since it was opened."""
        return any(file.replaced() for file in (self._samples, self._rejections, self._scenes))

    def _blocks_of_keys(self) -> Iterator[Sequence[SampleKey]]:
        yield from self._samples.read()
        yield from self._rejections.read()

    def _number(self, rows: Sequence[SampleKey]) -> None:
        """Give the next numbers to some rows of one file."""
        first = len(self.ids)
        self.ids.extend([row.id for row in rows])
        self.numbers.update(zip(self.ids[first:], itertools.count(first)))
        if len(self.numbers) != len(self.ids):
            raise self._repeated(isinstance(rows[0], RejectionKey))
        self.unreadable.update(
            number for number, row in enumerate(rows, first) if isinstance(row, RejectionKey) and row.unreadable
        )

    def _repeated(self, in_rejections: bool) -> RunFolderError:  # noqa: FBT001
        id_ = next(id_ for number, id_ in enumerate(self.ids) if self.numbers[id_] != number)
        path, line = self._samples.path, self.numbers[id_] + 1
        if in_rejections:
            path, line = self._rejections.path, line - self.samples
        message = f"{path} line {line} has the id {id_!r}, which another outcome has too: delete one of them"
        return RunFolderError(message)

    def _read_scenes(self) -> tuple[dict[str, int], dict[str, int]]:
        """Return the scenes by the beginning of an id, and by the name of their image."""
        of_image: dict[str, int] = {}
        by_name: dict[str, int] = {}
        for number, row in enumerate(itertools.chain.from_iterable(self._scenes.read())):
            of_image[f"{row.image_id:012d}"] = number
            by_name.setdefault(row.file_name, number)
        return of_image, by_name


def _read_whole(line: bytes, type_: type[Outcome]) -> Outcome:
    return type_.model_validate_json(line)


def _read_slim(line: bytes, type_: type[Outcome]) -> Outcome:
    """Leave out what passed before it is checked, which is nearly all of a line."""
    row = msgspec.json.decode(line)
    row["findings"] = [finding for finding in row["findings"] if finding["verdict"] == "fail"]
    return type_.model_validate(row)


class _Places(dict[str, int]):
    """Numbers names in the order in which they are first asked for."""

    def __missing__(self, name: str) -> int:
        self[name] = len(self)
        return self[name]
