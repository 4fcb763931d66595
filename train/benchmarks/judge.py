"""The LLM that grades what no rule can: from requests to replies, many at once.

A judge answers requests and knows nothing of benchmarks; asking again is for who asks to decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Request:
    """One question to a judge, as a chat of a single user message."""

    prompt: str
    temperature: float
    max_tokens: int


class Judge(Protocol):
    """Anything that answers requests; `name` and `notes` go into the result."""

    @property
    def name(self) -> str:
        """Return the model's name."""

    @property
    def notes(self) -> tuple[str, ...]:
        """Say what to know of its replies."""

    def __call__(self, requests: Sequence[Request]) -> Sequence[str]:
        """Return a reply's text to each request, in their order; they may be asked at the same time."""
