"""The probes that `datagen pope` makes are scored as POPE's: what always says yes, always no, and always the truth."""

import json
from pathlib import Path
from typing import Any

import pytest

from datagen.__main__ import main as datagen
from tests.train.drawn import ANNOTATIONS
from train.__main__ import main

pytestmark = pytest.mark.slow
KINDS = ("random", "popular", "adversarial", "left_right", "counts", "colours")


@pytest.fixture(scope="module")
def probes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("probes")
    assert datagen(["pope", "--coco", str(ANNOTATIONS), "--to", str(folder), "--seed", "0"]) == 0
    return folder


def rows(probes: Path, kind: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (probes / f"coco_pope_{kind}.jsonl").read_text().splitlines()]


def figures(probes: Path, kinds: tuple[str, ...], said: str | None, folder: Path) -> dict[str, Any]:
    """Score the answer `said` to everything, or the right answers."""
    answers = []
    for kind in kinds:
        answers.append(folder / f"coco_pope_{kind}.jsonl")
        lines = [{"question_id": row["question_id"], "answer": said or row["label"]} for row in rows(probes, kind)]
        answers[-1].write_text("\n".join(map(json.dumps, lines)))
    questions = [str(probes / f"coco_pope_{kind}.jsonl") for kind in kinds]
    to = folder / "result.json"
    arguments = ["--questions", *questions, "--answers", *map(str, answers), "--json", str(to)]
    assert main(["score", "pope", *arguments]) == 0
    found: dict[str, Any] = json.loads(to.read_text())["figures"]
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_each_file_alone_has_no_answer_that_is_always_right(kind: str, probes: Path, tmp_path: Path) -> None:
    half = len(rows(probes, kind)) // 2
    yes = figures(probes, (kind,), "Yes", tmp_path)
    assert (yes["TP"], yes["FP"], yes["TN"], yes["FN"]) == (half, half, 0, 0)
    assert (yes["accuracy"], yes["recall"], yes["yes_ratio"]) == (0.5, 1.0, 1.0)
    assert yes["f1"] == pytest.approx(2 / 3)
    no = figures(probes, (kind,), "No", tmp_path)
    assert (no["accuracy"], no["precision"], no["recall"], no["f1"], no["yes_ratio"]) == (0.5, None, 0.0, 0.0, 0.0)
    right = figures(probes, (kind,), None, tmp_path)
    assert (right["accuracy"], right["precision"], right["recall"], right["f1"]) == (1.0, 1.0, 1.0, 1.0)


def test_all_files_together_have_the_mean_f1_of_the_three_polls(probes: Path, tmp_path: Path) -> None:
    assert figures(probes, KINDS, "yes", tmp_path)["f1"] == pytest.approx(2 / 3)
    found = figures(probes, KINDS, None, tmp_path)
    assert found["f1"] == 1.0
    assert {name.partition(":")[0] for name in found if name != "f1"} == set(KINDS)
