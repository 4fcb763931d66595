"""Annotation folders to scenes: equal to pycocotools where the files are sound, and patient where they are not."""

from __future__ import annotations

import json
import random
import re
import string
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycocotools import mask
from pycocotools.coco import COCO

from datagen.annotations import coco
from datagen.annotations.coco import Annotations
from datagen.annotations.rows import LISTED_PER_REASON, CaptionFile, InstanceFile, Problems, _decode_patiently, decode
from datagen.errors import AnnotationError
from datagen.scene import Box, Scene
from tests.datagen.annotation_files import box, caption, caption_file, image, instance_file, read, write

INSTANCES, CAPTIONS = "instances_val2014.json", "captions_val2014.json"
MALFORMED, TWICE = "malformed entry", "id used twice (the first is kept)"
OUTSIDE, NOT_FINITE, UNKNOWN_IMAGE = "box outside the image", "box that is not finite", "annotation of an unknown image"
NAN, INFINITY = float("nan"), float("inf")


def case(name: str, *values: Any) -> Any:
    return pytest.param(*values, id=name)


def as_told(place: str) -> str:
    """A pattern for a place; what stands for an ellipsis is a library's wording, which is free to change."""
    return ".*".join(map(re.escape, place.split(" … ")))


def by_id(annotations: Annotations) -> dict[int, Scene]:
    return {scene.image_id: scene for scene in annotations}


def only_problem(annotations: Annotations) -> tuple[str, str]:
    """The one thing that was skipped or mended: its reason, and where it stands."""
    assert annotations.problems.counts.total() == 1, annotations.problems
    [(reason, places)] = annotations.problems.listed.items()
    return reason, places[0]


def test_the_real_sample_reads_as_pycocotools_reads_it(coco_mini: Path) -> None:
    found = coco.read(coco.find(coco_mini))
    told = COCO(str(coco_mini / "annotations" / "captions_train2017.json"))
    marked = COCO(str(coco_mini / "annotations" / "instances_train2017.json"))
    assert [scene.image_id for scene in found] == sorted(marked.imgs)
    assert not found.problems.counts
    for scene in found:
        entry = marked.imgs[scene.image_id]
        assert (scene.file_name, scene.width, scene.height) == (entry["file_name"], entry["width"], entry["height"])
        assert scene.captions == tuple(" ".join(row["caption"].split()) for row in told.imgToAnns[scene.image_id])
        rows = marked.imgToAnns[scene.image_id]
        assert [b.category for b in scene.boxes] == [marked.cats[row["category_id"]]["name"] for row in rows]
        assert [b.crowd for b in scene.boxes] == [bool(row["iscrowd"]) for row in rows]
        for b, row in zip(scene.boxes, rows, strict=True):
            x, y, width, height = row["bbox"]
            edges = (x / scene.width, y / scene.height, (x + width) / scene.width, (y + height) / scene.height)
            expected = [min(max(edge, 0.0), 1.0) for edge in edges]
            assert [b.x1, b.y1, b.x2, b.y2] == pytest.approx(expected, abs=1e-9, rel=0)


def test_a_crowds_box_is_the_extent_of_its_mask(coco_mini: Path) -> None:
    """COCO counts a crowd's width from pixel to pixel, pycocotools over the pixels: one more."""
    found = by_id(coco.read(coco.find(coco_mini)))
    marked = COCO(str(coco_mini / "annotations" / "instances_train2017.json"))
    crowds = [row for row in marked.anns.values() if row["iscrowd"]]
    assert len(crowds) == sum(b.crowd for scene in found.values() for b in scene.boxes) == 8
    for row in crowds:
        scene, runs = found[row["image_id"]], row["segmentation"]
        read_box = scene.boxes[marked.imgToAnns[scene.image_id].index(row)]
        x, y, width, height = mask.toBbox(mask.frPyObjects(runs, *runs["size"])).tolist()
        assert read_box.crowd
        assert read_box.x1 * scene.width == pytest.approx(x)
        assert read_box.y1 * scene.height == pytest.approx(y)
        assert read_box.x2 * scene.width == pytest.approx(x + width - 1)
        assert read_box.y2 * scene.height == pytest.approx(y + height - 1)


