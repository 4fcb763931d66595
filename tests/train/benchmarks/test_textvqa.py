"""mmf's rows for TextVQA, and the ways in which answers find their question."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.train.benchmarks.rows import rows
from train.benchmarks.answers import Answer, Given
from train.benchmarks.benchmark import Files
from train.benchmarks.textvqa import TextVQA, accuracy, normalised, prompt_key
from train.errors import DataError

SUFFIX = "\nAnswer the question using a single word or phrase."


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "TextVQA_0.5.1_val.json"
    data = [
        {"question_id": 34602, "image_id": "a1", "question": "what is the brand?", "answers": ["nokia"] * 10},
        {"question_id": 34603, "image_id": "a1", "question": "What time is it?", "answers": ["7:45"] * 10},
    ]
    path.write_text(json.dumps({"data": data}))
    return path


def test_every_row_of_mmf_is_reproduced(parity: Path) -> None:
    for row in rows(parity, "textvqa", "question"):
        asked, expected = row["input"], row["expected"]
        assert normalised(asked["pred_answer"]) == expected["processed_pred"], row
        assert [normalised(text) for text in asked["gt_answers"]] == expected["processed_answers"], row
        if "error" in expected:
            with pytest.raises(DataError, match="11 annotators' answers where 10 are needed"):
                accuracy(asked["gt_answers"], asked["pred_answer"])
        else:
            assert accuracy(asked["gt_answers"], asked["pred_answer"]) == expected["score"], row


def test_every_row_of_llavas_prompts_is_reproduced(parity: Path) -> None:
    for row in rows(parity, "textvqa", "llava_prompt_key"):
        if "error" in row["expected"]:
            with pytest.raises(DataError, match="no question was found in the prompt"):
                prompt_key(row["input"]["prompt"])
        else:
            assert prompt_key(row["input"]["prompt"]) == row["expected"]["key"]


@given(st.integers(0, 10))
def test_an_answer_needs_three_others_to_be_right(agreeing: int) -> None:
    answers = ["red"] * agreeing + ["blue"] * (10 - agreeing)
    expected = [0.0, 0.3, 0.6, 0.9, 1.0][min(agreeing, 4)]
    assert accuracy(answers, "Red.") == pytest.approx(expected, abs=1e-12)


def test_llavas_answers_are_joined_on_image_and_question(questions: Path) -> None:
    answers = [
        Answer("a1", "7:45", f"what time is it?\nReference OCR token: 7, 45{SUFFIX}"),
        Answer("a1", "Nokia", f"What is the brand?\nReference OCR token: NOKIA{SUFFIX}"),
    ]
    files = Files(annotations=(questions,))
    joined = TextVQA().join(files, Given("llava", answers))
    assert joined.answers == {"34603": "7:45", "34602": "Nokia"}
    assert joined.notes == ("OCR tokens were given in the prompts",)
    result = TextVQA().score(files, joined.answers)
    assert result.figures == {"accuracy": 100.0}


@pytest.mark.parametrize(
    ("prompts", "said"),
    [
        (("", ""), "whether OCR tokens were given is not known"),
        ((f"a?{SUFFIX}", f"b?{SUFFIX}"), "no OCR tokens were given"),
        ((f"a?{SUFFIX}", f"b?\nReference OCR token: c{SUFFIX}"), "OCR tokens were given in 1 of 2 prompts"),
    ],
)
def test_the_result_says_whether_ocr_tokens_were_given(questions: Path, prompts: tuple[str, str], said: str) -> None:
    answers = [Answer(name, "x", prompt) for name, prompt in zip(("34602", "34603"), prompts, strict=True)]
    (note,) = TextVQA().join(Files(annotations=(questions,)), Given("plain", answers)).notes
    assert said in note


def test_a_second_answer_to_a_question_is_found_in_llavas_form_too(questions: Path) -> None:
    answers = [Answer("a1", "Nokia", f"What is the brand?{SUFFIX}")] * 2
    with pytest.raises(DataError, match="1 question ids have more than one answer, such as '34602'"):
        TextVQA().join(Files(annotations=(questions,)), Given("llava", answers))


def test_a_table_that_counts_the_questions_is_joined_if_it_repeats_them(questions: Path) -> None:
    files = Files(annotations=(questions,))
    rows_ = [Answer("0", "nokia", "What is the brand?"), Answer("1", "7", "what time is it?")]
    assert TextVQA().join(files, Given("vlmevalkit", rows_)).answers == {"34602": "nokia", "34603": "7"}
    assert TextVQA().join(files, Given("lmms-eval", rows_)).answers == {"34602": "nokia", "34603": "7"}
    swapped = [Answer("1", "nokia", "What is the brand?"), Answer("0", "7", "what time is it?")]
    with pytest.raises(DataError, match="none of the 2 answers"):
        TextVQA().score(files, TextVQA().join(files, Given("vlmevalkit", swapped)).answers)


def test_questions_come_from_the_official_file_or_with_llavas_prompts(questions: Path, tmp_path: Path) -> None:
    official = list(TextVQA().questions(Files(questions=(questions,))))
    assert [question.id for question in official] == ["34602", "34603"]
    assert official[0].image == "a1.jpg"
    assert official[0].prompt == f"What is the brand?{SUFFIX}"
    prompts = tmp_path / "llava.jsonl"
    text = f"What is the brand?\nReference OCR token: N{SUFFIX}"
    prompts.write_text(json.dumps({"question_id": "a1", "image": "a1.jpg", "text": text}) + "\n")
    (question,) = TextVQA().questions(Files(questions=(prompts,), annotations=(questions,)))
    assert (question.id, question.prompt) == ("34602", text)
