"""POPE's rows, joins on ids, and figures that would divide by zero."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.train.benchmarks.rows import rows
from train.benchmarks.answers import Answer, Given
from train.benchmarks.benchmark import Files
from train.benchmarks.pope import POPE, count, parse
from train.errors import DataError, UsageError

Row = tuple[int, str, str, str]
ROWS: tuple[Row, ...] = (
    (1, "a.jpg", "Is there a dog in the image?", "yes"),
    (2, "a.jpg", "Is there a cup in the image?", "no"),
)


def write(path: Path, asked: Sequence[Row] = ROWS) -> Path:
    path.parent.mkdir(exist_ok=True)
    lines = [
        json.dumps({"question_id": name, "image": image, "text": text, "label": label})
        for name, image, text, label in asked
    ]
    path.write_text("\n".join(lines) + "\n")
    return path


def test_every_row_of_the_parser_is_reproduced(parity: Path) -> None:
    for row in rows(parity, "pope", "parse"):
        assert parse(row["input"]["text"]) == row["expected"]["parsed"], row


def test_every_row_of_the_figures_is_reproduced(parity: Path) -> None:
    names = {"acc": "accuracy"}
    for row in rows(parity, "pope", "metrics"):
        said = map(parse, row["input"]["texts"])
        figures = count(zip(said, row["input"]["labels"], strict=True)).figures()
        for name, value in row["expected"].items():
            if name == "error":
                assert figures["f1"] == 0.0, "where the scorer divides by zero, nothing was found"
            else:
                assert figures[names.get(name, name)] == pytest.approx(value, abs=1e-9)


@given(st.lists(st.tuples(st.sampled_from(["yes", "no"]), st.sampled_from(["yes", "no"]))))
def test_figures_are_shares_or_absent_whatever_was_said(pairs: list[tuple[str, str]]) -> None:
    counts = count(pairs)
    assert counts.total == len(pairs)
    figures = counts.figures()
    shares = [figures[name] for name in ("accuracy", "precision", "recall", "f1", "yes_ratio")]
    assert all(share is None or 0 <= share <= 1 for share in shares)
    assert (figures["accuracy"] is None) == (not pairs)


def test_three_files_with_the_same_ids_give_the_mean_f1_of_the_categories(tmp_path: Path) -> None:
    folder = tmp_path / "coco"
    for name in ("random", "popular", "adversarial"):
        write(folder / f"coco_pope_{name}.json")
    files = Files(questions=(folder,))
    assert [question.id for question in POPE().questions(files)][:2] == ["adversarial:1", "adversarial:2"]
    said = {"random": ("Yes", "No"), "popular": ("Yes", "Yes"), "adversarial": ("No", "Yes")}
    answers = [
        Answer(str(number), text, group=f"answers_{category}")
        for category, texts in said.items()
        for number, text in reversed(list(enumerate(texts, 1)))
    ]
    result = POPE().score(files, POPE().join(files, Given("llava", answers)).answers)
    assert (result.figures["random: f1"], result.figures["adversarial: f1"]) == (1.0, 0.0)
    assert result.figures["popular: f1"] == pytest.approx(2 / 3)
    assert result.figures["f1"] == pytest.approx((1 + 2 / 3 + 0) / 3)
    assert "order of lines" in result.notes[0]


def test_answers_in_another_order_give_the_same_figures(tmp_path: Path) -> None:
    files = Files(questions=(write(tmp_path / "coco_pope_random.json"),))
    forwards = POPE().score(files, {"1": "yes", "2": "no"})
    backwards = POPE().score(files, {"2": "no", "1": "yes"})
    assert forwards.figures == backwards.figures
    assert forwards.figures["f1"] == 1.0
    assert "only the category random" in forwards.notes


def test_llavas_questions_take_their_labels_from_the_annotations(tmp_path: Path) -> None:
    for name in ("random", "popular", "adversarial"):
        write(tmp_path / "coco" / f"coco_pope_{name}.json")
    lines: list[str] = []
    for number, category in enumerate(("adversarial", "popular", "random")):
        for _, image, text, _ in reversed(ROWS):
            prompt = f"{text}\nAnswer the question using a single word or phrase."
            fields = {"question_id": len(lines), "image": image, "text": prompt, "category": category}
            lines.append(json.dumps(fields))
        assert len(lines) == 2 * number + 2
    questions = tmp_path / "llava_pope_test.jsonl"
    questions.write_text("\n".join(lines))
    files = Files(questions=(questions,), annotations=(tmp_path / "coco",))
    result = POPE().score(files, {str(number): "yes" if number % 2 else "no" for number in range(6)})
    assert result.figures["f1"] == 1.0
    with pytest.raises(DataError, match=r"6 of 6 POPE questions have no label .* '0', '1', '2': give --annotations"):
        POPE().score(Files(questions=(questions,)), {})


def test_a_figure_without_a_divisor_is_absent_and_said_to_be(tmp_path: Path) -> None:
    files = Files(questions=(write(tmp_path / "q.json", [(1, "a.jpg", "Is there a cup?", "no")]),))
    result = POPE().score(files, {"1": "no"})
    assert (result.figures["accuracy"], result.figures["precision"], result.figures["f1"]) == (1.0, None, None)
    assert any("divide by zero" in note for note in result.notes)


def test_no_file_is_a_usage_error_and_ids_that_repeat_are_a_data_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--questions is needed"):
        list(POPE().questions(Files()))
    path = write(tmp_path / "q.json", [ROWS[0], ROWS[0]])
    with pytest.raises(DataError, match="1 POPE questions have an id that came before"):
        list(POPE().questions(Files(questions=(path,))))


def test_labels_are_found_by_id_where_their_file_has_nothing_else(tmp_path: Path) -> None:
    questions, labels = tmp_path / "q.jsonl", tmp_path / "labels.jsonl"
    asked = [{"question_id": name, "image": image, "text": text} for name, image, text, _ in ROWS]
    questions.write_text("\n".join(map(json.dumps, asked)))
    labels.write_text("\n".join(json.dumps({"question_id": row[0], "label": row[3]}) for row in ROWS))
    assert POPE().score(Files((questions,), (labels,)), {"1": "yes", "2": "no"}).figures["f1"] == 1.0
    assert POPE().score(Files((), (write(tmp_path / "both.jsonl"),)), {"1": "yes", "2": "no"}).figures["f1"] == 1.0


def test_labels_of_another_category_count_if_the_question_is_the_same(tmp_path: Path) -> None:
    questions = tmp_path / "q.jsonl"
    asked = [{"question_id": name, "image": image, "text": text} for name, image, text, _ in ROWS]
    questions.write_text("\n".join(map(json.dumps, asked)))
    labels = write(tmp_path / "coco_pope_random.json", [(row[0] + 7, *row[1:]) for row in ROWS])
    assert POPE().score(Files((questions,), (labels,)), {"1": "yes", "2": "no"}).figures["f1"] == 1.0


def test_samples_of_three_categories_with_the_same_ids_are_joined_by_their_place(tmp_path: Path) -> None:
    paths = tuple(write(tmp_path / f"coco_pope_{name}.json") for name in ("adversarial", "popular", "random"))
    given = [
        Answer(str(row[0]), "Yes" if row[3] == "yes" else "No", f"{row[2]}\nShort.", place=str(place))
        for place, row in enumerate(ROWS * 3)
    ]
    joined = POPE().join(Files(paths), Given("lmms-eval", given))
    assert POPE().score(Files(paths), joined.answers).figures["f1"] == 1.0


def test_a_folder_of_other_probes_too_keeps_the_mean_of_the_three_polls(tmp_path: Path) -> None:
    for kind in ("random", "popular", "adversarial", "left_right", "counts"):
        row = {"question_id": 1, "image": "a.jpg", "text": f"Is this {kind}?", "label": "yes"}
        (tmp_path / f"coco_pope_{kind}.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    (tmp_path / "pope.json").write_text("{}", encoding="utf-8")
    said = {f"{kind}:1": "Yes" for kind in ("random", "popular", "adversarial")}
    said |= {"left_right:1": "No", "counts:1": "Yes"}
    result = POPE().score(Files(questions=(tmp_path,)), said)
    assert result.figures["f1"] == 1.0
    assert result.figures["left_right: accuracy"] == 0.0
    assert any("left_right are not part of it" in note for note in result.notes)


def test_samples_of_another_task_are_refused_though_their_places_are_ids_here(tmp_path: Path) -> None:
    asked = [(number, "a.jpg", f"Is there a thing {number} in the image?", "yes") for number in range(4)]
    files = Files(questions=(write(tmp_path / "llava_pope_test.json", asked),))

    def samples(questions: Sequence[str]) -> Given:
        answers = [Answer(str(n), "Yes", text, place=str(n), counted=True) for n, text in enumerate(questions)]
        return Given("lmms-eval", answers)

    right = [f"{text}\nAnswer yes or no." for _, _, text, _ in asked]
    assert len(POPE().join(files, samples(right)).answers) == 4
    for others in (right[::-1], ["What is it?"] * 4, [""] * 4):
        with pytest.raises(DataError, match=r"repeat another question|places in a list"):
            POPE().join(files, samples(others))


def test_answers_that_repeat_other_questions_are_refused_whoever_made_them(tmp_path: Path) -> None:
    files = Files(questions=(write(tmp_path / "coco_pope_random.json"),))
    swapped = [Answer("1", "Yes", ROWS[1][2]), Answer("2", "No", ROWS[0][2])]
    with pytest.raises(DataError, match="2 of 2 answers repeat another question than the one with their id"):
        POPE().join(files, Given("llava", swapped))
    one_misspelt = [Answer("1", "Yes", "Is there a dog in the imange?"), Answer("2", "No", ROWS[1][2])]
    assert len(POPE().join(files, Given("llava", one_misspelt)).answers) == 2
