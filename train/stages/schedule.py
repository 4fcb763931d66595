"""Which samples make the steps of each epoch. Knows the data by its index, and reads some samples to try them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from train.batch.packing import EpochPlan, SampleGroups, steps
from train.checkpoint.run_file import StageRun
from train.data.mixture import Indices, Mixture
from train.data.problems import Problems
from train.errors import DataError
from train.sample import Problem
from train.text.tokenise import Tokeniser

PROBES = 32
"""Samples that are tried before a run."""
MEASURED = 256
"""Samples that are tokenised to measure what the files' bytes only let guess."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What an epoch brings: its samples, tokens of one on average and those with a loss, from `measured` samples."""

    samples: int
    tokens: float
    trained: float
    measured: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """The samples `among` which the steps of a run are drawn, and their sizes in tokens, as far as an index tells."""

    mixture: Mixture
    among: Indices
    sizes: Indices
    groups: SampleGroups | None
    """The samples of an image, where they come together."""
    run: StageRun
    ranks: int

    @classmethod
    def of(cls, mixture: Mixture, among: Indices, tokens_per_image: int, run: StageRun, ranks: int) -> Self:
        """Estimate the sizes and find the groups."""
        sizes = mixture.estimated_tokens(tokens_per_image).astype(np.int64)
        shares = run.recipe.share_images
        groups = SampleGroups(mixture.first_images(), mixture.image_counts * tokens_per_image) if shares else None
        return cls(mixture, among, sizes, groups, run, ranks)

    def drawn(self, epoch: int) -> Indices:
        """Return the samples of an epoch, as the weights of their sources have it."""
        return self.mixture.epoch(self.run.seed, epoch, self.among)

    def plan(self, epoch: int) -> EpochPlan:
        """Return an epoch's steps."""
        return steps(
            self.drawn(epoch),
            self.sizes,
            global_batch=self.run.recipe.batch_size,
            world_size=self.ranks,
            seed=self.run.seed,
            epoch=epoch,
            groups=self.groups,
        )

    def expect(self, tokeniser: Tokeniser) -> Expected:
        """Tokenise some samples of the first epoch, and say by them what its samples come to.

        What they show of the text goes for the whole: an image's tokens are known. What a group has in common counts
        for its first member.
        """
        drawn = self.drawn(0)
        images = self.mixture.image_counts[drawn] * tokeniser.tokens_per_image
        texts = self.sizes[drawn] - images
        estimated = real = trained = measured = 0
        for place in _spread(len(drawn), MEASURED):
            sample = self.mixture.sample(int(drawn[place]))
            read = sample if isinstance(sample, Problem) else tokeniser.example(sample)
            if not isinstance(read, Problem):
                measured += 1
                estimated += int(texts[place])
                real += int((read.ids != tokeniser.image_token_id).sum())
                trained += read.trained
        if self.groups is not None:
            again = np.ones(len(drawn), dtype=np.int64)
            again[np.unique(self.groups.keys[drawn], return_index=True)[1]] = 0
            images -= again * self.groups.common[drawn]
        text = float(texts.mean()) / max(estimated, 1)
        return Expected(len(drawn), float(images.mean()) + text * real, text * trained, measured)

    def probe(self, tokeniser: Tokeniser) -> None:
        """Refuse data of which no sample out of some has a trained token, before a run comes to nothing."""
        problems = Problems()
        for place in _spread(len(self.among), PROBES):
            sample = self.mixture.sample(int(self.among[place]))
            read = sample if isinstance(sample, Problem) else tokeniser.example(sample)
            if not isinstance(read, Problem):
                return
            problems.add(read)
        reason, _ = problems.counts.most_common(1)[0]
        what = f"none of {problems.total} samples tried can be trained on: {reason}: {problems.first[reason][0]}"
        message = f"{what}: raise --max-length, or look with `inspect`"
        raise DataError(message)


def _spread(length: int, count: int) -> list[int]:
    """Return up to `count` places, spread evenly."""
    return sorted({int(place) for place in np.linspace(0, length - 1, count)})