def test_real_licences_are_addresses(coco_mini: Path) -> None:
    licences = {scene.license for scene in coco.read(coco.find(coco_mini))}
    assert licences
    assert all(licence and licence.startswith("http://creativecommons.org/") for licence in licences)


def test_scenes_can_be_sliced_and_counted_like_a_list(drawn: Path) -> None:
    found = coco.read(coco.find(drawn))
    assert len(found) == 24
    assert found[:3] == [found[0], found[1], found[2]]
    assert found[-1] == found[23]
    assert found.box_counts() == [len(scene.boxes) for scene in found]
    with pytest.raises(IndexError):
        found[24]


def sound(folder: Path, split: str = "val2014") -> Path:
    images = [image(5), image(3)]
    captions = caption_file(images, [caption(1, 5, "Five."), caption(2, 3, "Three.")])
    return write(folder, captions, instance_file(images, [box(7, 3), box(6, 5)]), split)


def test_the_2014_files_give_their_split_and_their_file_names(tmp_path: Path) -> None:
    images = [image(9, file_name="COCO_train2014_000000000009.jpg")]
    write(tmp_path, caption_file(images, [caption(1, 9)]), instance_file(images, [box(1, 9)]), "train2014")
    [scene] = read(tmp_path)
    assert (scene.split, scene.file_name) == ("train2014", "COCO_train2014_000000000009.jpg")


def test_the_only_split_is_taken_and_other_annotation_files_are_left_alone(tmp_path: Path) -> None:
    sound(tmp_path, "val2017")
    (tmp_path / "person_keypoints_val2017.json").write_text("not even JSON")
    (tmp_path / "image_info_test2017.json").write_text("nor this")
    sources = coco.find(tmp_path)
    assert sources.split == "val2017"
    assert sources.captions == tmp_path / "captions_val2017.json"
    assert sources.instances == tmp_path / "instances_val2017.json"
    assert sources.missing is None


def test_several_splits_are_listed_to_choose_from(tmp_path: Path) -> None:
    sound(tmp_path, "val2017")
    sound(tmp_path, "train2017")
    with pytest.raises(AnnotationError, match=re.escape("choose one with --split: train2017, val2017")):
        coco.find(tmp_path)
    assert coco.find(tmp_path, "val2017").split == "val2017"


def test_a_split_that_is_not_there_is_answered_with_those_that_are(tmp_path: Path) -> None:
    sound(tmp_path, "val2017")
    with pytest.raises(AnnotationError, match="has no split 'train2017'; it has: val2017"):
        coco.find(tmp_path, "train2017")


def test_the_folder_above_annotations_works_too(tmp_path: Path) -> None:
    sound(tmp_path / "annotations")
    assert coco.find(tmp_path) == coco.find(tmp_path / "annotations")


def test_no_folder_an_empty_one_and_a_file_are_each_explained(tmp_path: Path) -> None:
    with pytest.raises(AnnotationError, match=re.escape(f"there is no folder {tmp_path / 'nowhere'}: --coco takes")):
        coco.find(tmp_path / "nowhere")
    with pytest.raises(AnnotationError, match=r"holds neither captions_\*\.json nor instances_\*\.json"):
        coco.find(tmp_path)
    sound(tmp_path)
    with pytest.raises(AnnotationError, match="there is no folder"):
        coco.find(tmp_path / CAPTIONS)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / CAPTIONS).mkdir()
    with pytest.raises(AnnotationError, match=f"cannot read .*{CAPTIONS}: Is a directory"):
        read(tmp_path)


def test_scenes_come_by_image_id_with_captions_and_boxes_in_annotation_order(tmp_path: Path) -> None:
    images = [image(5, license=2), image(3, license=1), image(4)]
    licenses = [{"id": 1, "name": "CC BY", "url": ""}, {"id": 2, "name": "CC0", "url": "https://cc0"}]
    told = [caption(9, 5, "Late."), caption(1, 3, "Three."), caption(2, 5, "Early."), caption(3, 4, "Four.")]
    boxes = [box(9, 5, category_id=18), box(2, 3, iscrowd=1), box(1, 5, (0, 0, 200, 100))]
    write(tmp_path, caption_file(images, told), instance_file(images, boxes, licenses=licenses))
    found = read(tmp_path)
    assert list(found) == [
        Scene(
            3, "000000000003.jpg", 200, 100, ("Three.",), (Box("person", 0.1, 0.1, 0.6, 0.6, crowd=True),),
            "val2014", "CC BY", ("person", "dog"),
        ),
        Scene(4, "000000000004.jpg", 200, 100, ("Four.",), (), "val2014", None, ("person", "dog")),
        Scene(
            5, "000000000005.jpg", 200, 100, ("Late.", "Early."),
            (Box("dog", 0.1, 0.1, 0.6, 0.6), Box("person", 0.0, 0.0, 1.0, 1.0)), "val2014", "https://cc0",
            ("person", "dog"),
        ),
    ]  # fmt: skip
    assert not found.problems.counts


