"""How many tokens a text has, without a tokenizer: an estimate from the text itself. Pure.

Byte-pair tokenizers cut text into words, digit groups and runs of punctuation first, then cut rare words further.
Counting those pieces comes within a tenth of the tokenizers it was compared with (docs/decisions/005-tokens.md).
"""

from __future__ import annotations

import re

_PIECE = re.compile(r"[^\W\d_]+|\d{1,3}|[^\w\s]+|_|\n+")
_LONG_WORD = 11


def estimate(text: str) -> int:
    """Estimate the tokens of English prose, JSON or a context."""
    pieces = _PIECE.findall(text)
    return len(pieces) + sum(len(piece) > _LONG_WORD for piece in pieces)
