"""Text to claims: what a sample says of its image that boxes or captions could settle. Pure.

Rules over words and noun phrases, and no parser: a reading that is not clear gives no claim.
"""

from datagen.claims.claim import Claim, Counts, Exists, Noun, Outnumbers, Place, Quantity, Relates, Sits, Sizes
from datagen.claims.reading import read, read_text

__all__ = [
    "Claim",
    "Counts",
    "Exists",
    "Noun",
    "Outnumbers",
    "Place",
    "Quantity",
    "Relates",
    "Sits",
    "Sizes",
    "read",
    "read_text",
]
