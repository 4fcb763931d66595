"""POPE's three polls, row by row as POPE's own code builds them."""

from __future__ import annotations

import json
from collections import Counter
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest

from datagen.lexicon.table import coco
from datagen.pope.polling import PolledImage, Polls, _company, by_letter, by_sound, poll
from datagen.pope.probe import numbered

KINDS = ("random", "popular", "adversarial")


def rows(parity: Path, kind: str) -> list[dict[str, Any]]:
    with (parity / "pope_build.jsonl").open(encoding="utf-8") as lines:
        found = [row for row in map(json.loads, lines) if row["kind"] == kind]
    assert found
    return found


def polls_of(given: dict[str, Any]) -> Polls:
    pictures = [PolledImage(line["image"], tuple(line["objects"])) for line in given["segmentation"]]
    ask = partial(by_letter, template=given["template"])
    return poll(pictures, given["img_num"], Random(given["random_seed_before_main"]), ask, given["sample_num"])


def test_objects_are_counted_and_ranked_as_pope_does(parity: Path, subtests: pytest.Subtests) -> None:
    for row in rows(parity, "synthetic_full"):
        with subtests.test(row["category"]):
            pictures = polls_of(row["input"]).pictures
            counts = Counter(name for picture in pictures for name in picture.objects)
            assert list(counts.items()) == list(row["expected"]["ground_truth_objects"].items())
            assert _company(pictures) == row["expected"]["co_occur"]


def with_upstreams_bug(text: str) -> str:
    """POPE makes "an" of every "a" in its template, so that a vowel turns "image" into "imange"."""
    return text.replace("image", "imange") if text.startswith("Is there an ") else text


def test_the_three_polls_are_popes_but_for_its_misspelt_word(parity: Path, subtests: pytest.Subtests) -> None:
    for row in rows(parity, "synthetic_full"):
        with subtests.test(row["category"]):
            polls = polls_of(row["input"])
            assert [picture.image for picture in polls.pictures] == row["expected"]["selected_images"]
            assert list(polls.probes) == list(KINDS)
            for kind in KINDS:
                ours = list(numbered(polls.probes[kind]))
                assert not any("imange" in str(question["text"]) for question in ours)
                assert [q | {"text": with_upstreams_bug(str(q["text"]))} for q in ours] == row["expected"][kind]


def test_a_question_is_popes_but_for_its_misspelt_word(parity: Path, subtests: pytest.Subtests) -> None:
    for row in rows(parity, "create_question"):
        given = row["input"]
        with subtests.test(given["template"]):
            ours = by_letter(given["object"], given["template"])
            assert with_upstreams_bug(ours) == row["expected"]
            assert "imange" not in ours


def test_the_article_is_the_one_that_the_sound_asks_for() -> None:
    assert by_sound("unicycle") == "Is there a unicycle in the image?"
    assert by_sound("hourglass") == "Is there an hourglass in the image?"
    assert all(by_sound(category) == by_letter(category) for category in coco().categories)


def test_what_may_be_there_is_never_asked_for() -> None:
    pictures = [
        PolledImage("a.jpg", ("dog", "cat", "cup"), frozenset({"dining table"})),
        PolledImage("b.jpg", ("dining table", "car", "bus", "bench")),
    ]
    polls = poll(pictures, 2, Random(0))
    for kind in KINDS:
        texts = [probe.text for probe in polls.probes[kind] if probe.image == "a.jpg"]
        assert len(texts) == 6
        assert not any("table" in text for text in texts)


def test_an_image_that_shows_nearly_everything_gets_fewer_questions_and_stays_balanced() -> None:
    pictures = [PolledImage("a.jpg", ("dog", "cat", "cup")), PolledImage("b.jpg", ("dog", "cat", "cup", "bus"))]
    polls = poll(pictures, 2, Random(0))
    assert polls.cut_short == 6
    for kind in KINDS:
        assert [(probe.image, probe.label) for probe in polls.probes[kind]] == [("a.jpg", "yes"), ("a.jpg", "no")]


def test_images_with_fewer_than_three_objects_are_left_out() -> None:
    pictures = [PolledImage("a.jpg", ("dog", "cat")), PolledImage("b.jpg", ("car", "bus", "bench"))]
    assert [picture.image for picture in poll(pictures, 5, Random(0)).pictures] == ["b.jpg"]
