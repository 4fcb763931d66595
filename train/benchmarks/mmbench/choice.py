"""The option that an answer chooses: its letter, or its text, or none. Pure, and never a guess.

The rules are those of VLMEvalKit's `can_infer` at commit e8e78f0 (vlmeval/utils/matching_util.py), quirks included:
"the answer is a cat" chooses A.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

REFUSED = "Z"
"""What VLMEvalKit calls an answer that refuses to choose."""
_FAILED_REQUEST = "Failed to obtain answer via API"
_REFUSALS = (
    "Sorry, I can't help with images of people yet.",
    "I can't process this file.",
    "I'm sorry, but without the image provided",
    "Cannot determine the answer",
)
_MARKS = str.maketrans(dict.fromkeys(".()[],:;!*#{}", " "))
_SAID = re.compile(r"(?:correct\s+)?answer\s+is\s+\**([ABCD])", re.IGNORECASE)
LAST_WORDS = 4
"""A lone letter counts if it begins one of so many last words."""


def choose(answer: str, choices: Mapping[str, object]) -> str | None:
    """Return the letter that an answer chooses, REFUSED, or None where that is not clear."""
    return choose_by_letter(answer, choices) or choose_by_text(answer, choices)


def choose_by_letter(answer: str, choices: Mapping[str, object]) -> str | None:
    """Return the only option letter that stands alone among the last words, else the one behind "answer is"."""
    if _FAILED_REQUEST in answer:
        return None
    if any(refusal in answer for refusal in _REFUSALS):
        return REFUSED
    words = answer.translate(_MARKS).split()
    letters = [letter for letter in choices if letter in words]
    if len(letters) == 1 and words.index(letters[0]) >= len(words) - LAST_WORDS:
        return letters[0]
    if not letters and REFUSED in words:
        return REFUSED
    said = _SAID.search(answer)
    letter = said[1].upper() if said else None
    return letter if letter in choices else None


def choose_by_text(answer: str, choices: Mapping[str, object]) -> str | None:
    """Return the only option whose text is part of the answer; a long answer chooses none."""
    texts = {letter: str(text) for letter, text in choices.items()}
    said = answer.lower()
    if len(said) > 2 * sum(map(len, texts.values())):
        return None
    found = [letter for letter, text in texts.items() if text.lower() in said]
    return found[0] if len(found) == 1 else None
