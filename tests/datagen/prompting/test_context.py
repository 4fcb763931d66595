"""What a text-only LLM is told of an image: LLaVA's context, character by character."""

from __future__ import annotations

import ast
import math
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from datagen.annotations import coco
from datagen.prompting.context import _decimal, render
from datagen.scene import Box, Scene
from tests import paths

GOLDEN = paths.GOLDEN / "context"


def scene(captions: tuple[str, ...] = (), boxes: tuple[Box, ...] = ()) -> Scene:
    return Scene(1, "000000000001.jpg", 640, 480, captions, boxes, "train2017")


SCENES = {
    "captions_and_boxes": scene(
        (
            "A woman walks two dogs along a snowy path.",
            "two dogs on leashes in the snow",
            'Dogs pull at their leashes; "come on!" they seem to say.',
        ),
        (
            Box("person", 0.4124, 0.10499, 0.58749, 0.93),
            Box("dog", 0.1, 0.6, 1 / 3, 0.85),
            Box("dog", 2 / 3, 0.625, 0.9, 0.875),
            Box("sports ball", 0.05, 0.9, 0.1, 0.96666),
        ),
    ),
    "captions_alone": scene(("An empty beach at sunset.", "Sand, sea and a red sky — nobody is there.")),
    "boxes_alone": scene((), (Box("dining table", 0.0, 0.5, 1.0, 1.0), Box("cup", 0.25, 0.3129, 0.5, 0.6876))),
    "crowd": scene(
        ("A crowd fills the stands.",),
        (
            Box("person", 0.0, 0.2, 1.0, 0.8125, crowd=True),
            Box("person", 0.48, 0.7, 0.52, 0.9),
            Box("person", 0.0, 0.2, 1.0, 0.8125, crowd=True),
        ),
    ),
    "rounding": scene(
        (),
        (
            Box("kite", 0.0625, 0.1875, 0.3125, 0.4375),
            Box("kite", 0.0005, 0.0145, 0.5125, 0.5135),
            Box("kite", 0.9994999, 0.9995, 0.99999, 1.0),
        ),
    ),
}


@pytest.mark.parametrize("name", SCENES)
def test_a_scene_is_told_exactly_as_the_golden_file_has_it(name: str) -> None:
    assert render(SCENES[name]) + "\n" == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


def test_every_golden_file_is_compared() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == SCENES.keys()


def test_a_scene_with_nothing_in_it_is_told_in_no_words() -> None:
    assert render(scene()) == ""


def test_the_real_sample_is_told_in_llavas_form(coco_mini: Path) -> None:
    """Written a second time, the slow and obvious way."""
    for found in coco.read(coco.find(coco_mini)):
        captions, _, boxes = render(found).partition("\n\n")
        lines = [f"{b.category}: {[round(edge, 3) for edge in (b.x1, b.y1, b.x2, b.y2)]}" for b in found.boxes]
        assert captions.split("\n") == list(found.captions)
        assert boxes.split("\n") == lines


thousandths = st.integers(0, 1000)
ties = st.integers(0, 2000).map(lambda k: k / 2000)
near_ties = st.builds(math.nextafter, ties, st.sampled_from([0.0, 1.0]))
pixel_edges = st.builds(lambda edge, size: min(edge, size) / size, st.integers(0, 5000), st.integers(1, 5000))


@settings(deadline=None, max_examples=1000)
@given(st.floats(0, 1) | ties | near_ties | pixel_edges)
@example(1.0)
@example(math.nextafter(1.0, 0.0))
@example(5e-324)
def test_a_fraction_is_written_as_python_writes_it_rounded_to_three_decimals(fraction: float) -> None:
    assert _decimal(fraction) == repr(round(fraction, 3))


def test_every_tie_and_both_its_neighbours_round_as_in_python() -> None:
    for k in range(2001):
        for fraction in (k / 2000, max(math.nextafter(k / 2000, -1), 0.0), min(math.nextafter(k / 2000, 2), 1.0)):
            assert _decimal(fraction) == repr(round(fraction, 3)), fraction


def test_minus_zero_has_no_sign() -> None:
    assert _decimal(-0.0) == "0.0"


names = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), min_size=1, max_size=9)
edges = st.floats(0, 1)


@settings(deadline=None, max_examples=100)
@given(
    captions=st.lists(names.filter(str.strip), max_size=4),
    boxes=st.lists(st.builds(Box, names.filter(str.strip), edges, edges, edges, edges, st.booleans()), max_size=4),
)
def test_captions_come_first_then_a_blank_line_then_a_line_a_box(captions: list[str], boxes: list[Box]) -> None:
    text = render(scene(tuple(captions), tuple(boxes)))
    parts = [part for part in text.split("\n\n") if part]
    assert len(parts) == bool(captions) + bool(boxes)
    if captions:
        assert parts[0].split("\n") == captions
    if boxes:
        lines = parts[-1].split("\n")
        assert [line.rpartition(": ")[0] for line in lines] == [box.category for box in boxes]
        assert [ast.literal_eval(line.rpartition(": ")[2]) for line in lines] == [
            [round(edge, 3) for edge in (box.x1, box.y1, box.x2, box.y2)] for box in boxes
        ]
