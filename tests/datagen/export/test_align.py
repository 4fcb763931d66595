"""Stage 1 data: human captions as LLaVA records."""

from __future__ import annotations

from pathlib import Path

import pytest

from datagen.annotations import coco
from datagen.annotations.coco import Annotations
from datagen.export.align import align
from datagen.prompting.prompts import default_folder, load
from datagen.scene import Box, Scene

INSTRUCTIONS = load(default_folder()).align_instructions


@pytest.fixture
def scenes(drawn: Path) -> Annotations:
    return coco.read(coco.find(drawn))


def test_every_image_gets_one_record_with_one_of_its_captions(scenes: Annotations) -> None:
    records = list(align(scenes, INSTRUCTIONS, seed=0))
    assert len(records) == len(scenes) == 24
    for scene, record in zip(scenes, records, strict=True):
        assert list(record) == ["id", "image", "conversations"]
        assert (record["id"], record["image"]) == (f"{scene.image_id:012d}-caption", scene.file_name)
        human, gpt = record["conversations"]
        assert (human["from"], gpt["from"]) == ("human", "gpt")
        assert gpt["value"] in scene.captions
        [instruction] = [line for line in human["value"].split("\n") if line != "<image>"]
        assert human["value"] in {f"<image>\n{instruction}", f"{instruction}\n<image>"}
        assert instruction in INSTRUCTIONS


def test_captions_instructions_and_places_of_the_image_vary(scenes: Annotations) -> None:
    records = list(align(scenes, INSTRUCTIONS, seed=0))
    questions = [record["conversations"][0]["value"] for record in records]
    chosen = {
        scene.captions.index(record["conversations"][1]["value"]) for scene, record in zip(scenes, records, strict=True)
    }
    assert chosen == {0, 1, 2, 3, 4}
    assert len({question.replace("<image>", "") for question in questions}) > len(INSTRUCTIONS)
    assert 6 < sum(question.startswith("<image>") for question in questions) < 18


def test_every_caption_becomes_a_record_on_demand(scenes: Annotations) -> None:
    records = list(align(scenes, INSTRUCTIONS, seed=0, all_captions=True, image_prefix="coco/train2017/"))
    assert [record["conversations"][1]["value"] for record in records] == [c for s in scenes for c in s.captions]
    assert len({record["id"] for record in records}) == len(records)
    assert records[0]["id"] == f"{scenes[0].image_id:012d}-caption-1"
    assert all(record["image"].startswith("coco/train2017/0000") for record in records)


def test_the_seed_decides_and_nothing_else(scenes: Annotations) -> None:
    once, again = list(align(scenes, INSTRUCTIONS, seed=3)), list(align(list(scenes)[::-1], INSTRUCTIONS, seed=3))
    assert once == again[::-1]
    assert once != list(align(scenes, INSTRUCTIONS, seed=4))


def test_an_image_without_captions_gives_no_record() -> None:
    boxes = (Box("dog", 0.1, 0.1, 0.2, 0.2),)
    bare, told = (Scene(n, f"{n}.jpg", 9, 9, texts, boxes, "x") for n, texts in ((1, ()), (2, ("A dog.",))))
    assert [record["image"] for record in align([bare, told], INSTRUCTIONS, seed=0)] == ["2.jpg"]
