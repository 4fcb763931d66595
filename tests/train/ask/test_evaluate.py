"""Benchmarks asked of checkpoints and endpoints: scored as the answers deserve, and nothing is asked twice."""

import hashlib
import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from tests.patience import wait_for
from tests.train import official_files, processes
from tests.train.checkpoints import stocks
from tests.train.drawn import ANNOTATIONS, IMAGES, PHOTOS
from tests.train.fake_endpoint import Body, FakeEndpoint, Fault, image_of, text_of
from tests.train.official_files import COUNT, MAKERS
from train.__main__ import main
from train.benchmarks import BENCHMARKS
from train.benchmarks.benchmark import LETTER, SHORT, Files

__all__ = ["stocks"]
PERFECT = {"vqav2": 100.0, "gqa": 100.0, "textvqa": 100.0, "pope": 1.0, "mmbench": 100.0, "mmvet": 70.0}


@pytest.fixture(autouse=True)
def _patient_in_little_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("datagen.llm.retry.MAX_PAUSE_S", 0.05)


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()] if path.is_file() else []


def result(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "result.json").read_text())
    return found


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def knowing(right: dict[str, str], options: list[str], name: str) -> Any:
    """An endpoint's reply that is right: questions are told apart by text and image."""
    questions = BENCHMARKS[name].questions(Files((Path(options[1]),)))
    by_text: dict[str, list[str]] = {}
    for one in questions:
        by_text.setdefault(one.prompt, []).append(right[one.id])
    assert all(len(set(answers)) == 1 for answers in by_text.values())
    return lambda body, _: by_text[text_of(body)][0]


