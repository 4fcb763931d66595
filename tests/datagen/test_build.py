"""The whole way, with drawn scenes, the real command line, and a fake LLM on loopback."""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from datagen.job import derived_seed
from tests.datagen.command_line import Done, datagen, datagen_process
from tests.fakes import MODEL, FakeLLM, Fault
from tests.paths import ROOT
from tests.patience import PATIENCE_S, wait_for

FINAL_FILES = ("samples.jsonl", "rejections.jsonl", "llava.jsonl", "report.json", "report.html", "run.json")
ALL_KINDS = "conversation=5,detail=2,reasoning=5,spatial=2,comparison=2,creative=1"


def arguments(coco: Path, out: Path, url: str, *options: str) -> list[str]:
    return ["build", "--coco", str(coco), "--out", str(out), "--base-url", url, "--model", MODEL, *options]


def command(coco: Path, out: Path, url: str, *options: str) -> list[str]:
    return [sys.executable, "-m", "datagen", *arguments(coco, out, url, *options)]


def run(coco: Path, out: Path, llm: FakeLLM, *options: str) -> Done:
    return datagen(*arguments(coco, out, llm.url, *options))


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def final_bytes(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in FINAL_FILES}


def test_a_build_asks_for_every_job_and_leaves_the_files_of_the_contract(
    drawn: Path, tmp_path: Path, fake_llm: FakeLLM
) -> None:
    fake_llm.faulty_share = 0.3
    done = run(drawn, tmp_path / "run", fake_llm, "--count", "100", "--mix", ALL_KINDS)
    assert done.status == 0, done.err
    samples, rejections = rows(tmp_path / "run/samples.jsonl"), rows(tmp_path / "run/rejections.jsonl")
    records = rows(tmp_path / "run/llava.jsonl")
    assert len(samples) + len(rejections) == 100
    assert rejections
    assert {row["check"] for row in rejections} == {"source"}
    assert [row["id"] for row in samples] == [row["id"] for row in records] == sorted(row["id"] for row in samples)
    assert set(samples[0]) == {"id", "image", "kind", "turns", "findings", "attempt", "provenance"}
    assert set(rejections[0]) >= {"id", "image", "kind", "check", "message", "attempt", "turns", "reply"}
    assert all(sum(turn["value"].count("<image>") for turn in row["conversations"]) == 1 for row in records)
    assert not (tmp_path / "run/.llava.jsonl.part").exists()
    report = json.loads((tmp_path / "run/report.json").read_text())
    assert report["accepted"] == len(samples)
    assert report["requests"] == len(fake_llm.seeds)
    assert 0.4 < report["cached_token_share"] <= 0.5


def test_a_faulty_reply_goes_back_with_its_faults_and_each_attempt_is_kept(
    drawn: Path, tmp_path: Path, fake_llm: FakeLLM
) -> None:
    fake_llm.script = lambda body, _: (
        None if len(body["messages"]) > 8 else '{"description": "The caption says: a dog."}'
    )
    done = run(drawn, tmp_path / "run", fake_llm, "--count", "3", "--mix", "detail=1")
    assert done.status == 0, done.err
    again = [
        body for body in fake_llm.bodies if body["messages"][-2]["role"] == "assistant" and len(body["messages"]) > 8
    ]
    assert len(again) == 3
    assert 'speaks of its source ("The caption' in again[0]["messages"][-1]["content"]
    assert "at least 25" in again[0]["messages"][-1]["content"]
    assert again[0]["messages"][-2]["content"] == '{"description": "The caption says: a dog."}'
    assert [row["attempt"] for row in rows(tmp_path / "run/samples.jsonl")] == [2, 2, 2]
    assert len(rows(tmp_path / "run/replies.jsonl")) == 6


def test_repeating_a_finished_build_asks_nothing_and_changes_nothing(
    drawn: Path, tmp_path: Path, fake_llm: FakeLLM
) -> None:
    options = ("--count", "40")
    assert run(drawn, tmp_path / "run", fake_llm, *options).status == 0
    before, asked = final_bytes(tmp_path / "run"), len(fake_llm.seeds)
    assert run(drawn, tmp_path / "run", fake_llm, *options).status == 0
    assert len(fake_llm.seeds) == asked
    assert final_bytes(tmp_path / "run") == before


