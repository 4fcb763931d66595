"""How many tokens a text has, without a tokenizer: an estimate from the text itself. Pure.

Byte-pair tokenizers first cut text into words, groups of up to three digits (with a space before them apart) and runs
of punctuation, then cut rare words further. Counting those pieces is within a tenth for prose; tokenizers that cut
numbers into single digits take more for contexts (docs/decisions/005-tokens-without-a-tokenizer.md has the figures).
"""

from __future__ import annotations

import re

_PIECE = re.compile(r"[^\W\d_]+|\d{1,3}| (?=\d)|[^\w\s]+|_|\n+")
_LONG_WORD = 11


def estimate(text: str) -> int:
    """Estimate the tokens of English prose, JSON or a context."""
    pieces = _PIECE.findall(text)
    return len(pieces) + sum(len(piece) > _LONG_WORD for piece in pieces)
