"""A kind is a row and a folder of prompts: what is added there works everywhere, and nothing else names a kind."""

from __future__ import annotations

import ast
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from datagen.checks import ACTIONS
from datagen.kinds import DEFAULT_MIX, KINDS, TEMPLATE_MIX
from datagen.writer import MENUS
from tests.datagen.copies import COCO, Copy
from tests.fakes import FakeLLM
from tests.paths import ROOT

ROW = """
        Kind(
            name="riddle",
            reply=AnswerReply,
            schema=_QUESTION_ANSWER,
            voice="invents",
            unchecked=("hedging",),
        ),"""
LAST_ROW = """            name="creative",
            reply=AnswerReply,
            schema=_QUESTION_ANSWER,
            voice="invents",
            min_answer_words=20,
            unchecked=("hedging",),
        ),"""


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy.made_in(tmp_path / "copy")


def with_riddles(copy: Copy) -> Copy:
    copy.insert("datagen/kinds.py", LAST_ROW, ROW)
    shutil.copytree(copy.root / "prompts" / "creative", copy.root / "prompts" / "riddle")
    return copy


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def build(copy: Copy, out: Path, llm: FakeLLM, mix: str, *options: str | Path, status: int = 0) -> str:
    given = ("--coco", COCO, "--base-url", llm.url, "--mix", mix, "--count", "6", "--out", out)
    return copy.datagen("build", *given, *options, status=status)


@pytest.mark.slow
def test_a_kind_is_added_by_its_row_and_its_folder(copy: Copy, tmp_path: Path, fake_llm: FakeLLM) -> None:
    with_riddles(copy)
    run = tmp_path / "run"
    build(copy, run, fake_llm, "riddle=1,detail=1")
    samples = rows(run / "samples.jsonl")
    assert sorted({sample["kind"] for sample in samples}) == ["detail", "riddle"]
    assert json.loads((run / "run.json").read_text(encoding="utf-8"))["prompts"].keys() == {"detail", "riddle"}
    before = {name: (run / name).read_bytes() for name in ("samples.jsonl", "llava.jsonl", "report.json")}
    copy.datagen("judge", run)
    assert before == {name: (run / name).read_bytes() for name in before}
    copy.datagen("export", run, "--to", tmp_path / "out.jsonl")
    assert [row["id"] for row in rows(tmp_path / "out.jsonl")] == [sample["id"] for sample in samples]
    assert "creative, riddle; template cannot write reasoning or creative or riddle." in copy.datagen("build", "--help")
    refusal = copy.datagen("build", "--coco", COCO, "--llm", "template", "--mix", "riddle=1", status=2)
    assert "--llm template can write conversation, detail, spatial, comparison alone" in refusal


@pytest.mark.slow
def test_a_new_kind_breaks_no_run_folder_and_no_prompts_from_before_it(
    copy: Copy, tmp_path: Path, fake_llm: FakeLLM
) -> None:
    run, mine = tmp_path / "run", tmp_path / "mine"
    build(copy, run, fake_llm, "detail=1")
    before = (run / "samples.jsonl").read_bytes()
    shutil.copytree(copy.root / "prompts", mine)
    with_riddles(copy)
    copy.datagen("judge", run)
    assert (run / "samples.jsonl").read_bytes() == before
    build(copy, tmp_path / "again", fake_llm, "detail=1", "--prompts", mine)
    assert (tmp_path / "again" / "samples.jsonl").read_bytes() == before
    told = build(copy, tmp_path / "none", fake_llm, "riddle=1", "--prompts", mine, status=1)
    assert f"missing prompt file {mine / 'riddle' / 'system.md'}" in told


def strings_asked_for(source: str) -> list[tuple[int, object]]:
    """Return the strings that code compares with, looks up or files something under, each with its line."""
    parts = [part for node in ast.walk(ast.parse(source)) for part in _asking(node)]
    return [(node.lineno, node.value) for part in parts for node in ast.walk(part) if isinstance(node, ast.Constant)]


def _asking(node: ast.AST) -> list[ast.expr]:
    match node:
        case ast.Compare():
            return [node.left, *node.comparators]
        case ast.Dict():
            return [key for key in node.keys if key]
        case ast.Subscript():
            return [node.slice]
        case ast.MatchValue():
            return [node.value]
        case ast.Call(func=ast.Attribute(attr="get" | "pop" | "index")):
            return node.args
    return []


@pytest.mark.parametrize(
    "source", ["kind == 'detail'", "kind in ('x', 'detail')", "{'detail': 1}", "table['detail']", "table.get('detail')"]
)
def test_asking_for_a_kind_is_seen(source: str) -> None:
    assert (1, "detail") in strings_asked_for(source)


def test_no_module_asks_for_a_kind_by_its_name() -> None:
    """A check is called comparison, too."""
    names = KINDS.keys() - ACTIONS.keys()
    asking = [
        f"{path.relative_to(ROOT)}:{line}: {text!r}"
        for path in sorted((ROOT / "datagen").rglob("*.py"))
        for line, text in strings_asked_for(path.read_text(encoding="utf-8"))
        if text in names
    ]
    assert asking == []


def test_the_default_mixes_are_those_of_the_table() -> None:
    assert DEFAULT_MIX == "conversation=58,detail=23,reasoning=77"
    assert TEMPLATE_MIX == "conversation=4,detail=2,spatial=2,comparison=2"


def test_what_a_row_names_is_there() -> None:
    assert {check for kind in KINDS.values() for check in kind.unchecked} <= ACTIONS.keys()
    assert {kind.menu for kind in KINDS.values()} - {None, "description"} == MENUS.keys()
    assert all(kind.menu for kind in KINDS.values() if kind.template_weight)
