"""Coordinate leak: box numbers in the text. Prices, decimals with a unit and percentages are not coordinates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from datagen.checks.draft import Draft, fail_matches
from datagen.sample import Finding
from datagen.scene import Scene

_COORDINATES = re.compile(
    r"[\[(]\s*[01]?\.\d+\s*[,;].{0,40}?[\])]"
    r"|[\[(]\s*\d+(?:\.\d+)?\s*,\s*\d+(?:\.\d+)?\s*,\s*\d+(?:\.\d+)?\s*,\s*\d+(?:\.\d+)?\s*[\])]"
    r"|(?<![\d.$€£¥])(?<![$€£¥] )\b0?\.\d{2,}\b(?!\s*(?:%|percent|dollars?|cents?|euros?|pounds?|miles?|km|cm|mm|m|meters?"
    r"|metres?|inch(?:es)?|feet|ft|liters?|litres?|kg|g|lbs?|ounces?|oz|seconds?|hours?)\b)"
    r"|\b[xy][12]\b|\b[xy]\s*=\s*[\d.]+|\b[xy]-?(?:coordinate|axis|value)s?\b"
    r"|\bcoordinates?\b",
    re.IGNORECASE,
)


def find_coordinates(draft: Draft, scene: Scene) -> Iterator[Finding]:
    """Fail every number or word that can only come from a box's coordinates."""
    del scene
    return fail_matches(draft, "coordinates", _COORDINATES, "gives a position as a number ({}); say it in words")
