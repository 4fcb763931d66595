"""Records of every shape become turns that can be trained on, or a problem that says why not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.paths import GOLDEN
from tests.train.records import raw, record, turns
from train.data import reasons, records
from train.data.records import Record, read
from train.sample import IMAGE, Origin, Problem, Turn

ORIGIN = Origin(Path("data.json"), 3)
ASKED, TOLD = ("human", "<image>\nWhat?"), ("gpt", "A horse.")


def usable(value: Any) -> Record:
    outcome = read(value if isinstance(value, bytes) else raw(value), ORIGIN, "data")
    assert isinstance(outcome, Record), outcome
    return outcome


def problem(value: Any) -> Problem:
    outcome = read(value if isinstance(value, bytes) else raw(value), ORIGIN, "data")
    assert isinstance(outcome, Problem), outcome
    assert outcome.origin == ORIGIN
    return outcome


def test_a_record_gives_its_turns_image_and_id() -> None:
    one = usable(record())
    assert one == Record("7", (Turn("human", "<image>\nWhat is it?"), Turn("gpt", "A horse.")), ("a.jpg",), "data", ())


def test_the_records_that_datagen_writes_are_read_as_they_were_meant() -> None:
    lines = (GOLDEN / "llava_records.jsonl").read_bytes().splitlines()
    read_back = [usable(line) for line in lines]
    written = [json.loads(line) for line in lines]
    assert [one.kind for one in read_back] == ["conversation", "detail", "reasoning", "spatial"]
    for one, original in zip(read_back, written, strict=True):
        assert (one.id, one.image_names, one.notes) == (original["id"], (original["image"],), ())
        roles = {"human": "human", "gpt": "gpt"}
        assert [(turn.role, turn.text) for turn in one.turns] == [
            (roles[said["from"]], said["value"]) for said in original["conversations"]
        ]


@pytest.mark.parametrize("form", ["llava", "sharegpt", "messages"])
def test_every_form_that_datagen_exports_says_the_same(form: str) -> None:
    one = usable((GOLDEN / "records" / f"{form}.json").read_bytes())
    assert one == usable((GOLDEN / "records" / "llava.json").read_bytes())
    assert one.turns[0] == Turn("human", "<image>\nWhat is in the “bento” box?")


@pytest.mark.parametrize(("human", "gpt"), [("human", "gpt"), ("user", "assistant")])
def test_both_names_of_each_side_are_known(human: str, gpt: str) -> None:
    one = usable(record(conversations=turns((human, "<image>\nWhat?"), (gpt, "A."))))
    assert [turn.role for turn in one.turns] == ["human", "gpt"]


def test_messages_may_hold_plain_text_and_several_images() -> None:
    parts = [{"type": "image"}, {"type": "text", "text": "Compare"}, {"type": "image"}]
    said = [{"role": "user", "content": parts}, {"role": "assistant", "content": "Equal."}]
    one = usable({"messages": said, "images": ["a.jpg", "b.jpg"]})
    assert one.turns[0].text == "<image>\nCompare\n<image>"
    assert one.image_names == ("a.jpg", "b.jpg")


def test_a_text_only_record_is_a_sample_without_images() -> None:
    one = usable(record("What is a horse?", image=None))
    assert one.image_names == ()
    assert usable(record("What is a horse?", image="")).image_names == ()


def test_a_lone_image_without_a_placeholder_goes_to_the_front_as_in_llava() -> None:
    one = usable(record("What is it?"))
    assert one.turns[0].text == "<image>\nWhat is it?"
    assert one.notes == (records.FRONT,)


def test_an_image_may_stand_in_any_question() -> None:
    said = turns(("human", "Hello"), ("gpt", "Hi."), ("human", "<image> What?"), ("gpt", "A horse."))
    assert usable(record(conversations=said)).turns[2].text == "<image> What?"


def test_a_first_system_text_goes_before_the_first_question() -> None:
    one = usable(record(conversations=turns(("system", "Be brief."), ASKED, TOLD)))
    assert one.turns[0].text == "Be brief.\n\n<image>\nWhat?"
    assert one.notes == (records.PREFIXED,)


def test_an_answer_before_the_first_question_and_a_question_after_the_last_answer_are_left_out() -> None:
    one = usable(record(conversations=turns(("gpt", "Hi!"), ASKED, TOLD, ("human", "And?"))))
    assert [turn.text for turn in one.turns] == ["<image>\nWhat?", "A horse."]
    assert one.notes == (records.UNASKED, records.UNANSWERED)


def test_an_id_may_be_anything_since_it_is_only_a_name() -> None:
    names: list[tuple[Any, str]] = [
        ("000000033471", "000000033471"),
        (33471, "33471"),
        (None, "data:3"),
        (10**400, str(10**400)[:100]),
        (1.5, "1.5"),
        (["a"], '["a"]'),
    ]
    assert [usable(record(id=written)).id for written, _ in names] == [name for _, name in names]


def test_a_number_too_large_for_a_float_costs_nothing_where_nobody_reads_it() -> None:
    assert usable(b'{"score": 1e999, "n": ' + b"9" * 5000 + b"," + raw(record())[1:]).id == "7"


def test_the_kind_is_the_records_own_else_that_of_its_id_else_the_files() -> None:
    kinds: list[tuple[dict[str, Any], str]] = [
        ({}, "data"),
        ({"id": "000000000034-spatial-2"}, "spatial"),
        ({"id": "000000000034-caption"}, "caption"),
        ({"id": "000000000034-Caption 2"}, "data"),
        ({"kind": "vqa", "id": "1-detail"}, "vqa"),
    ]
    assert [usable(record(**changes)).kind for changes, _ in kinds] == [kind for _, kind in kinds]


UNUSABLE: list[tuple[Any, str, str]] = [
    (record(conversations=turns(ASKED, ("robot", "A"))), reasons.UNKNOWN_ROLE, "'robot' in turn 2"),
    (record(conversations=turns(ASKED, TOLD, ("system", "x"))), reasons.UNKNOWN_ROLE, "'system' in turn 3"),
    (record(conversations=[{"value": "x"}]), reasons.UNKNOWN_ROLE, "None in turn 1"),
    (record(conversations=[{"from": "human"}, {"from": "gpt", "value": "x"}]), reasons.NO_TEXT, "turn 1"),
    (record(conversations=turns(ASKED, ASKED, TOLD)), reasons.NO_ALTERNATION, "'human' where one of 'gpt'"),
    (record(conversations=turns(ASKED, TOLD, TOLD)), reasons.NO_ALTERNATION, "'gpt' where one of 'human'"),
    (record(conversations=turns(ASKED, ("gpt", ""))), reasons.EMPTY_TURN, "gpt turn 2"),
    (record(conversations=turns(ASKED, ("gpt", " \n\t"))), reasons.EMPTY_TURN, "gpt turn 2"),
    (record("", image=None), reasons.EMPTY_TURN, "human turn 1"),
    (record(conversations=[]), reasons.NO_ANSWER, "conversations"),
    (record(conversations=None), reasons.NO_ANSWER, "conversations"),
    (record(conversations=turns(ASKED)), reasons.NO_ANSWER, "conversations"),
    (record(conversations=turns(("system", "x"))), reasons.NO_ANSWER, "conversations"),
    (record("<image> <image>"), reasons.PLACEHOLDER_COUNT, "2 <image> for 1 images"),
    (record("<image>", image=None), reasons.PLACEHOLDER_COUNT, "1 <image> for 0 images"),
    (record("no place", image=["a.jpg", "b.jpg"]), reasons.PLACEHOLDER_COUNT, "0 <image> for 2 images"),
    (record(answer="<image>"), reasons.PLACEHOLDER_IN_ANSWER, "shown, not told"),
    (record(conversations=turns(ASKED, ("gpt", 5))), reasons.NOT_A_RECORD, "$.conversations[1].value"),
    (record(image={"path": "a.jpg"}), reasons.NOT_A_RECORD, "$.image"),
    (record(conversations="text"), reasons.NOT_A_RECORD, "$.conversations"),
    (["a list"], reasons.NOT_A_RECORD, "needs `conversations`"),
    ({"messages": [{"role": "user", "content": [{"type": "audio"}]}]}, reasons.UNKNOWN_PART, "'audio' in turn 1"),
    (b'{"id": "7", "conversa', reasons.NOT_JSON, ""),
    (b"no json at all", reasons.NOT_JSON, ""),
    (b"[" * 100_000, reasons.NOT_A_RECORD, "needs `conversations`"),
    (b'{"x": ' + b"[" * 100_000, reasons.NOT_JSON, ""),
    (raw(record()).replace(b"horse", b"h\xf6rse"), reasons.NOT_UTF8, "0xf6"),
    (raw(record()).replace(b"horse", rb"\ud83d horse"), reasons.NOT_JSON, ""),
    (raw(record(id="x")).replace(b'"x"', b'"\xff"'), reasons.NOT_UTF8, "0xff"),
]


def test_a_record_that_cannot_be_trained_on_says_why() -> None:
    found = [problem(value) for value, _, _ in UNUSABLE]
    assert [one.reason for one in found] == [reason for _, reason, _ in UNUSABLE]
    assert [one for one, (_, _, says) in zip(found, UNUSABLE, strict=True) if says not in one.detail] == []


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just(IMAGE),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["from", "value", "role", "content", "type", "text", "human", "gpt"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)
said_values = st.lists(
    st.fixed_dictionaries(
        {"from": st.sampled_from(["human", "gpt", "system", "user"]), "value": st.text(max_size=5) | st.just(IMAGE)}
    ),
    max_size=5,
)


@given(
    value=st.fixed_dictionaries(
        {},
        optional={
            "id": json_values,
            "image": json_values | st.just("a.jpg"),
            "images": json_values,
            "conversations": json_values | said_values,
            "messages": json_values,
            "kind": json_values,
        },
    )
)
def test_whatever_a_record_holds_the_outcome_keeps_its_promise(value: dict[str, Any]) -> None:
    outcome = read(raw(value), ORIGIN, "data")
    if isinstance(outcome, Problem):
        return
    assert [turn.role for turn in outcome.turns] == ["human", "gpt"] * (len(outcome.turns) // 2)
    assert outcome.turns
    assert all(turn.text.strip() for turn in outcome.turns)
    assert sum(turn.text.count(IMAGE) for turn in outcome.turns) == len(outcome.image_names)


@given(content=st.binary(max_size=40))
def test_no_bytes_make_it_fail(content: bytes) -> None:
    assert isinstance(read(content, ORIGIN, "data"), Problem)
