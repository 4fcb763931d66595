"""Two askings differ in words that a person understands."""

from typing import Any

import pytest

from train.ask.differences import differences

ASKED: dict[str, Any] = {
    "model": {"checkpoint": "out/stage2", "dtype": "float32", "fingerprint": "a" * 64},
    "benchmark": "pope",
    "questions": "b" * 64,
    "suffix": None,
    "max_new_tokens": 128,
    "temperature": 0.0,
}
AT = {"endpoint": "http://a/v1", "name": "m"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, []),
        ({"settings not taken": ["max_tokens"]}, []),
        ({"model": ASKED["model"] | {"checkpoint": "elsewhere"}}, []),
        ({"model": ASKED["model"] | {"fingerprint": "c" * 64}}, ["the checkpoint out/stage2 has changed since"]),
        (
            {"model": {"checkpoint": "out/other", "dtype": "float32", "fingerprint": "c" * 64}},
            ["model out/other there, out/stage2 now"],
        ),
        ({"model": AT}, ["model m at http://a/v1 there, out/stage2 now"]),
        ({"model": ASKED["model"] | {"dtype": "bfloat16"}}, ["dtype bfloat16 there, float32 now"]),
        ({"questions": "c" * 64}, ["the questions or their images' names are others"]),
        ({"suffix": "!", "questions": "c" * 64}, ["suffix '!' there, None now"]),
        ({"benchmark": "gqa", "questions": "c" * 64}, ["benchmark 'gqa' there, 'pope' now"]),
    ],
)
def test_what_would_change_answers_is_said_and_nothing_else(change: dict[str, Any], said: list[str]) -> None:
    assert list(differences(ASKED | change, ASKED)) == said


def test_an_endpoint_that_moved_serves_the_same_model() -> None:
    asked = ASKED | {"model": AT}
    assert not list(differences(ASKED | {"model": AT | {"endpoint": "http://b/v1"}}, asked))
