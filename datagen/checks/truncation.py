"""Truncation: the reply hit the token limit, or a question or answer stops in the middle of a sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from datagen.checks.draft import Draft, Passage, quote
from datagen.kinds import Kind
from datagen.sample import Finding

SENTENCE_WORDS = 5
"""An answer this long is a sentence and ends like one; "Two dogs" needs no full stop."""
PHRASE_WORDS = 3
"""And one this long if all the other answers do."""
SIGNATURE_WORDS = 5
VERSE_WORDS = 12
TAIL = 60

_CLOSERS = "\"'\u201d\u2019\u201c\u00bb\u300d\u300f\uff09)]*_~` \t\r\n"
"""What may follow the mark that ends a sentence."""
_MARKS = ".!?\u2026\u3002\uff0e\uff01\uff1f\u0964\u0965\u061f\u06d4\u0589\u1362\u104b\u17d4\u203d"
"""Full stops, question and exclamation marks of many scripts."""
_QUOTED = '"\u201d\u2019\u201c\u00bb\u300d\u300f)\uff09'
_JOINTS = ",;:-\u2013\u2014\uff0c\u3001"
_NO_STOPS = re.compile(r"[\u0e00-\u0eff]\Z")
"""Thai and Lao end sentences without a mark."""
_DANGLING = re.compile(r"(?<!\w)(?:and|or|but|nor|the|an?|because|whose|their|its|my|your|our)\Z")
_LEADS_ON = re.compile(
    r"(?<!\w)(?:with|of|from|into|onto|beside|between|behind|under|near|against|towards?|upon|during|among|than|as"
    r"|while|whereas"
    r"|although|since|if|which|every|very|quite|almost|nearly|wearing|holding|including)\Z",
    re.IGNORECASE,
)
"""Even a short answer does not end in one of these."""
_CUT_SHORT = re.compile(r"(?:\.\.\.|\u2026)[\s)\]\"'\u201d\u2019]*\Z")
_ITEM = re.compile(r"^[ \t]*(?:[-*\u2022\u2013]|\d{1,3}[.)])[ \t]+\S", re.MULTILINE)
_INCHES = re.compile(r"\d\"")
_FACE = re.compile(r"[:;=8][-^']?[(\[]")


def find_truncation(draft: Draft) -> Iterator[Finding]:
    """Fail replies cut off by the token limit, and texts that end without the mark that ends a sentence."""
    if draft.finish_reason == "length":
        message = "the reply was cut off at the token limit: write fewer and shorter sentences"
        yield Finding(check="truncation", verdict="fail", message=message)
        return
    for passage in draft.passages:
        if passage.part == "question":
            cut = _question_is_cut(passage.text)
        else:
            cut = _is_cut(passage.text, draft.kind) or _ends_unlike_the_others(passage, draft)
        if cut:
            start = max(len(passage.text) - TAIL, 0)
            start = passage.text.find(" ", start) + 1 if start else 0
            fault = f"breaks off or lacks its last punctuation mark, at {quote(passage.text[start:])}"
            yield passage.fail("truncation", start, len(passage.text), fault)


def _question_is_cut(text: str) -> bool:
    stripped = text.rstrip()
    return stripped.endswith((",", ";")) or bool(_DANGLING.search(stripped))


def _is_cut(text: str, kind: Kind) -> bool:
    stripped = text.rstrip()
    core = stripped.rstrip(_CLOSERS)
    if not core:
        return False
    if core[-1] in _MARKS:
        return (not kind.is_fiction and bool(_CUT_SHORT.search(stripped))) or _is_open(stripped)
    leads_on = _DANGLING.search(stripped) or (not kind.is_fiction and _LEADS_ON.search(stripped))
    if stripped[-1] in _JOINTS or leads_on:
        return True
    if stripped[-1] in _QUOTED:
        return _is_open(stripped)
    if len(stripped.split()) < SENTENCE_WORDS or _NO_STOPS.search(stripped) or _ends_in_emoji(stripped):
        return False
    return not _ends_like_a_list_or_verse(stripped, kind)


def _ends_unlike_the_others(passage: Passage, draft: Draft) -> bool:
    """Whether a short answer lacks the mark that every other answer of the conversation has."""
    others = [answer.text for answer in draft.answers() if answer.turn != passage.turn]
    return (
        bool(others)
        and not draft.kind.is_fiction
        and len(passage.text.split()) >= PHRASE_WORDS
        and not _has_mark(passage.text)
        and all(_has_mark(text) for text in others)
    )


def _has_mark(text: str) -> bool:
    stripped = text.rstrip()
    core = stripped.rstrip(_CLOSERS)
    return not core or core[-1] in _MARKS or bool(_NO_STOPS.search(stripped)) or _ends_in_emoji(stripped)


def _ends_in_emoji(text: str) -> bool:
    return unicodedata.category(text[-1]) in {"So", "Sk", "Mn", "Cf"} or text.rpartition(" ")[2].startswith("#")


def _ends_like_a_list_or_verse(text: str, kind: Kind) -> bool:
    """Whether the last line is a list's item or, in fiction, a verse, a title or a signature."""
    above, _, last = text.rpartition("\n")
    if _ITEM.match(last):
        return bool(_ITEM.search(above)) or above.rstrip().endswith(":")
    before = above.rstrip()
    longest = SIGNATURE_WORDS if before.endswith((".", "!", "?")) else VERSE_WORDS
    return kind.is_fiction and bool(before) and len(last.split()) <= longest


def _is_open(text: str) -> bool:
    """Whether a bracket or quotation mark of the last paragraph is never closed.

    Straight marks count only if the whole text has an odd number too: speech may go on over several paragraphs.
    """
    last = text.rpartition("\n\n")[2]
    if "(" in last or "[" in last:
        plain = _FACE.sub("", last)
        if plain.count("(") > plain.count(")") or plain.count("[") > plain.count("]"):
            return True
    if "\u201e" not in last and last.count("\u201c") > last.count("\u201d"):
        return True
    return all(_has_odd_quotes(part) for part in (text, last))


def _has_odd_quotes(text: str) -> bool:
    quotes = text.count('"')
    return quotes % 2 == 1 and (quotes - len(_INCHES.findall(text))) % 2 == 1
