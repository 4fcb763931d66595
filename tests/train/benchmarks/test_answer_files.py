"""Answers in every form in which people have them."""

import csv
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from train.benchmarks.answer_files import read_answers
from train.benchmarks.answers import Answer
from train.errors import DataError, MissingExtraError

DOC = {"question_id": 34602, "question": "what is it?", "answers": ["x"] * 10, "category": "random"}


def write(folder: Path, content: object, name: str = "answers.json") -> Path:
    path = folder / name
    if name.endswith(".jsonl"):
        assert isinstance(content, list)
        path.write_text("\n".join(map(json.dumps, content)) + "\n", encoding="utf-8")
    else:
        path.write_text(json.dumps(content), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["answers.json", "answers.jsonl"])
@pytest.mark.parametrize(
    ("record", "form", "answer"),
    [
        ({"question_id": 7, "answer": "yes"}, "plain", Answer("7", "yes")),
        ({"questionId": "201", "prediction": "red"}, "official", Answer("201", "red")),
        ({"image_id": 5, "caption": "A dog."}, "official", Answer("5", "A dog.")),
        (
            {"question_id": "a1", "prompt": "What?\nShort.", "text": "x", "answer_id": "i", "metadata": {}},
            "llava",
            Answer("a1", "x", "What?\nShort."),
        ),
        (
            {"doc_id": 0, "doc": DOC, "filtered_resps": ["Nokia"], "resps": [["Nokia "]], "arguments": ["Q?\nS.", 1]},
            "lmms-eval",
            Answer("34602", "Nokia", "Q?\nS.", "random", "0"),
        ),
        (
            {"doc_id": 0, "doc": {"id": "201"}, "filtered_resps": "red", "resps": ["red"], "input": "Q?"},
            "lmms-eval",
            Answer("201", "red", "Q?", place="0"),
        ),
        (
            {"doc_id": 4, "target": "no", "filtered_resps": "No", "input": "Is it?", "doc_hash": "x"},
            "lmms-eval",
            Answer("4", "No", "Is it?", place="4", counted=True),
        ),
        (
            {"doc_id": 4, "target": "no", "filtered_resps": ["No"], "pope_accuracy": {"question_id": 9, "score": 1.0}},
            "lmms-eval",
            Answer("9", "No", place="4"),
        ),
        (
            {"doc_id": 4, "filtered_resps": "B", "submission": {"index": 1000241, "question": "Q?", "category": "ocr"}},
            "lmms-eval",
            Answer("1000241", "B", "Q?", "ocr", "4"),
        ),
        (
            {"doc_id": 0, "filtered_resps": "It is 3.", "gpt_eval_score": {"question_id": "v1_0", "score": 1}},
            "lmms-eval",
            Answer("v1_0", "It is 3.", place="0"),
        ),
        (
            {"doc_id": 3, "doc": {"question": "Q?"}, "resps": [["red"]]},
            "lmms-eval",
            Answer("3", "red", "Q?", place="3", counted=True),
        ),
    ],
)
def test_records_are_read_in_each_form(
    tmp_path: Path, name: str, record: dict[str, Any], form: str, answer: Answer
) -> None:
    given = read_answers([write(tmp_path, [record], name)])
    assert (given.form, list(given.answers)) == (form, [answer])


def test_an_object_from_ids_to_texts_is_read(tmp_path: Path) -> None:
    given = read_answers([write(tmp_path, {"v1_0": "It is 3.", "v1_1": "No"})])
    assert (given.form, [answer.id for answer in given.answers]) == ("official", ["v1_0", "v1_1"])


def test_a_byte_order_mark_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps([{"question_id": 7, "answer": "yes"}]).encode())
    assert read_answers([path]).answers == [Answer("7", "yes")]


