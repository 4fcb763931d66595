"""Rows of the official scorers: what went in and what came out."""

import json
from pathlib import Path
from typing import Any


def rows(folder: Path, benchmark: str, *kinds: str) -> list[dict[str, Any]]:
    lines = (folder / f"{benchmark}.jsonl").read_text(encoding="utf-8").splitlines()
    found = [row for row in map(json.loads, lines) if row["kind"] in kinds]
    assert found
    return found
