"""Hedging: how many sentences of the answers say "might" or "it seems" where the image should be described.

A guess is honest where the boxes leave something open, and the point of reasoning. So this one looks at a share.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from datagen.checks.draft import Draft, quote
from datagen.checks.phrases import Phrases
from datagen.lexicon.sentences import sentences
from datagen.sample import Finding

MIN_SENTENCES = 4
MIN_HEDGED = 2
"""Among fewer sentences, one that is hedged says nothing yet."""

_SEEN = r"(?! (?:\w+ )?(?:be (?:\w+ )?)?(?:seen|heard|found|spotted|observed|counted|made out)(?!\w))"
_MODAL = rf"(?! ?(?:not|n't)(?!\w)){_SEEN}"
_MONTH = r"(?<!in\s)(?<!of\s)(?<!on\s)(?<!since\s)(?<!until\s)(?<!early\s)(?<!late\s)"
_STRENGTH = r"(?<!its\s)(?<!his\s)(?<!her\s)(?<!their\s)(?<!all\s)(?<!the\s)(?<!with\s)"

_HEDGES = Phrases(
    rf"{_STRENGTH}might(?! of(?!\w)){_SEEN}",
    rf"{_MONTH}(?-i:may)(?! \d)(?! (?:the|a) \d){_SEEN}|(?-i:May) (?:well )?(?:be|have)",
    rf"could{_MODAL}",
    r"perhaps|possibly|probably|likely|maybe|presumably|apparently|seemingly|potentially|conceivably|supposedly",
    r"appear(?:s|ed|ing)? (?:to|as if|as though|that)|would appear",
    r"seem(?:s|ed|ing)?|looks? (?:as if|as though|to be)",
    r"suggest(?:s|ed|ing)?(?! (?:a|an|the|some|any|one) (?:caption|title|name|recipe|change|improvement)s?(?!\w))",
    r"(?:it is|it's|(?:is|'s) (?:also |quite |very )?) ?possible(?: that)?|(?:a|the|some) possibility",
    r"I (?:think|believe|guess|suppose|assume|would (?:guess|say))",
    r"one (?:can|could|may|might) (?:assume|guess|suppose)",
    r"hints? (?:at|that)|indicat(?:es?|ing) (?:that|a possible)",
    r"as (?:if|though) (?:it|he|she|they) (?:is|are|were|was)",
    stems=(
        (
            "might|may|could|perhaps|possib|probabl|likely|presum|apparent|seem|potential|conceivabl|supposed|appear|look"
            "|suggest|i think|i believe|i guess|i suppose|i assume|i would|one can|hint|indicat|as if|as though"
        ),
    ),
)


def find_hedging(draft: Draft) -> Iterator[Finding]:
    """Fail a draft that hedges more of its answers' sentences than its kind may."""
    budget = draft.kind.hedging_budget
    if not _HEDGES.may_be_in(draft.flat):
        return
    total, hedged = 0, list[str]()
    for answer in draft.answers():
        starts = [match.start() for match in _HEDGES.find(answer.text)]
        for sentence in sentences(answer.text):
            total += 1
            at = bisect_left(starts, sentence.start)
            if at < len(starts) and starts[at] < sentence.end:
                hedged.append(answer.text[sentence.start : sentence.end])
    if len(hedged) > budget * total and (total >= MIN_SENTENCES or len(hedged) >= MIN_HEDGED):
        message = (
            f"{len(hedged)} of {total} sentences of the answers are hedged, such as {quote(hedged[0])}: "
            f"{len(hedged) / total:.0%}, and in this kind at most {budget:.0%} may be"
        )
        yield Finding(check="hedging", verdict="fail", message=message)
