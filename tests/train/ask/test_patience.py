"""Endpoints are asked as patiently as `datagen` asks them: two packages that share no code keep one policy."""

import time

import pytest

import datagen.llm.ask
import datagen.llm.openai as datagens
from tests.train.fake_endpoint import FakeEndpoint, Fault
from train.ask import endpoint, patience
from train.ask.asking import Terms, ask_all
from train.ask.endpoint import Endpoint
from train.ask.query import Query, Reply
from train.ask.settings import EvalSettings


def test_the_policy_is_datagens() -> None:
    assert datagen.llm.ask.MAX_PAUSE_S == patience.MAX_PAUSE_S
    assert datagen.llm.ask.REFUSALS_BEFORE_ANY_ANSWER == patience.REFUSALS_BEFORE_ANY_ANSWER
    for name in ("BUSY_STATUSES", "REFUSED_STATUSES", "SERVER_FAULT", "MAX_CONNECTIONS"):
        assert getattr(datagens, name) == getattr(endpoint, name), name
    fields = datagen.llm.ask.Asker.__dataclass_fields__
    assert fields["patience_s"].default == EvalSettings.__dataclass_fields__["patience"].default
    assert fields["pause_s"].default == Terms.__dataclass_fields__["pause_s"].default


def test_an_endpoint_that_says_how_long_to_wait_is_not_asked_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("train.ask.patience.MAX_PAUSE_S", 0.01)
    at: list[float] = []

    def reply(_: object, number: int) -> str | Fault:
        at.append(time.monotonic())
        return "yes" if number else Fault(429, retry_after="0.5")

    kept: list[Reply] = []
    with FakeEndpoint(reply) as server:
        ask_all(iter([Query("1", "?")]), lambda: Endpoint("m", server.url), Terms(8, 1, 5.0), kept.append)
    assert [one.text for one in kept] == ["yes"]
    assert at[1] - at[0] >= 0.5
