"""The command reference: every command and every option, from the same words as `--help`."""

from __future__ import annotations

import re

from cyclopts import App

from datagen.__main__ import app as datagen
from train.__main__ import app as train

APPS: dict[str, App] = {"datagen": datagen, "train": train}
STATUS = (
    "Exit status: 0 done, 1 a failure that the message explains, 2 wrong usage, 3 stopped early with everything kept."
)


def command_pages() -> dict[str, str]:
    """Return a page for each of the two programs, by its address on the site."""
    return {f"commands/{name}.md": page(name, app) for name, app in APPS.items()}


def page(name: str, app: App) -> str:
    """Return the page of one program: a list of its commands, then what cyclopts writes of each."""
    app.resolved_commands()
    _, contents, *commands = re.split(r"^(?=## )", app.generate_docs(output_format="markdown"), flags=re.MULTILINE)
    listed = re.findall(r"^\* .*$", contents.replace(f"(#python-m-{name}-", "(#"), re.MULTILINE)
    return "\n".join((f"# python -m {name}", "", app.help or "", "", STATUS, "", *listed, "", *map(_mended, commands)))


def _mended(command: str) -> str:
    """Headings without the program's name, options on one line each, and no word taken for an HTML element."""
    text = re.sub(r"^## python -m \w+ ", "## ", command)
    text = re.sub(r"\n {2,}(?=\S)", " ", text)
    blocks = re.split(r"(^```.*?^```)", text, flags=re.MULTILINE | re.DOTALL)
    return "".join(block if block.startswith("```") else block.replace("<", "&lt;") for block in blocks)
