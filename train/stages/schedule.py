"""Which samples make the steps of each epoch. Knows the data by its index, and reads some samples to try them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from train.batch.packing import Groups, Plan, steps
from train.checkpoint.run_file import Run
from train.data.mixture import Indices, Mixture
from train.data.problems import Problems
from train.errors import DataError
from train.sample import Problem
from train.text.tokenise import Tokeniser

PROBES = 32
"""Samples that are tried before a run."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """The samples `among` which the steps of a run are drawn, and their sizes in tokens, as far as an index tells."""

    mixture: Mixture
    among: Indices
    sizes: Indices
    groups: Groups | None
    """The samples of an image, where they come together."""
    run: Run
    ranks: int

    @classmethod
    def of(cls, mixture: Mixture, among: Indices, tokens_per_image: int, run: Run, ranks: int) -> Self:
        """Estimate the sizes and find the groups."""
        sizes = mixture.estimated_tokens(tokens_per_image).astype(np.int64)
        shares = run.recipe.share_images
        groups = Groups(mixture.first_images(), mixture.image_counts * tokens_per_image) if shares else None
        return cls(mixture, among, sizes, groups, run, ranks)

    def plan(self, epoch: int) -> Plan:
        """Return an epoch's steps."""
        return steps(
            self.mixture.epoch(self.run.seed, epoch, self.among),
            self.sizes,
            global_batch=self.run.recipe.global_batch,
            world_size=self.ranks,
            seed=self.run.seed,
            epoch=epoch,
            groups=self.groups,
        )

    def computed_tokens(self) -> Indices:
        """Return the tokens that each sample adds; what a group has in common counts for its first member."""
        sizes = self.sizes[self.among]
        if self.groups is None:
            return sizes
        again = np.ones(len(sizes), dtype=np.int64)
        again[np.unique(self.groups.keys[self.among], return_index=True)[1]] = 0
        return sizes - again * self.groups.common[self.among]

    def probe(self, tokeniser: Tokeniser) -> None:
        """Refuse data of which no sample out of some has a trained token, before a run comes to nothing."""
        problems = Problems()
        for place in sorted({int(place) for place in np.linspace(0, len(self.among) - 1, PROBES)}):
            sample = self.mixture.sample(int(self.among[place]))
            read = sample if isinstance(sample, Problem) else tokeniser.example(sample)
            if not isinstance(read, Problem):
                return
            problems.add(read)
        reason, _ = problems.counts.most_common(1)[0]
        what = f"none of {problems.total} samples tried can be trained on: {reason}: {problems.first[reason][0]}"
        message = f"{what}: raise --max-length, or look with `inspect`"
        raise DataError(message)
