"""Refusal and meta text: the LLM speaks of itself or of its task instead of the image.

A cat in a monologue may be unable to do things and a letter may be sorry, so what only counts from an assistant's
mouth is not looked for in fiction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from datagen.checks import assistant_talk as talk
from datagen.checks.draft import Draft, quote
from datagen.checks.phrases import flat
from datagen.sample import Finding

_ANYWHERE = (
    *(talk.IS_A_MODEL, talk.SEES_NO_IMAGE, talk.GOT_NO_IMAGE, talk.DECLINES, talk.APOLOGIZES),
    *(talk.OPENS_LIKE_AN_ASSISTANT, talk.PRESENTS_ITS_WORK, talk.ADDS_A_NOTE, talk.SPEAKS_TO_ITS_USER),
)
_NOT_IN_FICTION = (
    *(talk.ONLY_AN_ASSISTANT, talk.ONLY_AN_ASSISTANT_SAYS_OF_ITS_TASK, talk.IS_NO_PERSON, talk.WAS_SENT_NOTHING),
    *(talk.SAYS_SORRY, talk.REGRETS, talk.REFUSES_KINDS_OF_TASKS, talk.TALKS_ABOUT_THE_TALK, talk.LABELS_ITS_TURN),
    *(talk.SPEAKS_LIKE_A_SERVICE, talk.ENDS_LIKE_A_SERVICE, talk.HAS_ITS_LIMITS),
    *(talk.SPEAKS_OF_ITSELF, talk.SPEAKS_OF_THE_QUESTION),
)
_SENTENCE_ENDS = re.compile(r"[.!?\n]")


def find_refusals(draft: Draft) -> Iterator[Finding]:
    """Fail refusals, apologies and remarks on the task; an honest "cannot be determined" is none."""
    text = f" {draft.flat}"
    of_both = [phrases for phrases in _ANYWHERE if phrases.may_be_in(text)]
    of_answers = list(of_both)
    if not draft.kind.is_fiction:
        text = f" {flat(' '.join(answer.text for answer in draft.answers()))}"
        of_answers += [phrases for phrases in _NOT_IN_FICTION if phrases.may_be_in(text)]
    for passage in draft.passages:
        wordings = of_answers if passage.part == "answer" else of_both
        end = 0
        found = (match for phrases in wordings for match in phrases.find(passage.text))
        for match in sorted(found, key=lambda match: match.span()):
            if match.start() >= end and (not end or _SENTENCE_ENDS.search(passage.text, end - 1, match.start())):
                end = match.end()
                fault = f"is about the assistant or its task ({quote(match[0])}), not about the image"
                yield passage.fail("refusal", match.start(), end, fault)
