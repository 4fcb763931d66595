"""Repetition: a sentence, a question or a run of words that comes again and again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from datagen.checks.draft import Draft, Passage, quote
from datagen.sample import Finding
from datagen.scene import Scene
from datagen.sentences import sentences, words

SENTENCE_WORDS = 4
"""Shorter sentences ("Yes.", "It is red.") may come again."""
RUN = 3
MIN_WORDS = 12
MIN_DISTINCT_RUNS = 0.8
"""Share of different 3-word runs below which a text is a loop; the worked examples' lowest is 0.94."""


def find_repetition(draft: Draft, scene: Scene) -> Iterator[Finding]:
    """Fail repeated questions, sentences that come twice among the answers, and loops of words."""
    del scene
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for passage in draft.passages():
        looped = _loop(passage.text)
        if looped:
            fault = f'goes round in circles ("{looped}" comes again and again)'
            yield passage.fail("repetition", 0, len(passage.text), fault)
        else:
            yield from _repeated_sentences(passage, seen)


def _repeated_sentences(passage: Passage, seen: set[tuple[str, tuple[str, ...]]]) -> Iterator[Finding]:
    for sentence in sentences(passage.text):
        if len(sentence.words) < SENTENCE_WORDS:
            continue
        if (passage.part, sentence.words) in seen:
            span = quote(passage.text[sentence.start : sentence.end])
            yield passage.fail("repetition", sentence.start, sentence.end, f"says {span} a second time")
        seen.add((passage.part, sentence.words))


def _loop(text: str) -> str | None:
    """Return the most frequent run of words if the text has too few different ones."""
    found = words(text)
    if len(found) < MIN_WORDS:
        return None
    runs = Counter(zip(*(found[n:] for n in range(RUN)), strict=False))
    return " ".join(runs.most_common(1)[0][0]) if len(runs) < MIN_DISTINCT_RUNS * runs.total() else None
