"""Lines of verdicts.jsonl: what they must have, and how a text is named."""

from __future__ import annotations

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from datagen.checks import ACTIONS
from datagen.sample import Turn
from datagen.verdicts import REASONS, VerdictRow, content_sha256
from tests.datagen.verdicts.notation import NEW, OLD, says


def test_a_text_is_named_by_its_questions_and_answers_in_order() -> None:
    turns = (Turn(question="Who?", answer="Zoë “Z”\n"), Turn(question="", answer="b"))
    same = json.dumps([["Who?", "Zoë “Z”\n"], ["", "b"]], ensure_ascii=False, separators=(",", ":"))
    assert content_sha256(turns) == hashlib.sha256(same.encode()).hexdigest()


turn = st.builds(Turn, question=st.text(max_size=5), answer=st.text(max_size=5))
turns_ = st.lists(turn, max_size=3)


@given(turns_, turns_)
def test_two_texts_share_a_name_only_if_they_are_equal(one: list[Turn], other: list[Turn]) -> None:
    assert (content_sha256(one) == content_sha256(other)) == (one == other)


def test_what_a_later_version_adds_to_a_line_is_read_over() -> None:
    row = says("Ada", "accept")
    assert VerdictRow.model_validate_json(json.dumps(json.loads(row.model_dump_json()) | {"mood": "sunny"})) == row


@pytest.mark.parametrize(
    "changes",
    [{"decision": "edit"}, {"decision": "edit", "turns": []}, {"decision": "maybe"}, {"reviewer": ""},
     {"content_sha256": "12"}, {"id": ""}, {"turns": [{"question": "?"}]}],
)  # fmt: skip
def test_a_line_that_says_nothing_usable_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        VerdictRow.model_validate(says("Ada", "accept").model_dump() | changes)


def test_an_edit_stands_for_the_new_text_and_names_the_one_that_it_judged() -> None:
    row = says("Ada", "edit", OLD, NEW)
    assert (row.content_sha256, row.judged_sha256) == (content_sha256(OLD), content_sha256(NEW))


WITH_A_REASON = """format truncation refusal source coordinates repetition echo hedging objects counts relations regions
comparison depth contradiction disagreement duplicates"""


def test_each_reason_fits_a_number_key_and_each_check_of_a_text_has_a_reason() -> None:
    assert len(REASONS) == 9
    named = set().union(*(reason.checks for reason in REASONS.values()))
    assert named <= ACTIONS.keys()
    assert set(WITH_A_REASON.split()) <= named
    assert sum(len(reason.checks) for reason in REASONS.values()) == len(named)
