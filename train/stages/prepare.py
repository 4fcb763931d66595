"""Puts together all that a stage needs, before anything is trained: data, model, what learns, the steps of an epoch."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch

from train import devices
from train.batch.packing import Packing
from train.checkpoint import source
from train.checkpoint.parts import Parts, build, template_of
from train.checkpoint.run_file import StageRun
from train.data.mixture import Mixture, Split
from train.data.sources import sources
from train.errors import DataError, UsageError
from train.fit.examples import Examples
from train.fit.ranks import Ranks
from train.fit.steps import StepData
from train.model import segments
from train.model.compiling import compile_layers
from train.model.feature_cache import FeatureCache
from train.model.freezing import Frozen, freeze
from train.model.learner import Learner
from train.recipe import Recipe
from train.settings import Stage1Settings, Stage2Settings
from train.stages.schedule import Schedule

INDEX = "index"
Settings = Stage1Settings | Stage2Settings


@dataclass(frozen=True, slots=True)
class PreparedStage:
    """Everything but the training itself."""

    settings: Settings
    run: StageRun
    ranks: Ranks
    split: Split
    parts: Parts
    learner: Learner
    frozen: Frozen
    data: StepData
    schedule: Schedule
    dtype: torch.dtype

    @property
    def steps(self) -> int:
        """Count the optimizer steps of the run."""
        recipe = self.run.recipe
        return recipe.max_steps or math.ceil(recipe.epochs * len(self.data))


def recipe_of(settings: Settings, device: torch.device) -> Recipe:
    """Look whether the models are there, and resolve the recipe, down to the numbers it computes with.

    Raises:
        ModelError: a model is not there, not finished, or of another kind than its option takes.
        UsageError: stage 2 has nothing to start from, or a value cannot be.

    """
    if isinstance(settings, Stage1Settings):
        source.check("--vision", settings.vision, "tower")
        source.check("--llm", settings.llm, "llm")
        recipe = settings.resolve(1)
    else:
        before = _before(settings.from_)
        recipe = settings.resolve(2, before.recipe if before else None)
    if settings.distribution == "fsdp" and recipe.four_bit:
        message = "--distribution fsdp cannot shard an LLM that is held in 4 bits: leave one of fsdp and --four-bit off"
        raise UsageError(message)
    return replace(recipe, dtype="bfloat16" if devices.dtype(recipe.dtype, device) == torch.bfloat16 else "float32")


def _before(from_: str) -> StageRun | None:
    if from_ == Stage2Settings.from_ and not Path(from_).exists():
        message = f"there is no {from_} to start from: train stage1 first, or name a LLaVA checkpoint with --from"
        raise UsageError(message)
    source.check("--from", from_, "llava")
    return StageRun.load(Path(from_))


def open_data(settings: Settings, ranks: Ranks) -> Mixture:
    """Index the data, on the main rank first: the others load what it wrote."""
    cache = None if settings.dry_run else settings.out / INDEX
    with ranks.alike():
        found = sources(settings.data, settings.images)
        mixture = Mixture.open(found, cache) if ranks.main else None
    with ranks.alike():
        return Mixture.open(found, cache) if mixture is None else mixture


def describe(settings: Settings, recipe: Recipe, mixture: Mixture, ranks: Ranks) -> StageRun:
    """Return what decides this run's result."""
    stage1 = settings if isinstance(settings, Stage1Settings) else None
    llm, from_ = (stage1.llm, None) if stage1 else (None, settings.from_)  # type: ignore[union-attr]
    return StageRun(
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


def _place(named: str | None) -> str | None:
    """Make a path whole, so that a checkpoint can be exported from anywhere; a hub name stays."""
    return str(Path(named).resolve()) if named and Path(named).exists() else named


def _sharded(settings: Settings, recipe: Recipe, ranks: Ranks) -> bool:
    if ranks.count == 1:
        return False
    pays = ranks.device.type == "cuda" and recipe.trains == "projector+llm"
    return settings.distribution == "fsdp" or (settings.distribution == "auto" and pays)


def prepare(settings: Settings, run: StageRun, mixture: Mixture, ranks: Ranks) -> PreparedStage:
    """Build model and steps. DataError: nothing is left to train on."""
    recipe = run.recipe
    dtype = devices.dtype(recipe.dtype, ranks.device)
    segments.prove(ranks.device, dtype)
    parts = build(run, dtype)
    frozen = freeze(parts.llava, recipe, dtype)
    cache = None
    if settings.cache_features is not None:
        cache = FeatureCache.open(settings.cache_features, parts.llava, str(parts.images.to_dict()))
    learner = Learner(parts.llava, compute=dtype, keep_features=cache.put if cache else None)
    if recipe.compile:
        compile_layers(parts.llava)
    split = mixture.split(run.eval_share, run.seed) if run.eval_share else _all(mixture)
    if not len(split.train):
        message = f"--eval-share {run.eval_share} leaves nothing to train on: give a smaller one, or more data"
        raise DataError(message)
    schedule = Schedule.of(mixture, split.train, parts.tokeniser.tokens_per_image, run, ranks.count)
    schedule.probe(parts.tokeniser)
    examples = Examples(mixture, parts.tokeniser, parts.images, cache)
    data = StepData(examples, schedule.plan, ranks.rank, Packing(recipe.tokens_per_batch, recipe.share_images))
    if not len(data):
        message = "the weights of the data leave an epoch without a sample: raise them"
        raise DataError(message)
    return PreparedStage(settings, run, ranks, split, parts, learner, frozen, data, schedule, dtype)


def _all(mixture: Mixture) -> Split:
    return Split(np.arange(len(mixture)), np.arange(0), 0)
