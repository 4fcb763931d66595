"""Whether plain values fit the fields of a dataclass, strictly: neither a text nor true is a number. Pure."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints


def faults(values: Mapping[str, Any], kind: type) -> Iterator[str]:
    """Say what keeps the values from making one: a field that it has not, a type that is not meant, a value lacking."""
    hints = get_type_hints(kind)
    for key, value in values.items():
        if key not in hints:
            yield f"no field {key!r}; a {kind.__name__.lower()} has {', '.join(hints)}"
        elif not _fits(value, hints[key]):
            yield f"{key} = {value!r} is not {_words(hints[key])}"
    needed = (field.name for field in dataclasses.fields(kind) if field.default is dataclasses.MISSING)
    if missing := [name for name in needed if name not in values]:
        yield f"no value for {', '.join(missing)}"


def _fits(value: object, hint: Any) -> bool:
    if get_origin(hint) is Literal:
        return any(value == choice and type(value) is type(choice) for choice in get_args(hint))
    if get_origin(hint) in {Union, UnionType}:
        return any(_fits(value, choice) for choice in get_args(hint))
    if hint is float:
        return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return type(value) is hint


def _words(hint: Any) -> str:
    if get_origin(hint) is Literal:
        return "one of " + ", ".join(map(str, get_args(hint)))
    if get_origin(hint) in {Union, UnionType}:
        return " or ".join(_words(choice) for choice in get_args(hint))
    return {"int": "a whole number", "float": "a number", "str": "a text", "bool": "true or false"}.get(
        hint.__name__, "nothing"
    )
