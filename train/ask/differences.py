"""What differs between two askings, in words: the folder of an evaluation belongs to one. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

WHICH = ("fingerprint", "hub", "name")
"""What says which model it is, wherever it is found."""


def differences(there: Mapping[str, Any], here: Mapping[str, Any]) -> Iterator[str]:
    """Say in what the two would give other answers; nothing where they would give the same."""
    if there.get("benchmark") != here["benchmark"]:
        yield f"benchmark {there.get('benchmark')!r} there, {here['benchmark']!r} now"
        return
    yield from _of_models(there.get("model", {}), here["model"])
    changed = [key for key in ("suffix", "max_new_tokens", "temperature") if there.get(key) != here[key]]
    for key in changed:
        yield f"{key} {there.get(key)!r} there, {here[key]!r} now"
    if there.get("questions") != here["questions"] and "suffix" not in changed:
        yield "the questions or their images' names are others"


def _of_models(there: Mapping[str, Any], here: Mapping[str, Any]) -> Iterator[str]:
    if any(there.get(key) != here.get(key) for key in WHICH):
        if "checkpoint" in here and there.get("checkpoint") == here["checkpoint"]:
            yield f"the checkpoint {here['checkpoint']} has changed since"
        else:
            yield f"model {_called(there)} there, {_called(here)} now"
    elif there.get("dtype") != here.get("dtype"):
        yield f"dtype {there.get('dtype')} there, {here.get('dtype')} now"


def _called(model: Mapping[str, Any]) -> str:
    return str(model.get("checkpoint") or f"{model.get('name')} at {model.get('endpoint')}")