def test_a_larger_count_asks_only_for_what_is_new(drawn: Path, tmp_path: Path, fake_llm: FakeLLM) -> None:
    assert run(drawn, tmp_path / "run", fake_llm, "--count", "30").status == 0
    first = {row["id"] for row in rows(tmp_path / "run/samples.jsonl")}
    assert run(drawn, tmp_path / "run", fake_llm, "--count", "50").status == 0
    assert len(fake_llm.seeds) == 50
    assert first <= {row["id"] for row in rows(tmp_path / "run/samples.jsonl")}


def test_after_editing_one_prompt_only_its_kind_is_asked_again(drawn: Path, tmp_path: Path, fake_llm: FakeLLM) -> None:
    prompts = tmp_path / "prompts"
    shutil.copytree(ROOT / "prompts", prompts)
    options = ("--count", "60", "--prompts", str(prompts))
    assert run(drawn, tmp_path / "run", fake_llm, *options).status == 0
    assert len(fake_llm.seeds) == 60
    with (prompts / "detail/system.md").open("a") as file:
        file.write("\nBe brief.\n")
    assert run(drawn, tmp_path / "run", fake_llm, *options).status == 0
    details = sum(row["kind"] == "detail" for row in rows(tmp_path / "run/samples.jsonl"))
    assert details
    assert len(fake_llm.seeds) == 60 + details


@pytest.mark.slow
def test_judge_rebuilds_everything_from_the_replies_byte_for_byte_and_asks_nothing(
    drawn: Path, tmp_path: Path, fake_llm: FakeLLM
) -> None:
    fake_llm.faulty_share = 0.3
    assert run(drawn, tmp_path / "run", fake_llm, "--count", "60").status == 0
    before, asked = final_bytes(tmp_path / "run"), len(fake_llm.seeds)
    for name in ("samples.jsonl", "rejections.jsonl", "llava.jsonl", "report.json", "report.html"):
        (tmp_path / "run" / name).unlink()
    done = datagen_process("judge", str(tmp_path / "run"), folder=tmp_path)
    assert done.status == 0, done.err
    assert final_bytes(tmp_path / "run") == before
    assert len(fake_llm.seeds) == asked


def test_a_folder_made_with_other_settings_is_refused_with_the_differences(
    drawn: Path, tmp_path: Path, fake_llm: FakeLLM
) -> None:
    assert run(drawn, tmp_path / "run", fake_llm, "--count", "3").status == 0
    before = final_bytes(tmp_path / "run")
    done = run(drawn, tmp_path / "run", fake_llm, "--count", "3", "--seed", "7")
    assert done.status == 1
    assert "seed 0 there, 7 now" in done.err
    assert final_bytes(tmp_path / "run") == before


def test_the_only_model_of_an_endpoint_needs_no_name(drawn: Path, tmp_path: Path, fake_llm: FakeLLM) -> None:
    line = arguments(drawn, tmp_path / "run", fake_llm.url, "--count", "2")
    done = datagen(*(part for part in line if part not in ("--model", MODEL)))
    assert done.status == 0, done.err
    assert {body["model"] for body in fake_llm.bodies} == {MODEL}


@pytest.mark.slow
def test_ctrl_c_waits_for_what_is_in_flight_keeps_it_and_says_how_to_go_on(
    drawn: Path, tmp_path: Path, fake_llm: FakeLLM
) -> None:
    fake_llm.latency_s = 0.5
    line = command(drawn, tmp_path / "run", fake_llm.url, "--count", "80", "--concurrency", "4")
    with subprocess.Popen(line, stderr=subprocess.PIPE, text=True) as process:
        wait_for(lambda: len(fake_llm.seeds) >= 8)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 3
    assert "run the same command again" in said
    assert "Traceback" not in said
    assert len(rows(tmp_path / "run/replies.jsonl")) == len(fake_llm.seeds) == fake_llm.answered
    assert len(rows(tmp_path / "run/samples.jsonl")) == len(fake_llm.seeds)
    asked = len(fake_llm.seeds)
    fake_llm.latency_s = 0.0
    assert datagen(*line[3:]).status == 0
    assert len(fake_llm.seeds) == 80
    assert asked < 80


