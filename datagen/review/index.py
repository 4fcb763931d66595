"""Where each outcome of a run folder stands in its files, and what queues and filters ask of it. Reads files.

Rows are read from the very files that were indexed: they are held open, so a file that `judge` replaces meanwhile
cannot be read at the old one's offsets. `replaced` tells that there are newer ones.
"""

from __future__ import annotations

import gc
import itertools
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from datagen.errors import RunFolderError
from datagen.review.lines import Lines
from datagen.sample import Rejection, Sample
from datagen.scene import Scene
from datagen.scene_rows import decode_scene
from datagen.store import REJECTIONS, SAMPLES, SCENES

NEAR = 5
NO_SCENE = -1
MAX_CHECKS = 63
"""Checks that fail stand as bits of a column of 64-bit numbers; any beyond so many would share the last bit."""
_NULL = b"null"


class _Finding(msgspec.Struct, gc=False):
    check: str
    verdict: str


class _Key(msgspec.Struct, gc=False):
    id: str
    image: str
    kind: str


class _SampleKey(_Key, gc=False):
    findings: list[_Finding]


class _RejectionKey(_SampleKey, gc=False):
    turns: msgspec.Raw


class _SceneKey(msgspec.Struct, gc=False):
    image_id: int
    file_name: str


class _SceneBox(msgspec.Struct, gc=False):
    category: str


class _SceneBoxes(msgspec.Struct, gc=False):
    boxes: list[_SceneBox]


@dataclass(slots=True)
class Index:
    """Columns over all outcomes: samples first, then rejections, each by its number in this order.

    `failing` has a bit for each check (its place in `checks`) with a failing finding, `faults` counts those
    findings; `kinds` holds places in `kind_names`; `scenes` rows of scenes.jsonl or NO_SCENE. `unreadable` are the
    rejections without turns. `categories` lists the scenes that have a box of a category; None until they are read,
    which takes as long as the rest and is not needed to show a card.
    """

    _samples: Lines[_SampleKey]
    _rejections: Lines[_RejectionKey]
    _scenes: Lines[_SceneKey]
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
        build, judge = "has `datagen build` run there?", f"run `datagen judge {folder}` once, which asks nothing"
        return cls(
            Lines(folder / SAMPLES, _sample_key, build),
            Lines(folder / REJECTIONS, msgspec.json.Decoder(_RejectionKey).decode, build),
            Lines(folder / SCENES, msgspec.json.Decoder(_SceneKey).decode, judge),
        )

    def read(self) -> None:
        """Read all rows into the columns."""
        collecting = gc.isenabled()
        gc.disable()
        try:
            self._read()
        finally:
            if collecting:
                gc.enable()

    def read_categories(self) -> dict[str, array[int]]:
        """Read which scenes have a box of which category, once; may be done while others read the columns."""
        if self.categories is None:
            found: dict[str, array[int]] = {}
            decode = msgspec.json.Decoder(_SceneBoxes).decode
            for first, ends, block in self._scenes.blocks():
                for number, (start, end) in enumerate(itertools.pairwise((0, *ends)), first):
                    for category in {box.category for box in decode(block[start:end]).boxes}:
                        found.setdefault(category, array("i")).append(number)
            self.categories = found
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

    def outcome(self, number: int) -> Sample | Rejection:
        """Read one outcome."""
        if number < self.samples:
            return Sample.model_validate_json(self._samples.line(number))
        return Rejection.model_validate_json(self._rejections.line(number - self.samples))

    def scene(self, number: int, vocabulary: tuple[str, ...] = ()) -> Scene:
        """Read the scene of one row of scenes.jsonl."""
        try:
            return decode_scene(self._scenes.line(number), vocabulary)
        except RunFolderError as error:
            message = f"{self._scenes.path} line {number + 1}: {error}"
            raise RunFolderError(message) from error

    def blocks(self) -> Iterator[tuple[int, list[int], bytes]]:
        """Read the lines of all outcomes, many at a time: see Lines.blocks."""
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

    def _read(self) -> None:
        of_image, by_name = self._read_scenes()
        places: dict[str, int] = {}
        kinds: dict[str, int] = {}
        for row in itertools.chain(self._samples.read(), self._rejections.read()):
            number = len(self.ids)
            if self.numbers.setdefault(row.id, number) != number:
                raise self._repeated(number, row)
            self.ids.append(row.id)
            self.kinds.append(kinds.setdefault(row.kind, len(kinds)))
            bits = faults = 0
            for finding in row.findings:
                if finding.verdict == "fail":
                    faults += 1
                    bits |= 1 << min(places.setdefault(finding.check, len(places)), MAX_CHECKS - 1)
            self.failing.append(bits)
            self.faults.append(min(faults, 0xFFFF))
            scene = of_image.get(row.id.rpartition(f"-{row.kind}")[0])
            self.scenes.append(by_name.get(row.image, NO_SCENE) if scene is None else scene)
            if isinstance(row, _RejectionKey) and bytes(row.turns) == _NULL:
                self.unreadable.add(number)
        self.kind_names, self.checks = list(kinds), list(places)

    def _repeated(self, number: int, row: _SampleKey) -> RunFolderError:
        path, line = self._samples.path, number + 1
        if isinstance(row, _RejectionKey):
            path, line = self._rejections.path, number - self.samples + 1
        message = f"{path} line {line} has the id {row.id!r}, which another outcome has too: delete one of them"
        return RunFolderError(message)

    def _read_scenes(self) -> tuple[dict[str, int], dict[str, int]]:
        """Return the scenes by the beginning of an id, and by the name of their image."""
        of_image: dict[str, int] = {}
        by_name: dict[str, int] = {}
        for number, row in enumerate(self._scenes.read()):
            of_image[f"{row.image_id:012d}"] = number
            by_name.setdefault(row.file_name, number)
        return of_image, by_name


_NO_FINDINGS: list[_Finding] = []
_DECODE_KEY, _DECODE_SAMPLE = msgspec.json.Decoder(_Key).decode, msgspec.json.Decoder(_SampleKey).decode


def _sample_key(line: bytes) -> _SampleKey:
    """Decode what the columns need; findings, which are most of a line, only where one may have failed."""
    if b'"fail"' in line:
        return _DECODE_SAMPLE(line)
    key = _DECODE_KEY(line)
    return _SampleKey(key.id, key.image, key.kind, _NO_FINDINGS)
