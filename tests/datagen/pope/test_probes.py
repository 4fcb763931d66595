"""Questions from facts: only what boxes prove, or what one caption says of the only thing of its kind."""

from __future__ import annotations

from random import Random

import pytest

from datagen.facts import Facts
from datagen.pope.colours import ALIKE, asked, coloured
from datagen.pope.objects import picture_of
from datagen.pope.proved import ProbePair, counts, left_right
from datagen.scene import Box, Scene

CATEGORIES = ("person", "dog", "cat", "bus", "dining table", "scissors", "knife", "wine glass", "traffic light")


def facts(*boxes: Box, captions: tuple[str, ...] = (), vocabulary: tuple[str, ...] = CATEGORIES) -> Facts:
    return Facts(Scene(1, "a.jpg", 640, 480, captions, boxes, "toy", vocabulary=vocabulary))


def dog(left: float, *, width: float = 0.2) -> Box:
    return Box("dog", left, 0.2, left + width, 0.6)


def cat(left: float, *, width: float = 0.2) -> Box:
    return Box("cat", left, 0.2, left + width, 0.6)


def texts(pairs: list[ProbePair]) -> set[tuple[str, str]]:
    return {(pair.yes.text, pair.no.text) for pair in pairs}


def test_each_fact_is_asked_with_yes_and_with_no() -> None:
    pairs = list(left_right(facts(dog(0.05), cat(0.7)), Random(0)))
    assert pairs
    assert all((pair.yes.label, pair.no.label) == ("yes", "no") for pair in pairs)
    assert all(pair.yes.image == pair.no.image == "a.jpg" for pair in pairs)


def test_what_is_left_of_what_is_asked_both_ways_round() -> None:
    found = {text for seed in range(20) for text in texts(list(left_right(facts(dog(0.05), cat(0.7)), Random(seed))))}
    assert found == {
        ("Is the dog to the left of the cat in the image?", "Is the dog to the right of the cat in the image?"),
        ("Is the cat to the right of the dog in the image?", "Is the cat to the left of the dog in the image?"),
        ("Is the dog on the left side of the image?", "Is the dog on the right side of the image?"),
        ("Is the cat on the right side of the image?", "Is the cat on the left side of the image?"),
    }


@pytest.mark.parametrize(
    "scene",
    [
        facts(dog(0.4), cat(0.45)),
        facts(dog(0.3, width=0.4), cat(0.35, width=0.4)),
        facts(dog(0.05), dog(0.3), cat(0.4)),
        facts(Box("dog", 0.05, 0.2, 0.25, 0.6, crowd=True), cat(0.4)),
    ],
    ids=["side by side in the middle", "overlapping", "two dogs", "a crowd"],
)
def test_no_side_is_asked_for_where_boxes_leave_it_open(scene: Facts) -> None:
    assert not list(left_right(scene, Random(0)))


def test_a_thing_that_captions_number_otherwise_is_not_the_only_one() -> None:
    assert not list(left_right(facts(dog(0.05), captions=("Two dogs on a lawn.",)), Random(0)))


def test_plural_only_words_take_are() -> None:
    [pair] = left_right(facts(Box("scissors", 0.05, 0.2, 0.2, 0.5)), Random(0))
    assert pair.yes.text == "Are the scissors on the left side of the image?"


def test_numbers_are_asked_for_as_they_are_and_one_off() -> None:
    scene = facts(dog(0.05), dog(0.4), dog(0.7), cat(0.4))
    found = {text for seed in range(20) for text in texts(list(counts(scene, Random(seed))))}
    assert found == {
        ("Are there exactly three dogs in the image?", "Are there exactly two dogs in the image?"),
        ("Are there exactly three dogs in the image?", "Are there exactly four dogs in the image?"),
        ("Is there exactly one cat in the image?", "Are there exactly two cats in the image?"),
    }


