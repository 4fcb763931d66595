"""The VQA scorer's rows, and what must hold of any answer."""

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.train.benchmarks.rows import rows
from train.benchmarks.answers import Answer
from train.benchmarks.answers import Given as Answers
from train.benchmarks.benchmark import Files, Scored
from train.benchmarks.vqa_text import CONTRACTIONS, PYTHON2, digits_and_articles, one_line, punctuation
from train.benchmarks.vqav2 import Given, VQAv2, accuracy, figures, percent
from train.errors import DataError

PIECES = st.sampled_from(
    ["yes", "Yes", "no", " ", ".", ",", "!", "-", "the", "two", "2", "1,000", "dont", "\t", "é", "'"]
)
ANSWERS = st.lists(PIECES, max_size=5).map("".join)


def annotators(*answers: str) -> list[Given]:
    return [Given(answer, number, "yes") for number, answer in enumerate(answers, 1)]


def test_every_row_of_the_official_scorer_is_reproduced(parity: Path) -> None:
    for row in rows(parity, "vqa", "question"):
        asked, expected = row["input"], row["expected"]
        share, _ = accuracy(msgspec.convert(asked["answers"], list[Given]), asked["prediction"])
        stripped = one_line(asked["prediction"], PYTHON2)
        bare = punctuation(stripped, PYTHON2)
        assert percent(share) == expected["accuracy"], row
        assert 100 * share == pytest.approx(expected["accuracy_n10"], abs=1e-9), row
        assert bare == expected["processPunctuation"], row
        assert digits_and_articles(bare, PYTHON2) == expected["processPunctuation_then_DigitArticle"], row


def test_figures_are_means_by_kind_in_percent() -> None:
    scored = [
        Scored("1", 1.0, "", "how many", {"answer_type": "number"}),
        Scored("2", 0.3, "", "how many", {"answer_type": "number"}),
        Scored("3", 0.0, "", "is the", {"answer_type": "yes/no"}),
    ]
    assert figures(scored) == {
        "overall": 43.33,
        "answer type: number": 65.0,
        "answer type: yes/no": 0.0,
        "question type: how many": 65.0,
        "question type: is the": 0.0,
    }


def test_halves_are_rounded_up_as_python_2_does() -> None:
    assert percent(0.90625 / 1) == 90.63
    assert percent(0.00125) == 0.13


def test_ten_equal_answers_are_compared_sign_by_sign() -> None:
    assert accuracy(annotators(*["yes"] * 10), "Yes") == (0.0, "Yes")
    assert accuracy(annotators(*["yes"] * 9, "no"), "Yes")[0] == 1.0


def test_annotators_who_are_alike_in_everything_count_as_one() -> None:
    same = [Given("red", None, "yes")] * 10
    assert accuracy(same, "red")[0] == 0.0
    assert accuracy(annotators(*["red"] * 10), "red")[0] == 1.0


def test_every_contraction_is_its_own_spelling_with_one_apostrophe_less() -> None:
    assert CONTRACTIONS["somebody'd"] == "somebodyd"
    assert all(spelling.replace("'", "") == form.replace("'", "") for spelling, form in CONTRACTIONS.items())
    assert not {"lets", "shes", "im", "ive", "id've"} & set(CONTRACTIONS)


@pytest.mark.parametrize(
    ("text", "lowered"),
    [
        *(("\u13a0", "\u13a0"), ("\u1c90", "\u1c90"), ("\ua7b1", "\ua7b1"), ("\U0001e900", "\U0001e900")),
        *(("\u0130", "i"), ("\u039f\u03a3", "\u03bf\u03c3"), ("\U00010400", "\U00010428"), ("\u10a0", "\u2d00")),
    ],
)
def test_capitals_are_those_of_python_2(text: str, lowered: str) -> None:
    """Unicode 5.2 knows no small letters of Cherokee, Georgian or Adlam."""
    assert digits_and_articles(text, PYTHON2) == lowered


