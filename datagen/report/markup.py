"""Pieces of the page: escaped text, numbers, tables, bars and histograms, all as HTML. Pure.

`plain` is the one way for text into the page. What a function here returns is HTML; what it takes as `str` is not,
unless it is named `html` or `cells`.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from datagen.report.diversity.balance import Lean
from datagen.report.diversity.lengths import Spread

MAX_SHOWN = 400
NONE = "-"
"""Stands where there is no figure."""
_HEIGHT = 40
_CLASSES: dict[Lean, str] = {"fine": "fine", "skewed": "skewed", "too few to tell": "unknown"}


def plain(text: str) -> str:
    """Escape text, cut it, and replace what is not a character to be seen: control characters, lone surrogates."""
    cut = text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]} ..."
    return escape("".join(c if c.isprintable() else " " if c.isspace() else "\ufffd" for c in cut))


def foreign(text: str) -> str:
    """Escape text that an LLM may have written, and keep its direction of writing from the text around it."""
    return f'<bdi class="text">{plain(text)}</bdi>'


def share(value: float | None) -> str:
    """Write a share in percent, or a dash where there is none."""
    return NONE if value is None else f"{value:.1%}"


def number(value: float | None, digits: int = 0) -> str:
    """Write a number, or a dash where there is none."""
    return NONE if value is None else f"{value:,.{digits}f}"


def badge(lean: Lean) -> str:
    """Say in a word whether a figure is fine."""
    return f'<span class="lean {_CLASSES[lean]}">{lean}</span>'


def table(heads: Iterable[str], rows: Iterable[Iterable[str]], graph: int | None = None) -> str:
    """Write a table: its first column names the row, column number `graph` holds a drawing, the others numbers.

    A head that ends in a colon is that of a column of text.
    """
    names = tuple(heads)
    kinds = ["text" if name.endswith(":") else "number" for name in names]
    kinds[0] = "name"
    if graph is not None:
        kinds[graph] = "graph"
    columns = zip(names, kinds, strict=True)
    head = "".join(f'<th scope="col" class="{kind}">{plain(name.rstrip(":"))}</th>' for name, kind in columns)
    body = "".join(_row(tuple(cells), kinds) for cells in rows)
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _row(cells: tuple[str, ...], kinds: list[str]) -> str:
    rest = "".join(f'<td class="{kind}">{cell}</td>' for cell, kind in zip(cells[1:], kinds[1:], strict=True))
    return f'<tr><th scope="row">{cells[0]}</th>{rest}</tr>'


def bar(value: float) -> str:
    """Draw a share as a bar; the figure itself stands beside it in the table."""
    return (
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="track" width="100" height="10"/>'
        f'<rect class="filled" width="{100 * value:.2f}" height="10"/></svg>'
    )


def histogram(spread: Spread | None) -> str:
    """Draw lengths in words; every bar tells its range and count when it is pointed at."""
    if spread is None:
        return NONE
    highest = max(bin_.count for bin_ in spread.bins)
    step = 160 / len(spread.bins)
    bars = []
    for n, bin_ in enumerate(spread.bins):
        height = _HEIGHT * bin_.count / highest
        upto = " or more" if bin_.high is None else "" if bin_.high == bin_.low else f" to {bin_.high}"
        bars.append(
            f'<rect class="filled" x="{n * step:.2f}" y="{_HEIGHT - height:.2f}" width="{step * 0.88:.2f}" '
            f'height="{height:.2f}"><title>{bin_.low}{upto} words: {bin_.count:,}</title></rect>'
        )
    last = spread.bins[-1]
    end = f"{last.low} or more words" if last.high is None else f"{last.high} words"
    label = f"Histogram of {spread.count:,} texts, from 0 to {end}"
    return (
        f'<svg class="histogram" viewBox="0 0 160 {_HEIGHT + 1}" preserveAspectRatio="none" role="img" '
        f'aria-label="{label}">{"".join(bars)}<rect class="track" y="{_HEIGHT}" width="160" height="1"/></svg>'
        f'<div class="axis" aria-hidden="true"><span>0</span><span>{end}</span></div>'
    )


def section(title: str, html: str, note: str = "") -> str:
    """Wrap a part of the page with its heading and a sentence on how to read it."""
    told = f'<p class="muted">{plain(note)}</p>' if note else ""
    return f"<section><h2>{plain(title)}</h2>{told}{html}</section>"
