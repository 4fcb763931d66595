"""Where scorers disagree on an answer, as docs/benchmark-scoring.md says; each function reproduces its own rows."""

import pytest

from train.benchmarks import gqa, textvqa, vqav2
from train.benchmarks.mmbench.choice import choose
from train.benchmarks.vqav2 import Given


def by_vqa(said: str, prediction: str, *, all_agree: bool = False) -> float:
    others = [said] * 9 + [said if all_agree else "something else"]
    return vqav2.accuracy([Given(text, number, "yes") for number, text in enumerate(others)], prediction)[0]


def by_mmf(said: str, prediction: str) -> float:
    return textvqa.accuracy([said] * 9 + ["something else"], prediction)


@pytest.mark.parametrize(
    ("said", "prediction", "vqa", "mmf"),
    [
        ("yes no", "yes,no", 1.0, 0.0),
        ("yesno", "yes,no", 0.0, 1.0),
        ("women 's", "women's", 0.0, 1.0),
        ("yes", "Yes", 1.0, 1.0),
    ],
)
def test_vqas_rules_and_mmfs_differ_in_commas_and_possessives(
    said: str, prediction: str, vqa: float, mmf: float
) -> None:
    assert (by_vqa(said, prediction), by_mmf(said, prediction)) == (vqa, mmf)


def test_only_vqas_rules_leave_answers_as_they_are_where_all_ten_agree() -> None:
    assert by_vqa("yes", "Yes", all_agree=True) == 0.0
    assert textvqa.accuracy(["yes"] * 10, "Yes") == 1.0


@pytest.mark.parametrize(("answer", "chosen"), [("**B**", "B"), ("So the answer is A", "A"), ("A or B", None)])
def test_mmbenchs_rules_read_letters_that_other_toolkits_ask_an_llm_for(answer: str, chosen: str | None) -> None:
    assert choose(answer, {"A": "cat", "B": "dog", "C": "bird"}) == chosen


@pytest.mark.parametrize(
    ("prediction", "official", "llava"),
    [("red", True, True), ("Red.", False, True), (" red", False, False), ("red. ", False, False)],
)
def test_llava_converts_gqas_answers_but_keeps_their_spaces(prediction: str, *, official: bool, llava: bool) -> None:
    assert (prediction == "red") == official
    assert (gqa.llava_text(prediction) == "red") == llava
