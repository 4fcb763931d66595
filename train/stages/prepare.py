"""Puts together all that a stage needs, before anything is trained: data, model, what learns, the steps of an epoch."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch

from train import devices
from train.batch.packing import Plan, steps
from train.checkpoint.parts import Parts, build, template_of
from train.checkpoint.run_file import Run
from train.data.mixture import Indices, Mixture, Split
from train.data.problems import Problems
from train.data.sources import sources
from train.errors import DataError, UsageError
from train.fit.examples import Examples
from train.fit.ranks import Ranks
from train.fit.steps import StepData
from train.model.feature_cache import FeatureCache
from train.model.freezing import Frozen, compile_layers, freeze
from train.model.learner import Learner
from train.recipe import Recipe
from train.sample import Problem
from train.settings import Stage1Settings, Stage2Settings
from train.text.tokenise import Tokeniser

INDEX = "index"
PROBES = 32
"""Samples that are tried before a run."""
Settings = Stage1Settings | Stage2Settings


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything but the training itself."""

    settings: Settings
    run: Run
    ranks: Ranks
    split: Split
    parts: Parts
    learner: Learner
    frozen: Frozen
    data: StepData
    sizes: Indices
    """Estimated tokens of the samples that are trained on."""
    dtype: torch.dtype

    @property
    def steps(self) -> int:
        """Count the optimizer steps of the run."""
        recipe = self.run.recipe
        return recipe.max_steps or math.ceil(recipe.epochs * len(self.data))


def recipe_of(settings: Settings, device: torch.device) -> Recipe:
    """Resolve the recipe, down to the numbers it computes with. UsageError: stage 2 has nothing to start from."""
    if isinstance(settings, Stage1Settings):
        recipe = settings.resolve(1)
    else:
        before = _before(settings.from_)
        recipe = settings.resolve(2, before.recipe if before else None)
    return replace(recipe, dtype="bfloat16" if devices.dtype(recipe.dtype, device) == torch.bfloat16 else "float32")


def _before(from_: str) -> Run | None:
    folder = Path(from_)
    before = Run.load(folder)
    if before is not None and not before.finished:
        message = f"--from {from_}: that run is not finished; run its command again, or `python -m train export` it"
        raise UsageError(message)
    if before is None and not folder.exists() and from_ == Stage2Settings.from_:
        message = f"there is no {from_} to start from: train stage1 first, or name a LLaVA checkpoint with --from"
        raise UsageError(message)
    return before


def open_data(settings: Settings, ranks: Ranks) -> Mixture:
    """Index the data, on the main rank first: the others load what it wrote."""
    found = sources(settings.data, settings.images)
    cache = None if settings.dry_run else settings.out / INDEX
    if not ranks.main:
        ranks.wait()
    mixture = Mixture.open(found, cache)
    if ranks.main:
        ranks.wait()
    return mixture


def describe(settings: Settings, recipe: Recipe, mixture: Mixture, ranks: Ranks) -> Run:
    """Return what decides this run's result."""
    stage1 = settings if isinstance(settings, Stage1Settings) else None
    llm, from_ = (stage1.llm, None) if stage1 else (None, settings.from_)  # type: ignore[union-attr]
    return Run(
        recipe=recipe,
        vision=_place(stage1.vision) if stage1 else None,
        llm=_place(llm),
        from_=_place(from_),
        data=mixture.fingerprint,
        seed=settings.seed,
        eval_share=settings.eval_share,
        sharded=_sharded(settings, recipe, ranks),
        llm_template=template_of(llm, from_),
    )


def _place(source: str | None) -> str | None:
    """Make a path whole, so that a checkpoint can be exported from anywhere; a hub name stays."""
    return str(Path(source).resolve()) if source and Path(source).exists() else source


def _sharded(settings: Settings, recipe: Recipe, ranks: Ranks) -> bool:
    if ranks.count == 1:
        return False
    pays = ranks.device.type == "cuda" and recipe.trains == "projector+llm"
    return settings.distribution == "fsdp" or (settings.distribution == "auto" and pays)


def prepare(settings: Settings, run: Run, mixture: Mixture, ranks: Ranks) -> Prepared:
    """Build model and steps. DataError: nothing is left to train on."""
    recipe = run.recipe
    dtype = devices.dtype(recipe.dtype, ranks.device)
    parts = build(run, dtype)
    frozen = freeze(parts.llava, recipe, dtype)
    cache = None
    if settings.cache_features is not None:
        cache = FeatureCache.open(settings.cache_features, parts.llava, str(parts.images.to_dict()))
    learner = Learner(parts.llava, compute=dtype, keep_features=cache.put if cache else None)
    if recipe.compile:
        compile_layers(parts.llava)
    split = mixture.split(run.eval_share, run.seed) if run.eval_share else _all(mixture)
    sizes = mixture.estimated_tokens(parts.tokeniser.tokens_per_image)
    plan = functools.partial(_plan, mixture, sizes, split.train, recipe.global_batch, ranks.count, run.seed)
    if not len(split.train):
        message = f"--eval-share {run.eval_share} leaves nothing to train on: give a smaller one, or more data"
        raise DataError(message)
    _probe(mixture, parts.tokeniser, split.train)
    examples = Examples(mixture, parts.tokeniser, parts.images, cache)
    data = StepData(examples, plan, ranks.rank, recipe.tokens_per_batch)
    return Prepared(
        settings, run, ranks, split, parts, learner, frozen, data, sizes[split.train].astype(np.int64), dtype
    )


def _probe(mixture: Mixture, tokeniser: Tokeniser, among: Indices) -> None:
    """Refuse data of which no sample out of some has a trained token, before a run comes to nothing."""
    problems = Problems()
    for place in sorted({int(place) for place in np.linspace(0, len(among) - 1, PROBES)}):
        sample = mixture.sample(int(among[place]))
        read = sample if isinstance(sample, Problem) else tokeniser.example(sample)
        if not isinstance(read, Problem):
            return
        problems.add(read)
    reason, _ = problems.counts.most_common(1)[0]
    what = f"none of {problems.total} samples tried can be trained on: {reason}: {problems.first[reason][0]}"
    message = f"{what}: raise --max-length, or look with `inspect`"
    raise DataError(message)


def _all(mixture: Mixture) -> Split:
    return Split(np.arange(len(mixture)), np.arange(0), 0)


def _plan(  # noqa: PLR0913, PLR0917 - bound once, then called with the epoch alone
    mixture: Mixture, sizes: np.ndarray, among: Indices, global_batch: int, ranks: int, seed: int, epoch: int
) -> Plan:
    indices = mixture.epoch(seed, epoch, among)
    return steps(indices, sizes, global_batch=global_batch, world_size=ranks, seed=seed, epoch=epoch)
