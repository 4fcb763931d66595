"""What README and docs/ say is so: commands and options exist, links lead somewhere, the example is what it claims."""

import json
import re
import shlex
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from cyclopts import App

from datagen.__main__ import app as datagen
from datagen.annotations import find, read
from datagen.checks import check_text
from datagen.sample import Finding, Turn
from tests.paths import ROOT
from train.__main__ import app as train

README = (ROOT / "README.md").read_text()
FENCED = r"^```\w*\n(.*?)^```"
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
APPS: dict[str, App] = {"datagen": datagen, "train": train}


def commands(page: Path) -> Iterator[list[str]]:
    """Yield the words of each `python -m datagen ...` or `python -m train ...` on a page, without comments."""
    text = page.read_text().replace("\\\n", " ")
    blocks = re.findall(FENCED, text, re.MULTILINE | re.DOTALL)
    between = re.sub(FENCED, "", text, flags=re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    lines += [" ".join(code.split()) for code in re.findall(r"`([^`]+)`", between)]
    for line in lines:
        if found := re.search(r"(?:python|torchrun\b.*?) -m (?:datagen|train) .*", line):
            yield shlex.split(found[0].partition(" -m ")[2].replace("[", "").replace("]", ""), comments=True)


SHOWN = [pytest.param(words, id=f"{page.name}: {' '.join(words)[:70]}") for page in PAGES for words in commands(page)]


def options(app: App, command: str) -> set[str]:
    found = app[command].assemble_argument_collection(parse_docstring=False)
    return {name for argument in found for name in (*argument.names, *argument.negatives)}


@pytest.mark.parametrize("words", SHOWN)
def test_a_shown_command_and_its_options_exist(words: Sequence[str]) -> None:
    app, command = APPS[words[0]], words[1]
    known = {*options(app, command), "--help", "--version"}
    unknown = [word for word in words[2:] if word.startswith("--") and word.partition("=")[0] not in known]
    assert not unknown, f"{words[0]} {command} has no {unknown}"


def test_every_command_is_shown_on_some_page() -> None:
    shown = {tuple(words.values[0][:2]) for words in SHOWN}  # type: ignore[index]
    there = {(name, command) for name, app in APPS.items() for command in app if not command.startswith("-")}
    assert there <= shown


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_to_files_and_to_headings_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text()):
        if not target.startswith(("http://", "https://", "mailto:")):
            name, _, heading = target.partition("#")
            file = page.parent / name if name else page
            assert file.exists(), target
            assert file.suffix != ".md" or not heading or heading in headings(file), target


def headings(page: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).strip().replace(" ", "-") for title in titles}


def test_every_make_target_that_is_shown_exists() -> None:
    makefile = (ROOT / "Makefile").read_text()
    text = "\n".join(page.read_text() for page in PAGES)
    blocks = "\n".join(re.findall(FENCED, text, re.MULTILINE | re.DOTALL))
    shown = {*re.findall(r"^make ([\w-]+)", blocks, re.MULTILINE), *re.findall(r"`make ([\w-]+)`", text)}
    assert shown
    for target in shown:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_claim_of_the_readme_s_record_that_can_be_settled_passes() -> None:
    verdicts = [finding.verdict for finding in judged(example())]
    assert verdicts == ["pass"] * 7


def test_the_claim_of_the_readme_s_picture_is_caught() -> None:
    record = example()
    record["conversations"][3]["value"] = "The ball lies on the grass, to the left of the dogs."
    failing = [finding for finding in judged(record) if finding.verdict == "fail"]
    assert [(finding.check, finding.turn) for finding in failing] == [("relations", 1)]


def example() -> dict[str, Any]:
    block = re.search(r"```json\n(.*?)```", README, re.DOTALL)
    assert block
    record: dict[str, Any] = json.loads(block[1])
    return record


def judged(record: dict[str, Any]) -> list[Finding]:
    scene = next(scene for scene in read(find(ROOT / "examples" / "coco")) if scene.file_name == record["image"])
    texts = [message["value"].removeprefix("<image>\n") for message in record["conversations"]]
    turns = [Turn(question=question, answer=answer) for question, answer in list(pairwise(texts))[::2]]
    return check_text(scene, turns)