@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".tsv"])
def test_tables_are_read_with_their_numbers_as_text(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"result{suffix}"
    rows: list[list[Any]] = [["index", "question", "category", "prediction"], [0, "How many?", "count", 2]]
    if suffix == ".xlsx":
        book = Workbook()
        assert book.active is not None
        for row in rows:
            book.active.append(row)
        book.save(path)
    else:
        with path.open("w", newline="") as file:
            csv.writer(file, delimiter="\t" if suffix == ".tsv" else ",").writerows(rows)
    given = read_answers([path])
    assert (given.form, given.answers) == ("vlmevalkit", [Answer("0", "2", "How many?", "count")])


def test_several_files_give_their_names_as_groups(tmp_path: Path) -> None:
    paths = [write(tmp_path, [{"question_id": 1, "answer": "no"}], f"{name}.json") for name in ("random", "popular")]
    assert [answer.group for answer in read_answers(paths).answers] == ["random", "popular"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"annotations": [{"question_id": 7}]}, "answers expected here, but this seems to be VQAv2 annotations"),
        ({"questions": [{"question_id": 7}]}, "this seems to be VQAv2 questions"),
        ({"data": [{"question_id": 7}]}, "this seems to be TextVQA questions"),
        ([{"question_id": 1, "image": "a", "text": "Is it?", "label": "no"}], "this seems to be POPE questions"),
        ([{"id": "1", "image": "a", "conversations": []}], "this seems to be LLaVA training records"),
        ({"q1": {"semantic": [], "groups": {}}}, "this seems to be GQA questions"),
        ([{"question_id": 1}], "seems to be something else; accepted are"),
        ([{"answer": "yes"}], "record 1: it has no question_id, and answers are never joined on the order of lines"),
        ([{"question_id": 1, "answer": 2}], "record 1: the answer must be text, not 2: put it in quotes"),
        ([{"question_id": 1, "answer": ""}, {"question_id": 2, "answer": None}], "record 2: it has no answer: write"),
        ([{"doc_id": 1, "doc": {}, "resps": [["a", "b"]]}], "2 responses where one is needed"),
        ([], "answers in one form are needed, but there are none: the file is empty"),
        ({}, "answers in one form are needed, but there are none: the file is empty"),
        ([1, 2], "answers expected here"),
        ("yes", "answers expected here"),
    ],
)
def test_what_is_no_answer_file_is_said_in_a_sentence(tmp_path: Path, content: object, said: str) -> None:
    with pytest.raises(DataError) as caught:
        read_answers([write(tmp_path, content)])
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    names = ("empty.json", "torn.jsonl", "no.xlsx", "no.csv", "latin.json", "latin.jsonl", "latin.csv", "cut.json")
    empty, torn, book, table, latin, latin_lines, latin_table, cut = (tmp_path / name for name in names)
    latin.write_bytes('[{"question_id": 1, "answer": "café"}]'.encode("latin-1"))
    latin_lines.write_bytes('{"question_id": 1, "answer": "café"}'.encode("latin-1"))
    latin_table.write_bytes("index,prediction\n1,café\n".encode("latin-1"))
    cut.write_text('[{"question_id": 1, "answer": "a"}, {"quest')
    empty.write_bytes(b"")
    torn.write_text('{"question_id": 1, "answer": "a"}\n{"question_id": 2, "ans')
    book.write_text("no workbook")
    table.write_text("a,b\n1,2\n")
    for path, said in [
        (tmp_path / "missing.json", "cannot be read: No such file"),
        (empty, "it is empty"),
        (torn, "line 2: its JSON ends too early"),
        (cut, "its JSON ends too early: the file is cut off, copy it again"),
        (tmp_path, "it is a folder, name the file in it"),
        (latin, "is not UTF-8 text (byte 0xe9): save it as UTF-8"),
        (latin_lines, "is not UTF-8 text (line 1: byte 0xe9): save it as UTF-8"),
        (latin_table, "cannot be read"),
        (book, "cannot be read as an .xlsx table"),
        (table, "row 2: a table of answers needs the columns index"),
    ]:
        with pytest.raises(DataError) as caught:
            read_answers([path])
        assert said in str(caught.value)
        assert path.name in str(caught.value)


def test_a_workbook_without_openpyxl_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(MissingExtraError, match=r"reading .xlsx needs openpyxl: pip install 'visual-instruct\[eval\]'"):
        read_answers([tmp_path / "answers.xlsx"])


def test_captions_as_chairs_scorer_reads_them_are_read(tmp_path: Path) -> None:
    found = {"overall": {"SPICE": 0.1}, "imgToEval": {"5": {"image_id": 5, "caption": "A dog."}}}
    assert read_answers([write(tmp_path, found)]).answers == [Answer("5", "A dog.")]


def test_a_file_of_one_sample_is_no_object_from_ids_to_texts(tmp_path: Path) -> None:
    sample = {"doc_id": 0, "target": "x", "filtered_resps": "No", "input": "Is it?"}
    assert read_answers([write(tmp_path, [sample], "one.jsonl")]).answers == [
        Answer("0", "No", "Is it?", place="0", counted=True)
    ]
