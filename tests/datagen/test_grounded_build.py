"""False claims do not get through: from an LLM's reply to the run folder, and over the sets of planted errors."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from benchmarks.planted_errors import fails, judged
from datagen import __main__ as cli
from datagen.annotations import coco
from datagen.checks import ACTIONS, Draft, run_checks
from datagen.job import Job
from datagen.kinds import KINDS
from datagen.scene import Scene
from datagen.writer import write
from tests.fakes import MODEL, Body, FakeLLM
from tests.paths import ROOT

TRUE = (
    "A man rides a motorcycle along a road, and the light falls softly on everything around. There is one motorcycle "
    "in the image, and it fills much of the picture, while the colours stay muted."
)
FALSE = TRUE.replace("one motorcycle", "three motorcycles")
IMAGE = 84533
"""A person on a motorcycle."""


@pytest.fixture
def scenes(coco_mini: Path) -> dict[int, Scene]:
    return {scene.image_id: scene for scene in coco.read(coco.find(coco_mini))}


def only(folder: Path, coco_mini: Path, image_id: int) -> Path:
    """Copy the annotations of one image."""
    folder.mkdir()
    for name in ("captions_train2017.json", "instances_train2017.json"):
        document = json.loads((coco_mini / "annotations" / name).read_text(encoding="utf-8"))
        document["images"] = [row for row in document["images"] if row["id"] == image_id]
        document["annotations"] = [row for row in document["annotations"] if row["image_id"] == image_id]
        (folder / name).write_text(json.dumps(document), encoding="utf-8")
    return folder


def build(annotations: Path, out: Path, llm: FakeLLM, *options: str) -> int:
    line = ["build", "--coco", str(annotations), "--out", str(out), "--base-url", llm.url, "--model", MODEL]
    return cli.main([*line, "--mix", "detail=1", *options])


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_wrong_count_is_sent_back_with_what_the_boxes_show_and_its_correction_is_taken(
    tmp_path: Path, coco_mini: Path
) -> None:
    def script(_body: Body, number: int) -> str:
        return json.dumps({"description": FALSE if number == 0 else TRUE})

    with FakeLLM(script=script) as llm:
        assert build(only(tmp_path / "coco", coco_mini, IMAGE), tmp_path / "run", llm) == 0
        asked_again = llm.bodies[1]["messages"][-1]["content"]
    assert "'three motorcycles'; the boxes show only 1 motorcycle" in asked_again
    (sample,) = rows(tmp_path / "run" / "samples.jsonl")
    assert sample["attempt"] == 2
    (count,) = [finding for finding in sample["findings"] if finding["check"] == "counts"]
    answer = sample["turns"][0]["answer"]
    assert (count["verdict"], answer[count["start"] : count["end"]]) == ("pass", "one motorcycle")
    assert count["boxes"]


def test_a_count_that_stays_wrong_never_gets_through(tmp_path: Path, coco_mini: Path) -> None:
    with FakeLLM(script=lambda _body, _number: json.dumps({"description": FALSE})) as llm:
        assert build(only(tmp_path / "coco", coco_mini, IMAGE), tmp_path / "run", llm) == 0
        assert len(llm.bodies) == 3
    assert rows(tmp_path / "run" / "samples.jsonl") == []
    (rejection,) = rows(tmp_path / "run" / "rejections.jsonl")
    assert rejection["check"] == "counts"


def test_two_samples_of_an_image_that_disagree_are_both_flagged(tmp_path: Path, coco_mini: Path) -> None:
    def script(_body: Body, number: int) -> str:
        return json.dumps({"description": TRUE if number == 0 else FALSE})

    options = ("--count", "2", "--concurrency", "1", "--on-fail", "counts=info,duplicates=info")
    with FakeLLM(script=script) as llm:
        assert build(only(tmp_path / "coco", coco_mini, IMAGE), tmp_path / "run", llm, *options) == 0
    first, second = rows(tmp_path / "run" / "samples.jsonl")
    for sample, other in ((first, second), (second, first)):
        told = [finding for finding in sample["findings"] if finding["check"] == "disagreement"]
        assert len(told) == 1
        assert other["id"] in told[0]["message"]


@pytest.mark.slow
def test_what_the_template_writer_says_fails_no_check(scenes: dict[int, Scene]) -> None:
    kinds = ("conversation", "detail", "spatial", "comparison")
    told: Counter[str] = Counter()
    for scene in scenes.values():
        for kind in kinds:
            turns = write(Job(scene, kind), seed=20)
            draft = Draft(KINDS[kind], turns or (), scene)
            for finding in run_checks(draft) if turns else ():
                assert finding.verdict != "fail", (scene.image_id, finding.message, turns)
                told[finding.verdict] += 1
    assert told["pass"] > 1_000


LEAST = {
    "first": {"side": 0.62, "count": 0.87, "object": 0.90, "comparison": 0.66},
    "second": {"side": 0.75, "count": 0.87, "object": 0.88, "comparison": 0.84},
    "third": {"side": 0.92, "count": 0.94, "object": 0.92, "comparison": 0.94},
    "fourth": {"side": 0.85, "count": 0.90, "object": 0.92, "comparison": 0.84},
}
TEXT = {"leak": 0.92, "coordinates": 0.97, "refusal": 0.97, "truncation": 0.97}


@pytest.mark.parametrize("name", LEAST)
@pytest.mark.slow
def test_planted_errors_are_caught_and_untouched_samples_pass(name: str, scenes: dict[int, Scene]) -> None:
    lines = (ROOT / "benchmarks" / "planted" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    samples = {row["id"]: row for row in map(json.loads, lines)}
    stopped = {
        sample_id: {(check, message) for check, message in fails(judged(row, scenes)) if ACTIONS[check] == "ask"}
        for sample_id, row in samples.items()
    }
    untouched = [sample_id for sample_id, row in samples.items() if row["error"] is None]
    planted = {sample_id: row for sample_id, row in samples.items() if row["error"]}
    total = Counter(row["error"] for row in planted.values())
    caught = Counter(row["error"] for sample_id, row in planted.items() if stopped[sample_id] - stopped[row["base"]])
    assert sum(bool(stopped[sample_id]) for sample_id in untouched) < 0.02 * len(untouched)
    for error, share in {**LEAST[name], **TEXT}.items():
        assert total[error] == 0 or (total[error] >= 40 and caught[error] >= share * total[error]), (error, caught)
