"""Phrases: wordings that a check looks for as whole words, in any case. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right


def plain(text: str) -> str:
    """Return the text with straight apostrophes, character for character."""
    return text.replace("\u2019", "'")


def flat(text: str) -> str:
    """Return the text in lower case with single spaces and straight apostrophes."""
    return " ".join(plain(text).lower().split())


class Phrases:
    """Alternatives of one pattern, in which a space stands for white space, ` ?` for some or none.

    Each match holds a stem out of every group in `stems`, lower-case pieces of text with | between them. Most texts do
    not, and are passed over at a tenth of the cost. `opening` phrases count only at the beginning of a text.
    """

    def __init__(self, *wordings: str, stems: tuple[str, ...] = (), opening: bool = False) -> None:
        """Compile the wordings."""
        either = "|".join(wordings).replace(" ?", r"\s*").replace(" ", r"\s+")
        start = r"\A\W{0,9}" if opening else r"(?<!\w)"
        self._pattern = re.compile(rf"{start}(?:{either})(?!\w)", re.IGNORECASE)
        self._stems = [group.split("|") for group in stems]
        self._opening = opening

    def may_be_in(self, flat_text: str) -> bool:
        """Tell in little time whether a text that went through `flat`, and got a space before it, holds the stems."""
        for group in self._stems:
            for stem in group:  # a plain loop takes half the time of any()
                if stem in flat_text:
                    break
            else:
                return False
        return True

    def find(self, text: str) -> list[re.Match[str]]:
        """Return all matches, in order."""
        text = plain(text)
        if self._opening:
            match = self._pattern.match(text)
            return [match] if match else []
        return list(self._pattern.finditer(text)) if self.may_be_in(f" {flat(text)}") else []


def outside(matches: list[re.Match[str]], excuses: list[re.Match[str]]) -> list[re.Match[str]]:
    """Return the matches that no excuse overlaps; both in order and without overlaps among themselves."""
    ends = [excuse.end() for excuse in excuses]
    kept = []
    for match in matches:
        at = bisect_right(ends, match.start())  # the first excuse that ends behind the match's start
        if at == len(excuses) or excuses[at].start() >= match.end():
            kept.append(match)
    return kept
