"""`train score` from the files to the report."""

import hashlib
import json
from pathlib import Path
from typing import Any, get_args

import pytest

from tests.train import official_files
from tests.train.fake_endpoint import FakeEndpoint, text_of
from train.__main__ import main
from train.benchmarks import BENCHMARKS
from train.scoring.settings import BenchmarkName


def annotation(number: int, answer: str, kind: str = "other") -> dict[str, Any]:
    answers = [{"answer": answer, "answer_confidence": "yes", "answer_id": place} for place in range(1, 11)]
    answers[0]["answer"] = "something else"
    fields = {"question_id": number, "question_type": "what is", "answer_type": kind, "image_id": 1}
    return fields | {"answers": answers, "multiple_choice_answer": answer}


@pytest.fixture
def vqav2(tmp_path: Path) -> dict[str, Path]:
    files = {name: tmp_path / f"{name}.json" for name in ("annotations", "answers", "questions")}
    files["annotations"].write_text(json.dumps({"annotations": [annotation(1, "red"), annotation(2, "2", "number")]}))
    files["answers"].write_text(json.dumps([{"question_id": 2, "answer": "two"}, {"question_id": 1, "answer": "blue"}]))
    asked = [{"question_id": 1, "image_id": 1, "question": "What?"}]
    files["questions"].write_text(json.dumps({"questions": asked}))
    return files


def score(files: dict[str, Path], *options: str, benchmark: str = "vqav2") -> int:
    given = ["--annotations", str(files["annotations"]), "--answers", str(files["answers"])]
    return main(["score", benchmark, *given, *options])


def test_the_command_line_has_every_benchmark() -> None:
    words = ("vqav2", "gqa", "textvqa", "pope", "mmbench", "mmvet", "chair")
    assert get_args(BenchmarkName) == words
    assert tuple(BENCHMARKS) == words


