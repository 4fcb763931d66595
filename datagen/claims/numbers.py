"""Number words. Pure."""

from __future__ import annotations

from datagen.claims.claim import Quantity
from datagen.lexicon.words import word_set

_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = dict(
    zip(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], range(20, 100, 10), strict=True)
)
NUMBERS: dict[str, int] = (
    {word: number for number, word in enumerate(_SMALL)}
    | _TENS
    | {f"{ten}-{one}": tens + n for ten, tens in _TENS.items() for n, one in enumerate(_SMALL[:10]) if n}
    | {"dozen": 12, "hundred": 100}
)
SETS = {
    "pair": 2, "couple": 2, "duo": 2, "trio": 3, "threesome": 3, "quartet": 4, "foursome": 4, "quintet": 5,
    "twosome": 2, "half-dozen": 6, "dozen": 12, "brace": 2,
}  # fmt: skip
"""Words before "of" that are a number."""
FEWER = frozenset({"fewer", "less", "lower", "smaller"})
SINGLE = frozenset({"single", "lone", "solitary", "sole"})
VAGUE: dict[str, Quantity] = {
    "several": Quantity(2, None, spoken=True),
    "many": Quantity(2, None, spoken=True),
    "multiple": Quantity(2, None, spoken=True),
    "numerous": Quantity(2, None, spoken=True),
    "various": Quantity(2, None, spoken=True),
    "few": Quantity(2, None, spoken=True),
    "some": Quantity(1, None),
    "any": Quantity(1, None),
    "plenty": Quantity(2, None, spoken=True),
    "lots": Quantity(2, None, spoken=True),
    "dozens": Quantity(10, None, spoken=True),
}
GROUPS = word_set(
    "group bunch herd flock row line set array collection stack pile lot cluster series variety "
    "assortment team crowd handful plate bowl basket box slice piece pack gang string fleet bunches rows "
    "plenty lots dozens pairs kinds types couple pair school host"
)
"""Words before "of" that speak of several, or of a part, and give no number."""


def number_of(word: str) -> int | None:
    """Read one word or figure as a whole number."""
    if word in NUMBERS:
        return NUMBERS[word]
    figure = word.replace(",", "")
    return int(figure) if figure.isdecimal() and len(figure) < 7 else None  # noqa: PLR2004 - no count is longer
