"""Answers that choose: which side of it, which of the two, larger or smaller. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from datagen.claims.claim import Noun, Outnumbers, Place, Relates, Sits, Sizes
from datagen.claims.comparing import COMPARATIVE, WORDS
from datagen.claims.numbers import FEWER
from datagen.claims.patterns import N, one_of
from datagen.claims.sentence import Sentence
from datagen.claims.subjects import subjects

_SIDE_OF = re.compile(
    rf"\bwhich side of (?P<ground>{N}) (?:is|are|does|do|can) (?P<figure>{N})"
    rf"|\bwhich side is (?P<figure2>{N}) (?:on )?(?:of|from|relative to|compared (?:to|with)) (?P<ground2>{N})"
)
_DIRECTIONS = {
    "left": "left of", "right": "right of", "above": "above", "below": "below", "higher": "above", "lower": "below",
    "over": "above", "under": "below", "beneath": "below", "underneath": "below",
}  # fmt: skip
_DIRECTION = one_of(" ".join(_DIRECTIONS))
_NO_NOUN = r"[^\ue000-\uf8ff]*?"
_EITHER = re.compile(
    rf"(?P<figure>{N}){_NO_NOUN}\b{_DIRECTION}\b{_NO_NOUN} or {_NO_NOUN}\b{_DIRECTION}\b(?P<rest>[^?]*)"
)
_ON_THE_WAY = re.compile(r"\b(?:go|goes|going|move|reach|starting|look|turn|get to)\b")
_SAID = re.compile(
    r"^(?:(?:it|they|he|she|that|this|\ue000|\ue001) (?:is|are|sits?|stands?) )?"
    r"(?:(?:to|on|at|the|its|their|his|her|far|in|directly|slightly|just|a|bit|little|over|up|down) )*?"
    rf"(?P<side>{_DIRECTION})(?:-hand)?\b(?! of {N})"
)
_LARGER_OF = re.compile(
    rf"\b(?:(?P<word>{COMPARATIVE})"
    r"|(?:takes? up|occup(?:y|ies)|covers?|fills?)(?: \w+){0,2}? (?P<space>more|less|larger|bigger|smaller|greater))\b"
)
_MORE_OF = re.compile(
    rf"\b(?:(?:more|fewer|less)(?: \w+){{0,2}} {N}|(?:more|greater|higher|larger|fewer|smaller|lower) (?:in )?number"
    r"|more numerous|outnumber)"
)
_AMOUNT = re.compile(r"\b(?:more|fewer|less|smaller|lower)\b")
_MORE_TO = re.compile(
    r"\b(?:more|further|farther|closer|nearer) to the (?P<side>left|right)\b|\b(?P<height>higher|lower)\b"
)
_HEIGHT = re.compile(r"\b(?:higher|lower)\b")
_COUNTED = re.compile(
    r"\b(?:more|fewer|less)\b(?! to the)|\bgreater number\b|\bnumerous\b|\boutnumber|\bcompare\b"
    r"|\b(?:smaller|larger|greater|higher|lower) numbers?\b"
)
_MAJORITY = re.compile(
    r"\b(?:(?P<word>more|less|fewer) (?:numerous|common|plentiful)(?! than)|in the (?P<share>majority|minority)"
    r"|outnumbered)\b"
)
_LARGEST = re.compile(r"\b(?P<word>largest|biggest|smallest)\b(?! (?:number|amount|group))")
_COMPARES = re.compile(r"\bthan\b|\bsame\b|\bequal|\bboth\b|\bneither\b|\bas many\b|\beach\b")
_AMOUNT_OF = re.compile(rf"\b(?:more|fewer|less) (?P<noun>{N})")
_WHO = re.compile(r"^(?:[^?]*, )?(?:what|who|which|name)\b")
_CHOICE = re.compile(r"\b(?:or|which|what|whose|between|compare|compared|comparing)\b")
_BARE_SIZE = re.compile(
    rf"(?:\bthe )?\b(?P<word>{COMPARATIVE})\b(?! (?:number|amount|quantit|group))"
    r"(?! (?:than|of (?:the (?!two)|a)\b))(?! (?:\w+ ){1,6}than)"
)
_REVERSE = {"left": "right", "right": "left", "top": "bottom", "bottom": "top"}


def chosen_side(question: Sentence, first: Sentence, place: Place) -> Iterator[Relates | Sits]:
    """ "Which side of the skier is the dog on?" "Is it left or right of the bus?" """  # noqa: D210, D400, D415
    said = _SAID.match(first.skeleton)
    if said is None:
        return
    direction = _DIRECTIONS[said["side"]]
    if side := _SIDE_OF.search(question.skeleton):
        figure = question.noun(side["figure"] or side["figure2"])
        ground = question.noun(side["ground"] or side["ground2"])
        if said["side"] in ("left", "right"):
            yield Relates(place, direction, (figure,), ground)
    elif (either := _EITHER.search(question.skeleton)) and not _ON_THE_WAY.search(question.skeleton):
        figure = question.noun(either["figure"])
        grounds = question.nouns_in(either["rest"])
        if grounds:
            yield Relates(place, direction, (figure,), grounds[0])
        elif said["side"] in ("left", "right") and not first.nouns:
            yield Sits(place, said["side"], (figure,), absolute=False)


def picked(question: Sentence, first: Sentence, noun: Noun, place: Place) -> Iterator[Sizes | Outnumbers | Relates]:
    """ "Which is larger, the bus or the car?" "The bus." """  # noqa: D210, D400, D415
    if _COMPARES.search(first.skeleton):
        return
    skeleton = question.skeleton
    pair = [other for other in question.nouns if not other.unreal]
    others = [other for other in pair if other.concept.categories != noun.concept.categories]
    is_choice = len(pair) == 2 and len(others) == 1 and _CHOICE.search(skeleton) is not None  # noqa: PLR2004 - of two
    own = _LARGER_OF.search(first.skeleton) if is_choice else None
    if own and own["word"]:
        return  # `compared` reads it
    is_both = sum(not other.stand_in for other in first.nouns) > 1
    if is_choice and not is_both and (match := _MORE_TO.search(first.skeleton) or _MORE_TO.search(skeleton)):
        yield Relates(place, _DIRECTIONS[match["side"] or match["height"]], (noun,), others[0])
    elif is_choice and (match := own or _LARGER_OF.search(skeleton)) and not _MORE_OF.search(skeleton):
        quality, up = WORDS[match["word"] or match["space"]]
        larger, smaller = (noun, others[0]) if up else (others[0], noun)
        yield Sizes(place, quality, larger, smaller)
    elif is_choice and _COUNTED.search(skeleton):
        asked, said = _AMOUNT.search(skeleton), _AMOUNT.search(first.skeleton)
        named = _AMOUNT_OF.search(first.skeleton)
        if named is None and any(other.concept == others[0].concept for other in first.nouns):
            return
        if named is not None and first.noun(named["noun"]).concept == others[0].concept:
            noun, others = others[0], [noun]
        word = said or asked
        more, fewer = (others[0], noun) if word and word[0] in FEWER else (noun, others[0])
        yield Outnumbers(place, more, fewer)
    elif not pair and (match := _LARGEST.search(skeleton)) and _WHO.match(skeleton):
        yield Sizes(place, "size", None, noun) if match["word"] == "smallest" else Sizes(place, "size", noun, None)


def picked_side(question: Sentence, first: Sentence, place: Place) -> Iterator[Sizes | Relates]:
    """ "Which of the cups is larger, the left or the right one?" "The left one." """  # noqa: D210, D400, D415
    noun = next((noun for noun in first.nouns if noun.picked in _REVERSE), None)
    concepts = {other.concept for other in question.nouns}
    if noun is None or noun.picked is None or len(concepts) != 1 or _COMPARES.search(first.skeleton):
        return
    other = replace(noun, picked=_REVERSE[noun.picked])
    if _BARE_SIZE.search(first.skeleton):
        return  # `compared` reads it
    if match := _HEIGHT.search(first.skeleton) or _HEIGHT.search(question.skeleton):
        yield Relates(place, _DIRECTIONS[match[0]], (noun,), other)
    elif match := _LARGER_OF.search(question.skeleton):
        quality, up = WORDS[match["word"] or match["space"]]
        larger, smaller = (noun, other) if up else (other, noun)
        yield Sizes(place, quality, larger, smaller)


def outnumbered(question: Sentence, sentence: Sentence, whole: Place) -> Iterator[Outnumbers]:
    """ "The benches are more numerous", where two kinds of things are compared."""  # noqa: D210
    match = _MAJORITY.search(sentence.skeleton)
    readings = subjects(sentence, match.start()) if match and not sentence.hedged else []
    if match is None or len(readings) != 1 or len(readings[0]) != 1:
        return
    noun = readings[0][0]
    others = [other for other in question.nouns if other.concept.categories != noun.concept.categories]
    if noun.stand_in or len(others) != 1 or len(question.nouns) != 2:  # noqa: PLR2004 - one of two
        return
    few = match["word"] in FEWER or match["share"] == "minority" or match[0] == "outnumbered"
    more, fewer = (others[0], noun) if few else (noun, others[0])
    start, end = sentence.span(*match.span())
    yield Outnumbers(whole._replace(start=min(start, noun.start), end=max(end, noun.end)), more, fewer)


def compared(question: Sentence, sentence: Sentence, whole: Place) -> Iterator[Sizes]:
    """ "The cake is quite a bit smaller", where two things are compared, or one of two is picked out."""  # noqa: D210
    match = _BARE_SIZE.search(sentence.skeleton)
    if match is None or sentence.hedged or " not " in sentence.skeleton:
        return
    readings = subjects(sentence, match.start())
    if len(readings) != 1 or len(readings[0]) != 1 or readings[0][0].perhaps:
        return
    noun = readings[0][0]
    pair = [other for other in question.nouns if not other.unreal and not other.genitive]
    others = [other for other in pair if other.concept.categories != noun.concept.categories]
    if noun.picked in _REVERSE:
        other = replace(noun, picked=_REVERSE[noun.picked])
    elif len(pair) == 2 and len(others) == 1:  # noqa: PLR2004 - one of two
        other = others[0]
    else:
        return
    start, end = sentence.span(*match.span())
    quality, up = WORDS[match["word"]]
    larger, smaller = (noun, other) if up else (other, noun)
    yield Sizes(whole._replace(start=min(start, noun.start), end=max(end, noun.end)), quality, larger, smaller)