@given(ANSWERS, st.lists(ANSWERS, min_size=1, max_size=10))
def test_accuracy_is_the_definition_applied_to_normalised_texts(answer: str, others: list[str]) -> None:
    """The official loop, written without any of the shortcuts."""

    def normal(text: str) -> str:
        return digits_and_articles(punctuation(text, PYTHON2), PYTHON2)

    theirs, ours = [one_line(text, PYTHON2) for text in others], one_line(answer, PYTHON2)
    if len(set(theirs)) > 1:
        theirs, ours = [normal(text) for text in theirs], normal(ours)
    shares = [
        min(1.0, sum(text == ours for place, text in enumerate(theirs) if place != own) / 3)
        for own in range(len(theirs))
    ]
    assert accuracy(annotators(*others), answer)[0] == pytest.approx(sum(shares) / len(shares), abs=1e-12)


@given(ANSWERS)
def test_what_is_normalised_has_no_mark_and_single_spaces(text: str) -> None:
    after = digits_and_articles(punctuation(text, PYTHON2), PYTHON2)
    assert not set(after) & set(';/[]"{}()=+\\_-><@`,?!')
    assert after == " ".join(after.split())


def test_questions_have_their_image_and_the_short_prompt(tmp_path: Path) -> None:
    path = tmp_path / "questions.json"
    asked = [{"question_id": 7, "image_id": 42, "question": "How many?"}]
    path.write_text(json.dumps({"questions": asked, "data_subtype": "val2014"}))
    (question,) = VQAv2().questions(Files(questions=(path,)))
    assert (question.id, question.image) == ("7", "COCO_val2014_000000000042.jpg")
    assert question.prompt == "How many?\nAnswer the question using a single word or phrase."
    (tmp_path / "val2014").mkdir()
    (inside,) = VQAv2().questions(Files(questions=(path,), images=tmp_path))
    assert inside.image == "val2014/COCO_val2014_000000000042.jpg"


def test_questions_given_as_annotations_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "questions.json"
    path.write_text(json.dumps({"questions": [{"question_id": 7, "image_id": 42, "question": "How many?"}]}))
    with pytest.raises(DataError, match=r"VQAv2 annotations .* expected here, but this seems to be VQAv2 questions"):
        VQAv2().score(Files(annotations=(path,)), {"7": "2"})


def test_questions_and_annotations_of_different_splits_are_an_error(tmp_path: Path) -> None:
    questions, annotations = tmp_path / "questions.json", tmp_path / "annotations.json"
    questions.write_text(json.dumps({"questions": [{"question_id": 8, "image_id": 1, "question": "What?"}]}))
    answers = [{"answer": "red", "answer_id": number} for number in range(10)]
    row = {"question_id": 7, "question_type": "what", "answer_type": "other", "answers": answers}
    annotations.write_text(json.dumps({"annotations": [row]}))
    with pytest.raises(DataError, match="no question in common: are they of different splits"):
        VQAv2().score(Files(questions=(questions,), annotations=(annotations,)), {"7": "red"})


def test_a_question_without_annotators_is_an_error() -> None:
    with pytest.raises(DataError, match="no annotators"):
        accuracy([], "red")


def test_samples_that_know_only_their_place_are_joined_where_each_repeats_its_question(tmp_path: Path) -> None:
    questions, annotations = tmp_path / "questions.json", tmp_path / "annotations.json"
    asked = [{"question_id": name, "image_id": 1, "question": f"What {name}?"} for name in (70, 80)]
    questions.write_text(json.dumps({"questions": asked}))
    answers = [{"answer": "red", "answer_id": number} for number in range(10)]
    rows_ = [{"question_id": name, "question_type": "", "answer_type": "", "answers": answers} for name in (70, 80)]
    annotations.write_text(json.dumps({"annotations": rows_}))
    files = Files(questions=(questions,), annotations=(annotations,))
    repeated = [
        Answer(str(place), "red", f"What {name}?\nShort.", place=str(place)) for place, name in ((1, 80), (0, 70))
    ]
    joined = VQAv2().join(files, Answers("lmms-eval", repeated))
    assert joined.answers == {"70": "red", "80": "red"}
    swapped = [Answer(str(place), "red", f"What {name}?", place=str(place)) for place, name in ((0, 80), (1, 70))]
    assert set(VQAv2().join(files, Answers("lmms-eval", swapped)).answers) == {"0", "1"}
    alone = Files(questions=(annotations,))
    assert VQAv2().score(alone, {"70": "red", "80": "blue"}).figures["overall"] == 50.0
