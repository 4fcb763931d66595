"""What an answer says by way of its question: "Yes", "Three", "On the left", "A dog". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from datagen.claims.choosing import chosen_side, compared, outnumbered, picked, picked_side
from datagen.claims.claim import Claim, Counts, Exists, Noun, Place, Quantity, Relates, Scope, Sits
from datagen.claims.comparing import numbers, sizes
from datagen.claims.counting import compared_numbers
from datagen.claims.numbers import NUMBERS, SETS, number_of
from datagen.claims.patterns import IMAGE, N
from datagen.claims.placing import GROUND_RELATIONS, relations
from datagen.claims.question import Question
from datagen.claims.regions import regions
from datagen.claims.sentence import Sentence
from datagen.lexicon import tokens
from datagen.lexicon.words import word_set

_YES = re.compile(r"^(?:yes|yeah|yep|yup|correct|indeed|certainly|absolutely|definitely|true|right ,|sure)\b")
_NO = re.compile(rf"^(?:no(?! (?:one|{N}))|nope|not|false|incorrect|negative)\b(?! \w+ (?:is|are)\b)")
_SEES = r"(?:see|spot|find|notice|identify|make out|count)"
_SHOWS = r"(?:show|contain|include|have|feature|depict|capture|display)"
_ASKS_PRESENCE = re.compile(
    r"\b(?:(?:is|are|was|were) there(?: also)?(?: \w+)?"
    rf"|(?:do|can|could|did|would|will) (?:you|we|i|one) (?:\w+ )?{_SEES}"
    rf"|(?:true|correct|right)(?: that)?(?: there (?:is|are))?"
    rf"|(?:does|do|can|did) (?:the|this) \w+ {_SHOWS}|(?:has|have) (?:the|this) \w+) (?P<noun>{N})(?P<rest>[^?]*)"
    rf"|^(?:is|are|can|do|does) (?P<seen>{N})(?: be)? "
    rf"(?:visible|present|shown|seen|spotted|found|appear|part of (?:the|this) {IMAGE}|in (?:the|this) {IMAGE})"
    r"(?P<tail>[^?]*)"
)
_PLAIN_REST = re.compile(
    rf"^(?: (?:in|within|anywhere|at|all|visible|present|here|shown|the|this|that|{IMAGE}|sight|to|be|seen|around"
    rf"|nearby"
    r"|depicted|somewhere|pictured|on|display|entire|whole|can|you|see))*(?: ,.*)? ?\??$"
)
_WHO = re.compile(r"^(?:[^?]*, )?(?:what|who|which|name)\b")
_NAME_IT = re.compile(
    rf"^(?:name|what|which)\b[^\ue000-\uf8ff]*\b(?:see|in (?:the|this) {IMAGE}|appears?|visible"
    rf"|shown)\b[^\ue000-\uf8ff]*$"
)
_GAP = re.compile(
    rf"^(?:[^?]*, )?(?:what|which|who)(?: {N}| \w+)?(?: (?:can|do) (?:be|you|we)(?: (?:see|seen|found|find))?"
    r"| (?:is|are|stands?|sits?|lies|appears?|hangs?)(?: (?:\w+ing|\w+ed|seen|visible|directly|just|immediately))*)? "
)
_MAX_NUMBER_AT = 12
_ABOUT = word_set("than about around least most nearly almost approximately roughly over maybe perhaps")


def answered(question: Question, found: list[Sentence], whole: Place) -> Iterator[Claim]:
    """Yield the claims that an answer makes together with its question."""
    if question.sentence is None or not found:
        return
    first = found[0]
    yes, no = _YES.match(first.skeleton) is not None, _NO.match(first.skeleton) is not None
    place = whole._replace(start=first.start, end=first.end)
    if question.is_yes_no and (yes or no):
        yield from _agreed(question.sentence, place, holds=yes)
    elif not (yes or no) and not first.hedged:
        yield from _filled_in(question, first, place)
    for sentence in found[:3]:
        yield from compared(question.sentence, sentence, whole)
        yield from outnumbered(question.sentence, sentence, whole)
    if not no:
        yield from _presupposed(question, found, whole)


def _agreed(question: Sentence, place: Place, *, holds: bool) -> Iterator[Claim]:
    """A question said yes or no to is a statement."""
    stated = (
        *relations(question, place), *regions(question, place), *sizes(question, place), *numbers(question, place)
    )  # fmt: skip
    for claim in stated:
        yield replace(claim, place=place, holds=claim.holds == holds)
    for count in compared_numbers(question, place):
        yield replace(count, place=place, holds=count.holds == holds)
    for match in _ASKS_PRESENCE.finditer(question.skeleton):
        noun = question.noun(match["noun"] or match["seen"])
        rest = (match["rest"] or "") + (match["tail"] or "")
        plain = _PLAIN_REST.match(rest) is not None and not noun.restricted and not noun.other
        if not noun.unreal and noun.concept.sense != "ambiguous":
            yield from _is_there(noun, place, plain=plain, holds=holds)


def _is_there(noun: Noun, place: Place, *, plain: bool, holds: bool) -> Iterator[Claim]:
    """Yield the claim of "is there ...", `plain` where it asks of the whole image."""
    if noun.quantity.spoken:
        scope: Scope = "total" if plain else "part"
        if holds or plain:
            yield Counts(place, noun, noun.quantity, scope, holds)
    elif holds:
        yield Exists(place, noun)
    elif plain and noun.concept.sense in ("same", "broader"):
        yield Exists(place, noun, holds=False)


def _filled_in(question: Question, first: Sentence, place: Place) -> Iterator[Claim]:
    """An answer in a few words fills the gap of its question."""
    sentence = question.sentence
    assert sentence is not None
    if question.counted is not None:
        yield from _number(question, question.counted, first, place)
        return
    yield from chosen_side(sentence, first, place)
    yield from picked_side(sentence, first, place)
    nouns = [noun for noun in first.nouns if not noun.unreal and not noun.genitive and not noun.stand_in]
    if not nouns:
        return
    if _NAME_IT.match(sentence.skeleton):
        senses = ("same",) if question.denies else ("same", "narrower")
        named = (noun for noun in nouns if noun.concept.sense in senses and not noun.denied)
        yield from (Exists(place, noun, holds=not question.denies) for noun in named)
    if _WHO.match(sentence.skeleton) and not any(pattern.search(first.skeleton) for _, pattern in GROUND_RELATIONS):
        yield from _stands(sentence, nouns, place)
    if not question.options:
        yield from picked(sentence, first, nouns[0], place)


def _number(question: Question, counted: Noun, first: Sentence, place: Place) -> Iterator[Counts | Sits]:
    """Read the number that answers "how many"."""
    same = (noun for noun in first.nouns if noun.concept.categories == counted.concept.categories)
    stated = next((noun for noun in same if noun.quantity.spoken and not noun.stand_in), None)
    if stated is not None:
        if not (question.restricts or stated.other or stated.restricted):
            yield Counts(place._replace(start=stated.start, end=stated.end), stated, stated.quantity, "total")
        return
    number = _first_number([token.word for token in tokens(first.text[first.start : first.end])][:_MAX_NUMBER_AT])
    if number is not None:
        quantity = Quantity(number, number, spoken=True)
        yield Counts(place, counted, quantity, "part" if question.restricts else "total")
        assert question.sentence is not None
        for claim in regions(question.sentence, place):
            if isinstance(claim, Sits) and claim.nouns[0] is counted and number:
                yield replace(claim, place=place, nouns=(replace(counted, quantity=quantity),), absolute=True)


def _first_number(words: list[str]) -> int | None:
    """Read the first number of an answer; None where it is only about that, or of something else."""
    for at, word in enumerate(words):
        before, after = words[max(0, at - 1) : at], words[at + 1 : at + 3]
        if word == "half" and after == ["a", "dozen"]:
            return 6
        if word in SETS and (before == ["a"] or not at):
            return SETS[word]
        number = 12 if word == "dozen" else 0 if word == "none" else number_of(word)
        if number is not None and after[:1] and after[0] in ("dozen", "hundred", "or", "to", "-"):
            return number * NUMBERS[after[0]] if after[0] in NUMBERS else None
        if number is not None:
            if before and before[0] in _ABOUT:
                return None
            return number if after[:1] != ["of"] or after[1:] in (["them"], ["these"]) else None
    return None


def _stands(question: Sentence, nouns: list[Noun], place: Place) -> Iterator[Relates | Sits]:
    """ "What is to the left of the cat?" "A dog." """  # noqa: D210, D400, D415 - begins and ends with a quotation
    gap = _GAP.match(question.skeleton)
    if gap is None:
        return
    for name, pattern in GROUND_RELATIONS:
        if match := pattern.match(question.skeleton, gap.end()):
            ground = question.noun(match["ground"])
            figures = [noun for noun in nouns if noun.concept != ground.concept]
            relation = f"{match['side']} of" if name == "side" else name
            if figures:
                yield Relates(place, relation, (figures[0],), ground)
            return
    rest = question.skeleton[gap.end() :]
    for region in regions(replace(question, skeleton=rest), place, about=nouns[0]):
        if isinstance(region, Sits) and region.nouns[0] is nouns[0]:
            yield replace(region, place=place)


def _presupposed(question: Question, found: list[Sentence], whole: Place) -> Iterator[Exists]:
    """ "What color is the dog?" says that there is a dog, unless the answer corrects it."""  # noqa: D210
    sentence = question.sentence
    assert sentence is not None
    if sentence.hedged or question.options:
        return
    denied = {noun.concept for part in found for noun in part.nouns if noun.denied}
    for noun in sentence.nouns:
        told = noun.definite and not noun.unreal and not noun.stand_in and noun.concept.sense in ("same", "narrower")
        if not told or noun.concept in denied or noun.concept.categories == ("person",):
            continue
        if f"or {sentence.character(noun)}" not in sentence.skeleton:
            yield Exists(Place(whole.turn, "question", noun.start, noun.end), noun)
