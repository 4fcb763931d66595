"""Cuts what is given to a model, or written by it, into control tokens and the runs of text between them.

Only the form's own words can hold a control token; the data's words are text, whatever they spell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from train.text.conversation import Segment
from train.text.vocabulary import Control


@dataclass(frozen=True, slots=True)
class TextRun:
    """Text in which no control token is meant; or one control token, whose text is its name."""

    text: str
    control: Control | None


def pattern(controls: Mapping[str, Control]) -> re.Pattern[str]:
    """Match the name of any control token, the longest first."""
    names = sorted(controls, key=len, reverse=True)
    return re.compile(f"({'|'.join(re.escape(name) for name in names)})")


def runs(
    segments: Sequence[Segment],
    controls: Mapping[str, Control],
    names: re.Pattern[str],
    previous: TextRun | None = None,
) -> Iterator[TextRun]:
    """Yield the runs of a stretch in order, without the white space that control tokens take with them.

    `previous` is the run before the stretch, where it may take white space from it.
    """
    merged = _merged(piece for segment in segments for piece in _pieces(segment, controls, names))
    for before, run, after in zip([previous, *merged], merged, [*merged[1:], None], strict=False):
        text = run.text
        if run.control is None:
            text = text.lstrip() if _strips_after(before) else text
            text = text.rstrip() if _strips_before(after) else text
        if text:
            yield TextRun(text, run.control)


def _pieces(segment: Segment, controls: Mapping[str, Control], names: re.Pattern[str]) -> Iterator[TextRun]:
    if segment.data:
        yield TextRun(segment.text, None)
        return
    for index, text in enumerate(names.split(segment.text)):
        yield TextRun(text, controls[text] if index % 2 else None)


def _merged(pieces: Iterable[TextRun]) -> list[TextRun]:
    """Join texts that follow each other."""
    merged: list[TextRun] = []
    for piece in pieces:
        if merged and piece.control is None and merged[-1].control is None:
            merged[-1] = TextRun(merged[-1].text + piece.text, None)
        else:
            merged.append(piece)
    return merged


def _strips_after(run: TextRun | None) -> bool:
    return run is not None and run.control is not None and run.control.strips_after


def _strips_before(run: TextRun | None) -> bool:
    return run is not None and run.control is not None and run.control.strips_before
