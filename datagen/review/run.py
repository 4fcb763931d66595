"""What run.json tells the review: names, the table of actions, the categories, and where images may lie. Reads files.

Without run.json, or with a damaged one, outcomes can be reviewed all the same: only names and texts are missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from datagen.lexicon.own import read_own
from datagen.run.folder import WORDS, read_run
from datagen.vocabulary import NO_WORDS, Words

ANNOTATIONS = "annotations"


@dataclass(frozen=True, slots=True)
class ReviewedRun:
    """A run folder's own account of itself; `actions` says what a failing finding of each check does."""

    folder: Path
    settings: dict[str, Any] = field(default_factory=dict)
    vocabulary: tuple[str, ...] = ()
    actions: dict[str, str] = field(default_factory=dict)
    words: Words = NO_WORDS

    @classmethod
    def read(cls, folder: Path) -> ReviewedRun:
        """Read run.json; raise RunFolderError where it is damaged, WordsError where its words are."""
        run = read_run(folder) or {}
        settings = run.get("settings")
        settings = settings if isinstance(settings, dict) else {}
        annotations = run.get("annotations")
        categories = annotations.get("categories") if isinstance(annotations, dict) else ()
        actions = settings.get("on_fail")
        vocabulary = tuple(map(str, categories or ()))
        return cls(
            folder.resolve(),
            settings,
            vocabulary,
            {str(check): str(action) for check, action in actions.items()} if isinstance(actions, dict) else {},
            read_own(folder / WORDS, vocabulary) if WORDS in run else NO_WORDS,
        )

    def text(self, name: str) -> str:
        """Return a setting as text, empty where it is not set."""
        value = self.settings.get(name)
        return "" if value is None else str(value)

    @property
    def seed(self) -> int:
        """The run's seed, which the review's random order takes over."""
        seed = self.settings.get("seed")
        return seed if isinstance(seed, int) else 0

    @property
    def seen(self) -> bool:
        """Whether the LLM saw the images."""
        return bool(self.settings.get("images"))

    def action(self, check: str) -> str:
        """Return what a failing finding of a check does, by this run's table or else by default."""
        if check not in self.actions:
            from datagen.checks import ACTIONS  # noqa: PLC0415 - the checks take half a second to import

            return ACTIONS.get(check, "info")
        return self.actions[check]

    def image_folders(self) -> Iterator[Path]:
        """Yield the folders in which the images of this run usually lie, the likeliest first."""
        if self.settings.get("images"):
            yield Path(self.text("images"))
        if not self.settings.get("coco"):
            return
        coco = Path(self.text("coco"))
        for folder in (coco, coco.parent):
            yield folder
            yield folder / "images"
