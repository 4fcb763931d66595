"""Comparison: which thing is larger in the image, and of which there are more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

from datagen.checks.draft import Draft
from datagen.checks.reading import Reading, finding
from datagen.claims import Noun, Outnumbers, Sizes
from datagen.facts import Count, area, larger, more
from datagen.lexicon import plural_of
from datagen.sample import Finding
from datagen.scene import Box

CHECK = "comparison"
_MEASURES: dict[str, Callable[[Box], float]] = {
    "size": area,
    "height": lambda box: box.y2 - box.y1,
    "width": lambda box: box.x2 - box.x1,
}
_ADJECTIVES = {"size": "larger", "height": "taller", "width": "wider"}


def find_comparisons(draft: Draft) -> Iterator[Finding]:
    """Judge comparisons of size and of number."""
    reading = draft.reading
    for claim in reading.claims:
        if isinstance(claim, Sizes):
            yield _size(reading, claim)
        elif isinstance(claim, Outnumbers):
            yield _number(reading, claim)


def _size(reading: Reading, claim: Sizes) -> Finding:
    measure = _MEASURES[claim.quality]
    large, small = _sizes(reading, claim.larger, measure), _sizes(reading, claim.smaller, measure)
    said = f"says {reading.quoted(claim.place)!r}"
    if claim.larger is None or claim.smaller is None:
        values = _against_all(reading, claim, large, small, measure)
    else:
        values = [larger(a, b) for (m, a), (n, b) in product(large.items(), small.items()) if m != n]
    if not claim.holds:
        values = [None if value is None else not value for value in values]
    boxes = (*large, *small)
    if values and all(value is False for value in values):
        return finding(CHECK, "fail", claim.place, _size_fault(claim, said), boxes)
    if values and all(values):
        return finding(CHECK, "pass", claim.place, f"{said}: the boxes agree", boxes)
    return finding(CHECK, "unverifiable", claim.place, f"{said}: the boxes do not settle it", boxes)


def _sizes(reading: Reading, noun: Noun | None, measure: Callable[[Box], float]) -> dict[int, float]:
    return {} if noun is None else {number: measure(box) for number, box in reading.boxes(noun).items()}


def _against_all(
    reading: Reading, claim: Sizes, large: dict[int, float], small: dict[int, float], measure: Callable[[Box], float]
) -> list[bool | None]:
    """A superlative, for each instance: whether it stands against every other box."""
    others = {n: measure(box) for n, box in enumerate(reading.facts.scene.boxes) if not box.crowd}
    values: list[bool | None] = []
    for number, size in (large or small).items():
        pairs = [larger(size, o) if claim.larger else larger(o, size) for n, o in others.items() if n != number]
        values.append(False if False in pairs else True if pairs and all(pairs) else None)
    return values


def _size_fault(claim: Sizes, said: str) -> str:
    adjective = _ADJECTIVES[claim.quality]
    if not claim.holds:
        return f"{said}; by the boxes it is so in the image"
    if claim.smaller is None and claim.larger is not None:
        return f"{said}; by the boxes something else is larger in the image than the {claim.larger.concept.name}"
    if claim.larger is None and claim.smaller is not None:
        return f"{said}; by the boxes something else is smaller in the image than the {claim.smaller.concept.name}"
    assert claim.larger is not None
    assert claim.smaller is not None
    larger, smaller = claim.larger.concept.name, claim.smaller.concept.name
    return f"{said}; by the boxes the {smaller} is {adjective} in the image than the {larger}"


def _count(reading: Reading, noun: Noun) -> Count:
    """How many the boxes allow; of people who are men, say, any number of them."""
    count = reading.facts.count(*noun.concept.categories)
    if noun.concept.sense == "broader":
        return Count(count.least, None)
    return count if noun.concept.sense == "same" else Count(0, count.most)


def _shown(count: Count, noun: Noun) -> str:
    number = f"at least {count.least}" if count.most is None else str(count.most)
    name = noun.concept.name
    return f"{number} {name if number == '1' else plural_of(name)}"


def _number(reading: Reading, claim: Outnumbers) -> Finding:
    said = f"says {reading.quoted(claim.place)!r}"
    nouns = (claim.more, claim.fewer)
    many, few = (_count(reading, noun) for noun in nouns)
    boxes = tuple(number for noun in nouns for number in reading.facts.numbers(noun.concept.categories))
    value: bool | None
    if any(noun.concept.sense == "ambiguous" or noun.restricted for noun in nouns) or not boxes:
        value = None
    elif claim.equal:
        value = None if many.exact is None or few.exact is None else many.exact == few.exact
    else:
        value = more(many, few)
    if value is not None and not claim.holds:
        value = not value
    if value is None:
        return finding(CHECK, "unverifiable", claim.place, f"{said}: the boxes do not settle it", boxes)
    if value:
        return finding(CHECK, "pass", claim.place, f"{said}: the boxes agree", boxes)
    shown = f"{_shown(many, claim.more)} and {_shown(few, claim.fewer)}"
    return finding(CHECK, "fail", claim.place, f"{said}; the boxes show {shown}", boxes)
