"""Samples as trainers read them, pinned to the byte."""

from __future__ import annotations

import json
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datagen.export.records import IMAGE, Record, image_first, llava, messages, sharegpt
from datagen.sample import Sample
from tests.datagen.samples import BENTO, SAMPLES, sample
from tests.paths import GOLDEN

FORMS: dict[str, Callable[[Sample, int, str], Record]] = {"llava": llava, "sharegpt": sharegpt, "messages": messages}

turn_lists = st.lists(
    st.tuples(st.text(min_size=1, max_size=9), st.text(min_size=1, max_size=9)), min_size=1, max_size=4
)
ids = st.integers(0, 999_999).map(lambda number: f"{number:012d}-conversation")


@pytest.mark.parametrize("form", FORMS)
def test_a_record_is_what_the_golden_file_has_in_the_same_order_of_keys(form: str) -> None:
    record = FORMS[form](BENTO, 0, "coco/train2017/")
    golden = json.loads((GOLDEN / "records" / f"{form}.json").read_text(encoding="utf-8"))
    assert json.dumps(record, indent=2) == json.dumps(golden, indent=2)


def test_the_records_that_other_packages_read_are_what_we_write() -> None:
    lines = b"".join(msgspec.json.encode(llava(one, 0)) + b"\n" for one in SAMPLES)
    assert lines == (GOLDEN / "llava_records.jsonl").read_bytes()


def test_the_golden_records_show_both_places_of_the_image() -> None:
    text = (GOLDEN / "llava_records.jsonl").read_text(encoding="utf-8")
    firsts = [json.loads(line)["conversations"][0]["value"] for line in text.splitlines()]
    assert {first.startswith(f"{IMAGE}\n") for first in firsts} == {True, False}
    assert {first.endswith(f"\n{IMAGE}") for first in firsts} == {True, False}


@settings(deadline=None, max_examples=100)
@given(turns=turn_lists, sample_id=ids, seed=st.integers(0, 99))
def test_the_image_stands_once_before_or_after_the_first_question(
    turns: list[tuple[str, str]], sample_id: str, seed: int
) -> None:
    one = sample(sample_id, turns)
    record = llava(one, seed)
    assert list(record) == ["id", "image", "conversations"]
    said = record["conversations"]
    assert [list(part) for part in said] == [["from", "value"]] * (2 * len(turns))
    assert [part["from"] for part in said] == ["human", "gpt"] * len(turns)
    question = turns[0][0]
    before, after = f"{IMAGE}\n{question}", f"{question}\n{IMAGE}"
    assert said[0]["value"] == (before if image_first(sample_id, seed) else after)
    assert [part["value"] for part in said[1:]] == [turns[0][1], *(text for turn in turns[1:] for text in turn)]


@settings(deadline=None, max_examples=100)
@given(turns=turn_lists, sample_id=ids, seed=st.integers(0, 99))
def test_all_forms_agree_on_words_order_and_image(turns: list[tuple[str, str]], sample_id: str, seed: int) -> None:
    one = sample(sample_id, turns)
    flat, shared, chat = (form(one, seed, "x/") for form in FORMS.values())
    assert shared["conversations"] == flat["conversations"]
    assert shared["images"] == chat["images"] == [flat["image"]] == [f"x/{one.image}"]
    words = [
        "\n".join(IMAGE if part["type"] == "image" else part["text"] for part in message["content"])
        for message in chat["messages"]
    ]
    assert words == [part["value"] for part in flat["conversations"]]
    assert [message["role"] for message in chat["messages"]] == ["user", "assistant"] * len(turns)


@pytest.mark.parametrize("seed", [0, 1, 12345])
def test_the_image_stands_before_the_question_half_of_the_time(seed: int) -> None:
    """Four standard deviations of 4,000 throws of a coin are 127."""
    before = sum(image_first(f"{n:012d}-detail", seed) for n in range(4000))
    assert abs(before - 2000) < 127


def test_the_seed_throws_the_coin_anew() -> None:
    sides = [[image_first(f"{n:012d}-detail", seed) for n in range(1000)] for seed in (0, 1)]
    assert 400 < sum(one == two for one, two in zip(*sides, strict=True)) < 600
