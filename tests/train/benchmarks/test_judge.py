"""The judge behind an OpenAI-compatible endpoint: what it is sent, what comes back, and what goes wrong."""

from __future__ import annotations

import pytest

from tests.fakes import FakeLLM, Fault
from train.benchmarks.judge import Endpoint, Judge, Request
from train.errors import ModelError


@pytest.fixture
def judge(fake_llm: FakeLLM, monkeypatch: pytest.MonkeyPatch) -> Judge:
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    return Endpoint("fake-1", fake_llm.url)


def test_a_request_is_one_user_message_with_its_settings(fake_llm: FakeLLM, judge: Judge) -> None:
    fake_llm.script = lambda _body, _number: "0.5"
    assert judge(Request("How good?", 1.5, 3)) == "0.5"
    [body] = fake_llm.bodies
    assert body["messages"] == [{"role": "user", "content": "How good?"}]
    assert (body["model"], body["temperature"], body["max_tokens"]) == ("fake-1", 1.5, 3)


def test_a_refused_request_names_the_judge(fake_llm: FakeLLM, judge: Judge) -> None:
    fake_llm.script = lambda _body, _number: Fault(status=401, message="no such key")
    with pytest.raises(ModelError, match=r"the judge 'fake-1' .*no such key"):
        judge(Request("How good?", 0.0, 3))


def test_without_a_key_the_error_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ModelError, match="OPENAI_API_KEY"):
        Endpoint("fake-1")(Request("How good?", 0.0, 3))