@pytest.mark.parametrize(
    "scene",
    [
        facts(dog(0.05), Box("dog", 0.4, 0.2, 0.9, 0.6, crowd=True)),
        facts(dog(0.05), Box("dog", 0.4, 0.4, 0.401, 0.401)),
        facts(dog(0.05), Box("dog", 0.051, 0.2, 0.25, 0.6)),
        facts(*(dog(0.05 * n, width=0.04) for n in range(12))),
        facts(dog(0.05), captions=("Several dogs at play.",)),
    ],
    ids=["a crowd", "a tiny box", "two boxes on one thing", "too many to be sure", "a caption that says otherwise"],
)
def test_no_number_is_asked_for_where_boxes_leave_it_open(scene: Facts) -> None:
    assert not list(counts(scene, Random(0)))


BUS = Box("bus", 0.1, 0.1, 0.9, 0.9)


def test_a_colour_is_what_a_caption_says_right_before_the_word() -> None:
    scene = facts(BUS, captions=("A red bus by a green tree.", "The bus is full."))
    [thing] = coloured(scene)
    assert thing == ("a.jpg", "bus", "red", frozenset({"red", "green"}))


@pytest.mark.parametrize(
    "captions",
    [
        ("A red and white bus.",),
        ("A red, white bus.",),
        ("A light blue bus.",),
        ("A red bus.", "A white bus."),
        ("A tan bus.",),
        ("A big bus.",),
        ("Two red buses.",),
        ("A red toy bus.",),
        ("A photo of a red bus.",),
    ],
)
def test_no_colour_is_asked_for_where_captions_leave_it_open(captions: tuple[str, ...]) -> None:
    assert not list(coloured(facts(BUS, captions=captions)))


def test_no_colour_is_asked_for_of_two_things_of_a_kind() -> None:
    boxes = (Box("bus", 0.05, 0.1, 0.4, 0.9), Box("bus", 0.5, 0.1, 0.9, 0.9))
    assert not list(coloured(facts(*boxes, captions=("A red bus.",))))


@pytest.mark.parametrize(
    ("category", "caption"),
    [
        ("person", "A black man."),
        ("traffic light", "A green traffic light."),
        ("wine glass", "A white wine glass."),
    ],
)
def test_words_that_mislead_are_not_taken_for_a_colour(category: str, caption: str) -> None:
    assert not list(coloured(facts(Box(category, 0.1, 0.1, 0.9, 0.9), captions=(caption,))))


def test_the_wrong_colour_is_one_that_no_caption_names_and_nobody_takes_for_the_right_one() -> None:
    [thing] = coloured(facts(BUS, captions=("A red bus by a green tree.",)))
    for seed in range(50):
        pair = asked(thing, ["red", "orange", "green"], Random(seed))
        assert pair is not None
        assert pair.yes.text == "Is the bus in the image red?"
        wrong = pair.no.text.removeprefix("Is the bus in the image ").removesuffix("?")
        assert wrong in ALIKE.keys() - {"red", "green", *ALIKE["red"]}


def test_a_wrong_colour_is_drawn_from_those_that_are_right_elsewhere() -> None:
    [thing] = coloured(facts(BUS, captions=("A red bus.",)))
    wrong = {pair.no.text for seed in range(50) if (pair := asked(thing, ["red", "blue", "white"], Random(seed)))}
    assert wrong == {"Is the bus in the image blue?", "Is the bus in the image white?"}


def test_objects_are_boxes_then_what_captions_surely_name() -> None:
    captions = ("A man cuts bread at a table.", "A dog watches a kitten.")
    picture = picture_of(facts(Box("knife", 0.1, 0.1, 0.2, 0.2), dog(0.5), captions=captions))
    assert picture.objects == ("knife", "dog", "person", "cat")
    assert picture.unsure == {"dining table"}


def test_names_of_other_data_sets_are_asked_for_in_words() -> None:
    scene = facts(Box("Traffic_Cone", 0.1, 0.1, 0.2, 0.2), vocabulary=("Traffic_Cone",))
    assert picture_of(scene).objects == ("traffic cone",)
