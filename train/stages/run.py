"""What `train stage1` and `train stage2` do, from settings to a finished checkpoint.

What decides the result is fixed in OUT/run.json before the first step; the same command goes on from there.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import cast

from rich.console import Console
from torch import nn
from transformers.modeling_layers import GradientCheckpointingLayer
from transformers.utils import logging

from train import devices
from train.checkpoint.folder import latest, step_of
from train.data.problems import Problems
from train.errors import MissingExtraError, StoppedEarlyError
from train.fit.arguments import Setup, arguments
from train.fit.cost import Sizes
from train.fit.figures import Meter
from train.fit.parameter_groups import parameter_groups
from train.fit.ranks import Ranks, joined
from train.fit.sample_counts import SampleCounts
from train.fit.stage import RunPlace, clock, fit
from train.fit.trainer import Task
from train.recipe import Recipe
from train.stages import start_log
from train.stages.disk_full import explain_full_disk
from train.stages.estimate import Machine, lines, measure
from train.stages.finish import clear, finish, tell, tell_after_error
from train.stages.prepare import PreparedStage, Settings, describe, open_data, prepare, recipe_of
from train.stages.run_folder import begin, held
from train.stages.show import show

SAVES = 10
GPU_WORKERS = 4


def run(settings: Settings, console: Console) -> Path:
    """Train a stage and return its folder. StoppedEarlyError: a signal came, everything is kept."""
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    _require(settings.report_to)
    with joined(console) as ranks:
        with ranks.alike():
            recipe = recipe_of(settings, ranks.device)
        if settings.dry_run:
            _try(settings, recipe, ranks)
        else:
            _run(settings, recipe, ranks)
    return settings.out


def _try(settings: Settings, recipe: Recipe, ranks: Ranks) -> None:
    """Say what would be trained, and what it would take."""
    mixture = open_data(settings, ranks)
    with ranks.alike():
        prepared = prepare(settings, describe(settings, recipe, mixture, ranks), mixture, ranks)
    show(prepared)
    for line in _estimate(prepared):
        ranks.say(line)


def _run(settings: Settings, recipe: Recipe, ranks: Ranks) -> None:
    """Train what is left to train, and leave the folder finished."""
    with held(settings.out, ranks), explain_full_disk(settings.out):
        mixture = open_data(settings, ranks)
        now = describe(settings, recipe, mixture, ranks)
        if begin(settings.out, now, ranks):
            with ranks.alike():
                start_log.log_start(settings, mixture, ranks)
                prepared = prepare(settings, now, mixture, ranks)
            show(prepared)
            _train(prepared)
            finish(prepared)
        clear(settings, ranks)


def _require(reporters: tuple[str, ...]) -> None:
    for name in reporters:
        if find_spec(name) is None:
            message = f"--report-to {name} needs it installed: pip install {name}"
            raise MissingExtraError(message)


def _sizes(prepared: PreparedStage) -> Sizes:
    return measure(prepared.parts.llava, prepared.parts.tokeniser.tokens_per_image)


def _peak(ranks: Ranks) -> float | None:
    peak = devices.peak_flops(ranks.device)
    return peak * ranks.count if peak else None


def _estimate(prepared: PreparedStage) -> Iterator[str]:
    machine = Machine(_peak(prepared.ranks), prepared.dtype.itemsize)
    expected = prepared.schedule.expect(prepared.parts.tokeniser)
    return lines(_sizes(prepared), prepared.run.recipe, machine, expected, prepared.steps)


def _train(prepared: PreparedStage) -> None:
    """Train what is left to train."""
    settings, ranks, total = prepared.settings, prepared.ranks, prepared.steps
    checkpoint = latest(settings.out)
    if checkpoint is not None:
        if step_of(checkpoint) >= total:
            return
        ranks.say(f"going on from {checkpoint}: step {step_of(checkpoint)} of {total}")
    meter = Meter(_sizes(prepared), prepared.run.recipe, _peak(ranks), clock)
    counts = SampleCounts(Problems(strict=settings.strict))
    held_out = prepared.split.evaluation.tolist()
    groups = parameter_groups(prepared.learner, prepared.run.recipe)
    task = Task(prepared.data, held_out, groups, prepared.run, meter, counts)
    args = arguments(prepared.run.recipe, _setup(prepared))
    place = RunPlace(settings.out, ranks.console, ranks.main, settings.save_minutes)
    try:
        fit(prepared.learner, task, args, place, checkpoint)
    except StoppedEarlyError:
        tell(counts, settings.out, ranks)
        raise
    except BaseException:
        tell_after_error(counts, settings.out, ranks)
        raise


def _setup(prepared: PreparedStage) -> Setup:
    settings, device = prepared.settings, prepared.ranks.device
    body = cast("nn.Module", prepared.parts.llava.model.language_model)
    return Setup(
        out=settings.out,
        seed=settings.seed,
        device=device,
        steps=prepared.steps,
        save_steps=settings.save_steps or -(-prepared.steps // SAVES),
        workers=(GPU_WORKERS if device.type == "cuda" else 0) if settings.workers is None else settings.workers,
        evaluates=len(prepared.split.evaluation) > 0,
        sharded_by=_layers(body) if prepared.run.sharded else None,
        report_to=list(settings.report_to),
        keep_checkpoints=settings.keep_checkpoints,
    )


def _layers(language_model: nn.Module) -> list[str]:
    """Name the classes of the LLM's repeated blocks, to shard by.

    The vision tower's blocks stay with the rest: a rank whose samples show no image does not run them, and would miss
    the exchange of their weights.
    """
    blocks = (module for module in language_model.modules() if isinstance(module, GradientCheckpointingLayer))
    return sorted({type(block).__name__ for block in blocks})
