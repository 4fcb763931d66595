"""Where things are to each other: left, right, above, below, inside, near, behind. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from datagen.claims.claim import Noun, Place, Relates
from datagen.claims.patterns import IMAGE, SIDE_PART, N, one_of
from datagen.claims.pronouns import choices
from datagen.claims.sentence import Sentence
from datagen.claims.subjects import clause_before, subjects, subjects_after
from datagen.lexicon.words import word_set

_GROUND = rf"(?P<ground>{N})(?!'s)"
_NEARLY = r"(?:far |very |extreme |immediate |direct |lower |upper )?"
_SIDE = rf"{_NEARLY}(?P<side>left|right)(?:-hand| hand)?(?: side)?"
_THAN = rf"(?:than|in the {IMAGE} than)"
_RESTS = one_of(
    "is are sits? sitting lies lying resting placed seated standing stands? positioned located perched laid"
)
_HANGS = one_of("is are hangs? hanging flies flying floating mounted positioned located suspended hovering")
GROUND_RELATIONS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("side", re.compile(rf"\b(?:to|on|at|towards?|off to|from) (?:the|its|their) {_SIDE} (?:of|from) {_GROUND}")),
    ("side", re.compile(rf"\b(?<!the )(?P<side>left|right) of {_GROUND}")),
    ("side", re.compile(rf"\b(?:to|on|at) (?P<ground>{N})'s (?:own |immediate )?(?P<side>left|right)\b")),
    ("side", re.compile(rf"\b(?:further|farther|more) (?:to the )?(?P<side>left|right) (?:than|of) {_GROUND}")),
    (
        "side",
        re.compile(
            rf"\b(?:closer|nearer) to the (?P<side>left|right)(?: {SIDE_PART})?(?: of the {IMAGE})? than {_GROUND}"
        ),
    ),
    ("above", re.compile(rf"\b(?:above|higher (?:up )?{_THAN}) {_GROUND}")),
    ("below", re.compile(rf"\b(?:below|beneath|underneath|lower (?:down )?{_THAN}) {_GROUND}")),
    ("above", re.compile(rf"\b{_HANGS} (?:directly |right |just )?over {_GROUND}")),
    ("below", re.compile(rf"\b{_RESTS} (?:directly |right |just )?under {_GROUND}")),
    ("inside", re.compile(rf"\b(?:inside(?: of)?|within) {_GROUND}")),
    ("in", re.compile(rf"\b{_RESTS} in {_GROUND}")),
    ("on", re.compile(rf"\b(?:on top of|atop|{_RESTS} on) {_GROUND}")),
    (
        "near",
        re.compile(
            r"\b(?<!small )(?<!large )(?<!tiny )(?<!big )(?<!huge )(?<!little )"
            rf"(?:next to|beside|adjacent to|right by|close to|near(?: to)?|alongside) {_GROUND}"
        ),
    ),
    ("behind", re.compile(rf"\bbehind {_GROUND}")),
    ("in front of", re.compile(rf"\bin front of {_GROUND}")),
)
_BODY = one_of("hand arm foot leg eye ear paw shoulder knee wrist wing cheek rear")
_OWN_SIDE = re.compile(rf"\b(?:to|on|at) (?P<whose>its|his|her|their) {_SIDE}\b(?! of)(?! {_BODY}s?\b)")
_IN_ORDER = re.compile(r"\bfrom (?P<from>left|right|top|bottom) to (?:left|right|top|bottom)\b(?P<rest>.*)")
_TOWARDS = {
    "leftmost": "left of", "left": "left of", "rightmost": "right of", "right": "right of", "higher": "above",
    "lower": "below",
}  # fmt: skip
_PAIR = re.compile(
    rf"(?P<first>{N}) (?:is|sits|stands|lies|appears|hangs)[^\ue000-\uf8ff,;]*?\b(?P<one>leftmost|rightmost"
    rf"|higher|lower|left|right)\b"
    rf"[^\ue000-\uf8ff]*?\b(?:while|whereas|with|and|but) (?P<second>{N})[^\ue000-\uf8ff,;]*?"
    r"\b(?:further|farther|higher|lower|leftmost|rightmost)\b"
)
_BEFORE = {"left": "left of", "right": "right of", "top": "above", "bottom": "below"}
_SURFACES = word_set(
    "dining table, bed, couch, bench, bus, train, car, truck, airplane, boat, sink, pizza, cake, sandwich, surfboard"
)
"""Things large enough that "on the left side of it" can mean a part of them."""
_OPENING = word_set(
    "just directly immediately and also slightly further farther far is are sitting standing located "
    "positioned off over down up out away on at toward towards mostly partly mainly somewhere well right "
    "a bit little yes no , looking"
)
_NEW_THING = re.compile(
    r"^(?: ,)? (?:there (?:is|are) |(?:is|are|stands?|sits?|hangs?|lies) )?"
    r"(?:an?|the|another|his|her|its|their|some|several|two|three|\w+ing) \w+"
)
_NOT = re.compile(r"\b(?:not(?! far| only| just)|never|no longer|neither|nor)\b")
_FRAGMENT = 40
"""A phrase without a subject that begins later in a sentence than this belongs to something else."""


def relations(sentence: Sentence, whole: Place, about: Noun | None = None) -> Iterator[Relates]:
    """Yield the relations that a sentence states; `about` is what a fragment speaks of ("To the left of it.")."""
    taken: list[tuple[int, int]] = []
    for name, pattern in GROUND_RELATIONS if sentence.nouns else ():
        for match in pattern.finditer(sentence.skeleton):
            ground = sentence.noun(match["ground"])
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            if name == "side" and " side of" in match[0] and not match[0].startswith("to ") and _is_surface(ground):
                continue
            taken.append(match.span())
            relation = f"{match['side']} of" if name == "side" else name
            for figures in figures_of(sentence, match.span(), about, ground):
                place = place_of(sentence, whole, match.span(), (*figures, ground))
                yield Relates(place, relation, figures, ground, holds=not is_denied(sentence, match.start()))
    yield from _own_sides(sentence, whole, about)
    for match in _PAIR.finditer(sentence.skeleton):
        first, second = sentence.noun(match["first"]), sentence.noun(match["second"])
        place = whole._replace(start=min(first.start, second.start), end=max(first.end, second.end))
        yield Relates(place, _TOWARDS[match["one"]], (first,), second)
    for match in _IN_ORDER.finditer(sentence.skeleton):
        nouns = [noun for noun in sentence.nouns_in(match["rest"]) if not noun.unreal and not noun.genitive]
        for first, second in pairwise(nouns):
            place = whole._replace(start=first.start, end=max(first.end, second.end))
            yield Relates(place, _BEFORE[match["from"]], (first,), second)


def _own_sides(sentence: Sentence, whole: Place, about: Noun | None) -> Iterator[Relates]:
    """Read "on its left": said of what stands before it, to something that was spoken of."""
    for match in _OWN_SIDE.finditer(sentence.skeleton):
        known = [*sentence.context, *sentence.nouns_in(sentence.skeleton[: match.start()])]
        for reading in _subjects(sentence, match.span(), about)[:1]:
            figure = reading[-1]
            ground = choices([noun for noun in known if noun.concept != figure.concept], match["whose"])
            if ground is not None:
                place = place_of(sentence, whole, match.span(), (figure,))
                holds = not is_denied(sentence, match.start())
                yield Relates(place, f"{match['side']} of", (figure,), ground, holds=holds)


def figures_of(
    sentence: Sentence, span: tuple[int, int], about: Noun | None, ground: Noun | None = None
) -> Iterator[tuple[Noun, ...]]:
    """Yield of what a phrase is said: of each of several things, or of one of them where grammar leaves it open."""
    readings = _subjects(sentence, span, about)
    fitting = [[noun for noun in reading if noun is not ground and not noun.genitive] for reading in readings]
    if len(fitting) == 1:
        yield from ((noun,) for noun in fitting[0])
    elif any(fitting):
        yield tuple(dict.fromkeys(noun for reading in fitting for noun in reading))


def _subjects(sentence: Sentence, span: tuple[int, int], about: Noun | None) -> list[tuple[Noun, ...]]:
    """What stands before a phrase, or behind it where it is fronted, or what was asked about."""
    start, end = span
    _, clause = clause_before(sentence.skeleton, start)
    is_fronted = all(word in _OPENING for word in clause.split())
    after = subjects_after(sentence, end) if is_fronted else []
    if after:
        return after
    if is_fronted and _NEW_THING.match(sentence.skeleton[end:]):
        return []
    readings = subjects(sentence, start)
    is_free = about is not None and all(noun.concept != about.concept for noun in sentence.nouns)
    if not readings and is_fronted and is_free and about is not None and start <= _FRAGMENT:
        return [(about,)]
    return readings


def _is_surface(noun: Noun) -> bool:
    return not _SURFACES.isdisjoint(noun.concept.categories)


def is_denied(sentence: Sentence, at: int) -> bool:
    """Whether the clause before a phrase denies it."""
    _, clause = clause_before(sentence.skeleton, at)
    return _NOT.search(clause) is not None


def place_of(sentence: Sentence, whole: Place, span: tuple[int, int], nouns: tuple[Noun, ...]) -> Place:
    """Return the place of a stretch of the skeleton together with noun phrases."""
    first, last = sentence.span(*span)
    inside = [noun for noun in nouns if any(noun is own for own in sentence.nouns)]
    return whole._replace(
        start=min(first, *(noun.start for noun in inside), first), end=max(last, *(noun.end for noun in inside), last)
    )
