"""Annotations to probe files: POPE's three, and those on sides, numbers and colours. Writes a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from random import Random

import msgspec

from datagen.annotations.coco import Annotations
from datagen.errors import InputError
from datagen.facts import Facts
from datagen.pope.colours import ColouredThing, asked, coloured
from datagen.pope.objects import picture_of
from datagen.pope.polling import poll
from datagen.pope.probe import PAIRS, Probe, numbered
from datagen.pope.proved import ProbePair, counts, left_right
from datagen.run.files import atomic_rows, atomic_text

NAME = "coco_pope_{}.jsonl"
ABOUT = "pope.json"


@dataclass(frozen=True, slots=True)
class PopeSummary:
    """What was written: questions and images by kind, and how many images had three objects or more.

    `cut_short` counts the images that got fewer than six questions of a kind, because nothing else is absent there.
    """

    split: str
    seed: int
    images_count: int
    sources: Mapping[str, str]
    usable_images: int
    cut_short: int
    questions: Mapping[str, int]
    images: Mapping[str, int]

    def lines(self, to: Path) -> list[str]:
        """Say what was written, for a person."""
        lines = [
            f"{to / NAME.format(kind)}: {count} questions on {self.images[kind]} images"
            for kind, count in self.questions.items()
        ]
        if self.usable_images < self.images_count:
            lines.append(f"note: only {self.usable_images} images have {PAIRS} objects; all of them are asked about")
        if self.cut_short:
            lines.append(f"note: {self.cut_short} times nearly everything is there, and an image gets fewer questions")
        return [*lines, "note: colours are what one caption says; the other kinds rest on boxes and captions together"]


def write_pope(scenes: Annotations, to: Path, seed: int, images_count: int) -> PopeSummary:
    """Write coco_pope_KIND.jsonl for each kind, and pope.json with what they were made from.

    Raises:
        InputError: there is no image with three objects, or the folder cannot be written.

    """
    if not scenes.boxes.names:
        message = f"POPE asks for the categories of instances_{scenes.sources.split}.json, which is not there"
        raise InputError(message)
    pictures = [picture_of(Facts(scene)) for scene in scenes]
    usable = sum(len(picture.objects) >= PAIRS for picture in pictures)
    if not usable:
        message = f"none of the {len(pictures)} images of {scenes.sources.split} has {PAIRS} objects: POPE needs them"
        raise InputError(message)
    polls = poll(pictures, images_count, Random(seed))
    probes = polls.probes | {
        "left_right": list(_proved(scenes, left_right, Random(f"{seed}/left_right"), images_count)),
        "counts": list(_proved(scenes, counts, Random(f"{seed}/counts"), images_count)),
        "colours": list(_colours(scenes, Random(f"{seed}/colours"), images_count)),
    }
    summary = PopeSummary(
        split=scenes.sources.split,
        seed=seed,
        images_count=images_count,
        sources=scenes.digests,
        usable_images=usable,
        cut_short=polls.cut_short,
        questions={kind: len(rows) for kind, rows in probes.items()},
        images={kind: len({probe.image for probe in rows}) for kind, rows in probes.items()},
    )
    _write(to, probes, summary)
    return summary


def _write(to: Path, probes: Mapping[str, Iterable[Probe]], summary: PopeSummary) -> None:
    try:
        to.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"cannot make the folder {to} ({error.strerror}): name another --to"
        raise InputError(message) from error
    for kind, rows in probes.items():
        with atomic_rows(to / NAME.format(kind)) as writer:
            writer.write_all(numbered(rows))
    atomic_text(to / ABOUT, msgspec.json.format(msgspec.json.encode(asdict(summary))).decode() + "\n")


def _proved(
    scenes: Annotations, kind: Callable[[Facts, Random], Iterator[ProbePair]], random: Random, images_count: int
) -> Iterator[Probe]:
    """Yield the questions of up to three facts per image, of up to `images_count` images that have one."""
    by_image = (list(kind(facts, random)) for facts in _shuffled(scenes, random))
    for pairs in islice(filter(None, by_image), images_count):
        yield from _mixed(random.sample(pairs, min(PAIRS, len(pairs))), random)


def _colours(scenes: Annotations, random: Random, images_count: int) -> Iterator[Probe]:
    by_image = (list(coloured(facts)) for facts in _shuffled(scenes, random))
    chosen: list[list[ColouredThing]] = [
        random.sample(things, min(PAIRS, len(things))) for things in islice(filter(None, by_image), images_count)
    ]
    pool = [thing.colour for things in chosen for thing in things]
    for things in chosen:
        pairs = [asked(thing, pool, random) for thing in things]
        yield from _mixed([pair for pair in pairs if pair], random)


def _shuffled(scenes: Annotations, random: Random) -> Iterator[Facts]:
    return (Facts(scenes[index]) for index in random.sample(range(len(scenes)), len(scenes)))


def _mixed(pairs: Iterable[ProbePair], random: Random) -> Iterator[Probe]:
    """Yield both questions of each pair in an order of chance: a line's number does not tell its answer."""
    for pair in pairs:
        yield from random.sample(pair, len(pair))
