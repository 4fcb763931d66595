"""Format: every question and answer has text of a fitting length, and nothing of the chat's machinery."""

from __future__ import annotations

import re
from collections.abc import Iterator

from datagen.checks.draft import Draft, fail_matches, quote
from datagen.kinds import KINDS
from datagen.sample import Finding
from datagen.scene import Scene

MAX_QUESTION_WORDS = 80

_MACHINERY = re.compile(
    r"<image>|<\|[^|>\s]+\|>|</?s>|\[/?INST\]|```|[{[]\s*\"(?:turns|question|answer|description)\"|\\n"
    r"|\b(?:USER|ASSISTANT|HUMAN|GPT|SYSTEM):|^(?:Question|Answer|Q|A)\s?\d*:",
    re.MULTILINE,
)
_PLACEHOLDER = re.compile(r"^\W*(?:\.{3}|…|n/?a|none|null|question|answer|string|text|description)?\W*$", re.IGNORECASE)
_ASKS = re.compile(
    r"\?|^\W*(?:please|describe|tell|explain|list|name|identify|compare|count|give|provide|summari[sz]e|discuss|consider"
    r"|suppose|imagine|suggest|point|say|state|write|find|walk|go|take|look|choose|pick|can|could|would)\b",
    re.IGNORECASE,
)


def find_form_faults(draft: Draft, scene: Scene) -> Iterator[Finding]:
    """Fail empty text, placeholders, machinery, answers too short for the kind, answers that repeat the question."""
    del scene
    shortest = KINDS[draft.kind].min_answer_words
    for passage in draft.passages():
        words = len(passage.text.split())
        if _PLACEHOLDER.match(passage.text) and passage.text.strip().lower() not in ("none", "none."):
            yield passage.fail("format", 0, len(passage.text), f"has no content: {quote(passage.text)}")
        elif passage.part == "answer" and words < shortest:
            fault = f"has {words} words; a {draft.kind} answer needs at least {shortest}"
            yield passage.fail("format", 0, len(passage.text), fault)
        elif passage.part == "question" and words > MAX_QUESTION_WORDS:
            fault = f"has {words} words; a question has at most {MAX_QUESTION_WORDS}"
            yield passage.fail("format", 0, len(passage.text), fault)
        elif passage.part == "question" and draft.kind not in ("creative", "detail") and not _ASKS.search(passage.text):
            yield passage.fail("format", 0, len(passage.text), f"is no question: {quote(passage.text)}")
    for answer in draft.answers():
        if _plain(answer.text) == _plain(draft.turns[answer.turn].question):
            yield answer.fail("format", 0, len(answer.text), "only repeats its question")
    yield from fail_matches(draft, "format", _MACHINERY, "contains {}, which is no part of a conversation")


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()
