"""Relations and regions: left and right, above and below, inside, near, and places in the image.

A noun may mean any of several instances: a claim fails where no choice of them can make it true.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from datagen.checks.draft import Draft
from datagen.checks.reading import Reading, finding
from datagen.claims import Noun, Relates, Sits
from datagen.facts import OPPOSITE, REGIONS, RELATIONS
from datagen.sample import Finding, Verdict
from datagen.scene import Box

RELATION, REGION = "relations", "regions"
MAX_PAIRS = 400
FARTHEST_TO = frozenset({"left", "right", "top", "bottom"})


def find_relations(draft: Draft) -> Iterator[Finding]:
    """Judge every relation between two things that boxes can settle."""
    reading = draft.reading
    for claim in reading.claims:
        if isinstance(claim, Relates) and claim.relation in RELATIONS:
            yield _related(reading, claim)


def find_regions(draft: Draft) -> Iterator[Finding]:
    """Judge every place in the image."""
    reading = draft.reading
    for claim in reading.claims:
        if isinstance(claim, Sits):
            yield _placed(reading, claim)


def _related(reading: Reading, claim: Relates) -> Finding:
    holds = RELATIONS[claim.relation]
    figures = {n: box for noun in claim.figures for n, box in reading.boxes(noun).items()}
    grounds = reading.boxes(claim.ground)
    values = [holds(a, b) for m, a in figures.items() for n, b in grounds.items() if m != n]
    said = f"says {reading.quoted(claim.place)!r}"
    every = len(claim.figures) == 1 and claim.figures[0].every and not claim.figures[0].perhaps
    verdict = _verdict(values, every=every, holds=claim.holds) if len(values) <= MAX_PAIRS else "unverifiable"
    boxes = tuple(dict.fromkeys((*figures, *grounds)))
    if verdict != "fail":
        return finding(RELATION, verdict, claim.place, f"{said}: {_WORD[verdict]}", boxes)
    if captions := told_alike(reading, claim):
        return finding(
            RELATION, "unverifiable", claim.place, f"{said}; a caption says so, the boxes do not", boxes, captions
        )
    figure = " or ".join(dict.fromkeys(noun.concept.name for noun in claim.figures))
    fault = f"{said}; by the boxes the {figure} is {_true_phrase(claim)} the {claim.ground.concept.name} in the image"
    return finding(RELATION, "fail", claim.place, fault, boxes)


def _true_phrase(claim: Relates) -> str:
    """How the figure stands to the ground, where the claim is false."""
    if not claim.holds:
        return _PHRASE[claim.relation]
    opposite = OPPOSITE.get(claim.relation)
    return _PHRASE[opposite] if opposite else f"not {_PHRASE[claim.relation]}"


_WORD: dict[Verdict, str] = {"pass": "the boxes agree", "unverifiable": "the boxes do not settle it"}
_PHRASE = {
    "left of": "to the left of", "right of": "to the right of", "above": "above", "below": "below", "inside": "inside",
    "in": "in", "on": "on", "near": "near",
}  # fmt: skip


def _verdict(values: list[bool | None], *, every: bool, holds: bool) -> Verdict:
    """What the pairs of instances say of a claim about one of them, or about every one."""
    if not values:
        return "unverifiable"
    if not holds:
        values = [None if value is None else not value for value in values]
    if all(value is False for value in values) or (every and False in values):
        return "fail"
    if all(values) or (holds and not every and True in values):
        return "pass"
    return "unverifiable"


def told_alike(reading: Reading, claim: Relates, relation: str | None = None) -> tuple[int, ...]:
    """Return the captions that state the relation, or the one named, between things of the same categories."""
    figures = {category for noun in claim.figures for category in noun.concept.categories}
    return tuple(
        number
        for number, told in reading.told_by(Relates)
        if isinstance(told, Relates)
        and told.relation == (relation or claim.relation)
        and told.holds == claim.holds
        and figures.intersection(c for noun in told.figures for c in noun.concept.categories)
        and set(claim.ground.concept.categories).intersection(told.ground.concept.categories)
    )


def _placed(reading: Reading, claim: Sits) -> Finding:
    inside = REGIONS[claim.region]
    boxes = {n: box for noun in claim.nouns for n, box in reading.boxes(noun).items()}
    said = f"says {reading.quoted(claim.place)!r}"
    verdict = _region_verdict(reading, claim, boxes, inside)
    if verdict != "fail":
        return finding(REGION, verdict, claim.place, f"{said}: {_WORD[verdict]}", boxes)
    name = claim.nouns[0].concept.name
    where = f"on the {claim.region} side" if claim.region in ("left", "right") else f"at the {claim.region}"
    fault = f"{said}; by the boxes {_how_many(boxes, inside)} {name} is {where} of the image"
    return finding(REGION, "fail", claim.place, fault if claim.holds else f"{said}; by the boxes it is", boxes)


def _how_many(boxes: dict[int, Box], inside: Callable[[Box], bool | None]) -> str:
    count = sum(inside(box) is not False for box in boxes.values())
    return f"only {count}" if count else "no"


def _region_verdict(
    reading: Reading, claim: Sits, boxes: dict[int, Box], inside: Callable[[Box], bool | None]
) -> Verdict:
    values = [inside(box) for box in boxes.values()]
    noun: Noun = claim.nouns[0]
    some_of = noun.other and not noun.stand_in
    if len(claim.nouns) == 1 and claim.holds and noun.quantity.spoken and claim.absolute and values and not some_of:
        possible, certain = (sum(value is not wrong for value in values) for wrong in (False, None))
        certain -= len(values) - possible
        most = noun.quantity.most
        some = noun.restricted or (noun.stand_in and most == 1)
        if possible < noun.quantity.least or (not some and most is not None and most < certain):
            return "fail"
    if noun.picked in FARTHEST_TO and len(reading.facts.numbers(noun.concept.categories)) > 1:
        return "unverifiable"
    picks_one = (noun.stand_in or noun.definite) and not noun.plural and noun.picked is None
    if len(values) > 1 and not claim.absolute and picks_one:
        return "unverifiable"  # "the man on the left" can be the left one of two
    return _verdict(values, every=noun.every and not noun.perhaps, holds=claim.holds)
