"""One yes-or-no question, and the line that holds it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

Label = Literal["yes", "no"]
PAIRS = 3
"""An image gets so many questions with the answer yes, and as many with no."""


class Probe(NamedTuple):
    """A question on one image and its answer."""

    image: str
    text: str
    label: Label


def numbered(probes: Iterable[Probe]) -> Iterator[dict[str, object]]:
    """Yield POPE's records, their ids counted from 1."""
    for number, probe in enumerate(probes, 1):
        yield {"question_id": number, "image": probe.image, "text": probe.text, "label": probe.label}
