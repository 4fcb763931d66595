"""Text to tokens: words with their places, and the marks between them. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

from datagen.lexicon.words import word_set

_TOKEN = re.compile(
    r"\d[\d,]*\.?\d+%?|\d+(?:st|nd|rd|th)\b|[^\W_]+(?:[-'][^\W_]+)*'?|\.\.\.|[.,;:!?()\"\u201c\u201d\u2014\u2013/&-]"
)
_GENITIVE = re.compile(r"'s?$")
_CONTRACTED = {"n't": "not", "'re": "are", "'ve": "have", "'ll": "will", "'d": "would", "'m": "am"}


class Token(NamedTuple):
    """A word in lower case, or a mark; where it stands; whether it is a genitive ("dog's", without its ending)."""

    word: str
    start: int
    end: int
    genitive: bool = False


def tokens(text: str) -> list[Token]:
    """Split a text; contractions fall apart into their words, `'s` is dropped and remembered."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text.replace("\u2019", "'")):
        word, start, end = match[0].lower(), match.start(), match.end()
        if "'" not in word and word not in _IRREGULAR:
            found.append(Token(word, start, end))
            continue
        if word in _IRREGULAR:
            first, second = _IRREGULAR[word]
            found += [Token(first, start, end), Token(second, end, end)]
            continue
        ending = next((ending for ending in _CONTRACTED if word.endswith(ending) and len(word) > len(ending)), None)
        if ending:
            at = end - len(ending)
            found += [Token(word[: -len(ending)], start, at), Token(_CONTRACTED[ending], at, end)]
        elif word.endswith("'s") and word[:-2] in _WITH_IS:
            found += [Token(word[:-2], start, end - 2), Token("is", end - 2, end)]
        else:
            stem = _GENITIVE.sub("", word)
            found.append(Token(stem, start, start + len(stem), genitive=stem != word))
    return found


_IRREGULAR = {
    "can't": ("can", "not"),
    "won't": ("will", "not"),
    "shan't": ("shall", "not"),
    "let's": ("let", "us"),
    "cannot": ("can", "not"),
}
_WITH_IS = word_set("it there he she that what where who which here this how everyone one")
