"""Of which noun phrase something is said: the subject of a stretch of a sentence. Pure.

Where grammar leaves several readings, all are returned; a check fails a claim only if every one of them is wrong.
"""

from __future__ import annotations

import re

from datagen.claims.claim import Noun
from datagen.claims.patterns import IMAGE, N
from datagen.claims.sentence import Sentence
from datagen.lexicon.words import word_set

_BREAK = re.compile(
    rf"[,:()\u2014\u2013\"]|\b(?:while|whereas|but|although|though|because|so|which|whose)\b"
    r"|\band\b"
    rf"|\bwith\b(?= {N} (?:(?:over|far|up|down|off|\w+ing) )*(?:on|at|to|in) )"
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|can|appears?|seems?|sits?|stands?|lies|lie|rests?|hangs?|remains?|looks?|stays?"
    r"|occup(?:y|ies)|takes?|gets?|does|do|comes?|walks?|runs?|rides?|faces?|leans?|waits?|floats?|grazes?|flies|fly)\b"
)
_FILLERS = word_set(
    "is are was were be being been appear appears seem seems to can seen sit sits stand stands lies lie "
    "rest rests hang hangs remain remains look looks visible found not just further farther far also both "
    "all right well somewhat a bit little there that who shown itself themselves set laid kept still "
    "alone much quite even lot deal good great way so by rather up down over off toward towards together "
    "side more slightly out"
)
_IN_IMAGE = re.compile(rf"\bin (?:the|this) {IMAGE}\b")
_SPACE = re.compile(r"\b(?:the|a) (?:space|area|spot|position|place|part|region)\b")
_LINKED = re.compile(rf"{N}(?:'s)?(?:(?: ,)? (?:and|or|,) {N})*")
_COORDINATED = re.compile(rf"(?:{N}(?: ,)? )+(?:and|or) {N}$|{N} , {N}$")
_PREPOSITION = re.compile(
    r"\b(?:in|on|at|with|of|near|by|behind|beside|under|above|below|wearing|holding|from|for|to|into|over|around"
    r"|along|between|against|across|like|than|as|carrying|riding|using|inside|next to|in front of|eating)(?: \w+)? $"
)
_DETERMINER = re.compile(r"\b(?:the|a|an|his|her|its|their|some|this|that)\b")
_ENDS_WITH_NOUN = re.compile(rf"{N} $")
_LISTED = re.compile(rf" {N} (?:and|,)")
_NEXT_NOUN = re.compile(f" {N}")
_VERB = re.compile(r"\b(?:is|are|was|were|has|have|sits?|stands?|lies|lie|rests?|hangs?)\b")
_NEW_CLAUSE = re.compile(rf" {N} (?:both )?(?:is|are|was|were|has|have|can|sits?|stands?|lies|lie|rests?|hangs?)\b")
_THERE = re.compile(r"^\s*there (?:is|are)\b|^\s*(?:is|are)\b")
_LINK = re.compile(r"(?:[ ,:()]|\b(?:which|whose|who|and|while|so|but|whereas|although|with)$)+$")
_RELATIVE = re.compile(r"\b(?:which|whose|who|that)$")
_INVERTED = re.compile(
    r"^(?: ,)? (?:(?:there|here) )?"
    r"(?:(?:you|we|i|one|viewers|the (?:viewer|eye|observer|camera)) (?:can |could |may |will |might )?(?:also )?"
    r"(?:sees?|finds?|spots?|notices?|count|reach|reaches|come to|discovers?|encounters?) (?:all of )?"
    r"|(?:is|are|was|were|sits?|stands?|lies|lie|rests?|hangs?|can be seen|appears?|comes?|walks?|runs?|waits?)"
    r"(?: (?:also|seen|visible|\w+ing|\w+ed))* )?"
    rf"(?P<nouns>{N}(?: (?:and|,) {N})*)(?!'s)"
)


