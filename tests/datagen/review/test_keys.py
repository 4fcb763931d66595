"""The beginning of a line tells what the whole line does."""

from __future__ import annotations

import json

import msgspec
import pytest

from datagen.review.keys import SampleKey, SceneKey, rejection_key, sample_key, scene_key
from datagen.sample import Sample, Turn
from tests.datagen.review.folders import fail, rejection, sample, scene

ID = "000000000001-conversation"
TRICK = '"fail"},{"check":"objects","verdict":"fail"'
TRICKS = (Turn(question="fail", answer=TRICK),)


def line(outcome: Sample) -> bytes:
    return msgspec.json.encode(outcome.model_dump()) + b"\n"


@pytest.mark.parametrize(
    ("outcome", "failing"),
    [
        (sample(ID), ()),
        (sample(ID, "counts", "objects", "counts"), ("counts", "objects", "counts")),
        (sample(ID, turns=TRICKS), ()),
        (sample(ID, "counts", turns=TRICKS), ("counts",)),
        (sample(ID, findings=(fail('a "fail", b'), fail("ß"))), ('a "fail", b', "ß")),
        (sample(ID, findings=(fail("counts").model_copy(update={"message": TRICK}),)), ("counts",)),
    ],
)
def test_the_failing_checks_of_a_sample_are_found_in_whatever_form_it_is_written(
    outcome: Sample, failing: tuple[str, ...]
) -> None:
    key = SampleKey(ID, "000000000001.jpg", "conversation", failing)
    row = outcome.model_dump()
    forms = [row, dict(reversed(row.items()))]
    assert sample_key(line(outcome)) == key
    for form in forms:
        assert sample_key(json.dumps(form).encode() + b"\n") == key
        assert sample_key(msgspec.json.encode(form) + b"\n") == key


def test_marks_in_an_id_are_read_as_they_were_written() -> None:
    odd = sample(ID, id='"turns":[ \\ ,"turns":[', image="ß\u2028.jpg")
    assert sample_key(line(odd)) == SampleKey(odd.id, odd.image, odd.kind)


@pytest.mark.parametrize(
    "damaged", [b"", b"{}\n", b'{"id":3}\n', line(sample(ID))[:-9], line(sample(ID))[:-1] + b"x\n"]
)
def test_a_line_that_is_torn_or_none_is_damaged(damaged: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        sample_key(damaged)


def test_a_rejection_tells_whether_it_has_turns() -> None:
    assert rejection_key(msgspec.json.encode(rejection(ID, "format", turns=None).model_dump())).unreadable
    key = rejection_key(msgspec.json.encode(rejection(ID, "counts").model_dump()))
    assert (key.unreadable, key.failing) == (False, ("counts",))


def test_a_scene_is_known_by_its_image_in_whatever_form_it_is_written() -> None:
    row = msgspec.to_builtins(scene(7, file_name='a,"width":1.jpg'))
    for form in (row, dict(reversed(row.items()))):
        assert scene_key(msgspec.json.encode(form) + b"\n") == SceneKey(7, 'a,"width":1.jpg')
