"""Where in the image things are: on the left, at the top, in the middle. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from datagen.claims.claim import Noun, Place, Relates, Sits
from datagen.claims.patterns import IMAGE, SIDE_PART, N
from datagen.claims.placing import figures_of, is_denied, place_of
from datagen.claims.sentence import Sentence

_OF_IMAGE = rf"(?P<of> (?:of|in|within|from) (?:the|this|our) (?:\w+ )?{IMAGE}\b)"
_AT = r"(?:on|in|at|to|towards?|near|along|from|by|occup(?:y|ies)|occupying|fills?|filling|within)"
_HORIZONTAL = re.compile(
    rf"\b(?P<at>{_AT} )?the (?:far |very |extreme |lower |upper |bottom |top |immediate )*"
    r"(?:bottom-|top-|lower-|upper-)?(?P<region>left|right)(?:-hand| hand)?"
    rf"(?P<side> {SIDE_PART})?{_OF_IMAGE}?"
)
_OF_CENTRE = re.compile(
    rf"\b(?P<at>to )?(?:the )?(?P<region>left|right) of (?:the )?(?:center|centre"
    rf"|middle)\b(?P<side>)(?P<of>(?: of (?:the|this) {IMAGE})?)"
)
_VERTICAL = re.compile(
    rf"\b(?P<at>{_AT} )the (?:very )?(?P<region>top|bottom|upper|lower)(?P<corner>[- ](?:left|right))?"
    rf"(?P<side> {SIDE_PART})?{_OF_IMAGE}?"
)
_MIDDLE = re.compile(
    rf"\b(?P<at>(?:in|at|near|towards?) )the (?:very |exact )?(?P<region>middle|center|centre)(?P<side>){_OF_IMAGE}"
)
_HOLDS = re.compile(
    rf"\bthe (?:far )?(?P<region>left|right|top|bottom|upper|lower)(?:-hand)? {SIDE_PART}(?: of the {IMAGE})? "
    r"(?:(?:only )?(?:shows?|contains?|holds?|features?|has|includes?|is (?:occupied|taken up|filled) by) )"
    rf"(?P<noun>{N})(?!'s)"
)
_BRACKETED = re.compile(rf"(?P<noun>{N}) \( (?:on |to |at )?(?:the )?(?P<region>left|right) \)")
_NAMES = {"upper": "top", "lower": "bottom", "center": "middle", "centre": "middle"}
_NO_REGION = re.compile(
    r"^(?:'s)?(?: side)? of\b|^ (?:hand|arm|foot|leg|eye|ear|paw|shoulder|knee|lane|turn|wing|field|wrist|cheek"
    r"|rear)s?\b"
    rf"|^-|^ (?:one|ones|than|option|answer|choice|{N})"
)
_RELATION = {"left": "left of", "right": "right of", "top": "above", "bottom": "below"}
_RELATIVE_TO = re.compile(
    rf"\b(?:relative to|compared (?:to|with)|in comparison (?:to|with)|with respect to|in relation to"
    rf"|seen from) (?P<ground>{N})(?!'s)"
)
_COMPARED = re.compile(r"\b(?:further|farther|furthest|farthest|more|closer|closest|nearer|nearest) $")
_HAS_SIDE = re.compile(r"left|right|top|bottom|upper|lower|middle|cent")
_ON_THE_WAY = re.compile(r"\b(?:moving|going|starting|start|turning) (?:from|at|to)\b")
_SHORT = 30
"""Sentences with fewer characters can be a place alone: "The left side."."""


def regions(
    sentence: Sentence, whole: Place, about: Noun | None = None, other: Noun | None = None
) -> Iterator[Sits | Relates]:
    """Yield the regions that things are said to be in; `other` is what a bare "on the left" may be relative to.

    "the dog on the left and the cat on the right" is a relation between the two.
    """
    if not _HAS_SIDE.search(sentence.skeleton):
        return
    found = [*_sides(sentence, whole, about), *_bracketed(sentence, whole)]
    bare = [claim for claim in found if not claim.absolute and claim.region in _RELATION]
    lefts = [claim for claim in bare if claim.region == "left"]
    rights = [claim for claim in bare if claim.region == "right"]
    if len(lefts) == 1 and len(rights) == 1:
        (left, right) = lefts[0], rights[0]
        if left.nouns[0].concept != right.nouns[0].concept:
            first, second = sorted((left, right), key=lambda claim: claim.place)
            yield Relates(first.place._replace(end=second.place.end), "left of", left.nouns, right.nouns[0])
        found = [claim for claim in found if claim not in (left, right)]
    if match := _RELATIVE_TO.search(sentence.skeleton):
        other = sentence.noun(match["ground"])
    for claim in found:
        is_relative = claim in bare and len(bare) == 1 and other is not None
        if is_relative and other is not None and other.concept != claim.nouns[0].concept:
            yield Relates(claim.place, _RELATION[claim.region], claim.nouns, other, holds=claim.holds)
        else:
            yield claim


def _sides(sentence: Sentence, whole: Place, about: Noun | None) -> Iterator[Sits]:
    is_short = len(sentence.skeleton) <= _SHORT
    for pattern in (_OF_CENTRE, _HORIZONTAL, _VERTICAL, _MIDDLE):
        for match in pattern.finditer(sentence.skeleton):
            of_image = match["of"] is not None
            if not of_image and (_NO_REGION.match(sentence.skeleton[match.end() :]) or not (match["at"] or is_short)):
                continue
            if _COMPARED.search(sentence.skeleton, max(0, match.start() - 10), match.start()):
                of_image, compared = False, True
            else:
                compared = False
            if (compared and not _RELATIVE_TO.search(sentence.skeleton)) or _ON_THE_WAY.search(sentence.skeleton):
                continue
            named = not compared and (match["side"] is not None or pattern is _MIDDLE)
            if match["region"] in ("upper", "lower") and not match["side"] and not match["corner"]:
                continue
            region = _NAMES.get(match["region"], match["region"])
            for nouns in figures_of(sentence, match.span(), about):
                if any(noun.denied for noun in nouns):
                    continue
                place = place_of(sentence, whole, match.span(), nouns)
                holds = not is_denied(sentence, match.start())
                yield Sits(place, region, nouns, of_image or named, holds=holds)


def _bracketed(sentence: Sentence, whole: Place) -> Iterator[Sits]:
    for match in _HOLDS.finditer(sentence.skeleton):
        noun = sentence.noun(match["noun"])
        if not noun.denied:
            region = _NAMES.get(match["region"], match["region"])
            yield Sits(place_of(sentence, whole, match.span(), (noun,)), region, (noun,), absolute=True)
    for match in _BRACKETED.finditer(sentence.skeleton):
        noun = sentence.noun(match["noun"])
        yield Sits(place_of(sentence, whole, match.span(), (noun,)), match["region"], (noun,), absolute=False)
