"""`train export`."""

from __future__ import annotations

from pathlib import Path

from train.commands import require_torch
from train.console import say


def export(folder: Path, /, *, to: Path) -> None:
    """Write a complete stock LLaVA checkpoint from a run folder or an intermediate checkpoint; LoRA is merged.

    Parameters
    ----------
    folder
        A run folder (its last complete checkpoint is taken), or a checkpoint-N in it.
    to
        New folder to write.

    """
    require_torch()
    from train.checkpoint.export import export as write  # noqa: PLC0415 - `--help` should not wait for torch

    checkpoint = write(folder, to)
    say(f"{checkpoint}: {to}")
