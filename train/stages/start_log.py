"""starts.jsonl: when a run was started or went on, with which options, versions and devices. For people to read."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from train import devices
from train.data.mixture import Mixture
from train.data.sources import Source
from train.fit.ranks import Ranks
from train.stages.prepare import Settings

STARTS = "starts.jsonl"
PACKAGES = ("visual-instruct", "torch", "transformers", "accelerate", "peft", "bitsandbytes")


def log_start(settings: Settings, mixture: Mixture, ranks: Ranks) -> None:
    """Add a line to OUT/starts.jsonl; on the main rank."""
    if not ranks.main:
        return
    row = {
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "data": [_source(source) for source in mixture.sources],
        "settings": _given(settings),
        "device": devices.name(ranks.device),
        "processes": ranks.count,
        "python": platform.python_version(),
        "versions": {name: found for name in PACKAGES if (found := _version(name)) is not None},
    }
    with (settings.out / STARTS).open("a", encoding="utf-8") as file:
        file.write(json.dumps(row, default=os.fspath) + "\n")


def _given(settings: Settings) -> dict[str, Any]:
    """Return all options, with the recipe values that were given."""
    values = asdict(settings) | {"values": settings.values.given()}
    return {name.rstrip("_"): value for name, value in values.items() if value is not None}


def _source(source: Source) -> dict[str, Any]:
    """Return what a mix may say, with paths that hold from anywhere."""
    images = source.images and source.images.resolve()
    return {"path": source.path.resolve(), "images": images, "weight": source.weight}


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
