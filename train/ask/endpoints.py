"""Endpoints as this package asks them: what their options are called here, and what their errors are. Touches nothing.

Asking itself is `datagen.llm`'s; whatever it raises for a person to read leaves this package as one of our errors.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from datagen import llm
from train.errors import ModelError, StoppedEarlyError, TrainError, UsageError

MODEL = llm.OptionNames("--endpoint", "--model")
JUDGE = llm.OptionNames("--judge-base-url", "--judge-model")
NO_JUDGE = "no judge to ask: set OPENAI_API_KEY, or give the address of a server of your own as --judge-base-url"
OURS: tuple[tuple[type[llm.DatagenError], type[TrainError]], ...] = (
    (llm.UsageError, UsageError),
    (llm.StoppedEarlyError, StoppedEarlyError),
    (llm.EndpointError, ModelError),
)
STOPPED_BY_ENDPOINT = frozenset(("refused", "content_filter"))


@dataclass(frozen=True, slots=True)
class Terms:
    """How an endpoint is asked: requests in flight, how long to try again and to wait for one, the first pause."""

    concurrency: int = 32
    patience_s: float = 600.0
    timeout_s: float = 600.0
    pause_s: float = 1.0


@contextmanager
def errors_as_ours() -> Iterator[None]:
    """Raise this package's error where asking raised its own."""
    try:
        yield
    except llm.DatagenError as error:
        kind = next((ours for theirs, ours in OURS if isinstance(error, theirs)), TrainError)
        raise kind(str(error)) from error


def failure_of(reply: llm.Reply) -> str:
    """Say why a question has no answer; "" where it has one: what a model itself refuses to say is its answer."""
    return f"the endpoint refused: {reply.refusal}" if reply.finish_reason in STOPPED_BY_ENDPOINT else ""


def check_judge(base_url: str | None) -> None:
    """Look whether there is a judge to ask. UsageError: there is neither key nor address."""
    with errors_as_ours():
        llm.address_of(base_url, NO_JUDGE, JUDGE)


def connect(base_url: str | None, options: llm.OptionNames, timeout_s: float) -> llm.OpenAIChat:
    """Return a client, which connects when it is first asked. UsageError: there is nothing to connect to."""
    with errors_as_ours():
        address, key = llm.address_of(base_url, NO_JUDGE, options)
        return llm.OpenAIChat(address, key, timeout_s, options)


def only_model(base_url: str | None) -> str:
    """Return the name of the only model at an --endpoint. UsageError, ModelError: it cannot be found out."""
    with errors_as_ours():
        address, key = llm.address_of(base_url, NO_JUDGE, MODEL)
        return llm.only_model(address, key, MODEL)
