"""Text of data and models on a terminal: nothing in it can move the cursor, colour anything or reverse the line."""

from __future__ import annotations


def visible(text: str) -> str:
    """Replace what a terminal would obey, but for line breaks and tabs."""
    return "".join(sign if sign.isprintable() or sign in "\n\t" else "\ufffd" for sign in text)