def test_captions_are_put_on_one_line(tmp_path: Path) -> None:
    write(tmp_path, caption_file([image(1)], [caption(1, 1, "  A dog\nruns \u2028 fast.\r\n")]))
    assert read(tmp_path)[0].captions == ("A dog runs fast.",)


def test_captions_alone_are_enough_and_the_missing_file_is_told(tmp_path: Path) -> None:
    found = read(write(tmp_path, caption_file([image(1)], [caption(1, 1)])))
    assert [(scene.captions, scene.boxes) for scene in found] == [(("A dog runs.",), ())]
    assert found.sources.missing == f"no {INSTANCES}: the contexts hold captions alone"
    assert found.digests.keys() == {CAPTIONS}
    assert found.box_counts() == [0]


def test_boxes_alone_are_enough_and_the_missing_file_is_told(tmp_path: Path) -> None:
    found = read(write(tmp_path, None, instance_file([image(1)], [box(1, 1)])))
    assert [(scene.captions, len(scene.boxes)) for scene in found] == [((), 1)]
    assert found.sources.missing == f"no {CAPTIONS}: the contexts hold boxes alone"
    assert found.digests.keys() == {INSTANCES}


def test_an_image_may_stand_in_one_file_only(tmp_path: Path) -> None:
    captions = caption_file([image(1), image(2)], [caption(1, 1), caption(2, 2)])
    found = read(write(tmp_path, captions, instance_file([image(2), image(3)], [box(1, 2), box(2, 3)])))
    assert [(s.image_id, len(s.captions), len(s.boxes)) for s in found] == [(1, 1, 0), (2, 1, 1), (3, 0, 1)]
    assert not found.problems.counts


def test_images_with_nothing_to_tell_shift_no_box_to_another_image(tmp_path: Path) -> None:
    images = [image(n) for n in range(1, 8)]
    boxes = [box(n, n, (n, 0, 10, 10)) for n in (7, 5, 2)]
    found = read(write(tmp_path, caption_file(images, [caption(1, 3)]), instance_file(images, boxes)))
    assert [(scene.image_id, [b.x1 for b in scene.boxes]) for scene in found] == [
        (2, [0.01]),
        (3, []),
        (5, [0.025]),
        (7, [0.035]),
    ]
    assert found.problems.counts == {"image without caption and box": 3}


def test_a_byte_order_mark_is_no_problem(tmp_path: Path) -> None:
    document = json.dumps(caption_file([image(1)], [caption(1, 1, "Café.")]), ensure_ascii=False)
    found = read(write(tmp_path, document.encode("utf-8-sig")))
    assert found[0].captions == ("Café.",)
    assert not found.problems.counts


def test_a_file_without_licences_is_sound(tmp_path: Path) -> None:
    bare = {"images": [image(1, license=3)], "annotations": [caption(1, 1)]}
    for document in (bare, bare | {"licenses": None}, bare | {"licenses": [{"id": "three"}]}):
        [scene] = read(write(tmp_path, document))
        assert scene.license is None


