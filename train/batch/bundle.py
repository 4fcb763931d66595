"""Examples that begin alike, with the same images, so that their beginning passes through the model once.

Invariant: no token that is computed once has a target: what follows it may differ from example to example.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from train.example import IGNORED, Example


@dataclass(frozen=True, slots=True)
class Bundle:
    """Examples whose first `shared` tokens are the same ones; a lone example shares none."""

    examples: tuple[Example, ...]
    shared: int = 0

    @property
    def size(self) -> int:
        """Count the tokens that pass through the model."""
        return self.shared + sum(len(one.ids) - self.shared for one in self.examples)


def alone(examples: Iterable[Example]) -> list[Bundle]:
    """Return each example by itself."""
    return [Bundle((one,)) for one in examples]


def bundled(examples: Iterable[Example], tokens_per_batch: int) -> list[Bundle]:
    """Put the examples of the same images together, as many as `tokens_per_batch` has room for."""
    by_images: dict[tuple[str, ...], list[Example]] = {}
    bundles: list[Bundle] = []
    for one in examples:
        if one.images:
            by_images.setdefault(tuple(image.key for image in one.images), []).append(one)
        else:
            bundles.append(Bundle((one,)))
    for group in by_images.values():
        bundles += _cut(group, tokens_per_batch)
    return bundles


def _cut(group: Sequence[Example], tokens_per_batch: int) -> list[Bundle]:
    """Cut a group where it grows too long for one batch, or longer than its examples alone."""
    bundles = [Bundle((group[0],), _untrained(group[0]))]
    for one in group[1:]:
        longer = _joined(bundles[-1], one)
        if longer.size <= min(tokens_per_batch, bundles[-1].size + len(one.ids) - 1):
            bundles[-1] = longer
        else:
            bundles.append(Bundle((one,), _untrained(one)))
    return [bundle if len(bundle.examples) > 1 else Bundle(bundle.examples) for bundle in bundles]


def _joined(bundle: Bundle, one: Example) -> Bundle:
    shared = min(bundle.shared, _untrained(one), _alike(bundle.examples[0].ids, one.ids))
    return Bundle((*bundle.examples, one), shared)


def _untrained(example: Example) -> int:
    """Count the tokens at the beginning that predict nothing."""
    trained = np.flatnonzero(example.labels[1:] != IGNORED)
    return int(trained[0]) if len(trained) else len(example.ids) - 1


def _alike(one: np.ndarray, other: np.ndarray) -> int:
    length = min(len(one), len(other))
    different = np.flatnonzero(one[:length] != other[:length])
    return int(different[0]) if len(different) else length
