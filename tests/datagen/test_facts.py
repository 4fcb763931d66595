"""What boxes prove, what they disprove, and what they leave open."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from datagen.facts import (
    OPPOSITE,
    REGIONS,
    RELATIONS,
    Count,
    Facts,
    above,
    area,
    inside,
    larger,
    left_of,
    more,
    near,
    on,
    same_thing,
)
from datagen.lexicon import lexicon_of
from datagen.lexicon.table import coco
from datagen.scene import Box, Scene
from tests.tables import each

COCO = tuple(coco().categories)
GRID = 64
"""Edges are multiples of 1/64: mirroring them is exact."""


def scene(*boxes: Box, captions: tuple[str, ...] = (), vocabulary: tuple[str, ...] = COCO) -> Scene:
    return Scene(1, "1.jpg", 640, 480, captions, boxes, "train2017", vocabulary=vocabulary)


def box(x1: float, y1: float, x2: float, y2: float, category: str = "dog") -> Box:
    return Box(category, x1, y1, x2, y2)


def across(x1: float, x2: float) -> Box:
    return box(x1, 0.2, x2, 0.8)


def down(y1: float, y2: float) -> Box:
    return box(0.2, y1, 0.8, y2)


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    (x1, x2), (y1, y2) = (
        sorted(draw(st.lists(st.integers(0, GRID), min_size=2, max_size=2, unique=True))) for _ in "xy"
    )
    category = draw(st.sampled_from(["dog", "cat", "person"]))
    return Box(category, x1 / GRID, y1 / GRID, x2 / GRID, y2 / GRID, draw(st.booleans()))


def mirrored(a: Box) -> Box:
    return Box(a.category, 1 - a.x2, a.y1, 1 - a.x1, a.y2, a.crowd)


def flipped(a: Box) -> Box:
    return Box(a.category, a.x1, 1 - a.y2, a.x2, 1 - a.y1, a.crowd)


def related(a: Box, b: Box) -> dict[str, bool | None]:
    return {name: holds(a, b) for name, holds in RELATIONS.items()}


def placed(a: Box) -> dict[str, bool | None]:
    return {name: holds(a) for name, holds in REGIONS.items()}


def swapped(facts: dict[str, bool | None], one: str, other: str) -> dict[str, bool | None]:
    return facts | {one: facts[other], other: facts[one]}


@given(boxes(), boxes())
def test_mirroring_swaps_left_and_right_and_nothing_else(a: Box, b: Box) -> None:
    assert related(mirrored(a), mirrored(b)) == swapped(related(a, b), "left of", "right of")
    assert placed(mirrored(a)) == swapped(placed(a), "left", "right")
    assert area(mirrored(a)) == area(a)


@given(boxes(), boxes())
def test_flipping_swaps_above_and_below_and_leaves_left_right_and_distance(a: Box, b: Box) -> None:
    before, after = related(a, b), related(flipped(a), flipped(b))
    del before["on"], after["on"]
    assert after == swapped(before, "above", "below")
    assert placed(flipped(a)) == swapped(placed(a), "top", "bottom")
    assert area(flipped(a)) == area(a)


@given(st.lists(boxes(), max_size=6))
def test_counts_and_absences_do_not_change_in_a_mirror(found: list[Box]) -> None:
    facts, mirror = Facts(scene(*found)), Facts(scene(*map(mirrored, found)))
    assert [facts.count(name) for name in COCO] == [mirror.count(name) for name in COCO]
    assert facts.absent == mirror.absent
    assert facts.boxes == mirror.boxes


@given(boxes(), boxes(), st.sampled_from(sorted(OPPOSITE)))
def test_a_relation_of_place_is_never_true_both_ways(a: Box, b: Box, name: str) -> None:
    assert (RELATIONS[name](a, b), RELATIONS[name](b, a)) != (True, True)
    assert RELATIONS[name](a, b) is RELATIONS[OPPOSITE[name]](b, a)
    assert RELATIONS[name](a, a) is None


@given(boxes())
def test_a_box_is_not_on_both_sides_of_the_image(a: Box) -> None:
    assert (REGIONS["left"](a), REGIONS["right"](a)) != (True, True)
    assert (REGIONS["top"](a), REGIONS["bottom"](a)) != (True, True)
    assert (REGIONS["left"](a), REGIONS["right"](a)) != (False, False)


@given(boxes(), boxes())
def test_above_is_left_of_turned_by_a_quarter(a: Box, b: Box) -> None:
    turned = [Box(c.category, c.y1, c.x1, c.y2, c.x2) for c in (a, b)]
    assert above(a, b) is left_of(*turned)


INTERVALS = [
    ("they touch", (0.1, 0.3), (0.3, 0.5), True),
    ("they touch and are narrow", (0.30, 0.32), (0.32, 0.34), True),
    ("centres a tenth apart, overlap under .3", (0.0, 0.3), (0.211, 0.6), True),
    ("overlap just over .3", (0.0, 0.3), (0.209, 0.6), None),
    ("centres just under a tenth apart", (0.10, 0.30), (0.199, 0.299), None),
    ("a slim one over the edge of a wide one, centres near", (0.0, 0.15), (0.14, 0.16), None),
    ("the same place", (0.2, 0.4), (0.2, 0.4), None),
    ("a little after", (0.249, 0.449), (0.2, 0.4), None),
    ("centres opposed by .05", (0.251, 0.451), (0.2, 0.4), False),
    ("far after", (0.7, 0.8), (0.1, 0.2), False),
]


@each("row", INTERVALS)
def test_left_of_and_above_follow_the_table(
    row: tuple[str, tuple[float, float], tuple[float, float], bool | None],
) -> None:
    _, a, b, expected = row
    assert left_of(across(*a), across(*b)) is expected
    assert above(down(*a), down(*b)) is expected


PAIRS = [
    ("nine tenths inside", inside, across(0, 0.5), across(0, 0.451), True),
    ("just under nine tenths", inside, across(0, 0.5), across(0, 0.449), None),
    ("just over a fifth", inside, across(0, 0.5), across(0, 0.101), None),
    ("a fifth at most", inside, across(0, 0.5), across(0, 0.099), False),
    ("apart", inside, across(0, 0.3), across(0.5, 0.9), False),
    ("a large one in a small one", inside, across(0, 0.9), across(0.4, 0.5), False),
    ("within", RELATIONS["in"], across(0.4, 0.5), across(0.3, 0.6), None),
    ("outside", RELATIONS["in"], across(0, 0.3), across(0.5, 0.9), False),
    ("partly within", RELATIONS["in"], across(0, 0.51), across(0.5, 0.9), None),
    ("it may stand on it", on, box(0.3, 0.1, 0.5, 0.4), box(0.2, 0.4, 0.8, 0.9), None),
    ("a small gap", on, box(0.3, 0.1, 0.5, 0.351), box(0.2, 0.4, 0.8, 0.9), None),
    ("a gap", on, box(0.3, 0.1, 0.5, 0.349), box(0.2, 0.4, 0.8, 0.9), False),
    ("wholly below", on, box(0.3, 0.91, 0.5, 0.99), box(0.2, 0.4, 0.8, 0.9), False),
    ("aside", on, box(0.81, 0.1, 0.9, 0.4), box(0.2, 0.4, 0.8, 0.9), False),
    ("overlapping", near, across(0, 0.5), across(0.4, 0.9), True),
    ("a gap of a tenth", near, across(0, 0.301), across(0.4, 0.9), True),
    ("a wider gap", near, across(0, 0.299), across(0.4, 0.9), None),
    ("a gap of a third", near, across(0, 0.051), across(0.4, 0.9), None),
    ("a gap over a third", near, across(0, 0.049), across(0.4, 0.9), False),
    ("near along both axes and far across", near, box(0, 0, 0.2, 0.2), box(0.46, 0.46, 0.9, 0.9), False),
]


@each("row", PAIRS)
def test_inside_on_and_near_follow_the_table(
    row: tuple[str, Callable[[Box, Box], bool | None], Box, Box, bool | None],
) -> None:
    _, holds, a, b, expected = row
    assert holds(a, b) is expected


@given(boxes(), boxes())
def test_boxes_never_prove_that_something_stands_on_another(a: Box, b: Box) -> None:
    assert on(a, b) is not True
    assert RELATIONS["in"](a, b) is not True


@each(
    ("region", "at", "expected"),
    [
        ("left", (0.30, 0.53), True),
        ("left", (0.33, 0.53), None),
        ("left", (0.2, 0.95), None),
        ("left", (0.24, 0.9), None),
        ("left", (0.26, 0.9), False),
        ("right", (0.48, 0.69), True),
        ("right", (0.46, 0.68), None),
        ("right", (0.1, 0.3), False),
        ("middle", (0.32, 0.5), True),
        ("middle", (0.38, 0.82), True),
        ("middle", (0.3, 0.46), None),
        ("middle", (0.51, 0.95), False),
        ("middle", (0.45, 0.99), None),
        ("middle", (0.1, 0.3), False),
    ],
)
def test_a_region_is_decided_by_the_centre_and_left_open_near_the_middle(
    region: str,
    at: tuple[float, float],
    expected: bool | None,  # noqa: FBT001 - the third answer is None
) -> None:
    assert REGIONS[region](across(*at)) is expected
    vertical = {"left": "top", "right": "bottom"}.get(region)
    if vertical:
        assert REGIONS[vertical](down(*at)) is expected


@each(("a", "b", "expected"), [(13, 10, True), (12, 10, None), (10, 10, None), (10, 13, False)])
def test_one_size_is_larger_from_a_third_more_on(a: float, b: float, expected: bool | None) -> None:  # noqa: FBT001
    assert larger(a, b) is expected


@each(
    ("a", "b", "expected"),
    [
        ((3, 3), (2, 2), True),
        ((2, 2), (2, 2), False),
        ((2, 2), (3, 3), False),
        ((6, 6), (5, 5), True),
        ((7, 7), (6, 6), None),
        ((2, 4), (3, 3), None),
        ((4, 6), (1, 3), True),
        ((5, None), (2, 2), True),
        ((1, None), (2, 2), None),
        ((9, 9), (1, None), None),
        ((1, 1), (4, None), False),
        ((1, 1), (0, 0), True),
        ((0, 0), (0, 0), None),
    ],
)
def test_there_are_more_only_where_every_count_within_the_bounds_says_so(
    a: tuple[int, int | None],
    b: tuple[int, int | None],
    expected: bool | None,  # noqa: FBT001 - the third answer is None
) -> None:
    assert more(Count(*a), Count(*b)) is expected


ONE, TWO = box(0.1, 0.1, 0.3, 0.3), box(0.6, 0.6, 0.8, 0.8)
TINY = box(0.5, 0.5, 0.51, 0.51)
CROWD = Box("dog", 0.0, 0.0, 1.0, 0.5, crowd=True)


@each(
    "row",
    [
        ("none", [], (0, 0)),
        ("one", [ONE], (1, 1)),
        ("two", [ONE, TWO], (2, 2)),
        ("a tiny one may not count", [ONE, TWO, TINY], (2, 3)),
        ("a tiny one alone", [TINY], (0, 1)),
        ("two boxes on one thing", [ONE, box(0.1, 0.1, 0.3, 0.29)], (1, 2)),
        ("a crowd", [CROWD], (1, None)),
        ("a crowd beside two", [ONE, TWO, CROWD], (2, None)),
        ("eight", [across(n / 20, n / 20 + 0.04) for n in range(8)], (8, 8)),
        ("twelve", [across(n / 20, n / 20 + 0.04) for n in range(12)], (9, 18)),
    ],
)
def test_a_count_has_the_bounds_that_the_boxes_allow(row: tuple[str, list[Box], tuple[int, int | None]]) -> None:
    _, found, expected = row
    count = Facts(scene(*found)).count("dog")
    assert count == expected
    assert count.exact == (expected[0] if expected[0] == expected[1] else None)


@given(st.lists(boxes(), max_size=12))
def test_the_number_of_boxes_lies_within_the_count(found: list[Box]) -> None:
    facts = Facts(scene(*found))
    for category, numbers in facts.boxes.items():
        single = [n for n in numbers if not found[n].crowd]
        count = facts.count(category)
        assert count.least <= max(len(single), 1)
        assert (count.most is None) == (category in facts.crowds)
        assert count.most is None or count.least <= len(single) <= count.most


def test_several_categories_are_counted_together() -> None:
    facts = Facts(scene(ONE, box(0.6, 0.1, 0.9, 0.4, "cat")))
    assert facts.count("dog", "cat") == (2, 2)
    assert facts.numbers(["cat", "dog", "bird"]) == (1, 0)


def test_the_only_instance_is_one_that_is_neither_one_of_several_nor_a_crowd() -> None:
    assert Facts(scene(ONE)).only("dog") == ONE
    assert Facts(scene(ONE, TWO)).only("dog") is None
    assert Facts(scene(CROWD)).only("dog") is None
    assert Facts(scene(ONE)).only("cat") is None


@given(boxes())
def test_a_box_may_be_the_same_thing_as_itself(a: Box) -> None:
    assert same_thing(a, a)
    assert not same_thing(ONE, TWO)


@given(
    st.lists(boxes(), max_size=4),
    st.lists(st.lists(st.sampled_from([*COCO, "two", "on", "the", "vehicle", "animals"])).map(" ".join), max_size=3),
)
def test_what_is_safely_absent_is_in_neither_boxes_nor_captions(found: list[Box], captions: list[str]) -> None:
    facts = Facts(scene(*found, captions=tuple(captions)))
    lexicon = lexicon_of(COCO)
    meant = {name for text in captions for word in lexicon.find(text) for name in word.concept.categories}
    assert not set(facts.absent) & {a.category for a in found}
    assert not set(facts.absent) & meant
    assert set(facts.absent) | meant | {a.category for a in found} == set(COCO)


@each(
    ("caption", "blocked"),
    [
        ("A red car.", {"car"}),
        ("Some vehicles in a street.", {"car", "bus", "truck", "motorcycle", "bicycle", "train", "airplane", "boat"}),
        ("An animal is asleep.", {"bird", "cat", "dog", "horse", "sheep", "cow", "elephant", "bear", "zebra"}),
        ("A pastry with sugar.", {"donut", "cake"}),
        ("A couple at a table.", {"person", "dining table"}),
        ("A surfer by the sea.", {"person"}),
    ],
)
def test_a_word_that_could_mean_a_category_takes_away_its_safe_absence(caption: str, blocked: set[str]) -> None:
    absent = Facts(scene(captions=(caption,))).absent
    assert not blocked & set(absent)
    assert "hair drier" in absent


def test_without_a_vocabulary_nothing_is_absent_and_no_word_is_known() -> None:
    facts = Facts(scene(ONE, captions=("A dog and a cat.",), vocabulary=()))
    assert facts.absent == ()
    assert facts.told == frozenset()
    assert facts.boxes == {"dog": (0,)}