@pytest.mark.parametrize(
    ("content", "told"),
    [
        case("empty", b"", r"is not valid JSON: .+ at line 1 column 1 \(the file ends there: was its"),
        case("web page", b"<html>404</html>", "is not valid JSON: .+ at line 1 column 1$"),
        case("list at the top", b"[]", "holds a JSON list, not an object with `images` and `annotations`"),
        case("no images", b"{}", "has no list `images`: is this a COCO captions file?"),
        case("no annotations", b'{"images": []}', "has no list `annotations`: is this a COCO captions file?"),
        case("annotations no list", b'{"images": [], "annotations": {}}', "has no list `annotations`"),
        case("no image", b'{"images": [], "annotations": []}', "can be used: `images` is empty"),
        case("nesting bomb", b'{"images": ' + b"[" * 100_000, "nested too deeply"),
        case("nesting bomb in unread part", b'{"images": [], "x": ' + b"[" * 100_000, "nested too deeply"),
        case("latin-1", b'{"info": "Caf\xe9"}', r"is not UTF-8 \(byte 0xe9 at offset 13\): convert it to UTF-8"),
        case("UTF-16", '{"images": []}'.encode("utf-16"), r"is not UTF-8 \(byte 0xff at offset 0\)"),
    ],
)  # fmt: skip
def test_a_file_of_another_form_is_named_with_what_is_wrong(tmp_path: Path, content: bytes, told: str) -> None:
    write(tmp_path, content)
    with pytest.raises(AnnotationError, match=f"{CAPTIONS}.*{told}"):
        read(tmp_path)


def test_wherever_a_download_was_cut_short_the_message_says_so(tmp_path: Path) -> None:
    whole = json.dumps(caption_file([image(1)], [caption(1, 1, "A dog.")])).encode()
    for end in range(len(whole)):
        write(tmp_path, whole[:end])
        with pytest.raises(AnnotationError, match=rf"{CAPTIONS} is not valid JSON: .*download cut short\?"):
            read(tmp_path)


def test_a_file_with_captions_is_not_taken_for_one_with_boxes(tmp_path: Path) -> None:
    write(tmp_path, None, caption_file([image(1)], [caption(1, 1)]))
    with pytest.raises(AnnotationError, match=f"{INSTANCES} has no list `categories`: is this a COCO instances file"):
        read(tmp_path)


def test_files_without_one_usable_image_say_what_is_wrong_with_them(tmp_path: Path) -> None:
    images = [image(n, width="640") for n in range(1, 4)]
    write(tmp_path, caption_file(images, [caption(n, n) for n in range(1, 4)]))
    with pytest.raises(AnnotationError, match=f"no image in {CAPTIONS} can be used") as caught:
        read(tmp_path)
    assert f"malformed entry in images (3, such as {CAPTIONS}: images[0] (id 1): " in str(caught.value)
    assert f"annotation of an unknown image (3, such as {CAPTIONS}: annotations[0] (id 1)" in str(caught.value)


def test_a_size_written_as_a_decimal_is_taken(tmp_path: Path) -> None:
    write(tmp_path, caption_file([image(1, width=640.0, height=480.0)], [caption(1, 1)]))
    (scene,) = read(tmp_path)
    assert (scene.width, scene.height) == (640, 480)


@pytest.mark.parametrize(
    ("row", "reason", "place"),
    [
        case("width 0", image(9, width=0), "image without size", "(id 9): '000000000009.jpg'"),
        case("negative height", image(9, height=-4), "image without size", "(id 9)"),
        case("no size", {"id": 9, "file_name": "9.jpg"}, "image without size", "(id 9): '9.jpg'"),
        case("text as width", image(9, width="640"), MALFORMED, "(id 9): … width"),
        case("null width", image(9, width=None), MALFORMED, "(id 9)"),
        case("string id", image(9) | {"id": "9"}, MALFORMED, "(id '9'): … id"),
        case("id of 64 bits", image(2**63), MALFORMED, f"(id {2**63}): "),
        case("no id, no name", {"width": 3, "height": 4}, MALFORMED, "(no id): … id"),
        case("a string", "9.jpg", MALFORMED, "(no id): "),
        case("id twice", image(1, file_name="other.jpg"), TWICE, "(id 1): 'other.jpg'"),
        case("nothing to tell", image(9), "image without caption and box", "id 9: '000000000009.jpg'"),
        case("half a pair", image(9, file_name="\ud800.jpg"), MALFORMED, "(id 9): "),
    ],
)  # fmt: skip
def test_an_image_that_cannot_be_used_is_skipped_and_listed(tmp_path: Path, row: Any, reason: str, place: str) -> None:
    images = [image(1), row, image(2)]
    found = read(write(tmp_path, caption_file(images, [caption(1, 1), caption(2, 2)])))
    assert [(scene.image_id, scene.file_name) for scene in found] == [(1, "000000000001.jpg"), (2, "000000000002.jpg")]
    told, where = only_problem(found)
    assert reason in told
    assert re.match(rf"{CAPTIONS}: (images\[1\]|image) {as_told(place)}", where), where


