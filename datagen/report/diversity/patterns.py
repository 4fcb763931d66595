"""Yes or no, directions and options, found in text by cheap rules that do for counting. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

_YES_NO = re.compile(
    r"""\A\W*(?:(yes)\b | (no)(?:\W*\Z | \s*[,.;:!\u2013\u2014-] | \s+(?:it|there|they|he|she|the|this|that|these|those
    |i|we|you|not)\b))""",
    re.VERBOSE | re.IGNORECASE,
)
"""Yes; and no with a mark or the start of a sentence behind it: "No dog is there" answers no yes-no question."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SIDES = frozenset({"left", "right", "above", "below"})
_OWNERS = _words("the its his her their your our my from to")
"""With one of these before it, a word is a side ("on the left behind it", "from left to right")."""

_NEVER_BEFORE = {"right": _words("now away angle angles amount amounts time way choice conditions")}
_AFTER = {
    "left": _words("has have had having just already recently been being get gets got who something nothing"),
    "right": _words("all that's is that you're quite just"),
}
_BEFORE = {
    "left": _words(
        "over behind alone open out off unattended untouched uneaten empty in on at by for the his her its their"
    ),
    "right": _words(
        "in on at by next beside behind under above below beneath outside inside up down near against along into "
        "through where when as after before here there"
    ),
    "above": frozenset({"all"}),
}
"""Where a side's word is something else: never before these; after these, or before these, unless it has an owner."""

_OPTION = re.compile(r"(?:(?<=\s)|\A)\(?([A-L])[.):]\s")
_CHOSEN = re.compile(
    r"""\A\W*(?:
        (?i:(?:the\s+)?(?:correct\s+|right\s+|best\s+)*(?:answer|option|choice)(?:\s+is)?:?\s+(?:option\s+)?)\(?([A-L])\b
      | ([A-L])(?:[).:,]|\s*\Z)
    )""",
    re.VERBOSE,
)


def yes_or_no(answer: str) -> str | None:
    """Return the yes or no that an answer begins with."""
    found = _YES_NO.match(answer)
    return (found[1] or found[2]).lower() if found else None


def directions(answer: list[str]) -> Iterator[str]:
    """Yield left, right, above and below out of an answer's lower-case words.

    "left" as a verb ("has left", "left over", "left the room") and "right" as an adverb ("right now", "right behind")
    are left out, as far as the words beside them show it.
    """
    for n, word in enumerate(answer):
        if word in _SIDES:
            before = answer[n - 1] if n else ""
            after = answer[n + 1] if n + 1 < len(answer) else ""
            if _is_side(word, before, after):
                yield word


def _is_side(word: str, before: str, after: str) -> bool:
    if after in _NEVER_BEFORE.get(word, ()):
        return False
    if before in _OWNERS or after == "of":
        return True
    return before not in _AFTER.get(word, ()) and after not in _BEFORE.get(word, ())


def chosen_option(question: str, answer: str) -> tuple[str, int] | None:
    """Return the letter that the answer names and the number of options that the question lists.

    Options stand as "A. ... B. ...", "A) ... B) ..." or "(A) ... (B) ...", from A on and in order; an answer names
    one by its letter with a mark or the end behind it ("B.", "(B)"), or after "answer", "option" or "choice".
    """
    letters = _OPTION.findall(question)
    count = 0
    for letter in letters:
        count += letter == chr(ord("A") + count)
    found = _CHOSEN.match(answer) if count > 1 else None
    if found is None:
        return None
    letter = found[1] or found[2]
    return (letter, count) if ord(letter) - ord("A") < count else None