@pytest.mark.slow
@pytest.mark.parametrize("name", MAKERS)
def test_right_answers_of_an_endpoint_get_all_points(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options, right = MAKERS[name](tmp_path)
    out = tmp_path / "out"
    with FakeEndpoint(knowing(right, options, name)) as endpoint, FakeEndpoint(lambda *_: "0.7") as judge:
        more = ["--judge-base-url", judge.url, "--judge-model", "gpt-4-0613"] if name == "mmvet" else []
        arguments = ["eval", name, "--endpoint", endpoint.url, *options, *more, "--out", str(out)]
        assert main(arguments) == 0
        assert len(endpoint.bodies) == COUNT
        told = capsys.readouterr()
        assert main(arguments) == 0, "a finished run is scored again"
        assert len(endpoint.bodies) == COUNT
        assert len(judge.bodies) == (COUNT if name == "mmvet" else 0)
    assert capsys.readouterr().out == told.out
    found = result(out)
    assert found["figures"][found["headline"]] == PERFECT[name]
    assert found["complete"]
    assert found["model"]["name"] == "fake-vision"
    assert found["prompt_example"] in told.out.replace("\\n", "\n")
    span = found["mean_score"]
    assert 0 <= span["low_95"] <= span["mean"] <= span["high_95"] <= 100
    assert f"95% interval {span['low_95']:.2f} to {span['high_95']:.2f}" in told.out
    given = {str(path) for path in Path(options[1]).parent.iterdir() if str(path) in options and path.is_file()}
    assert {one["path"] for one in found["files"]} == {*given, str(out / "answers.jsonl")}
    assert all(one["sha256"] == sha256(Path(one["path"])) for one in found["files"])
    scored = lines(out / "per_question.jsonl")
    assert len(scored) == found["questions"]
    assert all(0 <= row["score"] <= 1 and isinstance(row["answer"], str) for row in scored)
    if name != "mmvet":
        assert found["prompt_example"].endswith(LETTER if name == "mmbench" else SHORT)
    assert {row["question_id"] for row in lines(out / "answers.jsonl")} == set(right)
    body = endpoint.bodies[0]
    assert body["temperature"] == 0.0
    assert image_of(body) in {path.read_bytes() for path in PHOTOS}


@pytest.mark.slow
@pytest.mark.parametrize("name", MAKERS)
def test_a_checkpoint_is_asked_in_this_process(name: str, stocks: tuple[Path, Path], tmp_path: Path) -> None:
    options, right = MAKERS[name](tmp_path)
    answers, figures = [], []
    with FakeEndpoint(lambda body, _: f"0.{len(text_of(body)) % 10}") as judge:
        graded = ["--judge-base-url", judge.url, "--judge-model", "other"] if name == "mmvet" else []
        for size in ("1", "5"):
            out = tmp_path / f"out{size}"
            asked = ["--checkpoint", str(stocks[0]), "--max-new-tokens", "6", "--batch-size", size, *graded]
            assert main(["eval", name, *asked, *options, "--out", str(out)]) == 0
            answers.append({row["question_id"]: row["answer"] for row in lines(out / "answers.jsonl")})
            figures.append(result(out)["figures"])
            assert result(out)["complete"]
            assert result(out)["model"]["dtype"] == "float32"
    assert answers[0] == answers[1]
    assert figures[0] == figures[1]
    assert answers[0].keys() == right.keys()


def test_descriptions_are_asked_for_and_what_they_make_up_is_counted(tmp_path: Path) -> None:
    asked, out = tmp_path / "questions.jsonl", tmp_path / "out"
    asked.write_text("\n".join(json.dumps({"image": path.name}) for path in PHOTOS[:3]))
    annotations = [str(ANNOTATIONS / f"{name}_toy.json") for name in ("instances", "captions")]
    with FakeEndpoint(lambda *_: "A sheep reads a book beside a vase.") as endpoint:
        files = ["--questions", str(asked), "--annotations", *annotations, "--images", str(IMAGES)]
        assert main(["eval", "chair", "--endpoint", endpoint.url, *files, "--out", str(out)]) == 0
        assert {text_of(body) for body in endpoint.bodies} == {"Please describe this image in detail."}
        assert {body["max_tokens"] for body in endpoint.bodies} == {1024}
    found = result(out)["figures"]
    assert (found["CHAIRs"], found["CHAIRi"], found["mentions"]) == (100.0, 100.0, 9)
    assert any("differ from chair.py" in note for note in result(out)["notes"])


def started(name: str, folder: Path, out: Path, *asked: str) -> list[str]:
    options, _ = MAKERS[name](folder)
    return ["eval", name, *asked, *options, "--out", str(out)]


def killed(arguments: list[str], out: Path, log: Path) -> int:
    """Start a run, kill it once some answers are there, and count them."""
    process = processes.start(arguments, log)
    wait_for(lambda: not process.is_alive() or len(lines(out / "answers.jsonl")) >= 3, pause_s=0.002)
    assert process.is_alive(), log.read_text()
    os.kill(process.pid or 0, signal.SIGKILL)
    process.join()
    return len(lines(out / "answers.jsonl"))


@pytest.mark.slow
def test_a_killed_run_on_an_endpoint_goes_on_where_it_was(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with FakeEndpoint(delay_s=0.15) as endpoint:
        arguments = started("pope", tmp_path, out, "--endpoint", endpoint.url, "--concurrency", "2")
        kept = killed(arguments, out, tmp_path / "log")
        assert 3 <= kept < COUNT
        with (out / "answers.jsonl").open("a") as file:
            file.write('{"question_id": "11", "ans')
        wait_for(lambda: not endpoint.in_flight)  # what the killed run has asked is still being answered
        endpoint.delay_s, before = 0.0, len(endpoint.bodies)
        assert main(arguments) == 0
        assert endpoint.most_in_flight <= 2
        assert len(endpoint.bodies) - before == COUNT - kept
    assert len(lines(out / "answers.jsonl")) == COUNT
    assert result(out)["complete"]


@pytest.mark.slow
def test_a_killed_run_on_a_checkpoint_goes_on_where_it_was(stocks: tuple[Path, Path], tmp_path: Path) -> None:
    out, whole = tmp_path / "out", tmp_path / "whole"
    asked = ["--checkpoint", str(stocks[0]), "--batch-size", "1", "--max-new-tokens", "80"]
    arguments = started("pope", tmp_path, out, *asked)
    assert 3 <= killed(arguments, out, tmp_path / "log") < COUNT
    assert main(arguments) == 0
    assert main([*arguments[:-1], str(whole)]) == 0
    assert sorted(map(str, lines(out / "answers.jsonl"))) == sorted(map(str, lines(whole / "answers.jsonl")))
    assert result(out)["figures"] == result(whole)["figures"]


def test_a_folder_with_answers_to_other_settings_is_refused(
    stocks: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    asked = ["--checkpoint", str(stocks[0]), "--max-new-tokens", "2"]
    arguments = started("pope", tmp_path, out, *asked)
    assert main(arguments) == 0
    for change, says in (
        (["--max-new-tokens", "3"], "max_new_tokens 2 there, 3 now"),
        (["--checkpoint", str(stocks[1])], f"(model {stocks[0]} there, {stocks[1]} now)"),
        (["--suffix", " Yes or no?"], "suffix None there"),
    ):
        place = arguments.index(change[0]) if change[0] in arguments else len(arguments)
        assert main([*arguments[:place], *change, *arguments[place + 2 :]]) == 2
        assert says in capsys.readouterr().err
    assert main([*arguments, "--batch-size", "3"]) == 0
    moved = tmp_path / "moved"
    moved.symlink_to(stocks[0])
    place = arguments.index("--checkpoint")
    assert main([*arguments[: place + 1], str(moved), *arguments[place + 2 :]]) == 0


def test_a_folder_of_something_else_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    training, file = tmp_path / "stage2", tmp_path / "file"
    training.mkdir()
    (training / "run.json").write_text("{}")
    file.write_text("")
    with FakeEndpoint() as endpoint:
        for out, says in ((training, "holds something else, such as 'run.json'"), (file, "is a file: name a folder")):
            (tmp_path / out.name[:2]).mkdir()
            assert main(started("pope", tmp_path / out.name[:2], out, "--endpoint", endpoint.url)) == 2
            assert says in capsys.readouterr().err
        assert not endpoint.bodies
    assert [path.name for path in training.iterdir()] == ["run.json"]


def test_passing_faults_are_waited_out(tmp_path: Path) -> None:
    faults = [Fault(429, retry_after="0.05"), Fault(500), Fault(503), Fault(drop=True), Fault(408), Fault(502)]

    def reply(_: Body, number: int) -> str | Fault:
        return faults[number] if number < len(faults) else "no"

    out = tmp_path / "out"
    with FakeEndpoint(reply) as endpoint:
        assert main(started("pope", tmp_path, out, "--endpoint", endpoint.url)) == 0
        assert len(endpoint.bodies) == COUNT + len(faults)
    assert not lines(out / "failures.jsonl")


def test_an_endpoint_that_stays_down_ends_the_run_which_can_go_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, broken = tmp_path / "out", True

    def reply(_: Body, number: int) -> str | Fault:
        return Fault(503) if broken and number >= 4 else "yes"

    with FakeEndpoint(reply) as endpoint:
        arguments = started("pope", tmp_path, out, "--endpoint", endpoint.url, "--concurrency", "1")
        assert main([*arguments, "--patience", "0.3"]) == 3
        assert "stopped early" in capsys.readouterr().err
        assert len(lines(out / "answers.jsonl")) == 4
        assert not (out / "result.json").exists()
        broken = False
        assert main(arguments) == 0
    assert len(lines(out / "answers.jsonl")) == COUNT


@pytest.mark.parametrize("status", [400, 422])
def test_a_refused_question_is_recorded_left_out_and_said(
    tmp_path: Path, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"

    def reply(body: Body, _: int) -> str | Fault:
        return Fault(status, message="too large") if "picture 3?" in text_of(body) else "yes"

    with FakeEndpoint(reply) as endpoint:
        arguments = started("pope", tmp_path, out, "--endpoint", endpoint.url)
        assert main(arguments) == 0
        assert "1 questions could not be asked" in capsys.readouterr().out
        asked = len(endpoint.bodies)
        assert main(arguments) == 0
        assert len(endpoint.bodies) == asked
    assert [row["question_id"] for row in lines(out / "failures.jsonl")] == ["4"]
    assert not result(out)["complete"]
    assert result(out)["questions"] == COUNT - 1


def test_an_endpoint_that_refuses_everything_has_a_wrong_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("datagen.llm.ask.REFUSALS_BEFORE_ANY_ANSWER", 5)
    with FakeEndpoint(lambda *_: Fault(400, message="no images here")) as endpoint:
        arguments = started("pope", tmp_path, tmp_path / "out", "--endpoint", endpoint.url, "--concurrency", "2")
        assert main(arguments) == 1
    assert "no images here" in capsys.readouterr().err
    assert not lines(tmp_path / "out" / "failures.jsonl")


def test_where_nothing_has_an_answer_there_is_no_score(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with FakeEndpoint(lambda *_: Fault(400, message="no images here")) as endpoint:
        assert main(started("pope", tmp_path, tmp_path / "out", "--endpoint", endpoint.url)) == 1
    assert "no question has an answer" in capsys.readouterr().err
    assert len(lines(tmp_path / "out" / "failures.jsonl")) == COUNT
    assert not (tmp_path / "out" / "result.json").exists()


@pytest.mark.parametrize(
    ("status", "says"), [(401, "OPENAI_API_KEY"), (403, "this key"), (404, "--endpoint and --model")]
)
def test_what_would_fail_every_question_stops_at_once(
    tmp_path: Path, status: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with FakeEndpoint(lambda *_: Fault(status)) as endpoint:
        arguments = started("pope", tmp_path, tmp_path / "out", "--endpoint", endpoint.url, "--concurrency", "1")
        assert main(arguments) == 1
        assert len(endpoint.bodies) == 1
    assert says in capsys.readouterr().err


def test_a_setting_that_an_endpoint_does_not_take_is_left_away_and_said(tmp_path: Path) -> None:
    def reply(body: Body, _: int) -> str | Fault:
        return Fault(400, message="use max_completion_tokens, not max_tokens") if "max_tokens" in body else "yes"

    out = tmp_path / "out"
    with FakeEndpoint(reply) as endpoint:
        assert main(started("pope", tmp_path, out, "--endpoint", endpoint.url, "--concurrency", "1")) == 0
        assert len(endpoint.bodies) == COUNT + 1
        arguments = started("pope", tmp_path, out, "--endpoint", endpoint.url)
        assert main(arguments) == 0
        assert len(endpoint.bodies) == COUNT + 1
    assert any("does not take max_tokens" in note for note in result(out)["notes"])


def test_a_limit_marks_a_part_and_a_larger_one_keeps_its_answers(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with FakeEndpoint() as endpoint:
        arguments = started("pope", tmp_path, out, "--endpoint", endpoint.url)
        assert main([*arguments, "--limit", "4"]) == 0
        assert (result(out)["questions"], result(out)["complete"]) == (4, False)
        assert any(note.startswith(f"a part: 4 of {COUNT}") for note in result(out)["notes"])
        assert main(arguments) == 0
        assert len(endpoint.bodies) == COUNT
    assert result(out)["complete"]


def test_a_part_of_mmbench_has_whole_rotations(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with FakeEndpoint(lambda *_: "A") as endpoint:
        assert main(started("mmbench", tmp_path, out, "--endpoint", endpoint.url, *["--limit", "7"])) == 0
        assert len(endpoint.bodies) == 6
    assert result(out)["questions"] == 2


@pytest.mark.slow
def test_a_judge_is_asked_again_in_bounds_and_its_failures_are_never_averaged(tmp_path: Path) -> None:
    out, said = tmp_path / "out", [0]
    unclear: list[int] = []

    def grade(body: Body, number: int) -> str | Fault:
        if number < 2:
            return Fault(500)
        if "(3) |" in text_of(body):
            unclear.append(number)
            return "unclear"
        said[0] += 1
        return ("0.2", "0.6")[said[0] % 2]

    with FakeEndpoint(lambda *_: "It is red.") as endpoint, FakeEndpoint(grade) as judge:
        arguments = started("mmvet", tmp_path, out, "--endpoint", endpoint.url)
        graded = ["--judge-base-url", judge.url, "--judge-model", "other", "--judge-runs", "2"]
        assert main([*arguments, *graded]) == 0
        asked = len(judge.bodies)
        assert main([*arguments, *graded]) == 0
        assert len(judge.bodies) == asked, "a grade is paid for once"
    found = result(out)
    assert found["figures"]["failed"] == 2
    assert found["figures"]["std"] is not None
    assert {"run 1", "run 2"} <= found["figures"].keys()
    assert any("left out of every average" in note for note in found["notes"])
    assert all(body["max_tokens"] == 3 for body in judge.bodies)
    assert len(unclear) == 2 * 6


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (["--questions", "MISSING"], "missing"),
        (["--images", "EMPTY"], f"{COUNT} of {COUNT} questions have no image, such as"),
        (["--annotations"], "--annotations is needed"),
        (["--endpoint", "localhost"], "http://"),
        (["--checkpoint", "x"], "either --checkpoint or --endpoint"),
        (["--limit", "0"], "--limit"),
        (["--judge-model", "g"], "--judge-model cannot be used with vqav2"),
        (["--choices", "MISSING"], "--choices cannot be used with vqav2"),
    ],
)
def test_what_cannot_work_is_said_before_anything_is_asked(
    tmp_path: Path, change: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    options, _ = official_files.vqav2(tmp_path)
    with FakeEndpoint() as endpoint:
        given = dict(zip(options[::2], options[1::2], strict=True)) | {"--endpoint": endpoint.url}
        if len(change) == 1:
            del given[change[0]]
        else:
            given[change[0]] = {"MISSING": str(tmp_path / "missing"), "EMPTY": str(tmp_path / "empty")}.get(
                change[1], change[1]
            )
        words = [word for pair in given.items() for word in pair]
        assert main(["eval", "vqav2", *words, "--out", str(tmp_path / "out")]) in {1, 2}
        assert not endpoint.bodies
    told = capsys.readouterr().err
    assert says in told
    assert "Traceback" not in told
    assert told.count("--images DIR") <= 1
    assert "mix" not in told


def test_mmvet_asks_for_a_judge_before_it_asks_the_model(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with FakeEndpoint() as endpoint:
        assert main(started("mmvet", tmp_path, tmp_path / "out", "--endpoint", endpoint.url)) == 2
        assert not endpoint.bodies
        assert "--judge-model" in capsys.readouterr().err
        judged = [
            *started("mmvet", tmp_path / "two", tmp_path / "out2", "--endpoint", endpoint.url),
            "--judge-model",
            "g",
        ]
        assert main(judged) == 2
        assert not endpoint.bodies
    assert "OPENAI_API_KEY" in capsys.readouterr().err


def test_of_several_models_at_an_endpoint_one_must_be_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with FakeEndpoint(models=("a", "b")) as endpoint:
        arguments = started("pope", tmp_path, tmp_path / "out", "--endpoint", endpoint.url)
        assert main(arguments) == 2
        assert "serves a, b" in capsys.readouterr().err
        assert main([*arguments, "--model", "b"]) == 0
        assert endpoint.bodies[0]["model"] == "b"


def test_an_endpoint_that_is_not_there_is_named_before_its_model_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with FakeEndpoint() as endpoint:
        address = endpoint.url
    assert main(started("pope", tmp_path, tmp_path / "out", "--endpoint", address)) == 1
    told = capsys.readouterr().err
    assert told.startswith(f"error: {address} cannot be reached (")
    assert "--model" not in told


@pytest.mark.slow
def test_a_run_that_is_interrupted_while_the_judge_grades_keeps_its_grades(tmp_path: Path) -> None:
    out, log = tmp_path / "out", tmp_path / "log"
    with FakeEndpoint(lambda *_: "It is red.") as endpoint, FakeEndpoint(lambda *_: "0.5", delay_s=0.3) as judge:
        arguments = [
            *started("mmvet", tmp_path, out, "--endpoint", endpoint.url, "--concurrency", "2"),
            *("--judge-base-url", judge.url, "--judge-model", "g"),
        ]
        process = processes.start(arguments, log)
        wait_for(lambda: not process.is_alive() or len(lines(out / "judge.jsonl")) >= 2)
        os.kill(process.pid or 0, signal.SIGINT)
        assert processes.finish(process, log) == 3
        assert "give the same command again" in log.read_text()
        judge.delay_s, kept, before = 0.0, len(lines(out / "judge.jsonl")), len(judge.bodies)
        assert 2 <= kept < COUNT
        assert main(arguments) == 0
        assert len(judge.bodies) - before == COUNT - kept
    assert result(out)["figures"]["total"] == 50.0


@pytest.mark.slow
def test_a_signal_ends_a_run_with_everything_kept(tmp_path: Path) -> None:
    out, log = tmp_path / "out", tmp_path / "log"
    with FakeEndpoint(delay_s=0.2) as endpoint:
        arguments = started("pope", tmp_path, out, "--endpoint", endpoint.url, "--concurrency", "2")
        process = processes.start(arguments, log)
        wait_for(lambda: not process.is_alive() or len(lines(out / "answers.jsonl")) >= 2)
        os.kill(process.pid or 0, signal.SIGTERM)
        assert processes.finish(process, log) == 3
    assert "give the same command again" in log.read_text()
    assert 2 <= len(lines(out / "answers.jsonl")) < COUNT
