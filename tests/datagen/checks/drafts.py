"""Drafts made by hand, for a check to look at."""

from typing import Any

from datagen.checks import Draft
from datagen.kinds import KINDS
from datagen.sample import Turn
from datagen.scene import Scene

NOTHING = Scene(1, "1.jpg", 640, 480, (), (), "train2017")
"""A scene without captions and boxes, in which nothing was looked for."""


def draft(kind: str, *pairs: tuple[str, str], scene: Scene = NOTHING, **more: Any) -> Draft:
    """Return a draft whose turns are these questions and answers; `more` are further fields."""
    return Draft(
        KINDS[kind], tuple(Turn(question=question, answer=answer) for question, answer in pairs), scene, **more
    )
