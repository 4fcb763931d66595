"""Tables that are made from what they list: the checks' rows, the files of the decisions."""

from __future__ import annotations

from datagen.checks import CHECKS
from tools.documentation.links import ROOT


def check_table() -> str:
    """Return the checks in Markdown, by the order of their rows."""
    rows = "".join(f"| {check.name} | {check.finds} | {check.action} |\n" for check in CHECKS)
    return f"| check | finds | a failure |\n|---|---|---|\n{rows}"


def decision_table() -> str:
    """Return the decisions in Markdown, each under its own title."""
    files = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    titles = [file.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ") for file in files]
    rows = "".join(
        f"| {number} | [{title}]({file.name}) |\n"
        for file, (number, _, title) in zip(files, (title.partition(" ") for title in titles), strict=True)
    )
    return f"| | |\n|---|---|\n{rows}"