@pytest.mark.slow
def test_a_second_ctrl_c_does_not_wait_for_what_is_in_flight(drawn: Path, tmp_path: Path, fake_llm: FakeLLM) -> None:
    fake_llm.latency_s = 2 * PATIENCE_S
    line = command(drawn, tmp_path / "run", fake_llm.url, "--count", "20", "--concurrency", "4")
    with subprocess.Popen(line, stderr=subprocess.PIPE, text=True) as process:
        wait_for(lambda: len(fake_llm.seeds) >= 4)
        process.send_signal(signal.SIGINT)
        assert process.stderr
        said = ""
        while "press Ctrl-C again" not in " ".join(said.split()):
            told = process.stderr.readline()
            assert told, said
            said += told
        process.send_signal(signal.SIGINT)
        said += process.communicate(timeout=PATIENCE_S)[1]
    assert process.returncode == 3, said
    assert "Traceback" not in said
    assert rows(tmp_path / "run/replies.jsonl") == []


def test_an_error_that_ends_the_run_waits_for_the_paid_requests_that_others_have_in_flight(
    drawn: Path, tmp_path: Path, fake_llm: FakeLLM
) -> None:
    fake_llm.script = lambda _body, number: Fault(401, "the key has expired") if number == 7 else None
    fake_llm.latency_s = 0.3
    done = run(drawn, tmp_path / "run", fake_llm, "--count", "60", "--concurrency", "4")
    assert done.status == 1
    assert "the key has expired" in done.err
    assert fake_llm.answered == len(fake_llm.seeds) - 1 >= 7
    assert len(rows(tmp_path / "run/replies.jsonl")) == len(rows(tmp_path / "run/samples.jsonl")) == fake_llm.answered


def test_a_spent_budget_stops_the_run_with_status_3(drawn: Path, tmp_path: Path, fake_llm: FakeLLM) -> None:
    options = ("--price-input", "1000", "--price-output", "1000", "--budget", "10", "--concurrency", "2")
    done = run(drawn, tmp_path / "run", fake_llm, *options)
    assert done.status == 3
    assert "budget of $10 is spent" in done.err
    assert 0 < len(fake_llm.seeds) < 20


def test_a_wrong_key_stops_at_once_and_names_the_setting(drawn: Path, tmp_path: Path, fake_llm: FakeLLM) -> None:
    fake_llm.script = lambda _body, _number: Fault(401, "no such key")
    done = run(drawn, tmp_path / "run", fake_llm, "--count", "40", "--concurrency", "4")
    assert done.status == 1
    assert "OPENAI_API_KEY" in done.err
    assert "no such key" in done.err
    assert len(fake_llm.seeds) <= 4
    assert rows(tmp_path / "run/replies.jsonl") == []


@pytest.mark.slow
def test_an_endpoint_that_stays_down_stops_the_run_with_status_3_and_no_rejection(
    drawn: Path, tmp_path: Path, fake_llm: FakeLLM
) -> None:
    fake_llm.script = lambda _body, number: None if number < 10 else Fault(503, "overloaded")
    done = run(drawn, tmp_path / "run", fake_llm, "--count", "40", "--concurrency", "1", "--patience", "2")
    assert done.status == 3
    assert "overloaded" in done.err
    assert len(rows(tmp_path / "run/samples.jsonl")) == 10
    assert rows(tmp_path / "run/rejections.jsonl") == []


@pytest.mark.slow
def test_one_job_that_never_gets_an_answer_stays_open_and_the_others_are_done(
    drawn: Path, tmp_path: Path, fake_llm: FakeLLM
) -> None:
    poisoned: list[int] = []

    def script(body: dict[str, Any], number: int) -> Fault | None:
        if number == 5:
            poisoned.append(body["seed"])
        return Fault(500, "crashed") if body["seed"] in poisoned else None

    fake_llm.script = script
    fake_llm.latency_s = 0.2
    done = run(drawn, tmp_path / "run", fake_llm, "--count", "60", "--concurrency", "4", "--patience", "1.5")
    assert done.status == 3, done.err
    assert "1 jobs got no answer" in done.err
    assert len(rows(tmp_path / "run/samples.jsonl")) == 59
    poisoned.clear()
    assert run(drawn, tmp_path / "run", fake_llm, "--count", "60").status == 0
    assert len(rows(tmp_path / "run/samples.jsonl")) == 60


