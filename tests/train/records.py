"""LLaVA records made by hand, and files of them."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path
from typing import Any

Record = dict[str, Any]


def record(question: str = "<image>\nWhat is it?", answer: str = "A horse.", **changes: Any) -> Record:
    """Make a record with one turn; a change to None leaves the key out."""
    said = [{"from": "human", "value": question}, {"from": "gpt", "value": answer}]
    values: Record = {"id": "7", "image": "a.jpg", "conversations": said} | changes
    return {key: value for key, value in values.items() if value is not None}


def turns(*said: tuple[str, Any]) -> list[Record]:
    """Make `conversations` of (from, value)."""
    return [{"from": role, "value": value} for role, value in said]


def raw(value: Any) -> bytes:
    """Write JSON as LLaVA's files have it."""
    return json.dumps(value).encode()


def jsonl(path: Path, *lines: bytes) -> Path:
    """Write lines."""
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    return path


def flawed(path: Path, source: Path, every: int) -> int:
    """Copy records, every so many of them with a role that nobody knows; return how many those are."""
    lines = source.read_text().splitlines()
    places = range(every - 1, len(lines), every)
    for place in places:
        lines[place] = lines[place].replace('"gpt"', '"robot"')
    path.write_text("\n".join(lines) + "\n")
    return len(places)


def tar(path: Path, files: dict[str, bytes]) -> Path:
    """Write a tar file of these files in this order."""
    with tarfile.open(path, "w") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path
