"""MMBench: the choice is VLMEvalKit's, rotations count together, and nothing is ever guessed."""

from __future__ import annotations

import base64
import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from train.benchmarks.benchmark import Benchmark, Files
from train.benchmarks.judge import Request
from train.benchmarks.mmbench.choice import choose, choose_by_letter, choose_by_text
from train.benchmarks.mmbench.mmbench import MMBench
from train.errors import DataError

IMAGE = bytes(range(256))
ENCODED = base64.b64encode(IMAGE).decode()
COLUMNS = ("index", "question", "hint", "A", "B", "C", "D", "answer", "category", "l2-category", "image", "split")
LETTERS = ("A", "B", "C")
THINGS = ("cat", "dog", "bird")


def test_the_choice_is_vlmevalkits(parity: Path) -> None:
    with (parity / "mmbench_extract.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    assert rows
    assert [(row, ours) for row in rows if (ours := choices_of(row["input"])) != row["expected"]] == []


def choices_of(asked: dict[str, Any]) -> dict[str, str | bool]:
    answer, choices = asked["prediction"], asked["choices"]
    return {
        "can_infer": choose(answer, choices) or False,
        "can_infer_option": choose_by_letter(answer, choices) or False,
        "can_infer_text": choose_by_text(answer, choices) or False,
    }


@pytest.mark.parametrize(
    ("answer", "chosen"),
    [
        ("A it is, as far as I see", None),
        ("So far as I can see it is B", "B"),
        ("B is what I see here now", None),
        ("The correct answer is **C** or so, as A is too small", "C"),
        ("answer is\nd", "D"),
        ("Z", "Z"),
        ("Z or A", "A"),
    ],
)
def test_a_lone_letter_counts_near_the_end_or_behind_answer_is(answer: str, chosen: str | None) -> None:
    assert choose(answer, {"A": "one", "B": "two", "C": "three", "D": "four"}) == chosen


def table(folder: Path, *changes: dict[str, str], rotations: int = 3, questions: int = 2) -> Path:
    """Write a table of questions with rotations of three options; the right one is the cat."""
    path = folder / "mmbench.tsv"
    lines = []
    for question in range(1, questions + 1):
        for turn in range(rotations):
            options = dict(zip(LETTERS, THINGS[turn:] + THINGS[:turn], strict=True))
            lines.append(
                {
                    "index": str(question + 1_000_000 * turn),
                    "question": f"What is in picture {question}?",
                    "answer": LETTERS[-turn % 3],
                    "category": "action_recognition" if question == 1 else "ocr",
                    "l2-category": "finegrained_perception",
                    "image": ENCODED if turn == 0 else str(question),
                    "split": "dev",
                    **options,
                }
            )
    for line, change in zip(lines, changes, strict=False):
        line.update(change)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, dialect="excel-tab", restval="")
        writer.writeheader()
        writer.writerows(lines)
    return path


def files(path: Path, *, partial: bool = False) -> Files:
    return Files(questions=(path,), partial=partial)


RIGHT = {"1": "A", "1000001": "C", "2000001": "The answer is B.", "2": "cat", "1000002": "C. cat", "2000002": "(B)"}


def test_a_question_counts_only_if_every_rotation_is_right(tmp_path: Path) -> None:
    path = table(tmp_path)
    assert MMBench().score(files(path), RIGHT).figures["accuracy"] == 100.0
    result = MMBench().score(files(path), RIGHT | {"2000002": "A"})
    assert result.figures["accuracy"] == 50.0
    assert result.figures["accuracy without rotations"] == 100.0
    assert result.figures["category ocr"] == 0.0
    assert result.figures["category action_recognition"] == 100.0
    assert result.figures["l2-category finegrained_perception"] == 50.0
    assert [(one.question_id, one.score, one.answer) for one in result.scored] == [
        ("1", 1.0, "A C B"),
        ("2", 0.0, "A C A"),
    ]


def test_an_unclear_answer_is_wrong_and_counted_and_never_guessed(tmp_path: Path) -> None:
    path = table(tmp_path)
    unclear = RIGHT | {"2": "A or B", "1000002": "I can't process this file."}
    results = [MMBench().score(files(path), unclear) for _ in range(5)]
    assert all(result == results[0] for result in results)
    assert results[0].figures["accuracy"] == 50.0
    assert (results[0].figures["unparsed"], results[0].figures["refused"]) == (1, 1)
    assert results[0].scored[1].answer == "? Z B"
    assert any("guesses" in note for note in results[0].notes)


class Scripted:
    name = "judge"
    notes = ("it was told what to say",)

    def __init__(self, *rounds: Sequence[str]) -> None:
        self.rounds = list(rounds)
        self.requests: list[Request] = []

    def __call__(self, requests: Sequence[Request]) -> Sequence[str]:
        self.requests += requests
        return self.rounds.pop(0)


def test_a_judge_is_asked_only_for_what_the_rules_do_not_read_and_not_for_ever(tmp_path: Path) -> None:
    judge = Scripted(["hm", "hm"], ["A", "hm"], ["hm"])
    answers = RIGHT | {"2": "the feline one", "2000002": "who knows"}
    result = MMBench(judge).score(files(table(tmp_path)), answers)
    assert len(judge.requests) == 5
    assert "the feline one" in judge.requests[0].prompt
    assert "B. dog" in judge.requests[0].prompt
    assert result.scored[1].answer == "A C ?"
    assert result.figures["unparsed"] == 1
    assert {"judge judge read what the rules did not", *judge.notes} <= set(result.notes)


