"""What a line of training data says: turns, the images that go with them, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

IMAGE = "<image>"
"""Stands in a turn's text where an image goes."""
Role = Literal["human", "gpt"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a sample stands: its file, and its line there (of a JSON array or a tar file, its entry), from 1."""

    file: Path
    line: int

    def __str__(self) -> str:
        """Write it as editors understand it."""
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class ImageSource:
    """Where an image's bytes lie: a whole file, or `size` bytes from `offset` in a tar file."""

    path: Path
    offset: int = 0
    size: int | None = None

    @property
    def key(self) -> str:
        """Name that is this image's alone in a run."""
        return str(self.path) if self.size is None else f"{self.path}@{self.offset}"


@dataclass(frozen=True, slots=True)
class Turn:
    """What one side says; `text` holds `<image>` for each image that is shown with it."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class Sample:
    """One conversation: `turns` alternate from human to gpt and end with gpt, and hold one `<image>` an image.

    `kind` names its group in figures by kind: the data's own word (conversation, detail, ...), else the file's name.
    """

    id: str
    turns: tuple[Turn, ...]
    images: tuple[ImageSource, ...]
    kind: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a sample cannot be trained on; `reason` is the same for all that share it, `detail` is this one's."""

    reason: str
    detail: str
    origin: Origin
