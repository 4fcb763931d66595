"""What the LLM is told of a faulty reply. Pure.

The text is a part of the next request, and a stored reply is found by its request. So it depends on the findings and
not on their actions, but for `info`: a table that only moves checks between ask, drop and flag finds every reply again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from datagen.checks.actions import Action
from datagen.checks.draft import quote
from datagen.lexicon.sentences import sentences
from datagen.sample import Finding, Turn

MAX_REASONS = 8
MAX_SENTENCE = 240


def reasons(findings: Iterable[Finding], turns: Sequence[Turn] | None, actions: Mapping[str, Action]) -> list[str]:
    """List what is wrong, at most MAX_REASONS; where there is more, something of every check comes first."""
    faults: dict[str, str] = {}
    for finding in findings:
        if finding.verdict == "fail" and actions[finding.check] != "info":
            faults.setdefault(_reason(finding, turns), finding.check)
    if len(faults) <= MAX_REASONS:
        return list(faults)
    before: Counter[str] = Counter()
    ranked: list[tuple[int, str]] = []
    for reason, check in faults.items():
        ranked.append((before[check], reason))
        before[check] += 1
    ranked.sort(key=lambda pair: pair[0])
    return [reason for _, reason in ranked[:MAX_REASONS]]


def _reason(finding: Finding, turns: Sequence[Turn] | None) -> str:
    """Return the message; with the sentence that holds the span, unless something is quoted there already."""
    sentence = "" if '"' in finding.message else _sentence(finding, turns)
    return f"{finding.message}, in {sentence}" if sentence else finding.message


def _sentence(finding: Finding, turns: Sequence[Turn] | None) -> str:
    """Quote the sentence; nothing where the span is the whole text or goes over several sentences."""
    start, end = finding.start, finding.end
    if turns is None or finding.turn is None or finding.part is None or start is None or end is None:
        return ""
    turn = turns[finding.turn]
    text = turn.question if finding.part == "question" else turn.answer
    if (start, end) == (0, len(text)):
        return ""
    for found in sentences(text):
        if found.start <= start and end <= found.end + 1:  # the mark that ends the sentence may be in the span
            return quote(
                text[start if found.end - found.start > MAX_SENTENCE else found.start : found.end], MAX_SENTENCE
            )
    return ""