def test_a_content_refusal_is_recorded_once_and_never_asked_again(
    drawn: Path, tmp_path: Path, fake_llm: FakeLLM
) -> None:
    fake_llm.script = lambda _body, number: Fault(400, "content policy") if number == 3 else None
    options = ("--count", "12", "--concurrency", "1", "--no-structured")
    done = run(drawn, tmp_path / "run", fake_llm, *options)
    assert done.status == 0, done.err
    (rejection,) = rows(tmp_path / "run/rejections.jsonl")
    assert (rejection["check"], rejection["attempt"]) == ("endpoint", 1)
    assert "content policy" in rejection["message"]
    asked = len(fake_llm.seeds)
    assert run(drawn, tmp_path / "run", fake_llm, *options).status == 0
    assert len(fake_llm.seeds) == asked


def test_a_setting_that_every_request_is_refused_for_is_an_error_and_no_refusal(
    drawn: Path, tmp_path: Path, fake_llm: FakeLLM
) -> None:
    fake_llm.script = lambda _body, _number: Fault(400, "unknown field top_q")
    done = run(drawn, tmp_path / "run", fake_llm, "--count", "60", "--extra-body", '{"top_q": 1}')
    assert done.status == 1
    assert "unknown field top_q" in done.err
    assert rows(tmp_path / "run/replies.jsonl") == []


@pytest.mark.parametrize(
    ("jobs", "least_kills"), [(500, 3), pytest.param(2_000, 10, marks=pytest.mark.endurance)], ids=["short", "long"]
)
@pytest.mark.slow
def test_killed_at_random_moments_and_resumed_nothing_is_lost_doubled_or_paid_for_twice(
    jobs: int, least_kills: int, drawn: Path, tmp_path: Path
) -> None:
    concurrency = 64
    options = ("--count", str(jobs), "--mix", ALL_KINDS, "--concurrency", str(concurrency))
    with FakeLLM(faulty_share=0.1, keep_bodies=False) as calm:
        assert datagen_process(*arguments(drawn, tmp_path / "calm", calm.url, *options)).status == 0
    rng = random.Random(20)
    kills, asked_again = 0, 0
    with FakeLLM(faulty_share=0.1, keep_bodies=False, latency_s=0.01) as llm:
        line = command(drawn, tmp_path / "run", llm.url, *options)
        while True:
            kept = kept_seeds(tmp_path / "run/replies.jsonl")
            before = len(llm.seeds)
            with subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
                moment = before + rng.randint(80, 240)
                early = rng.random() < 0.2
                deadline = time.monotonic() + (rng.uniform(0.1, 1.0) if early else PATIENCE_S)
                while process.poll() is None and len(llm.seeds) < moment and time.monotonic() < deadline:
                    time.sleep(0.002)
                process.kill()
            assert not kept & set(llm.seeds[before:]), "a reply that was on the disk was asked for again"
            if process.returncode == 0:
                break
            assert process.returncode == -signal.SIGKILL
            kills += 1
        asked_again = len(llm.seeds) - len(set(llm.seeds))
    assert kills >= least_kills
    assert asked_again <= kills * concurrency
    ids = [row["id"] for name in ("samples.jsonl", "rejections.jsonl") for row in rows(tmp_path / "run" / name)]
    assert len(ids) == len(set(ids)) == jobs
    assert final_bytes(tmp_path / "run") == final_bytes(tmp_path / "calm")


def kept_seeds(replies: Path) -> set[int]:
    """Sampling seeds, which name requests, of the replies whose line is complete."""
    if not replies.exists():
        return set()
    lines = replies.read_bytes().split(b"\n")[:-1]
    kept = (json.loads(line) for line in lines)
    return {derived_seed(0, reply["job"], reply["attempt"]) for reply in kept}


@pytest.mark.parametrize("name", ["samples.jsonl", "llava.jsonl"])
def test_finished_files_do_not_depend_on_the_order_of_the_answers(
    name: str, drawn: Path, tmp_path: Path, fake_llm: FakeLLM
) -> None:
    for concurrency in ("1", "32"):
        done = run(drawn, tmp_path / concurrency, fake_llm, "--count", "50", "--concurrency", concurrency)
        assert done.status == 0
    assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "32" / name).read_bytes()
