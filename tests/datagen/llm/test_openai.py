"""The client against a real HTTP server: every way of not answering has its own error, and settings adapt."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import httpx2
import openai
import pytest

from datagen.chat import ChatRequest, Message, Reply
from datagen.errors import EndpointBusyError, EndpointError, EndpointSettingsError, RequestRefusedError
from datagen.kinds import KINDS
from datagen.llm.address import OptionNames
from datagen.llm.openai import OpenAIChat, _mapped, only_model
from tests.fakes import MODEL, FakeLLM, Fault, completion


def request(seed: int = 1, schema: dict[str, Any] | None = None, **extra_body: Any) -> ChatRequest:
    messages = (Message("system", 'Write {"turns"'), Message("user", "a dog"))
    return ChatRequest("job", 1, MODEL, messages, 0.5, 99, seed, schema, extra_body)


def ask(
    llm: FakeLLM, *requests: ChatRequest, timeout_s: float = 10.0, options: OptionNames | None = None
) -> tuple[list[Reply], list[str]]:
    async def all_of_them() -> tuple[list[Reply], list[str]]:
        chat = OpenAIChat(llm.url, "secret", timeout_s, options or OptionNames())
        try:
            return [await chat.complete(one) for one in requests], chat.notices
        finally:
            await chat.aclose()

    return asyncio.run(all_of_them())


def test_request_and_reply_carry_everything(fake_llm: FakeLLM) -> None:
    asked = request(seed=7, schema=KINDS["conversation"].schema, top_k=20)
    (reply,), notices = ask(fake_llm, asked)
    (body,) = fake_llm.bodies
    assert body["authorization"] == "Bearer secret"
    assert (body["model"], body["seed"], body["temperature"], body["max_tokens"]) == (MODEL, 7, 0.5, 99)
    assert body["top_k"] == 20
    assert body["messages"][1] == {"role": "user", "content": "a dog"}
    assert body["response_format"]["json_schema"]["strict"] is True
    assert reply.fingerprint == asked.fingerprint
    assert reply.model == MODEL
    assert (reply.usage.prompt_tokens, reply.usage.cached_tokens) == (4, 2)
    assert reply.latency_s > 0
    assert json.loads(reply.text)["turns"]
    assert notices == []


@pytest.mark.parametrize(
    ("fault", "error", "words"),
    [
        (Fault(400, "bad field"), RequestRefusedError, "bad field"),
        (Fault(413, "too long"), RequestRefusedError, "too long"),
        (Fault(422, "no"), RequestRefusedError, "no"),
        (Fault(401, "wrong key"), EndpointSettingsError, "OPENAI_API_KEY"),
        (Fault(403, "not yours"), EndpointSettingsError, "may not use this model"),
        (Fault(404, "no such model"), EndpointSettingsError, "--model"),
        (Fault(405, "no"), EndpointSettingsError, "--base-url"),
        (Fault(408, "slow"), EndpointBusyError, "slow"),
        (Fault(409, "conflict"), EndpointBusyError, "conflict"),
        (Fault(429, "rate limit"), EndpointBusyError, "rate limit"),
        (Fault(500, "crash"), EndpointBusyError, "crash"),
        (Fault(503, "overloaded"), EndpointBusyError, "overloaded"),
        (Fault(drop=True), EndpointBusyError, "127.0.0.1"),
        (Fault(raw=b"<html>gateway</html>"), EndpointBusyError, "not a chat completion"),
        (Fault(raw=b'{"choices": []}'), EndpointBusyError, "without choices"),
        (Fault(raw=b'{"error": {"message": "upstream is gone"}}'), EndpointBusyError, "upstream is gone"),
        (Fault(raw=b'{"choices": "many"}'), EndpointBusyError, "not a chat completion"),
    ],
)
def test_every_fault_has_its_error(fake_llm: FakeLLM, fault: Fault, error: type[EndpointError], words: str) -> None:
    fake_llm.script = lambda _body, _number: fault
    with pytest.raises(error, match=words):
        ask(fake_llm, request())


def test_a_time_limit_and_a_closed_port_are_busy() -> None:
    with FakeLLM(latency_s=2.0) as slow:
        with pytest.raises(EndpointBusyError):
            ask(slow, request(), timeout_s=0.2)
        gone = FakeLLM(port=slow.port)
    with pytest.raises(EndpointBusyError, match=str(gone.port)):
        ask(gone, request())


@pytest.mark.parametrize(("header", "seconds"), [("7", 7.0), ("0.5", 0.5), ("Wed, 21 Oct 2026 07:28:00 GMT", None)])
def test_retry_after_is_read(fake_llm: FakeLLM, header: str, seconds: float | None) -> None:
    fake_llm.script = lambda _body, _number: Fault(429, "wait", {"Retry-After": header})
    with pytest.raises(EndpointBusyError) as raised:
        ask(fake_llm, request())
    assert raised.value.retry_after_s == seconds


def test_every_status_error_of_the_openai_package_is_mapped_to_one_of_ours() -> None:
    def leaves(cls: type[Exception]) -> list[type[Exception]]:
        return [leaf for sub in cls.__subclasses__() for leaf in leaves(sub)] or [cls]

    answer = httpx2.Response(418, request=httpx2.Request("POST", "http://127.0.0.1/"))
    for cls in leaves(openai.APIStatusError):
        status = getattr(cls, "status_code", None)
        code = status if isinstance(status, int) else 418
        error = openai.APIStatusError("message", response=httpx2.Response(code, request=answer.request), body=None)
        assert isinstance(
            _mapped(error, OptionNames()), EndpointBusyError | EndpointSettingsError | RequestRefusedError
        ), cls


def refuse_if(has: Callable[[dict[str, Any]], bool], message: str) -> Callable[[dict[str, Any], int], Fault | None]:
    return lambda body, _number: Fault(400, message) if has(body) else None


def test_an_endpoint_without_structured_output_is_asked_for_text_and_remembered(fake_llm: FakeLLM) -> None:
    fake_llm.script = refuse_if(lambda body: "response_format" in body, "response_format is not supported")
    schema = KINDS["conversation"].schema
    replies, notices = ask(fake_llm, request(1, schema), request(2, schema), request(3, schema))
    assert len(replies) == 3
    assert len(fake_llm.bodies) == 4
    assert notices == ["the endpoint does not take structured output; going on without it"]
    assert replies[0].fingerprint == request(1, schema).fingerprint


def test_a_refusal_that_names_nothing_may_still_mean_the_schema(fake_llm: FakeLLM) -> None:
    fake_llm.script = refuse_if(lambda body: "response_format" in body, "bad request")
    replies, _ = ask(fake_llm, request(1, KINDS["detail"].schema))
    assert len(replies) == 1


def test_a_refusal_that_stays_without_the_schema_is_a_refusal_and_nothing_is_given_up(fake_llm: FakeLLM) -> None:
    fake_llm.script = lambda body, _number: Fault(400, "content policy") if body["seed"] == 1 else None
    schema = KINDS["detail"].schema
    with pytest.raises(RequestRefusedError, match="content policy"):
        ask(fake_llm, request(1, schema))
    _, notices = ask(fake_llm, request(2, schema))
    assert notices == []
    assert "response_format" in fake_llm.bodies[-1]


def test_a_refusal_that_names_a_setting_that_was_not_sent_is_a_refusal_at_once(fake_llm: FakeLLM) -> None:
    fake_llm.script = lambda _body, _number: Fault(400, "the schema of this message's structured text is not allowed")
    with pytest.raises(RequestRefusedError, match="not allowed"):
        ask(fake_llm, request(1))
    assert len(fake_llm.bodies) == 1


def test_without_a_seed_none_is_sent_and_an_image_may_come_with_its_message(fake_llm: FakeLLM) -> None:
    shown = Message("user", "a dog?", "data:image/png;base64,AAAA")
    ask(fake_llm, ChatRequest("job", 1, MODEL, (Message("system", 'Write {"turns"'), shown), 0.5, 99))
    [body] = fake_llm.bodies
    assert "seed" not in body
    assert body["messages"][1]["content"] == [
        {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}},
        {"type": "text", "text": "a dog?"},
    ]


def test_the_only_model_is_found_out_and_messages_call_the_options_as_they_are_told(fake_llm: FakeLLM) -> None:
    assert only_model(fake_llm.url, "key") == MODEL
    with pytest.raises(EndpointSettingsError, match=r"^http://127.0.0.1:9/v1 cannot be reached"):
        only_model("http://127.0.0.1:9/v1", "key")
    fake_llm.script = lambda _body, _number: Fault(405)
    with pytest.raises(EndpointSettingsError, match="check --here and --this"):
        ask(fake_llm, request(), options=OptionNames("--here", "--this"))


def test_max_tokens_is_renamed_and_temperature_dropped_where_a_model_wants_it(fake_llm: FakeLLM) -> None:
    def script(body: dict[str, Any], _number: int) -> Fault | None:
        if "max_tokens" in body:
            return Fault(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.")
        return Fault(400, "'temperature' does not support 0.5") if "temperature" in body else None

    fake_llm.script = script
    replies, notices = ask(fake_llm, request(1), request(2))
    assert len(replies) == 2
    assert len(fake_llm.bodies) == 4
    assert fake_llm.bodies[-1]["max_completion_tokens"] == 99
    assert len(notices) == 2


def test_a_content_filter_and_a_models_refusal_are_recorded_as_refusals(fake_llm: FakeLLM) -> None:
    answer = completion({"messages": []}, "I was going to", finish_reason="content_filter")
    fake_llm.script = lambda _body, _number: Fault(raw=json.dumps(answer).encode())
    (filtered,), _ = ask(fake_llm, request())
    assert filtered.refusal == "the endpoint's content filter stopped the answer"
    answer["choices"][0] |= {"finish_reason": "stop", "message": {"content": None, "refusal": "I will not"}}
    (refused,), _ = ask(fake_llm, request())
    assert (refused.refusal, refused.text) == ("I will not", "")


def test_the_fingerprint_depends_on_what_is_asked_and_not_on_the_job() -> None:
    one = request(1)
    same = ChatRequest("other job", 3, *list(vars(request(1)).values())[2:])
    assert same.fingerprint == one.fingerprint
    others = [request(2), request(1, KINDS["detail"].schema), request(1, top_k=2)]
    assert len({one.fingerprint, *(other.fingerprint for other in others)}) == 4


def test_a_server_on_this_machine_is_not_asked_through_a_proxy(
    fake_llm: FakeLLM, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    replies, _ = ask(fake_llm, request())
    assert len(replies) == 1
