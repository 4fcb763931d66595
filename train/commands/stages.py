"""`train stage1` and `train stage2`."""

from __future__ import annotations

from train.commands import require_torch
from train.console import err, say, speaks
from train.settings import Stage1Settings, Stage2Settings


def stage1(settings: Stage1Settings) -> None:
    """Train the projector on captions, with vision tower and LLM frozen.

    Giving the same command again goes on where it stopped. OUT/metrics.jsonl has a row for each step.
    """
    _run(settings)


def stage2(settings: Stage2Settings) -> None:
    """Train projector and LLM (or LoRA adapters) on instructions, from stage 1's checkpoint.

    Giving the same command again goes on where it stopped. OUT/metrics.jsonl has a row for each step.
    """
    _run(settings)


def _run(settings: Stage1Settings | Stage2Settings) -> None:
    require_torch()
    from train.stages.run import run  # noqa: PLC0415 - `--help` should not wait for torch

    folder = run(settings, err)
    if not settings.dry_run and speaks():
        say(f"checkpoint: {folder}")