@pytest.mark.parametrize(
    ("row", "reason", "place"),
    [
        case("unknown image", caption(9, 77), UNKNOWN_IMAGE, "(id 9): image 77, 'A dog runs.'"),
        case("id twice", caption(1, 2), TWICE, "(id 1): image 2"),
        case("empty", caption(9, 1, ""), "empty caption", "(id 9): image 1, ''"),
        case("only space", caption(9, 1, " \n\t"), "empty caption", "(id 9): image 1, ''"),
        case("100 KB", caption(9, 1, "a " * 50_000), "caption of more than 2000 characters", "(id 9): image 1, 'a a"),
        case("null", caption(9, 1, None), MALFORMED, "(id 9): … caption"),
        case("absent", {"id": 9, "image_id": 1}, MALFORMED, "(id 9): … caption"),
        case("string id", caption(9, 1) | {"image_id": "1"}, MALFORMED, "(id 9): … image_id"),
        case("placeholder", caption(9, 1, "See <image> here."), "pass for the place of an image", "(id 9): image 1"),
        case("half a pair", caption(9, 1, "\udc00"), MALFORMED, "(id 9): "),
    ],
)  # fmt: skip
def test_a_caption_that_cannot_be_used_is_skipped_and_listed(tmp_path: Path, row: Any, reason: str, place: str) -> None:
    rows = [caption(1, 1, "One."), row, caption(2, 2, "Two.")]
    found = read(write(tmp_path, caption_file([image(1), image(2)], rows)))
    assert [scene.captions for scene in found] == [("One.",), ("Two.",)]
    told, where = only_problem(found)
    assert reason in told
    assert re.match(rf"{CAPTIONS}: annotations\[1\] {as_told(place)}", where), where
    assert len(where) < 250


@pytest.mark.parametrize(
    ("row", "reason", "place"),
    [
        case("unknown image", box(9, 77), UNKNOWN_IMAGE, "(id 9): 77"),
        case("unknown category", box(9, 1, category_id=2), "unknown category id", "(id 9): 2"),
        case("id twice", box(1, 2), TWICE, "(id 1): 1"),
        case("right of it", box(9, 1, (200, 0, 10, 10)), OUTSIDE, "(id 9): [200.0, 0.0, 10.0, 10.0]"),
        case("above it", box(9, 1, (0, -10, 10, 10)), OUTSIDE, "(id 9): [0.0, -10.0, 10.0, 10.0]"),
        case("no width", box(9, 1, (20, 10, 0, 10)), "box of no area", "(id 9): [20.0, 10.0, 0.0, 10.0]"),
        case("negative width", box(9, 1, (20, 10, -5, 10)), "box of no area", "(id 9): [20.0, 10.0, -5.0, 10.0]"),
        case("NaN", box(9, 1, (20, NAN, 5, 5)), NOT_FINITE, "(id 9): [20.0, nan, 5.0, 5.0]"),
        case("Infinity", box(9, 1, (INFINITY, 1, -INFINITY, 5)), NOT_FINITE, "(id 9): [inf, 1.0, -inf, 5.0]"),
        case("overflow", box(9, 1, (1e308, 1, 1e308, 5)), OUTSIDE, "(id 9): [1e+308, 1.0, 1e+308, 5.0]"),
        case("3 numbers", box(9, 1, (1, 2, 3)), MALFORMED, "(id 9): … bbox"),
        case("string", box(9, 1, "1,2,3,4"), MALFORMED, "(id 9): … bbox"),
        case("string in it", box(9, 1, ("1", 2, 3, 4)), MALFORMED, "(id 9): … bbox"),
        case("null", box(9, 1, None), MALFORMED, "(id 9): … bbox"),
        case("id of 70 bits", box(2**70, 1), MALFORMED, f"(id {2**70}): "),
    ],
)  # fmt: skip
def test_a_box_that_cannot_be_used_is_skipped_and_listed(tmp_path: Path, row: Any, reason: str, place: str) -> None:
    rows = [box(1, 1), row, box(2, 2, category_id=18)]
    found = read(write(tmp_path, None, instance_file([image(1), image(2)], rows)))
    assert [scene.boxes for scene in found] == [
        (Box("person", 0.1, 0.1, 0.6, 0.6),),
        (Box("dog", 0.1, 0.1, 0.6, 0.6),),
    ]
    told, where = only_problem(found)
    assert reason in told
    assert re.match(rf"{INSTANCES}: annotations\[1\] {as_told(place)}", where), where


