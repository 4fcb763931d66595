"""Format: every question and answer has text of a fitting length, and nothing of the chat's machinery."""

from __future__ import annotations

import re
from collections.abc import Iterator

from datagen.checks.draft import Draft, Passage, quote
from datagen.kinds import Kind
from datagen.sample import Finding

MAX_QUESTION_WORDS = 80

_EDGES = " \t\r\n.,;:!?*_\"'()<>[]{}"
_SUSPECT = re.compile(r"[<\[{}`:\\\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd\ud800-\udfff]")
"""All machinery has one of these; most texts have none."""

_MACHINERY = re.compile(
    r"""
    <\|[^|>\n]{1,40}\|>  |  <</?SYS>>  |  \[/?INST\]                        # chat templates
    | </?[a-z][\w\ -]{0,24}/?>
    | \[(?:image|img|photo)\]
    | ``` | \{\s*" | "\s*\} | \}\s*,?\s*\{ | \\[nrt"] | \\u[0-9a-f]{4}        # JSON and its escapes
    | "(?:turns|question|answer|description)"\s*:
    | \[(?:your|insert|name|object|color|colour|location|place|date)\b[^\]\n]{0,40}\]   # blanks to be filled in
    | \{(?:question|answer|object|name|description|color|colour)\}
    | [\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd\ud800-\udfff]
    | (?:^|(?<=[.!?]\s))[*\#\s]{0,9}(?:USER|ASSISTANT|GPT|\#\#\#\ (?:human|assistant))[*\s]{0,4}:
    """,
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
_LABEL = re.compile(
    r"[*_#\t ]{0,9}(?:question|answer|q|a|human|system|response|description|turn|request)"
    r"[*_#\t ]{0,4}\d{0,3}[*_]{0,3}:",
    re.IGNORECASE,
)
_LABEL_INSIDE = re.compile(r"\n[*_#\t ]{0,9}(?:Question|Answer|Q|A|Human|System|Turn)[ *_#]{0,4}\d{0,3}[*_]{0,3}:")
_PLACEHOLDERS = {"n/a", "na", "null", "question", "answer", "string", "description", "placeholder", "todo", "tbd"}
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
"""Letters of scripts that put no space between words."""

_ASKS = re.compile(
    r"""
    [?\u061f\uff1f\u037e]
    | \A\W*[^\W\x00-\x7f]                                  # no rule for other scripts
    | (?:\A|[.!:]\s|\A(?:in|on|for|from|with|using|based|given|looking|imagine|if|as|after|before)\b[^.,]{0,80},\s)
      \W{0,3}(?:(?:please|now|then|next|also|and|so|just|kindly|briefly|next)\b,?\s+){0,3}
      (?:
        (?:what|which|who|whose|whom|where|when|why|how|is|are|was|were|do|does|did|has|have|had|can|could|would|will
          |should|may|might|shall|i'd|i\swould|i\swant|i\sneed|i\swonder|let's|let\sus|let\sme|help|tell|describe
          |explain|list|name|identify|compare|contrast|count|give|provide|summari[sz]e|discuss|consider|suppose|imagine
          |suggest|point|state|write|find|walk|look|choose|pick|show|guess|rank|infer|elaborate|continue|outline
          |estimate|predict|propose|recommend|analy[sz]e|interpret|share|report|mention|specify|locate|indicate|draw
          |invent|compose|create|think|take|answer|decide|say|go)\b
        | (?!(?:there|here|the|an?|it|this|that|these|those|he|she|they|we|you|i|one|two|three|four|five|many|some|all
          |both|each|only|not|no|yes|about|above|across|against|along|among|around|at|behind|below|beside|between|by|down
          |during|in|inside|into|near|of|off|on|onto|outside|over|past|through|to|toward|towards|under|up|upon|with
          |within|and|but|or|than|like|unlike|\w+ing|\w+ed)\b)
          [a-z]+\s(?:the|an?|all|each|every|any|some|this|these|those|what|how|why|where|which|who|whether|me|us|your)\b
      )
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""A question mark; or the first words of a question; or an imperative: a known verb, or any word of an open class
with a determiner or question word behind it ("Sort the cups by size.")."""


def find_form_faults(draft: Draft) -> Iterator[Finding]:
    """Fail empty text, placeholders, machinery, a wrong length for the kind, and what only repeats its question."""
    for passage in draft.passages:
        fault = _fault(passage, draft)
        if fault:
            yield passage.fail("format", 0, len(passage.text), fault)
        if _SUSPECT.search(passage.text):
            for match in _machinery(passage.text, draft.kind):
                fault = f"contains {quote(match[0])}, which is not part of a conversation"
                yield passage.fail("format", match.start(), match.end(), fault)


def _fault(passage: Passage, draft: Draft) -> str | None:
    text = passage.text
    if not any(map(str.isalnum, text)) or text.strip(_EDGES).lower() in _PLACEHOLDERS:
        return f"has no content: {quote(text)}"
    length, shortest = _length(text), draft.kind.min_answer_words
    if passage.part == "question":
        if length > MAX_QUESTION_WORDS:
            return f"has {length} words; a question has at most {MAX_QUESTION_WORDS}"
        asks = draft.kind.is_fiction or "?" in text or _ASKS.search(text)
        return None if asks else f"is neither a question nor a request: {quote(text)}"
    if length < shortest:
        return f"has {length} words; a {draft.kind.name} answer needs at least {shortest}"
    return "only repeats its question" if _plain(text) == _plain(draft.turns[passage.turn].question) else None


def _machinery(text: str, kind: Kind) -> Iterator[re.Match[str]]:
    yield from _MACHINERY.finditer(text)
    if label := _LABEL.match(text):
        yield label
    if not kind.is_fiction:  # an interview or a riddle may have such lines
        yield from _LABEL_INSIDE.finditer(text)


def _length(text: str) -> int:
    words = len(text.split())
    return words if text.isascii() else words + len(_UNSPACED.findall(text)) // 2


def _plain(text: str) -> str:
    return text.strip(_EDGES).lower()