def test_figures_are_printed_with_the_scorer(vqav2: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert score(vqav2) == 0
    printed = capsys.readouterr().out
    assert "vqav2: 2 questions\noverall: 50\nanswer type: number: 100\n" in printed
    assert "scorer: VQAv2, the rules of GT-Vision-Lab/VQA" in printed


def test_the_report_holds_figures_interval_and_hashes(vqav2: dict[str, Path], tmp_path: Path) -> None:
    to = tmp_path / "new folder" / "result.json"
    assert score(vqav2, "--json", str(to)) == 0
    report = json.loads(to.read_text())
    assert (report["benchmark"], report["questions"], report["headline"]) == ("vqav2", 2, "overall")
    assert report["figures"]["overall"] == 50.0
    assert report["version"]
    assert report["mean_score"]["low_95"] <= 50.0 <= report["mean_score"]["high_95"]
    hashes = {file["option"]: file["sha256"] for file in report["files"]}
    assert hashes["answers"] == hashlib.sha256(vqav2["answers"].read_bytes()).hexdigest()
    assert set(hashes) == {"annotations", "answers"}
    before = to.read_bytes()
    assert score(vqav2, "--json", str(to)) == 0
    assert to.read_bytes() == before


def test_a_line_a_question_has_id_score_and_the_answer_as_compared(vqav2: dict[str, Path], tmp_path: Path) -> None:
    to = tmp_path / "rows.jsonl"
    assert score(vqav2, "--per-question", str(to)) == 0
    assert [json.loads(line) for line in to.read_text().splitlines()] == [
        {"question_id": 2, "score": 1.0, "answer": "2", "group": "what is", "answer_type": "number"},
        {"question_id": 1, "score": 0.0, "answer": "blue", "group": "what is", "answer_type": "other"},
    ]
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([{"question_id": 1, "answer": "a"}], "1 of 2 questions have no answer, such as '2'"),
        ([{"question_id": number, "answer": "a"} for number in (1, 2, 3)], "1 answers are to no question"),
        ([{"question_id": 1, "answer": "a"}] * 2, "1 question ids have more than one answer, such as '1'"),
        ([{"questionId": "x1", "prediction": "a"}], "are they of another benchmark or split?"),
    ],
)
def test_ids_that_do_not_fit_are_an_error_with_examples(
    vqav2: dict[str, Path], answers: object, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    vqav2["answers"].write_text(json.dumps(answers))
    assert score(vqav2) == 1
    printed = capsys.readouterr().err
    assert said in printed
    assert "Traceback" not in printed


def test_a_part_can_be_scored_when_asked_for(vqav2: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    vqav2["answers"].write_text(json.dumps([{"question_id": 1, "answer": "red"}]))
    assert score(vqav2, "--partial") == 0
    printed = capsys.readouterr().out
    assert "overall: 100\n" in printed
    assert "note: 1 of 2 questions had no answer and are left out" in printed


def test_a_wrong_file_is_named_for_what_it_is(vqav2: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    vqav2["annotations"] = vqav2["questions"]
    assert score(vqav2) == 1
    assert "this seems to be VQAv2 questions" in capsys.readouterr().err


def test_a_missing_option_is_wrong_usage(vqav2: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", "vqav2", "--answers", str(vqav2["answers"])]) == 2
    printed = capsys.readouterr().err
    assert "--annotations is needed" in printed
    assert "v2_mscoco_..._annotations.json" in printed


def test_options_of_another_benchmark_are_wrong_usage(
    vqav2: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert score(vqav2, "--choices", str(vqav2["answers"])) == 2
    assert score(vqav2, "--judge", "some-model") == 2
    assert score(vqav2, "--judge-runs", "0") == 2
    assert score(vqav2, "--judge-base-url", "http://localhost:1") == 2
    assert score(vqav2, "--judge-base-url", "localhost", "--judge", "some-model") == 2
    printed = capsys.readouterr().err
    assert "--choices cannot be used with vqav2" in printed
    assert "--judge-model cannot be used with vqav2" in printed
    assert "name the judge with --judge-model" in printed
    assert "must begin with http://" in printed


def test_mmvet_without_judge_says_what_it_needs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    questions, answers = tmp_path / "mm-vet.json", tmp_path / "answers.json"
    item = {"imagename": "v1_0.png", "question": "What?", "answer": "3", "capability": ["ocr"]}
    questions.write_text(json.dumps({"v1_0": item}))
    answers.write_text(json.dumps({"v1_0": "3"}))
    assert main(["score", "mmvet", "--questions", str(questions), "--answers", str(answers)]) == 2
    assert "judge" in capsys.readouterr().err


@pytest.mark.slow
def test_mmvet_is_graded_by_the_judge_that_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options, right = official_files.mmvet(tmp_path)
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps(right))
    grades = ("0.2", "0.6", "unclear")
    with FakeEndpoint(lambda body, number: grades[2 if "(3) |" in text_of(body) else number % 2], 0.02) as judge:
        named = ["--judge-model", "gpt-4-0613", "--judge-base-url", judge.url, "--judge-runs", "3"]
        assert main(["score", "mmvet", *options[:2], "--answers", str(answers), *named]) == 0
        assert judge.most_in_flight > 1
        assert len(judge.bodies) == 3 * official_files.COUNT + 3 * 5
    printed = capsys.readouterr().out
    assert "failed: 3\n" in printed
    assert "std: " in printed
    assert "3 replies of the judge were not grades" in printed


@pytest.mark.slow
def test_mmbenchs_judge_reads_what_no_rule_can(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options, right = official_files.mmbench(tmp_path)
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps([{"question_id": name, "answer": "the one I like"} for name in right]))
    with FakeEndpoint(lambda *_: "A") as judge:
        named = ["--judge-model", "some", "--judge-base-url", judge.url]
        assert main(["score", "mmbench", *options, "--answers", str(answers), *named]) == 0
        assert len(judge.bodies) == len(right)
    printed = capsys.readouterr().out
    assert "accuracy without rotations: 100\n" in printed
    assert "judge some read what the rules did not" in printed


def test_two_results_are_not_written_to_one_file(vqav2: dict[str, Path], tmp_path: Path) -> None:
    to = str(tmp_path / "out.json")
    assert score(vqav2, "--json", to, "--per-question", to) == 2
    assert not Path(to).exists()


def test_a_place_that_cannot_be_written_is_an_error(vqav2: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    assert score(vqav2, "--json", str(tmp_path / "taken" / "result.json")) == 1


@pytest.mark.parametrize("option", ["--json", "--per-question"])
def test_no_result_is_written_over_a_file_that_is_read(
    vqav2: dict[str, Path], option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = vqav2["answers"].read_bytes()
    assert score(vqav2, option, str(vqav2["answers"])) == 2
    assert f"{option} {vqav2['answers']} is a file that is read: name another one" in capsys.readouterr().err
    assert vqav2["answers"].read_bytes() == before


def test_an_option_takes_several_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    images = [{"id": 5, "file_name": "a.jpg"}]
    instances, captions, answers = (tmp_path / name for name in ("instances.json", "captions.json", "answers.jsonl"))
    boxes = [{"image_id": 5, "category_id": 18}]
    categories = [{"id": 18, "name": "dog"}, {"id": 17, "name": "cat"}]
    instances.write_text(json.dumps({"images": images, "annotations": boxes, "categories": categories}))
    captions.write_text(json.dumps({"images": images, "annotations": [{"image_id": 5, "caption": "A dog."}]}))
    answers.write_text(json.dumps({"image_id": 5, "caption": "A dog and a cat."}))
    for option in ("--annotations", "--questions"):
        assert main(["score", "chair", option, str(instances), str(captions), "--answers", str(answers)]) == 0
        assert "CHAIRi: 50\n" in capsys.readouterr().out
