"""The README shows commands that exist."""

import re
import subprocess
import sys
from functools import cache

import pytest

from tests.conftest import ROOT

README = (ROOT / "README.md").read_text()
COMMANDS = re.findall(r"python -m datagen (\w+)([^`\n]*)", README)


@cache
def help_of(command: str) -> str:
    line = [sys.executable, "-m", "datagen", command, "--help"]
    return subprocess.run(line, capture_output=True, text=True, check=True, timeout=30, cwd=ROOT).stdout


@pytest.mark.parametrize(("command", "rest"), COMMANDS)
def test_a_shown_command_and_its_options_exist(command: str, rest: str) -> None:
    for option in re.findall(r"--[a-z-]+", rest):
        assert re.search(rf"{option}\b", help_of(command)), f"datagen {command} has no {option}"


def test_all_commands_are_shown_and_every_local_link_leads_somewhere() -> None:
    assert {command for command, _ in COMMANDS} == {"build", "judge", "export", "align", "toy", "show", "report", "review"}
    for target in re.findall(r"\]\(([^)#h][^)]*)\)", README):
        assert (ROOT / target).exists(), target


def test_every_make_target_that_is_shown_exists() -> None:
    makefile = (ROOT / "Makefile").read_text()
    for target in re.findall(r"^make (\w+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
