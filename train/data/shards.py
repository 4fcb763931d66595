"""Image-caption pairs in tar files as img2dataset writes them, for stage 1. Reads files.

Only the places of images and captions are kept in memory; the caption is read when it is asked for.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np

from train.data import reasons
from train.data.byte_file import ByteFile
from train.data.index import Arrays, cached
from train.data.reading import SampleRead
from train.data.tar_offsets import IMAGE_ENDINGS, EntryOffsets, entry_offsets, shard_paths
from train.errors import DataError
from train.sample import IMAGE, ImageSource, Origin, Problem, Sample, Turn


class _Caption(msgspec.Struct):
    caption: str | None = None


class Shards:
    """The pairs of several tar files by number, from 0."""

    def __init__(self, paths: Sequence[Path], arrays: Arrays, kind: str) -> None:
        """Take the places as `open` made them."""
        self.paths = tuple(paths)
        self.kind = kind
        self._shards = arrays["shards"]
        self._places = arrays["places"]
        self.image_keys = arrays["image_keys"]
        self.image_counts = np.ones(len(self._shards), dtype=np.int32)
        self.text_bytes = self._places[:, EntryOffsets._fields.index("text_size")].astype(np.int32)
        self._files = [ByteFile(path) for path in paths]

    @classmethod
    def open(cls, pattern: Path, cache: Path | None = None) -> Shards:
        """Find the places of all pairs, or load them from the folder `cache`.

        Raises:
            DataError: a tar file is missing, cut off or compressed, or there are no pairs.

        """
        paths = shard_paths(pattern)
        return cls(paths, cached(paths, cache, "shards", lambda: _build(paths)), paths[0].absolute().parent.name)

    def __len__(self) -> int:
        """Count the pairs, complete or not."""
        return len(self._shards)

    def read(self, number: int) -> SampleRead:
        """Read one caption and say where its image lies."""
        shard, pair = int(self._shards[number]), EntryOffsets(*map(int, self._places[number]))
        path = self.paths[shard]
        origin = Origin(path, pair.entry)
        absent = _absent(pair)
        if absent is not None:
            return SampleRead(Problem(*absent, origin))
        raw = self._files[shard].read(pair.text_offset, pair.text_size)
        caption = _caption(raw, origin, is_json=bool(pair.is_json))
        if isinstance(caption, Problem):
            return SampleRead(caption)
        image = ImageSource(path, pair.image_offset, pair.image_size)
        turns = (Turn("human", IMAGE), Turn("gpt", caption))
        return SampleRead(Sample(f"{path.stem}:{pair.entry}", turns, (image,), self.kind, origin))


def _absent(pair: EntryOffsets) -> tuple[str, str] | None:
    """Say which file an entry lacks."""
    if not pair.image_offset:
        return reasons.IMAGE_NOT_FOUND, f"no {', '.join(IMAGE_ENDINGS)} in this entry"
    if not pair.image_size:
        return reasons.IMAGE_EMPTY, "the entry's image has no bytes"
    if not pair.text_offset:
        return reasons.NO_CAPTION, "neither a .txt nor a .json in this entry"
    return None


def _caption(raw: bytes, origin: Origin, *, is_json: bool) -> str | Problem:
    try:
        caption = (msgspec.json.decode(raw, type=_Caption).caption or "") if is_json else raw.decode()
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        stray = reasons.stray_byte(raw)
        if stray:
            return Problem(reasons.NOT_UTF8, f"{stray} of the caption", origin)
        return Problem(reasons.NOT_JSON, f"the caption's file: {error}", origin)
    if not caption.strip():
        return Problem(reasons.EMPTY_TURN, "the caption says nothing", origin)
    if IMAGE in caption:
        return Problem(reasons.PLACEHOLDER_IN_ANSWER, f"{IMAGE} stands for an image that is shown, not told", origin)
    return caption.strip()


def _build(paths: Sequence[Path]) -> Arrays:
    places, shards, keys = array("q"), array("i"), array("Q")
    for shard, path in enumerate(paths):
        for pair in entry_offsets(path):
            places.extend(pair[:-1])
            shards.append(shard)
            keys.append(pair.image_key)
    if not keys:
        message = f"{paths[0]} holds no KEY.jpg with a KEY.txt"
        raise DataError(message)
    return {
        "shards": np.array(shards, dtype=np.int32),
        "places": np.array(places, dtype=np.int64).reshape(len(keys), -1),
        "image_keys": np.array(keys, dtype=np.uint64),
    }
