"""One sample that is to be made."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from datagen.scene import Scene


@dataclass(frozen=True, slots=True)
class Job:
    """A scene, a kind and an ordinal: the nth sample of this kind on this image, from 1."""

    scene: Scene
    kind: str
    ordinal: int = 1

    @property
    def id(self) -> str:
        """Stable name: depends on image, kind and ordinal alone, so a larger plan keeps it."""
        return job_id(self.scene.image_id, self.kind, self.ordinal)


def job_id(image_id: int, kind: str, ordinal: int) -> str:
    """`000000033471-detail`, and `000000033471-detail-2` for the second of its kind."""
    return f"{image_id:012d}-{kind}" + (f"-{ordinal}" if ordinal > 1 else "")


def derived_seed(*parts: object) -> int:
    """31-bit number that depends on the parts alone: the same on every machine and in every Python."""
    text = "/".join(str(part) for part in parts)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") & 0x7FFFFFFF
