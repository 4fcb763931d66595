"""Echo: a sentence of a worked example comes back as if it were about this image. Small models do this."""

from __future__ import annotations

from collections.abc import Iterator

from datagen.checks.draft import Draft, quote
from datagen.lexicon.sentences import sentences
from datagen.sample import Finding

SENTENCE_WORDS = 6
"""Shorter sentences may be alike by chance."""


def find_echoes(draft: Draft) -> Iterator[Finding]:
    """Fail answers' sentences that stand in a worked example of the prompt, word by word."""
    if not draft.worked:
        return
    for answer in draft.answers():
        for sentence in sentences(answer.text):
            if len(sentence.words) >= SENTENCE_WORDS and sentence.words in draft.worked:
                fault = f"copies an example ({quote(answer.text[sentence.start : sentence.end])}) instead of this image"
                yield answer.fail("echo", sentence.start, sentence.end, fault)
