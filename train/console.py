"""Where the commands print: text as it is, neither coloured nor read as markup, nor broken into lines."""

from __future__ import annotations

import os
from typing import Any

from rich.console import Console

from train.terminal import visible


def plain_console(**options: Any) -> Console:
    """Return a console that prints text as it is; tables and columns need `soft_wrap=False` to fit the terminal."""
    return Console(highlight=False, markup=False, soft_wrap=True, **options)


out, err = plain_console(), plain_console(stderr=True)


def say(text: str) -> None:
    """Print to standard output what may hold names from data and files."""
    out.print(visible(text))


def speaks() -> bool:
    """Say whether this process speaks for all that torchrun started."""
    return os.environ.get("RANK", "0") == "0"
