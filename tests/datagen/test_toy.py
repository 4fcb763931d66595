"""The toy data set: reproducible, in COCO's form, and with captions that are true of the drawings."""

import json
import re
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pycocotools.coco import COCO

from datagen.toy import ToySummary, write_toy
from datagen.toy.captions import Caption, captions
from datagen.toy.compose import compose
from datagen.toy.drawings import CATEGORIES
from datagen.toy.outline import borders, runs, signed_area, simplified
from datagen.toy.scene import ToyScene

NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
PLURALS = {
    "dogs": "dog", "cats": "cat", "cows": "cow", "sheep": "sheep", "birds": "bird", "cars": "car",
    "boats": "boat", "kites": "kite", "apples": "apple", "oranges": "orange", "bowls": "bowl",
    "bananas": "banana", "people": "person", "benches": "bench", "umbrellas": "umbrella", "books": "book",
    "bottles": "bottle", "chairs": "chair",
}  # fmt: skip

decodes_masks = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning:pycocotools")
"""pycocotools 2.0.11 has not adapted its decoder to NumPy 2's copy keyword."""


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ToySummary]:
    out = tmp_path_factory.mktemp("toy")
    return out, write_toy(24, 0, out)


@pytest.fixture(scope="module")
def coco(toy: tuple[Path, ToySummary]) -> COCO:
    return COCO(str(toy[0] / "annotations" / "instances_toy.json"))


@pytest.fixture(scope="module")
def told() -> list[tuple[ToyScene, tuple[Caption, ...]]]:
    """Scenes of another seed than the written ones, with their captions."""
    scenes = [compose(Random(f"7/{i}/scene"))[0] for i in range(60)]
    return [(scene, captions(scene, Random(f"7/{i}"))) for i, scene in enumerate(scenes)]


def annotations(coco: COCO, *, crowd: bool) -> list[dict[str, Any]]:
    return [a for a in coco.dataset["annotations"] if bool(a["iscrowd"]) is crowd]


def extent(mask: np.ndarray) -> tuple[int, int, int, int]:
    ys, xs = np.nonzero(mask)
    return int(xs.min()), int(ys.min()), int(xs.max()) + 1, int(ys.max()) + 1


def content(out: Path) -> dict[str, bytes]:
    return {str(p.relative_to(out)): p.read_bytes() for p in sorted(out.rglob("*.*"))}


def test_the_same_arguments_write_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    assert write_toy(3, 5, first) == write_toy(3, 5, second)
    assert content(first) == content(second)


def test_another_seed_draws_other_scenes(tmp_path: Path) -> None:
    write_toy(2, 1, tmp_path / "a")
    write_toy(2, 2, tmp_path / "b")
    one, two = content(tmp_path / "a"), content(tmp_path / "b")
    assert one.keys() == two.keys()
    assert all(one[name] != two[name] for name in one)


@pytest.mark.slow
def test_a_larger_set_begins_with_the_smaller_one(toy: tuple[Path, ToySummary], tmp_path: Path) -> None:
    write_toy(4, 0, tmp_path)
    for image_id in range(1, 5):
        name = f"toy/{image_id:012d}.jpg"
        assert (tmp_path / name).read_bytes() == (toy[0] / name).read_bytes()
    for name in ("instances_toy.json", "captions_toy.json"):
        few = json.loads((tmp_path / "annotations" / name).read_text())
        many = json.loads((toy[0] / "annotations" / name).read_text())
        for table in ("images", "annotations"):
            assert few[table] == many[table][: len(few[table])]


def test_the_summary_counts_what_is_in_the_files(toy: tuple[Path, ToySummary], coco: COCO) -> None:
    out, summary = toy
    told = json.loads((out / "annotations" / "captions_toy.json").read_text())["annotations"]
    used = {coco.cats[a["category_id"]]["name"] for a in coco.dataset["annotations"]}
    assert summary.images == len(coco.imgs) == len(list((out / "toy").iterdir()))
    assert summary.boxes == len(coco.anns)
    assert summary.crowds == len(annotations(coco, crowd=True))
    assert summary.captions == len(told)
    assert set(summary.categories) == used


def test_pictures_open_and_have_the_declared_size(toy: tuple[Path, ToySummary], coco: COCO) -> None:
    for image in coco.imgs.values():
        with Image.open(toy[0] / "toy" / image["file_name"]) as picture:
            assert picture.size == (image["width"], image["height"])
            assert image["file_name"] == f"{image['id']:012d}.jpg"


def test_a_small_set_stays_small_and_is_varied(toy: tuple[Path, ToySummary], coco: COCO) -> None:
    out, summary = toy
    assert sum(p.stat().st_size for p in out.rglob("*.*")) < 500_000
    assert len(summary.categories) >= 12
    assert summary.crowds >= 1
    shapes = {image["width"] > image["height"] for image in coco.imgs.values()}
    assert shapes == {True, False}