def test_the_second_of_two_categories_with_one_id_is_listed(tmp_path: Path) -> None:
    categories = [{"id": 1, "name": "person"}, {"id": 1, "name": "human"}]
    found = read(write(tmp_path, None, instance_file([image(1)], [box(1, 1)], categories=categories)))
    assert found[0].boxes[0].category == "person"
    assert only_problem(found) == (
        "category id used twice (the first is kept)",
        f"{INSTANCES}: categories[1] (id 1): 'human'",
    )


def test_a_category_name_is_one_line_and_never_empty(tmp_path: Path) -> None:
    """A line of a context is `category: [box]`: a line break in the name would forge another line."""
    categories = [{"id": 1, "name": "traffic\n light"}, {"id": 2, "name": " "}]
    boxes = [box(1, 1), box(2, 1, category_id=2)]
    found = read(write(tmp_path, None, instance_file([image(1)], boxes, categories=categories)))
    assert [b.category for b in found[0].boxes] == ["traffic light"]
    assert found.problems.counts == {"category without name": 1, "unknown category id": 1}
    assert found.problems.listed["category without name"] == [f"{INSTANCES}: categories[1] (id 2): ' '"]


def test_files_that_disagree_about_an_image_are_listed(tmp_path: Path) -> None:
    captions = caption_file([image(1, width=400), image(2, license=7)], [caption(1, 1), caption(2, 2)])
    found = read(write(tmp_path, captions, instance_file([image(1), image(2)], [box(1, 1)])))
    assert found[0].width == 200
    assert only_problem(found) == (
        "image told of differently in the two files (the instances file is believed)",
        f"{CAPTIONS}: images[0] (id 1): '000000000001.jpg'",
    )


def test_an_overhang_of_a_pixel_is_clipped_silently_and_more_is_listed(tmp_path: Path) -> None:
    rows = [box(1, 1, (-1, -1, 202, 102)), box(2, 1, (-1.01, 0, 100, 50)), box(3, 1, (100, 50, 101.5, 50))]
    found = read(write(tmp_path, None, instance_file([image(1)], rows)))
    edges = [(b.x1, b.y1, b.x2, b.y2) for b in found[0].boxes]
    assert edges == [(0.0, 0.0, 1.0, 1.0), (0.0, 0.0, pytest.approx(0.49495), 0.5), (0.5, 0.5, 1.0, 1.0)]
    assert found.problems.counts == {"box clipped to the image": 2}
    assert found.problems.listed["box clipped to the image"] == [
        f"{INSTANCES}: annotations[1] (id 2): [-1.01, 0.0, 100.0, 50.0]",
        f"{INSTANCES}: annotations[2] (id 3): [100.0, 50.0, 101.5, 50.0]",
    ]


def test_every_problem_is_counted_and_the_first_hundred_are_listed(tmp_path: Path) -> None:
    rows = [caption(1, 1), *(caption(n, 77) for n in range(2, 252))]
    found = read(write(tmp_path, caption_file([image(1)], rows)))
    assert found.problems.counts == {"annotation of an unknown image": 250}
    places = found.problems.listed["annotation of an unknown image"]
    assert len(places) == LISTED_PER_REASON
    assert places[0].startswith(f"{CAPTIONS}: annotations[1] (id 2)")


