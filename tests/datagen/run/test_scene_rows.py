"""scenes.jsonl: what a build writes of the images, and how it comes back."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from datagen import __main__ as cli
from datagen.annotations import coco
from datagen.errors import RunFolderError
from datagen.run.folder import REJECTIONS, RUN, SAMPLES, SCENES
from datagen.run.scene_rows import decode_scene, scene_row
from datagen.scene import Box, Scene

SCENE = Scene(
    image_id=7,
    file_name="000000000007.jpg",
    width=640,
    height=480,
    captions=("A “dog” sits.", ""),
    boxes=(Box("dog", 0.1 + 0.2, 1 / 3, 0.9999999999999999, 1.0), Box("person", 0.0, 0.0, 1e-17, 5e-324, crowd=True)),
    split="train2017",
    license=None,
    vocabulary=("cat", "dog", "person"),
)


def test_a_scene_comes_back_to_the_last_digit_with_the_vocabulary_that_it_is_given() -> None:
    line = msgspec.json.encode(scene_row(SCENE))
    assert decode_scene(line, SCENE.vocabulary) == SCENE
    assert json.loads(line).keys() == {
        "image_id", "file_name", "width", "height", "captions", "boxes", "split", "license"
    }  # fmt: skip


def test_the_scenes_of_real_images_come_back(coco_mini: Path) -> None:
    for scene in coco.read(coco.find(coco_mini)):
        assert decode_scene(msgspec.json.encode(scene_row(scene)), scene.vocabulary) == scene


@pytest.mark.parametrize("line", [b"", b"{}", b'{"image_id": "x"}', b"[]"])
def test_a_line_that_is_no_scene_is_told_with_what_to_do(line: bytes) -> None:
    with pytest.raises(RunFolderError, match=r"it is not a scene: .*; run `datagen judge`"):
        decode_scene(line, ())


def test_a_build_writes_the_scene_of_each_image_that_has_an_outcome_in_the_order_of_the_samples(
    drawn: Path, tmp_path: Path
) -> None:
    out = tmp_path / "run"
    build = ["build", "--coco", str(drawn), "--llm", "template", "--count", "30", "--out", str(out)]
    assert cli.main(build) == 0
    vocabulary = tuple(json.loads((out / RUN).read_text())["annotations"]["categories"])
    written = [decode_scene(line, vocabulary) for line in (out / SCENES).read_bytes().splitlines()]
    by_id = {scene.image_id: scene for scene in coco.read(coco.find(drawn))}
    assert written == [by_id[scene.image_id] for scene in written]
    rows = [json.loads(line) for name in (SAMPLES, REJECTIONS) for line in (out / name).read_text().splitlines()]
    assert [scene.file_name for scene in written] == sorted({row["image"] for row in rows})
    before = (out / SCENES).read_bytes()
    assert cli.main(["judge", str(out)]) == 0
    assert (out / SCENES).read_bytes() == before
