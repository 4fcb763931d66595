"""`datagen pope`: the files, their form, and that equal inputs give equal bytes."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

from datagen.__main__ import main
from datagen.annotations import coco
from datagen.errors import InputError
from datagen.facts import Facts
from datagen.pope import PopeSummary, write_pope

POLLS = ("random", "popular", "adversarial")
KINDS = (*POLLS, "left_right", "counts", "colours")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pope")


@pytest.fixture
def summary(coco_mini: Path, folder: Path) -> PopeSummary:
    return write_pope(coco.read(coco.find(coco_mini)), folder, seed=0, images_count=30)


def lines(folder: Path, kind: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / f"coco_pope_{kind}.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.usefixtures("summary")
@pytest.mark.parametrize("kind", KINDS)
def test_each_file_has_popes_form_and_as_many_yes_as_no(folder: Path, kind: str) -> None:
    rows = lines(folder, kind)
    assert rows
    assert all(list(row) == ["question_id", "image", "text", "label"] for row in rows)
    assert [row["question_id"] for row in rows] == list(range(1, len(rows) + 1))
    by_image: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        by_image[row["image"]][row["label"]] += 1
    assert all(labels["yes"] == labels["no"] <= 3 for labels in by_image.values())
    assert len(by_image) <= 30


@pytest.mark.usefixtures("summary")
def test_the_polls_ask_on_the_same_images_for_the_same_present_objects(folder: Path) -> None:
    present = [[row for row in lines(folder, kind) if row["label"] == "yes"] for kind in POLLS]
    assert present[0] == present[1] == present[2]
    assert len(present[0]) == 90


@pytest.mark.usefixtures("summary")
def test_no_poll_denies_what_a_box_or_a_caption_shows(folder: Path, coco_mini: Path) -> None:
    scenes = {scene.file_name: Facts(scene) for scene in coco.read(coco.find(coco_mini))}
    for kind in POLLS:
        for row in lines(folder, kind):
            name = row["text"].removeprefix("Is there a").removesuffix(" in the image?").removeprefix("n").strip()
            facts = scenes[row["image"]]
            assert (name in facts.boxes or name in facts.told) == (row["label"] == "yes"), row


def test_the_summary_beside_the_files_says_what_they_were_made_from(summary: PopeSummary, folder: Path) -> None:
    about = json.loads((folder / "pope.json").read_text(encoding="utf-8"))
    assert about["seed"] == 0
    assert about["split"] == "train2017"
    assert set(about["sources"]) == {"captions_train2017.json", "instances_train2017.json"}
    assert about["questions"] == {kind: len(lines(folder, kind)) for kind in KINDS} == dict(summary.questions)


def test_equal_inputs_give_equal_bytes_and_another_seed_others(coco_mini: Path, tmp_path: Path) -> None:
    scenes = coco.read(coco.find(coco_mini))
    written = []
    for name, seed in (("one", 3), ("two", 3), ("three", 4)):
        write_pope(scenes, tmp_path / name, seed, 20)
        written.append({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()})
    assert written[0] == written[1]
    assert all(written[0][f"coco_pope_{kind}.jsonl"] != written[2][f"coco_pope_{kind}.jsonl"] for kind in KINDS)


def test_the_command_says_what_it_wrote(coco_mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pope", "--coco", str(coco_mini), "--to", str(tmp_path / "probes")]) == 0
    said = capsys.readouterr().out
    assert "coco_pope_adversarial.jsonl: 300 questions on 50 images" in said
    assert "only 50 images have 3 objects" in said
    assert "replaced" not in said
    assert main(["pope", "--coco", str(coco_mini), "--to", str(tmp_path / "probes")]) == 0
    assert "note: files of these names that were there are replaced\n" in capsys.readouterr().out


def test_a_count_of_images_below_one_is_wrong_usage(drawn: Path, tmp_path: Path) -> None:
    assert main(["pope", "--coco", str(drawn), "--to", str(tmp_path), "--images-count", "0"]) == 2


def test_captions_alone_are_refused_with_the_file_that_is_needed(drawn: Path, tmp_path: Path) -> None:
    annotations = tmp_path / "annotations"
    annotations.mkdir()
    name = "captions_toy.json"
    (annotations / name).write_bytes((drawn / "annotations" / name).read_bytes())
    with pytest.raises(InputError, match="instances_toy"):
        write_pope(coco.read(coco.find(annotations)), tmp_path, 0, 10)
