"""Repetition: a sentence, a question or a run of words that comes again and again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from operator import eq

from datagen.checks.draft import Draft, Passage, quote
from datagen.lexicon.sentences import Sentence, sentences
from datagen.sample import Finding

SENTENCE_WORDS = 4
"""Shorter sentences ("Yes.", "It is red.") may come again."""
LONG_SENTENCE_WORDS = 10
"""Two answers may share a shorter sentence ("No, there is none."), three may not."""
REFRAINS = 4
"""A poem may say a line this often."""
STUTTER = 3
"""So many times in direct succession is a stutter ("a cat, a cat, a cat"); for one word twice as many."""
MAX_PERIOD = 8
RUN = 4
MIN_WORDS = 20
MIN_DISTINCT_RUNS = 0.7
"""Share of different 4-word runs below which a text is a loop."""
MIN_DISTINCT_RUNS_OF_FICTION = 0.4


def find_repetition(draft: Draft) -> Iterator[Finding]:
    """Fail repeated questions, sentences that come again among the answers, stutters and loops of words.

    Fiction may have refrains.
    """
    fiction = draft.kind.is_fiction
    asked: set[tuple[str, ...]] = set()
    said: Counter[tuple[str, ...]] = Counter()
    for passage in draft.passages:
        parts = list(sentences(passage.text))
        found = [word for part in parts for word in part.words]
        looped = _stutter(found, fiction=fiction) or _loop(found, fiction=fiction)
        if looped:
            fault = f'goes round in circles ("{looped}" comes again and again)'
            yield passage.fail("repetition", 0, len(passage.text), fault)
        elif passage.part == "answer":
            yield from _repeated_sentences(passage, parts, said, fiction=fiction)
        else:
            question = tuple(found)
            if len(question) >= SENTENCE_WORDS and question in asked:
                fault = f"asks {quote(passage.text)} a second time"
                yield passage.fail("repetition", 0, len(passage.text), fault)
            asked.add(question)


def _repeated_sentences(
    passage: Passage, parts: list[Sentence], said: Counter[tuple[str, ...]], *, fiction: bool
) -> Iterator[Finding]:
    here: set[tuple[str, ...]] = set()
    for sentence in parts:
        length = len(sentence.words)
        if length < SENTENCE_WORDS:
            continue
        said[sentence.words] += 1
        if fiction:
            again = said[sentence.words] > REFRAINS
        elif sentence.words in here or length >= LONG_SENTENCE_WORDS:
            again = said[sentence.words] > 1
        else:
            again = length > SENTENCE_WORDS and said[sentence.words] > STUTTER - 1
        here.add(sentence.words)
        if again:
            span = quote(passage.text[sentence.start : sentence.end])
            times = "a second time" if said[sentence.words] == STUTTER - 1 else f"{said[sentence.words]} times"
            yield passage.fail("repetition", sentence.start, sentence.end, f"says {span} {times}")


def _stutter(found: list[str], *, fiction: bool) -> str | None:
    """Return the words that come several times in direct succession."""
    times = 2 * STUTTER if fiction else STUTTER
    if len(found) - len(set(found)) < times + 1:  # too few repeated words for even the shortest stutter
        return None
    for period in range(1, MAX_PERIOD + 1):
        needed = period * (times - 1) if period > 1 else 2 * times - 1
        if len(found) < needed + period:
            continue
        at = bytes(map(eq, found, found[period:])).find(b"\x01" * needed)
        if at >= 0:
            return " ".join(found[at : at + period])
    return None


def _loop(found: list[str], *, fiction: bool) -> str | None:
    """Return the most frequent run of words if the text has too few different ones."""
    if len(found) < MIN_WORDS:
        return None
    runs = list(zip(*(found[n:] for n in range(RUN)), strict=False))
    least = MIN_DISTINCT_RUNS_OF_FICTION if fiction else MIN_DISTINCT_RUNS
    return " ".join(Counter(runs).most_common(1)[0][0]) if len(set(runs)) < least * len(runs) else None
