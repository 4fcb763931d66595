"""A check is a module and a row: what is added there is found, decides, can be told otherwise and is reported."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from datagen.checks import ACTIONS, CHECKS
from tests.datagen.copies import COCO, Copy
from tests.fakes import Body, FakeLLM

MODULE = '''"""Shouting: a text that ends in an exclamation mark."""

from __future__ import annotations

from collections.abc import Iterator

from datagen.checks.draft import Draft
from datagen.sample import Finding


def find_shouting(draft: Draft) -> Iterator[Finding]:
    """Fail answers that end in an exclamation mark."""
    for answer in draft.answers():
        if answer.text.endswith("!"):
            yield answer.fail("shouting", len(answer.text) - 1, len(answer.text), "shouts")
'''
LAST_IMPORT = "from datagen.checks.repetition import find_repetition\n"
LAST_ROW = '    Check("contradiction", "ask", "two turns of a sample that cannot both be true", find_contradictions),\n'
TEXT = "Soft light falls across the floor and the walls are bare, while shadows grow long towards the far corner and "
LOUD, CALM = (f"{TEXT}nothing at all moves there, neither now nor {end}" for end in ("later!", "later."))


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    """Return a copy to which the check was added as CONTRIBUTING.md says."""
    copy = Copy.made_in(tmp_path / "copy")
    (copy.root / "datagen" / "checks" / "shouting.py").write_text(MODULE, encoding="utf-8")
    init = "datagen/checks/__init__.py"
    copy.insert(init, LAST_IMPORT, "from datagen.checks.shouting import find_shouting\n")
    copy.insert(init, LAST_ROW, '    Check("shouting", "ask", "exclamation marks", find_shouting),\n')
    return copy


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.slow
def test_a_check_is_added_by_its_module_and_its_row(copy: Copy, tmp_path: Path, fake_llm: FakeLLM) -> None:
    def script(_body: Body, number: int) -> str:
        return json.dumps({"description": LOUD if number == 0 else CALM})

    fake_llm.script = script
    run = tmp_path / "run"
    given = ("--coco", COCO, "--base-url", fake_llm.url, "--mix", "detail=1", "--count", "1", "--out", run)
    copy.datagen("build", *given)
    (sample,) = rows(run / "samples.jsonl")
    assert sample["attempt"] == 2
    assert fake_llm.bodies[1]["messages"][-1]["content"].count("turn 1, answer: shouts") == 1
    assert json.loads((run / "run.json").read_text(encoding="utf-8"))["settings"]["on_fail"]["shouting"] == "ask"

    copy.datagen("judge", run, "--on-fail", "shouting=flag")
    (sample,) = rows(run / "samples.jsonl")
    assert (sample["attempt"], sample["turns"][0]["answer"]) == (1, LOUD)
    assert [(f["check"], f["verdict"]) for f in sample["findings"] if f["verdict"] == "fail"] == [("shouting", "fail")]
    assert "shouting" in (run / "report.html").read_text(encoding="utf-8")

    assert "rejected for shouting: 1" in copy.datagen("judge", run, "--on-fail", "shouting=drop")
    assert "shouting" in (run / "report.json").read_text(encoding="utf-8")
    told = copy.datagen("judge", run, "--on-fail", "shoutin=flag", status=2)
    assert f"there is no check 'shoutin'; checks: {', '.join([*ACTIONS][:15])}, shouting" in told


def test_each_check_has_a_name_of_its_own_and_says_what_it_finds() -> None:
    assert len(ACTIONS) == len(CHECKS)
    assert all(check.finds for check in CHECKS)
