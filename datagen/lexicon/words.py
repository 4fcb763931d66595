"""Sets of words, written as running text. Pure."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text; where it has commas, what stands between them."""
    parts = text.split(",") if "," in text else text.split()
    return frozenset(part.strip() for part in parts)
