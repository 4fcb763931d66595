"""Endpoints are asked as `datagen.llm` asks them, in this package's words: its options, its errors, its questions."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from datagen import llm
from tests.paths import ROOT
from tests.train.fake_endpoint import Body, FakeEndpoint, Fault, image_of, text_of
from train.ask.asking import RemoteModel, ask_all
from train.ask.endpoints import MODEL, OURS, Terms, connect, errors_as_ours, failure_of, only_model
from train.ask.grading import EndpointJudge
from train.ask.query import Outcome, Query
from train.ask.settings import EvalSettings
from train.benchmarks.judge import Request
from train.errors import ModelError, StoppedEarlyError, TrainError, UsageError

SHORTLY = Terms(8, 5.0)
PNG = b"\x89PNG\r\n\x1a\n and what else a picture has"


def ask(server: FakeEndpoint, *queries: Query, terms: Terms = SHORTLY) -> list[Outcome]:
    kept: list[Outcome] = []
    ask_all(iter(queries), RemoteModel("m", server.url, 8), terms, kept.append, lambda _: None)
    return kept


def test_the_defaults_are_datagens() -> None:
    fields = llm.Asker.__dataclass_fields__
    assert fields["patience_s"].default == EvalSettings.__dataclass_fields__["patience"].default == Terms().patience_s
    assert fields["pause_s"].default == Terms().pause_s
    assert EvalSettings.__dataclass_fields__["timeout"].default == Terms().timeout_s
    assert EvalSettings.__dataclass_fields__["concurrency"].default == Terms().concurrency


def test_an_endpoint_that_says_how_long_to_wait_is_not_asked_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("datagen.llm.retry.MAX_PAUSE_S", 0.01)
    at: list[float] = []

    def reply(_: object, number: int) -> str | Fault:
        at.append(time.monotonic())
        return "yes" if number else Fault(429, retry_after="0.5")

    with FakeEndpoint(reply) as server:
        kept = ask(server, Query("1", "?"), terms=Terms(1, 5.0))
    assert [one.text for one in kept] == ["yes"]
    assert at[1] - at[0] >= 0.5


def test_a_question_goes_out_with_its_image_before_its_text_and_without_a_seed() -> None:
    with FakeEndpoint() as server:
        kept = ask(server, Query("7", "Is it red?", PNG))
    [body] = server.bodies
    assert kept == [Outcome("7", "yes")]
    assert [part["type"] for part in body["messages"][0]["content"]] == ["image_url", "text"]
    assert (image_of(body), text_of(body)) == (PNG, "Is it red?")
    assert set(body) == {"model", "messages", "temperature", "max_tokens"}


@pytest.mark.parametrize("theirs", [llm.DatagenError, *llm.DatagenError.__subclasses__(), llm.EndpointSettingsError])
def test_whatever_asking_raises_for_a_person_is_one_of_our_errors(theirs: type[llm.DatagenError]) -> None:
    with pytest.raises(TrainError, match="the words") as raised, errors_as_ours():
        raise theirs("the words")
    assert raised.value.exit_status == theirs.exit_status
    assert type(raised.value) is next((ours for their, ours in OURS if issubclass(theirs, their)), TrainError)


def test_messages_call_the_options_by_their_names_here() -> None:
    with FakeEndpoint(lambda *_: Fault(404)) as server:
        with pytest.raises(ModelError, match="check --endpoint and --model"):
            ask(server, Query("1", "?"))
        with (
            EndpointJudge("g", server.url) as judge,
            pytest.raises(ModelError, match="--judge-base-url and --judge-model"),
        ):
            judge([Request("?", 0.0, 1)])
    with FakeEndpoint(models=()) as server, pytest.raises(UsageError, match=r"name the model with --model$"):
        only_model(server.url)


def test_an_address_of_the_environment_is_checked_and_asked_without_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "localhost:1")
    with pytest.raises(UsageError, match="OPENAI_BASE_URL 'localhost:1' must begin with http"):
        connect(None, MODEL, 1.0)
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with FakeEndpoint(lambda *_: "1") as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        with EndpointJudge("g", None, terms=Terms(1, 0.2, pause_s=0.01)) as judge:
            assert judge([Request("?", 0.0, 1)]) == ["1"]


def test_what_a_model_refuses_to_say_is_its_answer_and_what_the_endpoint_stops_is_none() -> None:
    def reply(finish_reason: str, refusal: str | None) -> llm.Reply:
        return llm.Reply(
            fingerprint="f",
            job="1",
            attempt=1,
            text="",
            finish_reason=finish_reason,
            usage={},
            model="m",
            latency_s=0.0,
            refusal=refusal,
        )

    assert failure_of(reply("stop", "I will not")) == ""
    assert failure_of(reply("stop", None)) == ""
    assert failure_of(reply("refused", "no images here")) == "the endpoint refused: no images here"
    assert failure_of(reply("content_filter", "filtered")) == "the endpoint refused: filtered"


def test_answers_in_flight_are_kept_when_another_question_ends_the_run() -> None:
    """One question meets a wrong key while others wait for answers that are paid for."""

    def reply(body: Body, _: int) -> str | Fault:
        if text_of(body) == "wrong":
            return Fault(401)
        time.sleep(0.5)
        return "yes"

    kept: list[Outcome] = []
    queries = iter([Query("1", "slow"), Query("2", "wrong")])
    with FakeEndpoint(reply) as server, pytest.raises(ModelError, match="OPENAI_API_KEY"):
        ask_all(queries, RemoteModel("m", server.url, 8), Terms(2, 5.0), kept.append, lambda _: None)
    assert kept == [Outcome("1", "yes")]


def test_a_second_signal_does_not_wait_for_what_is_in_flight() -> None:
    told: list[str] = []

    def interrupt_twice(server: FakeEndpoint) -> None:
        for _ in range(2):
            while not server.in_flight:
                time.sleep(0.01)
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.3)

    with FakeEndpoint(delay_s=5.0) as server:
        threading.Thread(target=interrupt_twice, args=(server,), daemon=True).start()
        begun = time.monotonic()
        with pytest.raises(StoppedEarlyError, match="give the same command again"):
            ask_all(iter([Query("1", "?")]), RemoteModel("m", server.url, 8), Terms(1, 5.0), print, told.append)
        assert time.monotonic() - begun < 4.0
    assert told == ["stopping: waiting for 1 answers; press Ctrl-C again to drop them"]


def test_scoring_without_a_judge_waits_for_no_client() -> None:
    program = (
        "import sys, train.__main__, train.scoring.score, datagen.llm\n"
        "assert not {'openai', 'torch', 'transformers'} & set(sys.modules)\n"
        "import train.ask.evaluate\n"
        "assert 'torch' not in sys.modules\n"
        "assert 'openai' not in sys.modules, 'imported before anybody is asked'\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
