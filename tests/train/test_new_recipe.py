"""A recipe is a row in PRESETS: the commands know it then."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.paths import ROOT
from tests.patience import PATIENCE_S

LAST = """    "llava-v1.5": {1: _V15_ALIGN, 2: _V15_LEARN},
"""
ROW = """    "short": {1: _V15_ALIGN | {"max_length": 77}, 2: _V15_LEARN | {"max_length": 99}},
"""


def said(root: Path, *arguments: str) -> str:
    """Run Python in a copy and return what it printed, on lines as long as they are."""
    environment = os.environ | {"PYTHONPATH": str(root), "COLUMNS": "500"}
    line = [sys.executable, *arguments]
    done = subprocess.run(
        line, cwd=root, env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE_S
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_a_recipe_is_added_by_its_row(tmp_path: Path) -> None:
    for package in ("datagen", "train"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    file = tmp_path / "train" / "recipe.py"
    text = file.read_text(encoding="utf-8")
    assert text.count(LAST) == 1
    file.write_text(text.replace(LAST, LAST + ROW), encoding="utf-8")
    assert "llava-v1.5, short, llava-v1.5-lora, or a .toml file." in said(tmp_path, "-m", "train", "stage1", "--help")
    settings = "Stage1Settings(data=(), vision='', llm='', recipe='short')"
    shown = f"from train.settings import Stage1Settings; print({settings}.resolve(1).max_length)"
    assert said(tmp_path, "-c", shown) == "77\n"
