"""Which data a run trains on: files with their image folders and weights, from --data or a TOML file. Reads files."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from train.errors import DataError, UsageError

MAX_WEIGHT = 1_000


class Source(BaseModel):
    """A data file (or tar shards), the folder of its images, and how often an epoch sees it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: Path
    images: Path | None = None
    weight: Annotated[float, Field(gt=0, le=MAX_WEIGHT, strict=True)] = 1.0


class _Mix(BaseModel):
    """A TOML file: a `[[data]]` table for each source."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data: Annotated[tuple[Source, ...], Field(min_length=1)]


def sources(data: Sequence[Path], images: Path | None = None) -> tuple[Source, ...]:
    """Return the sources of --data values in their order; `images` goes to those that name no folder of their own.

    Raises:
        UsageError: there are none.
        DataError: a TOML file is missing or says something else than sources.

    """
    found: list[Source] = []
    for path in data:
        found += _mix(path) if path.suffix == ".toml" else [Source(path=path)]
    if not found:
        message = "--data names no file: give LLaVA records (.json, .jsonl), tar shards, or a .toml mix of them"
        raise UsageError(message)
    return tuple(one if one.images else one.model_copy(update={"images": images}) for one in found)


def _mix(path: Path) -> list[Source]:
    """Read a mix; its paths start from its own folder."""
    try:
        mix = _Mix.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        message = f"cannot read {path}: {error.strerror}"
        raise DataError(message) from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        place = ".".join(map(str, first["loc"]))
        was = "" if isinstance(first["input"], dict) else f", not {first['input']!r}"
        message = f"{path}: {place}: {first['msg']}{was} (a mix holds [[data]] tables of path, images and weight)"
        raise DataError(message) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = f"{path} is not valid TOML: {error}"
        raise DataError(message) from error
    here = path.parent
    return [
        Source(path=here / one.path, images=one.images and here / one.images, weight=one.weight) for one in mix.data
    ]
