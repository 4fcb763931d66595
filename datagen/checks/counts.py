"""Counts: the numbers in a text against the boxes, and where the captions give the same number, for it."""

from __future__ import annotations

from collections.abc import Iterator

from datagen.checks.draft import Draft
from datagen.checks.reading import Reading, finding
from datagen.claims import Counts, Quantity
from datagen.facts import Count
from datagen.lexicon import plural_of
from datagen.sample import Finding

CHECK = "counts"


def find_counts(draft: Draft) -> Iterator[Finding]:
    """Judge every number of things."""
    reading = draft.reading
    for claim in reading.claims:
        if isinstance(claim, Counts) and reading.facts.numbers(claim.noun.concept.categories):
            yield _judged(reading, claim)


def _judged(reading: Reading, claim: Counts) -> Finding:
    concept = claim.noun.concept
    boxes = reading.facts.numbers(concept.categories)
    count = reading.facts.count(*concept.categories)
    said = f"says {reading.quoted(claim.place)!r}"
    fault = _fault(claim, count)
    if fault is None:
        sure = concept.sense == "same" and claim.total != "part" and count.exact is not None
        if sure and claim.holds and claim.quantity == Quantity(count.least, count.least, spoken=True):
            return finding(CHECK, "pass", claim.place, f"{said}; the boxes show as many", boxes)
        return finding(CHECK, "unverifiable", claim.place, f"{said}; the boxes show {_in_words(count)}", boxes)
    captions = _told_alike(reading, claim) if claim.holds else ()
    if captions:
        return finding(CHECK, "pass", claim.place, f"{said}; a caption says the same", boxes, captions)
    return finding(CHECK, "fail", claim.place, f"{said}; the boxes show {fault} {_name(concept.name, fault)}", boxes)


def _fault(claim: Counts, count: Count) -> str | None:
    """How many there are, where the claim cannot be true."""
    sense, said = claim.noun.concept.sense, claim.quantity
    if not claim.holds:
        within = said.least <= count.least and (said.most is None or (count.most or said.most + 1) <= said.most)
        return f"just {_in_words(count)}" if within and sense == "same" and claim.total == "total" else None
    if sense in ("same", "narrower") and count.most is not None and said.least > count.most:
        return f"only {count.most}" if count.least != count.most or count.most == 1 else str(count.most)
    if said.most is not None and said.most < count.least and claim.total != "part" and sense in ("same", "broader"):
        return _in_words(count)
    return None


def _name(name: str, count: str) -> str:
    """Return a concept's name in the number that goes with a count."""
    return name if count.rsplit(maxsplit=1)[-1] == "1" else plural_of(name)


def _in_words(count: Count) -> str:
    if count.most is None:
        return f"at least {count.least}"
    return str(count.least) if count.least == count.most else f"{count.least} to {count.most}"


def _told_alike(reading: Reading, claim: Counts) -> tuple[int, ...]:
    wanted = set(claim.noun.concept.categories)
    return tuple(
        number
        for number, told in reading.told_by(Counts)
        if isinstance(told, Counts)
        and told.quantity == claim.quantity
        and wanted.intersection(told.noun.concept.categories)
    )
