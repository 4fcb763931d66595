"""All verdicts on one sample to what holds now: its text, and whether it is accepted. Pure.

The lines are walked in the order of the file and nothing else decides, so equal lines give an equal state.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from datagen.sample import Turn
from datagen.verdicts.rows import DECIDING, DISAGREEMENTS, Decision, VerdictRow, content_sha256

Held = Literal["accept", "reject", "edit"]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a reviewer says; `stale` where it is about a text that is no longer there, and so decides nothing."""

    decision: Decision
    reasons: tuple[str, ...]
    note: str
    time: str
    queue: str
    stale: bool

    @property
    def decides(self) -> bool:
        """Whether it says what the current text is worth."""
        return self.decision in DECIDING and not self.stale

    @property
    def is_good(self) -> bool:
        """Whether it takes the sample: an edit is its author's acceptance of the new text."""
        return self.decision != "reject"


@dataclass(frozen=True, slots=True)
class ReviewState:
    """What holds of one sample.

    `turns` is its text after edits, None where it has none. `decision` is None while nobody has decided on that text.
    `opinions` has a reviewer's last decision, or their last flag or skip where they have not decided: passing a card
    or flagging it takes no decision back. `disagree` where two differ on the text and nobody has settled it since.
    `flagged` where somebody flagged the text and has not decided since. `skipped` has (reviewer, queue) for who passed
    the text over, and where. `texts` names all texts that it had.
    """

    turns: tuple[Turn, ...] | None
    edited: bool
    decision: Held | None
    opinions: dict[str, Opinion]
    disagree: bool
    flagged: bool
    skipped: frozenset[tuple[str, str]]
    texts: frozenset[str]

    @property
    def is_stale(self) -> bool:
        """Whether people decided, but each on a text that is no longer there."""
        return self.decision is None and any(
            opinion.stale and opinion.decision in DECIDING for opinion in self.opinions.values()
        )


def live(rows: Sequence[VerdictRow]) -> tuple[VerdictRow, ...]:
    """Leave out what was taken back.

    An undo takes back its reviewer's line of the time in `undoes`, if that still stands; one that names none, their
    latest line that still stands.
    """
    if not any(row.decision == "undo" for row in rows):
        return tuple(rows)
    mine: dict[str, list[int]] = {}
    for at, row in enumerate(rows):
        stack = mine.setdefault(row.reviewer, [])
        if row.decision != "undo":
            stack.append(at)
        elif row.undoes is None:
            del stack[-1:]
        else:
            stack[:] = [one for one in stack if rows[one].time != row.undoes]
    return tuple(rows[at] for at in sorted(at for stack in mine.values() for at in stack))


def review_state(turns: tuple[Turn, ...] | None, rows: Sequence[VerdictRow]) -> ReviewState:
    """Tell what holds, from the text as the checks left it (None where there is none) and the verdicts on it."""
    standing_rows, original = live(rows), content_sha256(turns or ())
    text, current, texts = _edited(turns, original, standing_rows)
    latest = _latest(standing_rows)
    opinions = {reviewer: _opinion(row, current) for reviewer, row in latest.items()}
    edited = current != original
    decision, disagree = _held(latest, opinions, edited=edited)
    flagged, skipped = _flagged(standing_rows, current), _skipped(standing_rows, current)
    return ReviewState(text, edited, decision, opinions, disagree, flagged, skipped, texts)


def _edited(
    turns: tuple[Turn, ...] | None, current: str, rows: Sequence[VerdictRow]
) -> tuple[tuple[Turn, ...] | None, str, frozenset[str]]:
    """Apply each edit that was made to the text as it stood by then; others lost to one before them.

    Returns the text, its name, and the names of all texts that there were.
    """
    texts = {current}
    for row in rows:
        if row.decision == "edit" and row.content_sha256 == current:
            turns, current = row.turns, row.judged_sha256
            texts.add(current)
    return turns, current, frozenset(texts)


def _latest(rows: Sequence[VerdictRow]) -> dict[str, VerdictRow]:
    """The line that speaks for each reviewer, in the order in which these were written."""
    found: dict[str, VerdictRow] = {}
    for row in rows:
        known = found.get(row.reviewer)
        if known is None or row.decision in DECIDING or known.decision not in DECIDING:
            found.pop(row.reviewer, None)
            found[row.reviewer] = row
    return found


def _opinion(row: VerdictRow, current: str) -> Opinion:
    stale = row.judged_sha256 != current
    return Opinion(row.decision, row.reasons, row.note, row.time, row.queue, stale)


def _held(latest: dict[str, VerdictRow], opinions: dict[str, Opinion], *, edited: bool) -> tuple[Held | None, bool]:
    """Return the decision and whether it is disputed; `latest` gives the order in which the opinions were written."""
    fresh = [opinions[reviewer] for reviewer in latest if opinions[reviewer].decides]
    good: Held = "edit" if edited else "accept"
    settled = next((at for at in reversed(range(len(fresh))) if fresh[at].queue == DISAGREEMENTS), None)
    if settled is not None:
        word = fresh[settled]
        disputed = any(later.is_good != word.is_good for later in fresh[settled + 1 :])
        return good if word.is_good else "reject", disputed
    kinds = {opinion.is_good for opinion in fresh}
    if False in kinds:
        return "reject", True in kinds
    return good if edited or kinds else None, False


def _flagged(rows: Sequence[VerdictRow], current: str) -> bool:
    flags: dict[str, bool] = {}
    for row in rows:
        if row.decision in DECIDING or row.decision == "flag":
            flags[row.reviewer] = row.decision == "flag" and row.content_sha256 == current
    return any(flags.values())


def _skipped(rows: Sequence[VerdictRow], current: str) -> frozenset[tuple[str, str]]:
    return frozenset(
        (row.reviewer, row.queue) for row in rows if row.decision == "skip" and row.content_sha256 == current
    )