def test_categories_have_coco_ids_and_every_image_a_licence(coco: COCO) -> None:
    ids = {c["name"]: c["id"] for c in coco.dataset["categories"]}
    assert len(ids) == len(CATEGORIES) >= 16
    known = {"person": 1, "boat": 9, "dog": 18, "sports ball": 37, "dining table": 67, "vase": 86}
    assert known.items() <= ids.items()
    licences = {licence["id"]: licence["url"] for licence in coco.dataset["licenses"]}
    assert {licences[i["license"]] for i in coco.imgs.values()} == {"https://www.apache.org/licenses/LICENSE-2.0"}


def test_boxes_lie_inside_their_image_and_are_not_empty(coco: COCO) -> None:
    for a in coco.anns.values():
        image = coco.imgs[a["image_id"]]
        x, y, width, height = a["bbox"]
        assert x >= 0
        assert y >= 0
        assert x + width <= image["width"]
        assert y + height <= image["height"]
        assert 0 < a["area"] <= width * height


@decodes_masks
def test_a_crowds_box_and_area_are_those_of_its_mask(coco: COCO) -> None:
    for a in annotations(coco, crowd=True):
        mask = coco.annToMask(a)
        x, y, width, height = a["bbox"]
        assert extent(mask) == (x, y, x + width, y + height)
        assert int(mask.sum()) == a["area"]


@decodes_masks
def test_polygons_cover_their_box_and_area(coco: COCO) -> None:
    for a in annotations(coco, crowd=False):
        mask = coco.annToMask(a)
        x, y, width, height = a["bbox"]
        x0, y0, x1, y1 = extent(mask)
        shared = (min(x1, x + width) - max(x0, x)) * (min(y1, y + height) - max(y0, y))
        union = width * height + (x1 - x0) * (y1 - y0) - shared
        assert shared / union >= 0.9
        assert a["area"] <= 1.1 * mask.sum()


def test_each_image_has_five_different_captions_of_ordinary_length(toy: tuple[Path, ToySummary]) -> None:
    told = json.loads((toy[0] / "annotations" / "captions_toy.json").read_text())["annotations"]
    for image_id in range(1, 25):
        mine = [a["caption"] for a in told if a["image_id"] == image_id]
        assert len(set(mine)) == len(mine) == 5
        assert all(8 <= len(text.split()) <= 14 for text in mine)
        assert all(re.fullmatch(r"[A-Z][a-z, ]+\.", text) and " ," not in text for text in mine)


@pytest.mark.slow
def test_captions_do_not_repeat_across_images(told: list[tuple[ToyScene, tuple[Caption, ...]]]) -> None:
    texts = [caption.text for _, said in told for caption in said]
    assert len(set(texts)) > 0.95 * len(texts)


def test_every_claim_behind_a_caption_holds(told: list[tuple[ToyScene, tuple[Caption, ...]]]) -> None:
    assert all(claim.holds(scene) for scene, said in told for caption in said for claim in caption.claims)


def test_a_number_in_a_caption_is_the_number_of_annotations(
    told: list[tuple[ToyScene, tuple[Caption, ...]]],
) -> None:
    """Read from the words alone, so that a wrong claim behind them would be found too."""
    checked = 0
    pattern = re.compile(rf"\b({'|'.join(NUMBERS)})((?: \w+){{0,3}}?) ({'|'.join(PLURALS)})\b")
    for scene, said in told:
        for caption in said:
            for number, _, noun in pattern.findall(caption.text.lower()):
                same = [thing for thing in scene.things if thing.category.name == PLURALS[noun]]
                assert len(same) == NUMBERS[number], caption.text
                assert not any(thing.crowd for thing in same), caption.text
                checked += 1
    assert checked > 20


def test_left_and_right_in_a_caption_agree_with_the_boxes(
    told: list[tuple[ToyScene, tuple[Caption, ...]]],
) -> None:
    """Read from the words alone, for pairs of categories that each appear once."""
    names = "|".join(sorted((c.name for c in CATEGORIES), key=len, reverse=True))
    pattern = re.compile(rf"\b({names})\b.* (left|right) (?:side )?of an? .*?\b({names})\b")
    checked = 0
    for scene, said in told:
        for caption in said:
            for first, side, second in pattern.findall(caption.text.lower()):
                one = [thing for thing in scene.things if thing.category.name == first]
                two = [thing for thing in scene.things if thing.category.name == second]
                if len(one) == len(two) == 1:
                    assert (one[0].centre < two[0].centre) is (side == "left"), caption.text
                    checked += 1
    assert checked > 3


def test_run_lengths_begin_with_unset_pixels_and_go_down_the_columns() -> None:
    mask = np.array([[True, False], [True, True], [False, True]])
    assert runs(mask) == (0, 2, 2, 2)
    assert runs(~mask) == (2, 2, 2)


def test_borders_are_found_for_each_part_and_not_for_holes() -> None:
    mask = np.zeros((9, 12), dtype=np.bool_)
    mask[1:6, 1:6] = True
    mask[3, 3] = False
    mask[7, 9] = True
    parts = list(borders(mask))
    assert sorted(signed_area(part) for part in parts) == [1, 25]
    assert simplified(parts[0]) == [(1, 1), (6, 1), (6, 6), (1, 6)]
