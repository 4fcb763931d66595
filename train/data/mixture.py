"""Several data files as one: samples by number, the numbers of an epoch, and a part held out for evaluation.

Numbers run over all records of all sources, usable or not, so that a number means the same record in every process.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from train.data.draws import held_out, stretch
from train.data.index import stamp
from train.data.problems import Problems
from train.data.reading import SampleRead, SourceSamples
from train.data.record_source import RecordSource
from train.data.shards import Shards
from train.data.sources import Source
from train.data.tar_offsets import shard_paths
from train.errors import DataError
from train.sample import Problem, Sample

BYTES_PER_TOKEN = 4
"""Of English text in the tokenizers of today's LLMs, roughly."""
PROBES = 32
NAMED = 3
Indices = NDArray[np.int64]


class Split(NamedTuple):
    """Numbers to train on and to evaluate on, and how many are neither: they show images of both sides."""

    train: Indices
    evaluation: Indices
    left_out: int


class Mixture:
    """All samples of a run. It can be pickled, and read by forked processes at once."""

    def __init__(self, sources: Sequence[Source], parts: Sequence[SourceSamples], fingerprint: str) -> None:
        """Take what `open` found."""
        self.sources = tuple(sources)
        self.parts = tuple(parts)
        self.fingerprint = fingerprint
        self._starts = np.cumsum([0, *map(len, parts)])

    @classmethod
    def open(cls, sources: Sequence[Source], cache: Path | None = None) -> Mixture:
        """Index all sources, or load their indexes from the folder `cache`, and try some samples of each.

        Raises:
            DataError: a file is missing or torn, or no tried sample of a source can be used.

        """
        unusable: dict[Path, Problems] = {}
        parts: list[SourceSamples] = []
        states: list[str] = []
        for source in sources:
            is_tar = source.path.is_dir() or source.path.suffix == ".tar"
            part: SourceSamples = (
                Shards.open(source.path, cache) if is_tar else RecordSource(source.path, source.images, cache)
            )
            if problems := _probe(part):
                unusable[source.path] = problems
            parts.append(part)
            files = shard_paths(source.path) if is_tar else (source.path,)
            states += [f"{source.weight} {source.images}", *map(stamp, files)]
        if unusable:
            raise _nothing_usable(unusable)
        return cls(sources, parts, hashlib.sha256("\n".join(states).encode("utf-8", "replace")).hexdigest())

    def __len__(self) -> int:
        """Count the records of all sources, whatever their weights."""
        return int(self._starts[-1])

    def sample(self, index: int) -> Sample | Problem:
        """Read one sample, or say why it cannot be used; its images are there, but not opened."""
        return self.read(index).outcome

    def read(self, index: int) -> SampleRead:
        """Read one sample, and say what was mended in it."""
        part = int(np.searchsorted(self._starts, index, side="right")) - 1
        return self.parts[part].read(index - int(self._starts[part]))

    def epoch(self, seed: int, epoch: int, among: Indices | None = None) -> Indices:
        """Return the numbers of one epoch, sorted, repeated where a weight is above 1.

        Each epoch takes the next weight x n of an endless run of seeded shuffles of a source's n samples, so that with
        weight 0.5 two epochs see each sample once. `among`: only these, as `split` returns them.
        """
        chosen = np.arange(len(self)) if among is None else np.sort(among)
        bounds = np.searchsorted(chosen, self._starts)
        taken = [
            stretch(chosen[start:end], source.weight, (seed, number), epoch)
            for number, (source, start, end) in enumerate(zip(self.sources, bounds, bounds[1:], strict=False))
        ]
        return np.sort(np.concatenate(taken))

    def by_source(self, numbers: Indices) -> list[int]:
        """Count sorted numbers by their source."""
        counts: list[int] = np.diff(np.searchsorted(numbers, self._starts)).tolist()
        return counts

    def split(self, share: float, seed: int) -> Split:
        """Hold out about `share` of all images, by their file names, and the samples that show them.

        Samples without an image are held out one by one.
        """
        sides = []
        for part, start in zip(self.parts, self._starts[:-1], strict=True):
            held = held_out(part.image_keys, share, seed).astype(np.int64)
            sums = np.concatenate([[0], np.cumsum(held)])
            ends = np.cumsum(part.image_counts)
            count = sums[ends] - sums[ends - part.image_counts]
            side = np.where(count == 0, 0, np.where(count == part.image_counts, 1, 2))
            alone = part.image_counts == 0
            numbers = np.arange(start, start + len(part), dtype=np.uint64)
            side[alone] = held_out(numbers[alone], share, seed)
            sides.append(side)
        side = np.concatenate(sides)
        return Split(np.flatnonzero(side == 0), np.flatnonzero(side == 1), int((side == 2).sum()))  # noqa: PLR2004

    @property
    def image_counts(self) -> NDArray[np.int64]:
        """How many images each sample names."""
        return np.concatenate([part.image_counts.astype(np.int64) for part in self.parts])

    def first_images(self) -> NDArray[np.uint64]:
        """Return a key for each sample's first image, by its file name; a sample without one has a key of its own."""
        keys = np.arange(len(self), dtype=np.uint64)
        for part, start in zip(self.parts, self._starts[:-1], strict=True):
            shows = np.flatnonzero(part.image_counts)
            firsts = (np.cumsum(part.image_counts) - part.image_counts)[shows]
            keys[start + shows] = part.image_keys[firsts]
        return keys

    def estimated_tokens(self, tokens_per_image: int) -> NDArray[np.int32]:
        """Estimate each sample's length in tokens from its bytes and its number of images; reads nothing."""
        lengths = [
            part.text_bytes.astype(np.int64) // BYTES_PER_TOKEN + part.image_counts * tokens_per_image + 1
            for part in self.parts
        ]
        return np.minimum(np.concatenate(lengths), 2**31 - 1).astype(np.int32)


def _probe(part: SourceSamples) -> Problems | None:
    """Try some samples; return what is wrong with them where none can be used."""
    problems = Problems()
    for number in sorted({int(place) for place in np.linspace(0, len(part) - 1, PROBES)}):
        outcome = part.read(number).outcome
        if isinstance(outcome, Sample):
            return None
        problems.add(outcome)
    return problems


def _nothing_usable(by_file: Mapping[Path, Problems]) -> DataError:
    """Name the files and, once for all of them, the most frequent reason."""
    problems = Problems()
    for found in by_file.values():
        problems.merge(found)
    reason, _ = problems.counts.most_common(1)[0]
    names = [str(path) for path in by_file]
    more = f" and {len(names) - NAMED} more files" if len(names) > NAMED else ""
    what = f"none of {problems.total} samples tried of {', '.join(names[:NAMED])}{more} can be used"
    return DataError(f"{what}: {reason}: {problems.first[reason][0]}")
