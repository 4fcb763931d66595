"""A judge at an endpoint: what it is sent, what is kept, and what goes wrong."""

from pathlib import Path

import pytest

from tests.train.fake_endpoint import FakeEndpoint, Fault
from train.ask.endpoints import Terms
from train.ask.grading import EndpointJudge
from train.ask.jsonl_log import JsonlLog
from train.benchmarks.judge import Request
from train.errors import ModelError, StoppedEarlyError, UsageError

REQUESTS = [Request(f"How good is {number}?", 0.5, 3) for number in range(12)]


@pytest.fixture(autouse=True)
def _patient_in_little_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("datagen.llm.retry.MAX_PAUSE_S", 0.05)


def test_requests_are_asked_at_once_and_answered_in_their_order() -> None:
    with FakeEndpoint(lambda body, _: body["messages"][0]["content"], delay_s=0.1) as endpoint:
        with EndpointJudge("g", endpoint.url, terms=Terms(4, 5.0)) as judge:
            assert judge(REQUESTS) == [one.prompt for one in REQUESTS]
        assert endpoint.most_in_flight == 4
    [body] = [one for one in endpoint.bodies if one["messages"][0]["content"] == "How good is 3?"]
    assert (body["model"], body["temperature"], body["max_tokens"]) == ("g", 0.5, 3)


def test_the_nth_time_that_a_request_is_made_it_gets_its_nth_reply_for_good(tmp_path: Path) -> None:
    with FakeEndpoint(lambda _, number: str(number)) as endpoint:
        replies = []
        for _ in range(2):
            with (
                JsonlLog(tmp_path / "judge.jsonl") as log,
                EndpointJudge("g", endpoint.url, log, Terms(1, 5.0)) as judge,
            ):
                replies.append([*judge([REQUESTS[0], REQUESTS[1], REQUESTS[0]]), *judge([REQUESTS[0]])])
        assert replies == [["0", "1", "2", "3"]] * 2
        assert len(endpoint.bodies) == 4


def test_passing_faults_are_waited_out_and_a_refusal_is_no_grade_that_is_kept(tmp_path: Path) -> None:
    said: list[str | Fault] = [Fault(503), Fault(429, retry_after="0.05"), Fault(drop=True), "0.5", Fault(400)]
    with (
        FakeEndpoint(lambda _, number: said[number]) as endpoint,
        JsonlLog(tmp_path / "judge.jsonl") as log,
        EndpointJudge("g", endpoint.url, log, Terms(1, 5.0, pause_s=0.01)) as judge,
    ):
        assert judge(REQUESTS[:2]) == ["0.5", ""]
    assert len((tmp_path / "judge.jsonl").read_text().splitlines()) == 1


def test_a_setting_that_a_judge_does_not_take_is_noted() -> None:
    def reply(body: dict[str, object], _: int) -> str | Fault:
        return Fault(400, message="no temperature here") if "temperature" in body else "1"

    with FakeEndpoint(reply) as endpoint, EndpointJudge("g", endpoint.url) as judge:
        assert judge(REQUESTS[:1]) == ["1"]
        assert judge.notes == ("the judge does not take temperature: it graded without it",)


def test_a_judge_that_is_down_or_wrong_is_said_to_be() -> None:
    with (
        FakeEndpoint(lambda *_: Fault(503)) as endpoint,
        EndpointJudge("g", endpoint.url, terms=Terms(2, 0.2, pause_s=0.01)) as judge,
        pytest.raises(StoppedEarlyError, match="no answer"),
    ):
        judge(REQUESTS)
    with (
        FakeEndpoint(lambda *_: Fault(401)) as endpoint,
        EndpointJudge("g", endpoint.url) as judge,
        pytest.raises(ModelError, match="OPENAI_API_KEY"),
    ):
        judge(REQUESTS[:1])


def test_without_a_key_the_error_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    with EndpointJudge("g", None) as judge, pytest.raises(UsageError, match="set OPENAI_API_KEY"):
        judge(REQUESTS[:1])
