"""`train chat`."""

from __future__ import annotations

import sys

from train.ask.settings import ChatSettings
from train.commands import require_torch


def chat(question: str | None = None, /, *, settings: ChatSettings) -> None:
    """Answer a question about an image, or, without one, each line that is typed.

    Parameters
    ----------
    question
        What to ask. [default: a conversation, until the input ends]
    settings
        Shown below.

    """
    require_torch()
    from train.ask.chat import chat as talk  # noqa: PLC0415 - `--help` should not wait for torch

    talk(question, settings, sys.stdout)
