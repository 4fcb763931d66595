"""The wheel holds all that its commands need, away from the checkout."""

import os
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.paths import ROOT

pytestmark = pytest.mark.slow
COCO = ROOT / "examples" / "coco"
Run = Callable[..., str]


@pytest.fixture(scope="module")
def bin_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel and install it into an environment that sees the dependencies of this one."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=ROOT, check=True)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "venv", symlinks=True)
    python = folder / "venv" / "bin" / "python"
    (pure,) = (folder / "venv" / "lib").glob("python*/site-packages")
    (pure / "outer.pth").write_text(sysconfig.get_path("purelib"))
    pip: list[str | Path] = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        wheel,
    ]
    subprocess.run(pip, check=True)
    return python.parent


@pytest.fixture
def run(bin_folder: Path, tmp_path: Path) -> Run:
    """Run a program of the environment from an empty folder, which the checkout is out of sight of."""
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}

    def started(program: str, *arguments: str | Path) -> str:
        done = subprocess.run(
            [bin_folder / program, *arguments], cwd=tmp_path, env=clean, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return started


def test_both_packages_lie_in_the_wheel_with_their_types(run: Run, bin_folder: Path) -> None:
    show = "import datagen, train; print(datagen.__file__, train.__file__, sep='\\n')"
    folders = [Path(line).parent for line in run("python", "-c", show).splitlines()]
    assert all(folder.is_relative_to(bin_folder.parent) for folder in folders)
    assert all((folder / "py.typed").is_file() for folder in folders)


def test_datagen_makes_data_that_train_reads(run: Run, tmp_path: Path) -> None:
    assert "build" in run("datagen", "--help")
    run("datagen", "build", "--coco", COCO, "--llm", "template", "--out", "made", "--count", "6")
    assert len((tmp_path / "made" / "llava.jsonl").read_text().splitlines()) > 1
    assert "stage1" in run("train", "--help")
    told = run("train", "inspect", "--data", "made/llava.jsonl", "--images", COCO / "toy")
    assert told.startswith("6 of 6 records can be used")


def test_the_prompts_of_every_kind_come_along(run: Run) -> None:
    asked = run("datagen", "build", "--coco", COCO, "--llm", "openai", "--model", "any", "--dry-run")
    assert "conversation: system" in asked
