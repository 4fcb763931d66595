"""Pieces of patterns that are shared: a skeleton's noun phrases, and lists of words. Pure."""

from __future__ import annotations

import re

FIRST_NOUN = 0xE000
N = "[\ue000-\uf8ff]"
"""One noun phrase in a skeleton."""


def one_of(words: str) -> str:
    """Return a group that matches one of the words; _ stands for a space inside one."""
    return "(?:" + "|".join(word.replace("_", " ") for word in words.split()) + ")"


IMAGE = one_of("image picture photo photograph frame scene shot view composition snapshot screen canvas pic viewer")
SIDE_PART = one_of("side half part portion edge corner third section area end margin region quarter")
REGION = re.compile(
    rf"\b(?:left|right|top|bottom|upper|lower|middle|center|centre)(?:-hand)?(?:[ -](?:left|right))? {SIDE_PART}\b"
    r"|\b(?:on|to|at) the (?:far )?(?:left|right|top|bottom)\b|\b(?:foreground|background|distance)\b"
)
"""A part of the image: what is said of it is not said of all."""
MARK = re.compile(r"[,;:]| but | while | however | although | so ")
"""What ends a clause, roughly."""
