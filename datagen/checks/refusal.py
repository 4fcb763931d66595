"""Refusal and meta text: the LLM speaks of itself or of its task instead of the image.

A cat in a monologue may be unable to do things and a letter may be sorry, so what only counts from an assistant's
mouth is not looked for in creative text.
"""

from __future__ import annotations

from collections.abc import Iterator

from datagen.checks import assistant_talk as talk
from datagen.checks.draft import Draft, quote
from datagen.sample import Finding
from datagen.scene import Scene

_ANYWHERE = (
    *(talk.IS_A_MODEL, talk.SEES_NO_IMAGE, talk.GOT_NO_IMAGE, talk.DECLINES, talk.APOLOGIZES),
    *(talk.OPENS_LIKE_AN_ASSISTANT, talk.PRESENTS_ITS_WORK, talk.ADDS_A_NOTE, talk.SPEAKS_TO_ITS_USER),
)
_NOT_IN_CREATIVE_TEXT = (talk.ONLY_AN_ASSISTANT, talk.ONLY_AN_ASSISTANT_SAYS_OF_ITS_TASK)


def find_refusals(draft: Draft, scene: Scene) -> Iterator[Finding]:
    """Fail refusals, apologies and remarks on the task; an honest "cannot be determined" is none."""
    del scene
    text = draft.flat
    wanted = _ANYWHERE if draft.kind == "creative" else _ANYWHERE + _NOT_IN_CREATIVE_TEXT
    possible = [phrases for phrases in wanted if phrases.may_be_in(text)]
    for passage in draft.passages:
        end = 0
        found = (match for phrases in possible for match in phrases.find(passage.text))
        for match in sorted(found, key=lambda match: match.span()):
            if match.start() >= end:
                end = match.end()
                fault = f"is about the assistant or its task ({quote(match[0])}), not about the image"
                yield passage.fail("refusal", match.start(), end, fault)
