"""What is missing on a machine is said in one line, and nothing else fails for it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.paths import ROOT
from tests.patience import PATIENCE_S

pytestmark = pytest.mark.slow
CONFTEST = 'pytest_plugins = ["tests.needs"]\n'
TESTS = """
import pytest

@pytest.fixture
def coco_mini(): return 1

@pytest.fixture
def made_of_it(coco_mini): return 2

def test_one(coco_mini): pass

def test_two(made_of_it): pass

def test_three(): pass

@pytest.mark.endurance
def test_four(): pass
"""
SETTINGS = """
[pytest]
addopts = --strict-markers
markers =
  slow
  real_coco
  parity
  browser
  endurance
  interop
"""


def pytest_on(folder: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    for name, text in (("conftest.py", CONFTEST), ("test_it.py", TESTS), ("pytest.ini", SETTINGS)):
        (folder / name).write_text(text)
    return subprocess.run(
        [sys.executable, "-m", "pytest", "--quiet", *options],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "VISUAL_INSTRUCT_NOTHING_SKIPPED": "", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
    )


@pytest.mark.parametrize("workers", ["0", "1"])
def test_what_asks_for_missing_data_directly_or_not_is_skipped_with_one_line(tmp_path: Path, workers: str) -> None:
    done = pytest_on(tmp_path, "--numprocesses", workers, VISUAL_INSTRUCT_TEST_DATA="/nowhere")
    assert done.returncode == 0, done.stdout
    (line,) = (line for line in done.stdout.splitlines() if "skipped:" in line)
    assert line.startswith("2 skipped: no real COCO sample at /nowhere/coco-mini: VISUAL_INSTRUCT_TEST_DATA names")
    assert "1 passed, 2 skipped" in done.stdout


def test_where_nothing_may_be_skipped_it_fails(tmp_path: Path) -> None:
    nothing = {"VISUAL_INSTRUCT_NOTHING_SKIPPED": "1"}
    done = pytest_on(tmp_path, VISUAL_INSTRUCT_TEST_DATA="/nowhere", **nothing)
    assert done.returncode == 1, done.stdout
    assert "2 errors" in done.stdout
    (tmp_path / "coco-mini").mkdir()
    done = pytest_on(tmp_path, VISUAL_INSTRUCT_TEST_DATA=str(tmp_path), **nothing)
    assert done.returncode == 0, done.stdout
    assert "3 passed" in done.stdout


def test_a_long_form_runs_when_it_is_asked_for_by_its_marker(tmp_path: Path) -> None:
    (tmp_path / "coco-mini").mkdir()
    assert "3 passed" in pytest_on(tmp_path, VISUAL_INSTRUCT_TEST_DATA=str(tmp_path)).stdout
    assert "1 passed, 3 deselected" in pytest_on(tmp_path, "-m", "endurance").stdout
