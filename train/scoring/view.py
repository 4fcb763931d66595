"""What `score` prints: figures as a table, then what to know when comparing them.

Text of the files is hostile: nothing in it can move the cursor or colour the terminal.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from train.benchmarks.benchmark import Result
from train.terminal import visible


def print_result(console: Console, result: Result, report: Mapping[str, Any]) -> None:
    """Print the figures, the headline first; plain lines where this is not a terminal."""
    names = [result.headline, *(name for name in result.figures if name != result.headline)]
    rows = [(visible(name), _figure(result.figures[name])) for name in names]
    title = f"{result.benchmark}: {len(result.scored):,} questions"
    if console.is_terminal:
        table = Table(title=title, box=SIMPLE, title_justify="left")
        table.add_column("figure")
        table.add_column("value", justify="right")
        for name, value in rows:
            table.add_row(Text(name), Text(value), style="bold" if name == result.headline else "")
        console.print(table, soft_wrap=False)
    else:
        console.print(title)
        for name, value in rows:
            console.print(f"{name}: {value}")
    span = report["mean_score"]
    if span is not None:
        share = f"{span['mean']:.2f}% (95% interval {span['low_95']:.2f} to {span['high_95']:.2f})"
        console.print(f"mean score a question: {share}")
    console.print(f"scorer: {result.scorer}")
    for note in result.notes:
        console.print(f"note: {visible(note)}")


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:,.6g}"
