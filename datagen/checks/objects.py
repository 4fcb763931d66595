"""Objects: what a text says is in the image, or is not, against boxes and captions."""

from __future__ import annotations

from collections.abc import Iterator

from datagen.checks.draft import Draft
from datagen.checks.reading import ALIKE, Reading, finding
from datagen.claims import Exists
from datagen.facts import TINY_AREA, area
from datagen.sample import Finding

CHECK = "objects"


def find_objects(draft: Draft) -> Iterator[Finding]:
    """Judge every thing that is said to be there, and every one that is said not to be."""
    reading = draft.reading
    for claim in reading.claims:
        if isinstance(claim, Exists):
            yield _there(reading, claim, seen=draft.seen) if claim.holds else _not_there(reading, claim)


def _there(reading: Reading, claim: Exists, *, seen: bool) -> Finding:
    words = reading.words(claim.noun, claim.place)
    boxes = reading.facts.numbers(claim.noun.concept.categories)
    if boxes:
        return finding(CHECK, "pass", claim.place, f"the boxes show {words!r}", boxes)
    if alike := reading.facts.numbers(ALIKE.get(claim.noun.concept.name, ())):
        return finding(CHECK, "unverifiable", claim.place, f"{words!r} may mean what the boxes show", alike)
    captions = reading.captions_with(claim.noun)
    if captions:
        return finding(CHECK, "pass", claim.place, f"a caption speaks of {words!r}", (), captions)
    if seen or claim.noun.concept.sense == "broader":
        return finding(CHECK, "unverifiable", claim.place, f"speaks of {words!r}; it may be in the image without a box")
    return finding(CHECK, "fail", claim.place, f"speaks of {words!r}; no box and no caption shows such a thing")


def _not_there(reading: Reading, claim: Exists) -> Finding:
    words = claim.noun.concept.name
    boxes = reading.facts.numbers(claim.noun.concept.categories)
    clear = [number for number in boxes if area(reading.facts.scene.boxes[number]) >= TINY_AREA]
    if clear:
        return finding(CHECK, "fail", claim.place, f"says that there is no {words}; the boxes show {len(boxes)}", boxes)
    captions = reading.captions_with(claim.noun)
    if boxes or captions:
        return finding(
            CHECK, "unverifiable", claim.place, f"a small box or a caption speaks of {words}", boxes, captions
        )
    return finding(CHECK, "pass", claim.place, f"no box and no caption shows {words}")
