"""The objects of an image for POPE's polls: instances, and what captions name. Pure."""

from __future__ import annotations

from datagen.facts import Facts
from datagen.pope.polling import PolledImage
from datagen.writer.nouns import noun_of

SURE = ("same", "narrower")


def picture_of(facts: Facts) -> PolledImage:
    """Return a scene's objects in the order in which its boxes, then its captions name them.

    A category that a caption may mean ("table" for "dining table") is unsure where it has no box.
    """
    told = (word.concept for _, words in facts.words for word in words if word.concept.sense in SURE)
    found = dict.fromkeys([*facts.boxes, *(concept.categories[0] for concept in told)])
    unsure = facts.told - found.keys()
    return PolledImage(facts.scene.file_name, tuple(map(_spoken, found)), frozenset(map(_spoken, unsure)))


def _spoken(category: str) -> str:
    """COCO's names stay as POPE asks for them; other data sets' are put into words."""
    return category if category.islower() and "_" not in category else noun_of(category).one
