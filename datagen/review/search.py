"""Text search over all outcomes, with no index: their lines are read anew. Reads files."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from datagen.review.index import Index
from datagen.sample import Turn

_PLAIN = re.compile(rb"[ !#-\[\]-~]+")
"""Runs of characters that JSON writes as they are."""


class _Said(msgspec.Struct, gc=False):
    question: str
    answer: str


class _Row(msgspec.Struct, gc=False):
    id: str
    image: str
    turns: list[_Said] | None
    reply: str = ""


def search(text: str, index: Index, edited: Mapping[int, Sequence[Turn]]) -> set[int]:
    """Return the numbers of the outcomes with the text, in any case, in id, image, a question or an answer.

    `edited` is the text that now stands for some of them. Where no turns could be read, the reply is searched.
    """
    wanted = text.casefold()
    decode = msgspec.json.Decoder(_Row).decode
    found = set()
    for first, ends, block in index.blocks():
        for place in _candidates(wanted, ends, block):
            row = decode(block[ends[place - 1] if place else 0 : ends[place]])
            if first + place not in edited and _holds(wanted, row, row.turns):
                found.add(first + place)
    for number, turns in edited.items():
        outcome = index.outcome(number)
        if _holds(wanted, _Row(outcome.id, outcome.image, None), turns):
            found.add(number)
    return found


def _candidates(wanted: str, ends: list[int], block: bytes) -> Iterable[int]:
    """Return the places of the lines that may hold the text: all, unless the block is plain ASCII.

    Elsewhere folding can make an ASCII letter of another one.
    """
    low = block.lower()
    if not low.isascii() or b"\\u" in low:
        return range(len(ends))
    plain = max(_PLAIN.findall(wanted.encode()), key=len, default=b"")
    if not wanted.isascii():
        return ()
    return _holding(plain, ends, low) if plain else range(len(ends))


def _holding(plain: bytes, ends: list[int], low: bytes) -> Iterator[int]:
    at = low.find(plain)
    while at >= 0:
        place = bisect_right(ends, at)
        yield place
        at = low.find(plain, ends[place])


def _holds(wanted: str, row: _Row, turns: Sequence[_Said | Turn] | None) -> bool:
    said = [row.reply] if turns is None else [part for turn in turns for part in (turn.question, turn.answer)]
    return any(wanted in part.casefold() for part in (row.id, row.image, *said))