def test_many_faults_at_once_leave_all_sound_entries(tmp_path: Path) -> None:
    """Entry by entry, whatever is wrong with one in three, the others come through as if it were not there."""
    rng = random.Random(0)
    images = [image(n) for n in range(1, 61)]
    clean = [box(n, rng.randint(1, 60), (rng.randint(0, 99), 5, rng.randint(1, 99), 40)) for n in range(1, 301)]
    faulty = [
        box(n, 1, rng.choice([(1, 2), None, (NAN, 1, 2, 3), (0, 0, 0, 0), (900, 0, 9, 9)])) for n in range(301, 451)
    ]
    mixed = clean + faulty
    rng.shuffle(mixed)
    in_order = sorted(clean, key=mixed.index)
    wanted = read(write(tmp_path / "clean", None, instance_file(images, in_order)))
    found = read(write(tmp_path / "mixed", None, instance_file(images, mixed)))
    assert list(found) == list(wanted)
    assert found.problems.counts.total() == 150


ids = st.integers(min_value=-(2**63), max_value=2**63 - 1)
texts = st.text(st.characters(codec="utf-8"), max_size=20)
numbers = st.floats(allow_nan=False, allow_infinity=False, width=32) | st.integers(-999, 999)
unread = st.dictionaries(
    st.sampled_from(["area", "segmentation", "coco_url"]), st.lists(numbers, max_size=3), max_size=2
)


def rows_of(required: dict[str, st.SearchStrategy[Any]], **optional: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    rows = st.fixed_dictionaries(required, optional=optional)
    return st.lists(st.builds(lambda row, more: row | more, rows, unread), max_size=5)


sound_files = st.fixed_dictionaries(
    {
        "images": rows_of(
            {"id": ids, "file_name": texts},
            width=st.integers(), height=st.integers(), license=st.none() | st.integers(),
        ),
        "categories": rows_of({"id": ids, "name": texts}),
        "annotations": rows_of(
            {
                "id": ids, "image_id": ids, "category_id": ids, "caption": texts,
                "bbox": st.tuples(numbers, numbers, numbers, numbers),
            },
            iscrowd=st.integers(0, 1),
        ),
    },
    optional={"licenses": rows_of({"id": st.integers()}, name=texts, url=texts), "info": st.none()},
)  # fmt: skip


@settings(deadline=None, max_examples=100)
@given(document=sound_files, ascii_only=st.booleans())
@pytest.mark.slow
def test_sound_files_read_alike_row_by_row_and_all_at_once(document: dict[str, Any], ascii_only: bool) -> None:  # noqa: FBT001
    content = json.dumps(document, ensure_ascii=ascii_only).encode()
    problems = Problems()
    path = Path(INSTANCES)
    assert _decode_patiently(path, content, InstanceFile, problems) == msgspec.json.decode(content, type=InstanceFile)
    assert _decode_patiently(path, content, CaptionFile, problems) == msgspec.json.decode(content, type=CaptionFile)
    assert not problems.counts


def test_the_real_sample_reads_alike_row_by_row_and_all_at_once(coco_mini: Path) -> None:
    path = coco_mini / "annotations" / "instances_train2017.json"
    problems = Problems()
    fast, digest = decode(path, InstanceFile, problems)
    assert _decode_patiently(path, path.read_bytes(), InstanceFile, problems) == fast
    assert not problems.counts
    assert re.fullmatch("[0-9a-f]{64}", digest)


@settings(deadline=None, max_examples=200)
@given(
    junk=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(string.printable, max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "bbox", "image_id"]), inner),
        max_leaves=8,
    )
)
def test_whatever_stands_in_a_list_costs_that_entry_alone(junk: Any) -> None:
    good = [box(1, 1), box(2, 2)]
    problems = Problems()
    document = instance_file([image(1), junk, image(2)], [good[0], junk, good[1]])
    read_file = _decode_patiently(Path(INSTANCES), json.dumps(document).encode(), InstanceFile, problems)
    assert [row.id for row in read_file.annotations] == [1, 2]
    assert [row.id for row in read_file.images] == [1, 2]
    assert problems.counts == {"malformed entry in images": 1, "malformed entry in annotations": 1}


def test_boxes_of_a_million_pixel_image_keep_their_precision(tmp_path: Path) -> None:
    found = read(write(tmp_path, None, instance_file([image(1, width=10**6, height=3)], [box(1, 1, (1, 1, 1, 1))])))
    b = found[0].boxes[0]
    assert (b.x1, b.x2) == (1e-6, 2e-6)
    assert np.isclose([b.y1, b.y2], [1 / 3, 2 / 3], atol=1e-15).all()
