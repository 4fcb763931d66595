"""What is said to be in the image, and what not to be. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from datagen.claims.claim import Exists, Noun, Place
from datagen.claims.counting import FRAME
from datagen.claims.patterns import IMAGE, MARK, REGION, N, one_of
from datagen.claims.sentence import Sentence, is_hedged
from datagen.kinds import Voice
from datagen.lexicon.words import word_set

_OF_NO_THING = one_of(
    "for as like than without unlike except instead_of rather_than no not never nor neither such into need needs want"
    " wants use about called named be become becomes make makes making against per every any lack lacks lacking"
    " absence_of free_of devoid_of sign_of trace_of each buy sell require requires avoid prevent call"
    " invite let bring choose resemble resembles resembling"
)
_NOT_HERE = re.compile(rf"\b{_OF_NO_THING}(?: the| a| an| any| one's| their| some)?(?: \w+)? $")
_BLOCKED = re.compile(
    r"\b(?:no|not|never|without|neither|nor|none|nothing|absent|absence|lacks?|lacking|missing|nowhere|instead|rather"
    r"|hidden|nobody|cannot|devoid|unlike)\b"
)
_ABSENT = re.compile(
    r"^(?:'s)?(?: \w+){0,2}? (?:is|are|was|were|can|could|do|does|did|has|have)(?: \w+)? (?:not|nowhere|absent"
    r"|missing)\b"
    r"|^(?:'s)?(?: \w+){0,2}? (?:is|are) (?:nowhere|absent|missing|lacking)\b"
)
_ABSENT_TAIL = re.compile(
    r"^[^,;.]*?\b(?:nowhere|absent|missing|lacking|not (?:actually |really )?(?:be |been )?(?:visible|present"
    r"|seen|here|there"
    r"|shown|found|appear|included|in (?:the|this|it)|part of|anywhere|pictured|depicted|captured))\b"
)
_SHOWS = "(?:see|show|contain|include|have|spot|find|feature|notice|depict|capture|display|hold|reveal|make out)"
_DENYING = re.compile(
    rf"\b(?:there (?:is|are|was|were)(?: \w+)? not|(?:do|does|did|can|could) not (?:\w+ )?{_SHOWS}|no sign of"
    r"|no trace of|neither(?: [^,]+ nor)?|nor|without|lacks?|lacking|is missing|devoid of|free of)(?: any| a| an"
    r"| even)? ?$"
)
_IMAGE_TAIL = re.compile(
    rf"^(?: [.!,;]|[.!,;]|$| (?:visible|present|here|at all|anywhere|shown|seen|to be seen|in sight|in view|nearby"
    rf"|around"
    rf"|whatsoever|in (?:the|this|that) (?:\w+ )?{IMAGE}|in it|are visible|is visible|can be|is present"
    rf"|are present|are shown"
    r"|is shown|are in|is in (?:the|this)|or|nor|appears?|is to be|are to be|among|and)\b)"
)
_ROLES = word_set(
    "driver, bus driver, passenger, owner, worker, employee, customer, chef, cook, baker, waiter, "
    "waitress, vendor, seller, visitor, tourist, guest, traveler, traveller, commuter, conductor, pilot, "
    "photographer, friend, individual, someone, somebody, human, human being, doctor, nurse, dentist, "
    "mechanic, technician, firefighter, keeper, zookeeper, parent, adult, farmer, fisherman, handler, "
    "spectator, diner, shopper, pedestrian, motorist, mother, father, son, daughter, elder, companion, "
    "opponent, male, female, rider, onlooker, server, pitcher, teammate, officer, police officer, "
    "student, teacher, baby, infant"
)
"""People whom a text may speak of without their being in sight: a bus has a driver."""
_GENERIC = re.compile(
    rf"^ (?:(?:are|is) (?:(?:an?|the) \w+|{N})|(?:can(?! (?:\w+ )?be )|need|love|like|help|have|use|are often"
    rf"|are known|live|eat)\b)"
)
_CONDITION = re.compile(r"\b(?:if|whether|unless|imagin\w+|as though|as if)\b")
_USUAL = word_set("person bus train car airplane toilet tv oven refrigerator bed sink book")
"""What a text speaks of as "the bus" without meaning one in sight."""
_HERE = re.compile(r"\b(?:image|picture|photo|photograph|scene|background|foreground|left|right|visible|seen|here)\b")
_SHOWN = re.compile(
    r"^ (?:can|is|are|has|have)(?: also| been)* (?:be )?(?:seen|visible|shown|present|included|spotted|found"
    r"|pictured|noticed)\b"
)
_HELD = re.compile(
    r"\b(?:with|holding|holds|wearing|wears|carrying|carries|riding|rides|including|has|eating|eats|beside|behind|near"
    r"|next to|by)(?: \w+){0,2} ?$"
)
_SCENE_VERB = re.compile(r"\b(?:is|are|stands?|sits?|lies|sitting|standing|parked|walking|holding|wearing|with)\b")


def existences(sentence: Sentence, whole: Place, *, voice: Voice, asserted: bool = True) -> Iterator[Exists]:
    """Yield what a statement says is there, or is not; what is there only where the question lets it be `asserted`."""
    for noun in sentence.nouns:
        sense = noun.concept.sense
        if noun.unreal or noun.stand_in or sense == "ambiguous":
            continue
        place = whole._replace(start=noun.start, end=noun.end)
        before, after = sentence.before(noun), sentence.after(noun)
        if _denies(noun, before, after) and not REGION.search(sentence.skeleton):
            yield Exists(place, noun, holds=False)
        elif sense == "broader" or noun.denied or _ABSENT.match(after) or _BLOCKED.search(MARK.split(before)[-1]):
            continue
        elif asserted and _is_asserted(sentence, noun, voice):
            yield Exists(place, noun)


def _denies(noun: Noun, before: str, after: str) -> bool:
    """Whether a phrase says that there is no such thing anywhere in the image."""
    covers = noun.concept.sense in ("same", "broader")
    if noun.quantity.most == 1 and re.search(r"\bnot (?:even )?$", before) and covers:
        return True  # "not a single dog"
    if noun.restricted or noun.other or noun.quantity.spoken or not covers:
        return False
    if _ABSENT.match(after):
        return _ABSENT_TAIL.match(after) is not None
    if noun.definite:
        return False
    return (noun.denied or _DENYING.search(before) is not None) and _IMAGE_TAIL.match(after) is not None


def _is_asserted(sentence: Sentence, noun: Noun, voice: Voice) -> bool:
    """Whether a phrase claims that the thing is in sight, and does not speak of such things in general."""
    before, after = sentence.before(noun), sentence.after(noun)
    if voice == "invents" or _NOT_HERE.search(before):
        return False
    if is_hedged(sentence, noun):
        return noun.definite and not _CONDITION.search(sentence.skeleton) and noun.concept.categories[0] not in _USUAL
    shown = FRAME.search(before) is not None
    if noun.concept.name in _ROLES:
        return noun.quantity.spoken or (shown and voice != "argues" and not noun.definite)
    is_vague = noun.concept.categories == ("person",) and noun.quantity.most is None
    if noun.bare or (noun.plural and not noun.definite and (is_vague or not noun.quantity.spoken)):
        return shown or _SHOWN.match(after) is not None or _is_in_sight(sentence, before, voice)
    if noun.plural is False and not noun.definite and not before.strip() and _GENERIC.match(after):
        return False
    told = shown or noun.definite or noun.quantity.spoken
    return voice != "argues" or told or _is_in_sight(sentence, before, voice)


def _is_in_sight(sentence: Sentence, before: str, voice: Voice) -> bool:
    """Whether a phrase without a determiner is about this image all the same: "next to bananas and apples"."""
    if _HERE.search(sentence.skeleton):
        return True
    if voice != "describes":
        return False
    return _HELD.search(before) is not None or not before.strip() or _SCENE_VERB.search(before) is not None
