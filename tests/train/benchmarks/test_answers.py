"""Answers and questions find each other by id, or it is said why not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from train.benchmarks.answers import Answer, by_id, by_own_id, check_ids, in_place
from train.errors import DataError

IDS = st.lists(st.integers(0, 50).map(str), unique=True, max_size=20)


@given(IDS, IDS)
def test_answers_pass_only_if_their_ids_are_those_of_the_questions(wanted: list[str], given_: list[str]) -> None:
    answers = dict.fromkeys(given_, "x")
    if set(wanted) == set(given_):
        assert check_ids(answers, wanted, partial=False) == ()
    else:
        with pytest.raises(DataError):
            check_ids(answers, wanted, partial=False)


def test_missing_and_extra_ids_are_counted_with_three_examples() -> None:
    wanted = [str(number) for number in range(10)]
    answers = dict.fromkeys(["0", "1", "x", "y"], "")
    with pytest.raises(DataError) as caught:
        check_ids(answers, wanted, partial=False)
    assert str(caught.value) == (
        "8 of 10 questions have no answer, such as '2', '3', '4': answer them, or score a part with --partial; "
        "2 answers are to no question of this benchmark, such as 'x', 'y': remove them, or give the questions of their "
        "split"
    )


def test_duplicates_are_counted_with_three_examples() -> None:
    with pytest.raises(DataError, match="4 question ids have more than one answer, such as '0', '1', '2'"):
        by_id([(str(number % 4), "x") for number in range(9)])


def test_a_place_in_a_list_is_no_id() -> None:
    with pytest.raises(DataError, match="no ids but places in a list"):
        by_own_id([Answer("0", "x", place="0", counted=True)])
    assert by_own_id([Answer("0", "x", place="0")]) == {"0": "x"}


def test_answers_to_another_benchmark_are_said_to_be_so() -> None:
    with pytest.raises(DataError, match=r"none of the 1 answers .* such as 'v1_0', .* such as '1', '2'; .* another"):
        check_ids({"v1_0": "x"}, ["1", "2"], partial=False)


def test_a_part_is_scored_with_a_note_but_never_with_answers_to_nothing() -> None:
    assert check_ids({"1": "x"}, ["1", "2"], partial=True) == ("1 of 2 questions had no answer and are left out",)
    with pytest.raises(DataError, match="1 answers are to no question"):
        check_ids({"1": "x", "9": "x"}, ["1", "2"], partial=True)


def test_answers_to_other_questions_of_the_file_are_no_fault() -> None:
    assert check_ids({"1": "x", "2": "y"}, ["1"], partial=False, allowed=["1", "2"]) == ()


@pytest.mark.parametrize("first", [0, 1])
def test_a_table_in_place_is_joined_from_0_or_from_1(first: int) -> None:
    answers = [Answer(str(number + first), f"answer {number}", f"Question {number}?") for number in range(3)]
    questions = [(f"q{number}", f"question {number}?\nSuffix.") for number in range(3)]
    assert in_place(answers, iter(questions)) == {f"q{number}": f"answer {number}" for number in range(3)}
    assert in_place(answers, iter(questions[::-1])) is None
    assert in_place(answers[:2], iter(questions)) is None