def clause_before(skeleton: str, at: int) -> tuple[int, str]:
    """Return where the clause that ends at `at` begins, and its text."""
    start = 0
    for mark in _BREAK.finditer(skeleton, 0, at):
        between_nouns = mark[0] in ("and", ",") and _ENDS_WITH_NOUN.search(
            skeleton, max(0, mark.start() - 2), mark.start()
        )
        rest = skeleton[mark.end() : mark.end() + 20]
        if between_nouns and mark[0] == "," and _LISTED.match(rest):
            continue  # noun phrases of one subject
        if (
            mark[0] == "and"
            and _NEW_CLAUSE.match(rest)
            and not _VERB.search(_THERE.sub("", skeleton[start : mark.start()]))
        ):
            continue  # "the dog and the cat are ..."
        if mark[0] == "and" and between_nouns and _NEXT_NOUN.match(rest) and not _NEW_CLAUSE.match(rest):
            continue
        start = mark.end()
    return start, skeleton[start:at]


def subjects(sentence: Sentence, at: int) -> list[tuple[Noun, ...]]:
    """Return the readings of what the phrase at `at` is said of, each a group of coordinated nouns; [] if unclear."""
    start, clause = clause_before(sentence.skeleton, at)
    found = list(re.finditer(rf"{N}(?:'s)?", clause))
    if not found:
        return _carried_over(sentence, start, clause)
    last = found[-1]
    between = clause[last.end() :]
    group = _group(sentence, clause, last.start())
    first = _group_at(sentence, clause, found[0].start())
    in_phrase = len(found) > len(group) and _PREPOSITION.search(clause[: last.start()]) is not None
    finite = _FINITE.search(between)
    if in_phrase and finite:
        return [first]
    if not _is_filler(between):
        is_plain = (
            finite is not None and len(found) == 1 and not _DETERMINER.search(_SPACE.sub("", between[finite.end() :]))
        )
        return [group] if is_plain else []
    return [group, first] if in_phrase else [group]


def subjects_after(sentence: Sentence, at: int) -> list[tuple[Noun, ...]]:
    """Return what a fronted phrase that ends at `at` is said of: "to the left of the cat is a dog"."""
    match = _INVERTED.match(sentence.skeleton[at:])
    return [tuple(sentence.nouns_in(match["nouns"]))] if match else []


def _is_filler(text: str) -> bool:
    """Whether words say nothing of their own between a subject and a place: "is sitting just"."""
    return all(
        word in _FILLERS or word.endswith(("ly", "ing", "ed"))
        for word in _IN_IMAGE.sub("", _SPACE.sub("", text)).split()
    )


def _carried_over(sentence: Sentence, start: int, clause: str) -> list[tuple[Noun, ...]]:
    """A clause without a noun goes on about the last one's: "the dog sits and is left of the cat", "a fork, on top"."""
    if not start or not _is_filler(clause):
        return []
    mark = _LINK.sub("", sentence.skeleton[:start])
    begin, earlier = clause_before(sentence.skeleton, len(mark))
    nouns = [noun for noun in sentence.nouns_in(earlier) if not noun.genitive]
    if nouns and _RELATIVE.search(sentence.skeleton[:start]):
        return [(nouns[-1],)]
    if not nouns and begin:
        nouns = sentence.nouns_in(sentence.skeleton[:begin])[:1]
    if not nouns:
        return []
    return [(nouns[0],)] if len(nouns) == 1 or clause.strip() else [(nouns[0],), (nouns[-1],)]


def _group(sentence: Sentence, clause: str, at: int) -> tuple[Noun, ...]:
    """The noun at `at` with those it is coordinated with to its left."""
    head = clause[: at + 1]
    together = _COORDINATED.search(head)
    return tuple(sentence.nouns_in(together[0] if together else head[-1]))


def _group_at(sentence: Sentence, clause: str, at: int) -> tuple[Noun, ...]:
    link = _LINKED.match(clause, at)
    return tuple(sentence.nouns_in(link[0] if link else clause[at]))
