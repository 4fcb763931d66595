"""Truncation: the reply hit the token limit, or an answer stops in the middle of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from datagen.checks.draft import Draft, quote
from datagen.sample import Finding
from datagen.scene import Scene

SENTENCE_WORDS = 5
"""An answer this long is a sentence and ends like one; "Two dogs" needs no full stop."""

_ENDED = re.compile(r"[.!?…。！？][\"'”’)\]*_]*\s*\Z|[\"”)]\s*\Z")  # noqa: RUF001 - marks of other scripts


def find_truncation(draft: Draft, scene: Scene) -> Iterator[Finding]:
    """Fail replies cut off by the token limit and answers without closing punctuation."""
    del scene
    if draft.finish_reason == "length":
        message = "the reply was cut off at the token limit: write fewer and shorter sentences"
        yield Finding(check="truncation", verdict="fail", message=message)
        return
    for answer in draft.answers():
        if len(answer.text.split()) >= SENTENCE_WORDS and not _ENDED.search(answer.text):
            start = max(len(answer.text) - 30, 0)
            fault = f"stops in the middle of a sentence ({quote(answer.text[start:])})"
            yield answer.fail("truncation", start, len(answer.text), fault)
