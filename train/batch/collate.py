"""Examples laid end to end as one row of tensors, with the borders between them.

Invariant: nothing is padded, every image comes once, and a target at position t
is the label of t + 1 of the same example, never of the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from train.batch.bundle import Bundle
from train.batch.packed_batch import Keys, PackedBatch
from train.example import IGNORED, Example, Ids

PIXEL_DIMENSIONS = 3


def collate(bundles: Sequence[Bundle], images: Mapping[str, Tensor], *, image_token_id: int) -> PackedBatch:
    """Lay the examples of bundles end to end, what they share first.

    `images` maps each image's key to its pixels (3, H, W) or its features (P, D), one form for all of them.
    """
    segments = [segment for bundle in bundles for segment in _segments(bundle)]
    lengths = [segment.end - segment.start for segment in segments]
    ids = np.concatenate([segment.ids for segment in segments])
    targets = np.concatenate([_shifted(one.example.labels)[one.start : one.end] for one in segments])
    trained_at = np.flatnonzero(targets != IGNORED)
    kinds = tuple(sorted({segment.example.kind for segment in segments}))
    kind_of_token = np.repeat([kinds.index(segment.example.kind) for segment in segments], lengths)
    shown = {image.key: image for segment in segments for image in segment.example.images}
    stacked = torch.stack([images[key] for key in shown]) if shown else None
    has_pixels = stacked is not None and stacked.ndim == PIXEL_DIMENSIONS + 1
    image_tokens = int((ids == image_token_id).sum())
    return PackedBatch(
        input_ids=torch.from_numpy(ids)[None],
        position_ids=torch.from_numpy(np.concatenate([np.arange(one.start, one.end) for one in segments]))[None],
        cu_seq_lens=torch.from_numpy(np.cumsum([0, *lengths], dtype=np.int32)),
        max_seq_len=max(lengths),
        keys=_keys(segments),
        targets=torch.from_numpy(targets)[None],
        trained_at=torch.from_numpy(trained_at),
        kind_at=torch.from_numpy(kind_of_token[trained_at]),
        kinds=kinds,
        pixels=stacked if has_pixels else None,
        features=None if has_pixels else stacked,
        features_at=_features_at(segments, list(shown), image_token_id),
        images=tuple(shown.values()),
        text_tokens=len(ids) - image_tokens,
        image_tokens=image_tokens,
        samples=sum(len(bundle.examples) for bundle in bundles),
    )


@dataclass(frozen=True, slots=True)
class _Segment:
    """The tokens `start` to `end` of an example."""

    example: Example
    start: int
    end: int
    behind: bool = False
    """It goes on where the last segment that is not behind another ends."""

    @property
    def ids(self) -> Ids:
        return self.example.ids[self.start : self.end]


def _segments(bundle: Bundle) -> Iterator[_Segment]:
    if not bundle.shared:
        yield from (_Segment(one, 0, len(one.ids)) for one in bundle.examples)
        return
    yield _Segment(bundle.examples[0], 0, bundle.shared)
    yield from (_Segment(one, bundle.shared, len(one.ids), behind=True) for one in bundle.examples)


def _keys(segments: Sequence[_Segment]) -> Keys | None:
    """Return what each segment attends to; None where that is itself alone."""
    if not any(segment.behind for segment in segments):
        return None
    at, place, before = [], 0, np.arange(0)
    for segment in segments:
        own = np.arange(place, place + segment.end - segment.start)
        at.append(np.concatenate([before, own]) if segment.behind else own)
        before = before if segment.behind else own
        place += len(own)
    lengths = [len(one) for one in at]
    borders = torch.from_numpy(np.cumsum([0, *lengths], dtype=np.int32))
    return Keys(torch.from_numpy(np.concatenate(at)), borders, max(lengths))


def _features_at(segments: Sequence[_Segment], shown: Sequence[str], image_token_id: int) -> Tensor | None:
    """Return the place among all images' features that each placeholder takes; None where it is its own."""
    rows = [_feature_rows(segment, shown, image_token_id) for segment in segments if segment.example.images]
    at = np.concatenate(rows) if rows else np.arange(0)
    return None if np.array_equal(at, np.arange(len(at))) else torch.from_numpy(at)


def _feature_rows(segment: _Segment, shown: Sequence[str], image_token_id: int) -> Ids:
    """Number the features of a segment's placeholders: each image's own stand together, in the order of `shown`."""
    example = segment.example
    is_image = example.ids == image_token_id
    an_image = int(is_image.sum()) // len(example.images)
    places = np.array([shown.index(image.key) for image in example.images], dtype=np.int64)
    first, last = (int(is_image[:end].sum()) for end in (segment.start, segment.end))
    return (places[:, None] * an_image + np.arange(an_image)).reshape(-1)[first:last]


def _shifted(labels: Ids) -> Ids:
    return np.append(labels[1:], np.int64(IGNORED))
