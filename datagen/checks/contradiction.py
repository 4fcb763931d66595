"""Contradiction: two claims about one image that cannot both be true, in one sample or in two.

Boxes are not asked which of them is true. A claim is brought to a key, what it is about, and a value, what it says of
it; of things of which the boxes show several, only numbers and presence are compared.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any, NamedTuple

from datagen.checks.actions import DISAGREEMENT
from datagen.checks.draft import Draft
from datagen.checks.reading import Reading, finding
from datagen.claims import Claim, Counts, Exists, Noun, Outnumbers, Relates, Sits, Sizes
from datagen.kinds import KINDS
from datagen.sample import Finding, Sample
from datagen.scene import Scene

WITHIN, BETWEEN = "contradiction", DISAGREEMENT
_AXES = {"left of": ("across", True), "right of": ("across", False), "above": ("down", True), "below": ("down", False)}
_ENDS = {"left": ("across", True), "right": ("across", False), "top": ("down", True), "bottom": ("down", False)}


_Says = bool | tuple[int, int | None]
_Key = tuple[Hashable, _Says] | None
"""What a claim is about and what it says of that; None where it cannot be compared."""


class _Stance(NamedTuple):
    """What a claim is about, and what it says of it: truth, or a lowest and highest number."""

    about: Hashable
    says: _Says
    claim: Claim
    reading: Reading
    sample: str


def find_contradictions(draft: Draft) -> Iterator[Finding]:
    """Fail the later of two claims of a draft that contradict each other."""
    reading = draft.reading
    for earlier, later in _clashes(_stances(reading, "")):
        message = f"says {_said(later)}; turn {earlier.claim.place.turn + 1} says {_said(earlier)}"
        yield finding(WITHIN, "fail", later.claim.place, message)


def find_disagreements(samples: Sequence[Sample], scene: Scene) -> Iterator[tuple[int, Finding]]:
    """Yield findings on the samples of one image that contradict each other, on both, each with its sample's number."""
    stances = [
        stance
        for sample in samples
        for stance in _stances(Reading.of(scene, sample.turns, KINDS[sample.kind]), sample.id)
    ]
    numbers = {sample.id: number for number, sample in enumerate(samples)}
    for pair in _clashes(stances):
        for one, two in (pair, pair[::-1]):
            if one.sample != two.sample:
                message = f"says {_said(one)}; {two.sample} says {_said(two)}"
                yield numbers[one.sample], finding(BETWEEN, "fail", one.claim.place, message)


def _said(stance: _Stance) -> str:
    return repr(stance.reading.quoted(stance.claim.place))


def _clashes(stances: list[_Stance]) -> Iterator[tuple[_Stance, _Stance]]:
    """Yield each stance that contradicts an earlier one, behind the first such."""
    known: dict[Hashable, list[_Stance]] = {}
    for stance in stances:
        earlier = known.setdefault(stance.about, [])
        other = next((other for other in earlier if _contradict(stance.says, other.says)), None)
        if other is not None:
            yield other, stance
        earlier.append(stance)


def _contradict(a: _Says, b: _Says, /) -> bool:
    if isinstance(a, bool) or isinstance(b, bool):
        return a is not b
    return (a[1] is not None and a[1] < b[0]) or (b[1] is not None and b[1] < a[0])


def _stances(reading: Reading, sample: str) -> list[_Stance]:
    found = ((claim, _STANCES[type(claim)](reading, claim)) for claim in reading.claims)
    return [_Stance(*stance, claim, reading, sample) for claim, stance in found if stance is not None]


def _presence(_: Reading, claim: Exists) -> _Key:
    comparable = claim.holds or claim.noun.concept.sense == "same"
    return (("there", claim.noun.concept.categories), claim.holds) if comparable else None


def _number(_: Reading, claim: Counts) -> _Key:
    total = claim.total == "total" and claim.holds and claim.noun.concept.sense == "same"
    return (("number", claim.noun.concept), claim.quantity[:2]) if total else None


def _relation(reading: Reading, claim: Relates) -> _Key:
    if claim.relation not in _AXES or len(claim.figures) != 1:
        return None
    axis, before = _AXES[claim.relation]
    return _ordered(reading, axis, claim.figures[0], claim.ground, says=before == claim.holds)


def _region(reading: Reading, claim: Sits) -> _Key:
    noun = claim.nouns[0]
    if len(claim.nouns) != 1 or claim.region not in _ENDS or not claim.holds or not _is_one(reading, noun):
        return None
    axis, low = _ENDS[claim.region]
    return ("at", axis, noun.concept), low


def _size(reading: Reading, claim: Sizes) -> _Key:
    if claim.larger is None or claim.smaller is None:
        return None
    return _ordered(reading, claim.quality, claim.larger, claim.smaller, says=claim.holds)


def _majority(_: Reading, claim: Outnumbers) -> _Key:
    a, b = claim.more.concept, claim.fewer.concept
    return None if claim.equal or not claim.holds else (("more", *sorted((a, b))), a < b)


_STANCES: dict[type[Claim], Callable[[Reading, Any], _Key]] = {
    Exists: _presence,
    Counts: _number,
    Relates: _relation,
    Sits: _region,
    Sizes: _size,
    Outnumbers: _majority,
}


def _ordered(reading: Reading, what: str, a: Noun, b: Noun, *, says: bool) -> _Key:
    """A claim on two things, in one order of them."""
    if a.concept == b.concept or not _is_one(reading, a) or not _is_one(reading, b):
        return None
    first, second = sorted((a.concept, b.concept))
    return (what, first, second), says if first == a.concept else not says


def _is_one(reading: Reading, noun: Noun) -> bool:
    """Whether a noun phrase can mean one thing only."""
    return not noun.perhaps and not noun.other and not noun.picked and len(reading.boxes(noun)) <= 1
