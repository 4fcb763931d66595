"""Text to sentences, for comparing them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_SENTENCE = re.compile(r"[^.!?]+")
_WORD = re.compile(r"\w+(?:'\w+)?")


class Sentence(NamedTuple):
    """A sentence: where it stands in the text, and its words in lower case."""

    start: int
    end: int
    words: tuple[str, ...]


def words(text: str) -> list[str]:
    """Words in lower case."""
    return _WORD.findall(text.lower())


def sentences(text: str) -> Iterator[Sentence]:
    """Yield the stretches between full stops, question and exclamation marks that have a word in them."""
    for match in _SENTENCE.finditer(text):
        found = tuple(words(match[0]))
        if found:
            yield Sentence(match.start(), match.end(), found)
