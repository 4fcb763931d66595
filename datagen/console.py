"""Where the commands print: text as it is, neither coloured nor read as markup, nor broken into lines."""

from __future__ import annotations

from typing import Any

from rich.console import Console


def plain_console(**options: Any) -> Console:
    """Return a console that prints text as it is; tables and panels need `soft_wrap=False` to fit the terminal."""
    return Console(highlight=False, markup=False, soft_wrap=True, **options)


out, err = plain_console(), plain_console(stderr=True)
