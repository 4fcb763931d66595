"""`train inspect`."""

from __future__ import annotations

from train.console import out
from train.inspection.settings import InspectSettings


def inspect(settings: InspectSettings) -> None:
    """Show what training would make of data: what is skipped and why, lengths, one sample with its trained tokens."""
    from train.inspection.inspect import inspect as look  # noqa: PLC0415 - `--help` should not wait for tokenizers

    look(settings, out)
