"""The README shows commands that exist."""

import re
import subprocess
import sys
from functools import cache

import pytest

from tests.paths import ROOT
from tests.patience import PATIENCE_S

README = (ROOT / "README.md").read_text()
COMMANDS = re.findall(r"python -m (datagen|train) (\w+)([^`\n]*)", README)


@cache
def help_of(package: str, command: str) -> str:
    line = [sys.executable, "-m", package, command, "--help"]
    return subprocess.run(line, capture_output=True, text=True, check=True, timeout=PATIENCE_S, cwd=ROOT).stdout


@pytest.mark.parametrize(("package", "command", "rest"), COMMANDS)
def test_a_shown_command_and_its_options_exist(package: str, command: str, rest: str) -> None:
    for option in re.findall(r"--[a-z-]+", rest):
        assert re.search(rf"{option}\b", help_of(package, command)), f"{package} {command} has no {option}"


def test_all_commands_are_shown_and_every_local_link_leads_somewhere() -> None:
    shown = {f"{package} {command}" for package, command, _ in COMMANDS}
    datagen = ("build", "judge", "export", "align", "toy", "show", "report", "review", "pope")
    train = ("stage1", "stage2", "inspect", "chat", "eval", "score")
    assert shown == {f"datagen {command}" for command in datagen} | {f"train {command}" for command in train}
    for target in re.findall(r"\]\(([^)#h][^)]*)\)", README):
        assert (ROOT / target).exists(), target


def test_every_make_target_that_is_shown_exists() -> None:
    makefile = (ROOT / "Makefile").read_text()
    for target in re.findall(r"^make (\w+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