def test_a_file_without_rotations_is_scored_once_and_says_so(tmp_path: Path) -> None:
    result = MMBench().score(files(table(tmp_path, rotations=1)), {"1": "A", "2": "B"})
    assert result.figures["accuracy"] == 50.0
    assert any("no rotations" in note for note in result.notes)


def test_missing_answers_are_an_error_with_examples_or_leave_the_whole_question_out(tmp_path: Path) -> None:
    path = table(tmp_path)
    some = {name: text for name, text in RIGHT.items() if name != "1000002"}
    with pytest.raises(DataError, match=r"1 of 6 questions.*'1000002'"):
        MMBench().score(files(path), some)
    result = MMBench().score(files(path, partial=True), some)
    assert [one.question_id for one in result.scored] == ["1"]
    assert any("1 of 6 questions had no answer" in note for note in result.notes)


def test_answers_to_no_question_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="'7'"):
        MMBench().score(files(table(tmp_path)), RIGHT | {"7": "A"})


def test_questions_are_in_llavas_words_with_their_images(tmp_path: Path) -> None:
    path = table(tmp_path, {"hint": "Look closely."}, {"hint": "nan", "C": ""}, questions=1)
    first, second, third = MMBench().questions(files(path))
    assert first.prompt == (
        "Look closely.\nWhat is in picture 1?\nA. cat\nB. dog\nC. bird\n"
        "Answer with the option's letter from the given choices directly."
    )
    assert second.prompt.startswith("What is in picture 1?\nA. dog\nB. bird\nAnswer")
    assert (first.id, third.id) == ("1", "2000001")
    assert first.image_bytes == second.image_bytes == third.image_bytes == IMAGE


def test_images_may_be_longer_than_a_cell_is_by_default(tmp_path: Path) -> None:
    path = table(tmp_path, {"image": "A" * 400_000}, questions=1, rotations=1)
    [question] = MMBench().questions(files(path))
    assert len(question.image_bytes or b"") == 300_000


@pytest.mark.parametrize("text", ["None", "NA", "null", "#N/A"])
def test_an_option_that_the_official_code_takes_for_an_empty_cell_is_none(tmp_path: Path, text: str) -> None:
    path = table(tmp_path, {"B": text, "answer": "B"}, {"C": text, "answer": "A"}, questions=2, rotations=1)
    asked = [question.prompt.split("\n")[1:-1] for question in MMBench().questions(files(path))]
    assert asked == [["A. cat"], ["A. cat", "B. dog"]], "LLaVA shows the options before the first empty cell"
    result = MMBench().score(files(path), {"1": "B", "2": text.lower()})
    assert [(one.answer, one.score) for one in result.scored] == [("?", 0.0), ("?", 0.0)]
    assert any(note.startswith("2 options read") and "1 rows can never be right" in note for note in result.notes)


def test_options_in_other_words_for_nothing_are_options(tmp_path: Path) -> None:
    path = table(tmp_path, {"B": "none", "answer": "B"}, questions=1, rotations=1)
    result = MMBench().score(files(path), {"1": "none"})
    assert result.figures["accuracy"] == 100.0
    assert not any("options read" in note for note in result.notes)


def test_a_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "questions.json"
    path.write_text('{"questions": []}')
    with pytest.raises(DataError, match=r"MMBench questions .* expected here, a table: .xlsx, .csv, .tsv"):
        MMBench().score(files(path), {"1": "A"})


def test_the_key_may_stand_in_another_file(tmp_path: Path) -> None:
    path = table(tmp_path, {"answer": ""}, {"answer": "nan"}, questions=1, rotations=2)
    with pytest.raises(DataError, match=r"2 of 2 rows have no right answer.*--annotations"):
        MMBench().score(files(path), {"1": "A", "1000001": "C"})
    (tmp_path / "key").mkdir()
    key = table(tmp_path / "key", questions=1, rotations=2)
    result = MMBench().score(Files(questions=(path,), annotations=(key,)), {"1": "A", "1000001": "C"})
    assert result.figures["accuracy"] == 100.0


def test_several_splits_have_figures_of_their_own(tmp_path: Path) -> None:
    path = table(tmp_path, {"split": "test"}, rotations=1)
    figures = MMBench().score(files(path), {"1": "A", "2": "B"}).figures
    assert (figures["split test"], figures["split dev"], figures["accuracy"]) == (100.0, 0.0, 50.0)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("question\tanswer\nWhat?\tA\n", "columns index, A, B"),
        ("index\tA\tB\tanswer\nfirst\tx\ty\tA\n", "row 2: index 'first'"),
        ("index\tA\tB\tanswer\n1\tx\ty\tA\n1\tx\ty\tA\n", "more than once, such as '1'"),
    ],
)
def test_another_file_is_refused_in_one_sentence(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "other.tsv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=said):
        MMBench().score(files(path), {"1": "A"})


def test_an_image_that_is_none_names_its_row(tmp_path: Path) -> None:
    path = table(tmp_path, {"image": "999"}, questions=1, rotations=1)
    with pytest.raises(DataError, match="index 1: there is no image"):
        list(MMBench().questions(files(path)))


def test_it_is_a_benchmark() -> None:
    benchmark: Benchmark = MMBench()
    assert benchmark.name == "mmbench"
    assert "questions" in benchmark.needs
