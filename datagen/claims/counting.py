"""How many there are said to be, and whether of all in the image or of some. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from datagen.claims.claim import Counts, Noun, Place, Quantity, Scope
from datagen.claims.numbers import FEWER, number_of
from datagen.claims.patterns import FIRST_NOUN, IMAGE, MARK, REGION, N, one_of
from datagen.claims.sentence import Sentence, is_hedged

FRAME = re.compile(
    r"\bthere(?: \w+){0,2} (?:is|are|was|were|exist|appear|seem)\b|\btotal(?:ing|s)?\b|\bin all\b|\baltogether\b"
    r"|\bnumber of\b|\bhow many\b|\bcount of\b|\bhere are\b|\bconsists? of\b"
    r"|\b(?:can|could|do|will)(?: \w+)? (?:see|spot|count|find|notice|identify|observe)\b"
    r"|\b(?:i|we|you|one) (?:\w+ )?(?:see|count|spot|find|notice|observe)\b"
    rf"|\b{IMAGE} (?:\w+ )?(?:shows?|showing|features?|contains?|has|have|includes?|depicts?|displays?|captures?"
    rf"|holds|with|of)\b"
    r"|\b(?:contains?|features?|shows?|depicts?|includes?|displays?|captures?|reveals?|makes? out|takes? in)\b"
)
"""Words that speak of all that is in the image."""
_SCENE = one_of(
    "visible present here shown pictured depicted seen captured in_total in_all altogether total in_view overall"
    " to_be_seen in_sight that_can_be_seen that_are_visible that_is_visible are_there is_there do_you can_you"
    " do_we around"
)
UNRESTRICTED = re.compile(
    rf"^(?: [.!?,;:)]|[.!?,;:]|$| (?:(?:spread|scattered|distributed|arranged|placed) )?(?:in|within|across"
    rf"|throughout|around|over) (?:the|this|that|our)"
    rf" (?:\w+ )?{IMAGE}\b| (?:and|or|as well as|along with|together with) | {_SCENE}\b| does\b| appear in\b| can be\b"
    rf"| (?:can be|are|is|could be) (?:seen|visible|present|shown|pictured|depicted|captured|here|in (?:the"
    rf"|this) {IMAGE})\b)"
)
_ENDS = re.compile(rf"^(?: [.!,;]|[.!,;]|$| and\b| in (?:the|this) {IMAGE}\b| visible\b)")
_PARTICIPLE = re.compile(r"^ (?:\w+ly )?(?:\w+ing|\w+ed|seen|shown|laid|set|worn|held|together|side|all|made)\b")
_VERB = re.compile(
    "^ "
    + one_of(
        "are is was were has have can sit stand lie play walk ride graze appear ski surf run rest wait fly hang look"
        " watch eat gather pose line share enjoy travel work swim drive cross float move hold wear face"
    )
    + r"\b"
)
_FRONTED = re.compile(r"(?:.*,)?\s*(?:(?:here|yes|the|a) )?")
_ONE = re.compile(r"\bthere (?:is|was) (?:just |only |exactly )?$|\b(?:only|just|exactly|single|lone|solitary|sole)\b")
_NUMBER = rf"(?: (?:exactly|just|only))? (?P<number>[\w-]+|{N})"
_NUMBER_IS = re.compile(
    rf"\b(?:number|count|total) (?:of )?(?:all )?(?P<noun>{N})(?: \w+){{0,6}}? "
    rf"(?:is|are|equals|comes to|was|adds up to|amounts to|:){_NUMBER}"
)
_ADD_UP = re.compile(
    rf"(?P<noun>{N})(?: \w+){{0,3}}? (?:number|add up to|amount to|total|come to|are|equal|:){_NUMBER}"
    r"(?: in (?:number|total|all)| altogether| total)?(?= (?:\.|,|;|!)|$)"
)
_NUMBER_THAN = re.compile(
    rf"\bnumber of (?P<noun>{N})(?: \w+){{0,4}}? (?:(?:is|are) )?(?P<not>not )?"
    r"(?P<word>(?:greater|more|larger|higher) than"
    r"|(?:less|smaller|fewer|lower) than|equal to|exactly) (?P<number>[\w-]+)"
)
_FURTHER = re.compile(
    r"\b(?:another|others?|one of|two of|three of|some of|remaining|rest|additional|more|else|each|third|second)\b"
)
_NOT = re.compile(r"\b(?:not|never)\b")
MAX_SENTENCES = 60
"""In longer passages nothing counts as the only mention."""


def counts(sentence: Sentence, whole: Place, passage: Sequence[Sentence]) -> Iterator[Counts]:
    """Yield the numbers that a sentence of a passage states."""
    if not sentence.nouns:
        return
    seen: set[int] = set()
    for pattern in (_NUMBER_IS, _ADD_UP):
        for match in pattern.finditer(sentence.skeleton):
            noun, number = sentence.noun(match["noun"]), _value(sentence, match["number"])
            if number is None or noun.restricted or noun.other or noun.stand_in or noun.quantity.spoken:
                continue
            seen.update(id(other) for other in sentence.nouns_in(match[0]))
            start, end = sentence.span(*match.span())
            sure = pattern is _ADD_UP or UNRESTRICTED.match(sentence.after(noun)) or " of " in match[0]
            scope: Scope = "total" if sure else "part"
            place = whole._replace(start=start, end=end)
            yield Counts(place, noun, Quantity(number, number, spoken=True), scope)
    for count in compared_numbers(sentence, whole):
        seen.add(id(count.noun))
        yield count
    for noun in sentence.nouns:
        if id(noun) in seen or not _counts(noun, sentence.before(noun)) or is_hedged(sentence, noun):
            continue
        place = whole._replace(start=noun.start, end=noun.end)
        holds = _NOT.search(MARK.split(sentence.before(noun))[-1]) is None
        yield Counts(place, noun, noun.quantity, _scope(sentence, noun, passage), holds)


def _value(sentence: Sentence, text: str) -> int | None:
    """Read a number, which may stand alone as a noun phrase."""
    if len(text) == 1 and ord(text) >= FIRST_NOUN:
        noun = sentence.noun(text)
        return noun.quantity.most if noun.stand_in and noun.quantity.spoken else None
    return number_of(text)


def compared_numbers(sentence: Sentence, whole: Place) -> Iterator[Counts]:
    """Yield "the number of cars is greater than two"."""
    for match in _NUMBER_THAN.finditer(sentence.skeleton):
        noun, number = sentence.noun(match["noun"]), _value(sentence, match["number"])
        if number is None or noun.restricted or noun.other:
            continue
        word = match["word"].split()[0]
        low = 0 if word in FEWER else number if word in ("equal", "exactly") else number + 1
        high = number - 1 if word in FEWER else number if low == number else None
        start, end = sentence.span(*match.span())
        quantity = Quantity(low, high, spoken=True)
        yield Counts(whole._replace(start=start, end=end), noun, quantity, "total", holds=match["not"] is None)


def _counts(noun: Noun, before: str) -> bool:
    """Whether a noun phrase says how many; "the two" of two different things does not."""
    if noun.concept.categories == ("person",) and noun.quantity.most is None and not FRAME.search(before):
        return False  # "many people like it"
    is_pair = noun.stand_in and noun.definite and not noun.picked
    return noun.quantity.spoken and not (noun.unreal or noun.genitive or noun.denied or is_pair)


def _is_alone(noun: Noun, passage: Sequence[Sentence]) -> bool:
    """Whether nothing else in the passage speaks of further such things."""
    if len(passage) > MAX_SENTENCES or any(_FURTHER.search(sentence.skeleton) for sentence in passage):
        return False
    wanted = set(noun.concept.categories)
    same = (
        other
        for sentence in passage
        for other in sentence.nouns
        if other is not noun and not wanted.isdisjoint(other.concept.categories)
    )
    return all(other.definite or (other.stand_in and not other.other) for other in same)


def _scope(sentence: Sentence, noun: Noun, passage: Sequence[Sentence]) -> Scope:
    """Whether the number is of all such things in the image."""
    before, after = sentence.before(noun), sentence.after(noun)
    if noun.stand_in:
        is_total = re.match(r" (?:in total|in all|altogether|total)\b", after) or (
            re.search(r"\bthere (?:is|are) $", before) and _ENDS.match(after)
        )
        return "total" if is_total else "part"
    if noun.other or noun.restricted or REGION.search(sentence.skeleton):
        return "part"
    written = before + sentence.text[noun.start : noun.end].lower()
    framed = FRAME.search(before) is not None
    is_one = noun.quantity.most == 1
    if is_one and not framed and not _ONE.search(written):
        return "part"
    alone: Scope = "likely" if not is_one and _is_alone(noun, passage) else "part"
    if UNRESTRICTED.match(after):
        whole = framed or not before.strip() or noun.definite or noun.every or FRAME.search(after)
        return "total" if whole else alone
    is_predicate = _PARTICIPLE.match(after) and (framed or not before.strip())
    return alone if is_predicate or (_VERB.match(after) and _FRONTED.fullmatch(before)) else "part"
