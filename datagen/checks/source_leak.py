"""Source leak: the text speaks of captions, boxes or given information instead of the image.

The words themselves are innocent: a poster has a caption, a jar a label, a board information. So a wording counts only
in a construction that points to a source, and not where an excuse overlaps it that places the words in the scene.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from datagen.checks import source_talk as talk
from datagen.checks.draft import Draft, quote
from datagen.checks.phrases import outside
from datagen.sample import Finding

_LEAKS = (
    *(talk.POINTS_TO_A_SOURCE, talk.NAMES_A_DATA_SET, talk.TELLS_WHAT_IT_RECEIVED),
    *(talk.NAMES_TEXT_OF_THE_IMAGE, talk.QUOTES_OTHER_EYES),
    *(talk.TREATS_TEXT_AS_A_WITNESS, talk.SPEAKS_OF_BEING_LABELLED, talk.SPEAKS_OF_BOXES),
)


def find_source_leaks(draft: Draft) -> Iterator[Finding]:
    """Fail every mention of a source; writing in the scene and wishes for a caption are let pass."""
    text = f" {draft.flat}"
    possible = [phrases for phrases in _LEAKS if phrases.may_be_in(text)]
    bare = talk.BARE.may_be_in(text)
    for passage in draft.passages:
        found = [match for phrases in possible for match in phrases.find(passage.text)]
        loose = talk.BARE.find(passage.text) if bare else []
        if loose and not talk.MAY_CARRY_WRITING.find(passage.text):
            found += loose
        if not found:
            continue
        found.sort(key=re.Match.span)
        wished = bool(talk.CAPTION_WISH.find(draft.turns[passage.turn].question))
        end = 0
        for match in outside(found, talk.IN_THE_SCENE.find(passage.text)):
            if match.start() >= end and not (wished and "caption" in match[0].lower()):
                end = match.end()
                fault = f"speaks of its source ({quote(match[0])}) instead of the image"
                yield passage.fail("source", match.start(), end, fault)
