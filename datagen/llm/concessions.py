"""Settings that an endpoint may not take: how its refusal names them, and how to do without. Pure.

An endpoint that knows no structured output, or takes a setting under another name, says so with a 400.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Concession:
    """A setting that an endpoint may not take: its key in a request, how an error names it, how to do without."""

    setting: str
    key: str
    named: tuple[str, ...]
    apply: Callable[[dict[str, Any]], object]


STRUCTURED = Concession(
    "structured output",
    "response_format",
    ("response_format", "json_schema", "schema", "structured", "grammar", "guided"),
    lambda body: body.pop("response_format", None),
)
CONCESSIONS = (
    STRUCTURED,
    Concession(
        "max_tokens",
        "max_tokens",
        ("max_tokens", "max_completion_tokens"),
        lambda body: body.update(max_completion_tokens=body.pop("max_tokens")),
    ),
    Concession("temperature", "temperature", ("temperature",), lambda body: body.pop("temperature")),
    Concession("seed", "seed", ("seed",), lambda body: body.pop("seed")),
)


def concession_for(error: str, body: dict[str, Any], *, unnamed: bool) -> Concession | None:
    """Find which setting of a request its refusal complains of; one that names nothing may still mean the schema.

    A setting that the request does not have (any more) is not what it complains of. `unnamed` allows the last guess.
    """
    open_ones = [one for one in CONCESSIONS if one.key in body]
    named = (one for one in open_ones if any(name in error.lower() for name in one.named))
    return next(named, STRUCTURED if unnamed and STRUCTURED in open_ones else None)
