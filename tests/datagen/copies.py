"""A copy of datagen that a test may add to, as somebody who follows CONTRIBUTING.md adds to theirs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.paths import ROOT
from tests.patience import PATIENCE_S

COCO = ROOT / "examples" / "coco"


@dataclass(frozen=True)
class Copy:
    """A copy of the package and its prompts in a folder of its own, and what the copy's commands are run with."""

    root: Path

    @classmethod
    def made_in(cls, folder: Path) -> Copy:
        """Copy what a person edits; nothing else of the repository is there."""
        shutil.copytree(ROOT / "datagen", folder / "datagen", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(ROOT / "prompts", folder / "prompts")
        return cls(folder)

    def insert(self, name: str, after: str, row: str) -> None:
        """Put a row into a file of the copy, behind the only place where `after` stands."""
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert text.count(after) == 1, f"{name} holds {after!r} {text.count(after)} times"
        path.write_text(text.replace(after, after + row), encoding="utf-8")

    def datagen(self, *arguments: str | Path, status: int = 0) -> str:
        """Run a command of the copy, and return all that it printed, whatever the width of the terminal made of it."""
        done = subprocess.run(
            [sys.executable, "-m", "datagen", *map(str, arguments)],
            cwd=self.root,
            env=os.environ | {"PYTHONPATH": str(self.root), "COLUMNS": "500"},
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_S,
        )
        assert done.returncode == status, done.stdout + done.stderr
        return " ".join((done.stdout + done.stderr).split())
