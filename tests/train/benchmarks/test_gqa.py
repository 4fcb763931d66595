"""Stanford's rows for GQA; where LLaVA, lmms-eval and VLMEvalKit give another figure for the same answer."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.train.benchmarks.rows import rows
from train.benchmarks.answers import Answer, Given
from train.benchmarks.benchmark import Files
from train.benchmarks.gqa import GQA, Choices, Entry, evaluate, llava_text
from train.errors import DataError

NEEDS_CHOICES = ("validity", "plausibility")


def entry(answer: str = "red", **changed: Any) -> dict[str, Any]:
    types = {"structural": "query", "semantic": "attr", "detailed": "x"}
    asked = {"question": "What color is it?", "answer": answer, "imageId": "n1", "isBalanced": True, "types": types}
    groups = {"groups": {"global": "color", "local": "l"}, "semantic": [{"operation": "select", "argument": "cup"}]}
    return asked | groups | {"entailed": []} | changed


def questions_file(folder: Path, **entries: dict[str, Any]) -> Path:
    path = folder / "testdev_balanced_questions.json"
    path.write_text(json.dumps(entries))
    return path


def test_every_row_of_the_official_scorer_is_reproduced(parity: Path) -> None:
    for row in rows(parity, "gqa", "run"):
        asked, expected = row["input"], row["expected"]
        entries = msgspec.convert(asked["questions"], dict[str, Entry])
        answers = {line["questionId"]: line["prediction"] for line in asked["predictions"]}
        choices = msgspec.convert(asked["choices"], dict[str, Choices] | None)
        balanced = {name: one for name, one in entries.items() if one.isBalanced}
        figures, notes = evaluate(entries, balanced, answers, choices)
        if "error" in expected:
            figure = "distribution" if "ZeroDivision" in expected["error"] else "consistency"
            assert figures[figure] is None
            assert any(note.startswith(f"no {figure}") for note in notes)
            continue
        for name, value in expected.items():
            if isinstance(value, dict):
                detailed = {group: [figures[f"{name}: {group}"], _count(figures, name, group)] for group in value}
                assert detailed == value, row["id"]
                assert sum(key.startswith(f"{name}: ") for key in figures) == len(value)
            elif name in NEEDS_CHOICES and choices is None:
                assert value == 0.0, "the scorer prints 0 where it has no choices file"
                assert figures[name] is None
            else:
                assert figures[name] == value, (row["id"], name)


def _count(figures: dict[str, float | int | None], name: str, group: str) -> float | int | None:
    return figures[f"questions / {name.removeprefix('Accuracy / ')}: {group}"]


def test_every_row_of_llavas_conversion_is_reproduced(parity: Path) -> None:
    for row in rows(parity, "gqa", "llava_convert"):
        assert llava_text(row["input"]["text"]) == row["expected"]["prediction"]


@pytest.mark.parametrize(
    ("kind", "key", "others_accept"),
    [
        ("vlmevalkit_accuracy", "match", {" red", "Yes"}),
        ("lmms_eval_exact_match", "exact_match", {"Yes.", "T-shirt"}),
    ],
)
def test_other_toolkits_accept_answers_that_the_official_scorer_does_not(
    parity: Path, kind: str, key: str, others_accept: set[str]
) -> None:
    """Each row says whether a toolkit takes the answer; the official rule is equality, sign by sign."""
    differing = set()
    for row in rows(parity, "gqa", kind):
        answer, prediction = row["input"]["answer"], row["input"]["prediction"]
        if bool(row["expected"][key]) != (prediction == answer):
            assert row["expected"][key], "no toolkit is stricter than equality in any row"
            differing.add(prediction)
    assert others_accept <= differing


def test_after_llavas_conversion_capitals_and_final_periods_cost_nothing(tmp_path: Path) -> None:
    files = Files(questions=(questions_file(tmp_path, q1=entry("red"), q2=entry("yes")),))
    given = [Answer("q1", "Red."), Answer("q2", "yes")]
    raw = GQA().score(files, GQA().join(files, Given("official", given)).answers)
    assert raw.figures["accuracy"] == 50.0
    joined = GQA().join(files, Given("llava", given))
    assert GQA().score(files, joined.answers).figures["accuracy"] == 100.0
    assert "as LLaVA does" in joined.notes[0]


def test_consistency_is_the_share_of_right_entailed_answers() -> None:
    entries = msgspec.convert(
        {
            "q1": entry("red", entailed=["q1", "q2", "q3"]),
            "q2": entry("yes", isBalanced=False),
            "q3": entry("no", isBalanced=False),
        },
        dict[str, Entry],
    )
    asked = {"q1": entries["q1"]}
    figures, _ = evaluate(entries, asked, {"q1": "red", "q2": "yes", "q3": "yes"}, None)
    assert figures["consistency"] == 50.0
    figures, notes = evaluate(entries, asked, {"q1": "red", "q2": "yes"}, None)
    assert figures["consistency"] is None
    assert any("no consistency" in note for note in notes)


def test_choices_give_validity_and_plausibility(tmp_path: Path) -> None:
    questions = questions_file(
        tmp_path, q1=entry(), q2=entry(types={"structural": "query", "semantic": "a", "detailed": "sameCommon"})
    )
    choices = tmp_path / "choices.json"
    known = {"valid": ["red", "blue"], "plausible": ["red"]}
    choices.write_text(json.dumps({"q1": known, "q2": known}))
    files = Files(questions=(questions,), extra={"choices": choices})
    result = GQA().score(files, {"q1": "blue", "q2": "color"})
    assert (result.figures["validity"], result.figures["plausibility"]) == (100.0, 50.0)


def test_only_balanced_questions_are_asked_and_answers_to_others_are_allowed(tmp_path: Path) -> None:
    files = Files(questions=(questions_file(tmp_path, q1=entry(), q2=entry(isBalanced=False)),))
    (question,) = GQA().questions(files)
    assert (question.id, question.image) == ("q1", "n1.jpg")
    assert len(GQA().score(files, {"q1": "red", "q2": "blue"}).scored) == 1


def test_choices_given_as_questions_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "choices.json"
    path.write_text(json.dumps({"q1": {"valid": [], "plausible": []}}))
    with pytest.raises(DataError, match=r"GQA questions .* expected here, but this seems to be GQA choices"):
        GQA().score(Files(questions=(path,)), {"q1": "red"})


def test_samples_that_know_only_their_place_are_joined_where_each_repeats_its_question(tmp_path: Path) -> None:
    path = tmp_path / "questions.json"
    kinds = {"structural": "query", "semantic": "obj", "detailed": "x"}
    entry = {"answer": "red", "imageId": "n1", "isBalanced": True, "types": kinds}
    path.write_text(json.dumps({name: entry | {"question": f"What {name}?"} for name in ("201", "202")}))
    given = [Answer(str(place), "Red.", f"What {place + 201}?\nShort.", place=str(place)) for place in (1, 0)]
    for files in (Files(questions=(path,)), Files(annotations=(path,))):
        assert GQA().join(files, Given("lmms-eval", given)).answers == {"201": "red", "202": "red"}
