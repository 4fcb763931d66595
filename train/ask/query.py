"""One question to a model that sees, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from train.sample import ImageSource


@dataclass(frozen=True, slots=True)
class Query:
    """A question as the model is to read it, without `<image>`; the image goes before the text."""

    id: str
    text: str
    image: ImageSource | bytes | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer to a query; where `failure` says why there is none, `text` is empty."""

    id: str
    text: str
    failure: str = ""
