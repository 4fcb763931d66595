"""Which of a benchmark's questions are asked, with their images, and what identifies them. Reads files.

Questions are read as they are needed: what is in memory at once does not grow with their number.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from train.ask.query import Query
from train.benchmarks.benchmark import Benchmark, Files, Question
from train.data.image_roots import ImageRoots
from train.errors import DataError, UsageError
from train.sample import ImageSource, Origin, Problem

SHOWN = 3


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """The questions of a run: `ids` in the order of their file, out of `total`; `digest` covers all of them.

    `example` is the first one's text.
    """

    benchmark: Benchmark
    files: Files
    suffix: str | None
    ids: tuple[str, ...]
    total: int
    digest: str
    example: str

    def queries(self, wanted: frozenset[str]) -> Iterator[Query]:
        """Yield the questions with these ids, in the order of their file.

        Raises:
            DataError: an image is not there.

        """
        roots = _roots(self.files)
        for place, question in enumerate(_questions(self.benchmark, self.files, self.suffix), 1):
            if question.id in wanted:
                image: ImageSource | bytes | None = question.image_bytes
                if image is None and question.image is not None:
                    image = _found(roots, question.image, self.files, place)
                yield Query(question.id, question.prompt, image)

    def prompts(self) -> dict[str, str]:
        """Return all questions' texts by id."""
        return {one.id: one.prompt for one in _questions(self.benchmark, self.files, self.suffix)}

    def check_images(self) -> None:
        """Look whether all images are there, before anything is asked.

        Raises:
            DataError: they are not; the message has their number, and a few.

        """
        roots, wanted, count, total = _roots(self.files), frozenset(self.ids), 0, 0
        lacking: dict[str, str] = {}
        for place, question in enumerate(_questions(self.benchmark, self.files, self.suffix), 1):
            if question.id in wanted and question.image_bytes is None and question.image is not None:
                total += 1
                try:
                    _found(roots, question.image, self.files, place)
                except DataError as error:
                    count += 1
                    lacking.setdefault(question.image, str(error))
        if lacking:
            names = ", ".join(map(repr, list(lacking)[:SHOWN]))
            message = f"{count:,} of {total:,} questions have no image, such as {names}: {next(iter(lacking.values()))}"
            raise DataError(message)


def choose(benchmark: Benchmark, files: Files, limit: int | None, suffix: str | None) -> QuestionSet:
    """Choose all questions, or about `limit` of them drawn from all alike: those of a larger limit include them.

    Raises:
        DataError: there are none, or two with one id.

    """
    digest, ids, example = hashlib.sha256(), [], ""
    for question in _questions(benchmark, files, suffix):
        example = example or question.prompt
        ids.append(question.id)
        digest.update(repr((question.id, question.prompt, question.image)).encode())
        if question.image_bytes is not None:
            digest.update(question.image_bytes)
    if not ids or len(set(ids)) != len(ids):
        message = f"{', '.join(map(str, files.questions))}: questions with an id each are needed"
        message += f", there are {len(ids)} with {len(set(ids))} ids"
        raise DataError(message)
    drawn = tuple(_drawn(benchmark, ids, limit))
    return QuestionSet(benchmark, files, suffix, drawn, len(ids), digest.hexdigest(), example)


def _drawn(benchmark: Benchmark, ids: list[str], limit: int | None) -> list[str]:
    if limit is None or limit >= len(ids):
        return ids
    groups: dict[str, list[str]] = {}
    for one in ids:
        groups.setdefault(benchmark.group(one), []).append(one)
    order = list(groups)
    random.Random(0).shuffle(order)
    drawn: list[str] = []
    for key in order:
        if drawn and len(drawn) + len(groups[key]) > limit:
            break
        drawn += groups[key]
    return drawn


def _questions(benchmark: Benchmark, files: Files, suffix: str | None) -> Iterator[Question]:
    try:
        for question in benchmark.questions(files):
            prompt = question.prompt
            if suffix is not None:
                prompt = prompt.removesuffix(benchmark.suffix) + suffix
            yield replace(question, prompt=prompt)
    except UsageError as error:
        needs = "; ".join(f"--{option}: {meaning}" for option, meaning in benchmark.needs.items())
        message = f"{error} ({benchmark.name} takes {needs})"
        raise UsageError(message) from error


def _roots(files: Files) -> ImageRoots:
    beside = next(iter((*files.questions, *files.annotations)), Path())
    return ImageRoots(beside / "questions" if beside.is_dir() else beside, files.images)


def _found(roots: ImageRoots, name: str, files: Files, place: int) -> ImageSource:
    origin = Origin(next(iter(files.questions), Path()), place)
    found = roots.find(name, origin)
    if isinstance(found, Problem):
        raise DataError(found.detail)
    return found
