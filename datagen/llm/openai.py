"""Any OpenAI-compatible chat endpoint, through the `openai` package. Touches the network.

Requests go through the package's own client (keys, connections, time limits, error types), with its aiohttp
transport and without its typed response objects: that is a quarter of the processor time (benchmarks/asking.py).
Retrying is not done here.

A request that is refused for a setting that the endpoint does not take (`concessions`) is sent again without it, and if
this is answered, all later ones go without it too.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

import httpx2
import openai
from pydantic import BaseModel, ConfigDict, ValidationError

from datagen.chat import DATA_URL, ChatRequest, Message, Reply, Usage
from datagen.errors import EndpointBusyError, EndpointError, EndpointSettingsError, RequestRefusedError, UsageError
from datagen.images import image_file
from datagen.llm.address import OptionNames, is_on_this_machine
from datagen.llm.concessions import Concession, concession_for

MAX_CONNECTIONS = 2_000
SERVER_FAULT = 500
BUSY_STATUSES = frozenset({408, 409, 425, 429})
REFUSED_STATUSES = frozenset({400, 413, 422})
HINTS = {401: "the API key is wrong or missing (OPENAI_API_KEY)", 403: "this key may not use this model"}
SHOWN = 8


class _Wire(BaseModel):
    model_config = ConfigDict(extra="ignore", protected_namespaces=())


class _Message(_Wire):
    content: str | None = None
    refusal: str | None = None


class _Choice(_Wire):
    message: _Message
    finish_reason: str | None = None


class _PromptDetails(_Wire):
    cached_tokens: int | None = None


class _WireUsage(_Wire):
    prompt_tokens: int = 0
    completion_tokens: int = 0
    prompt_tokens_details: _PromptDetails | None = None


class _Completion(_Wire):
    choices: list[_Choice] = []
    model: str | None = None
    usage: _WireUsage | None = None
    error: Any = None


@dataclass
class OpenAIChat:
    """A ChatModel over one endpoint; `notices` tells which settings it turned out not to take."""

    base_url: str | None
    api_key: str
    timeout_s: float = 600.0
    options: OptionNames = field(default_factory=OptionNames)
    notices: list[str] = field(default_factory=list)
    _conceded: list[Concession] = field(default_factory=list)
    _client: openai.AsyncOpenAI = field(init=False)

    def __post_init__(self) -> None:
        """Make the client; it connects on the first request."""
        limits = httpx2.Limits(max_connections=MAX_CONNECTIONS, max_keepalive_connections=MAX_CONNECTIONS)
        timeout = httpx2.Timeout(self.timeout_s, connect=10.0)
        self._client = openai.AsyncOpenAI(
            base_url=self.base_url,
            api_key=self.api_key,
            max_retries=0,
            timeout=timeout,
            http_client=openai.DefaultAioHttpClient(
                limits=limits, timeout=timeout, trust_env=not is_on_this_machine(self.base_url)
            ),
        )

    @property
    def conceded(self) -> list[str]:
        """Name the settings that the endpoint turned out not to take."""
        return [one.setting for one in self._conceded]

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def complete(self, request: ChatRequest) -> Reply:
        """Send one request; its image is read now, off the event loop, and held until the answer is there.

        Raises:
            StoppedEarlyError: the image cannot be read, or is not the one that the request names any more.

        """
        body = await asyncio.to_thread(_body, request) if request.image_file else _body(request)
        conceded = list(self._conceded)
        for concession in conceded:
            if concession.key in body:
                concession.apply(body)
        while True:
            try:
                reply = await self._send(request, body)
            except RequestRefusedError as error:
                conceding = concession_for(str(error), body, unnamed=not self._conceded)
                if conceding is None:
                    raise
                conceding.apply(body)
                conceded.append(conceding)
            else:
                self._concede(conceded)
                return reply

    def _concede(self, conceded: list[Concession]) -> None:
        for concession in conceded:
            if concession not in self._conceded:
                self._conceded.append(concession)
                self.notices.append(f"the endpoint does not take {concession.setting}; going on without it")

    async def _send(self, request: ChatRequest, body: dict[str, Any]) -> Reply:
        started = time.perf_counter()
        try:
            response = await self._client.post("/chat/completions", body=body, cast_to=httpx2.Response)
            completion = _Completion.model_validate_json(response.content)
        except openai.APIStatusError as error:
            raise _mapped(error, self.options) from error
        except openai.APIConnectionError as error:
            reason = error.__cause__ or error
            message = f"no answer from {self._client.base_url}: {type(reason).__name__}: {reason}"
            raise EndpointBusyError(message) from error
        except ValidationError as error:
            message = f"{self._client.base_url} answered with something that is not a chat completion"
            raise EndpointBusyError(message) from error
        if not completion.choices:
            message = f"{self._client.base_url} answered without choices: {completion.error or 'no reason given'}"
            raise EndpointBusyError(message)
        return _reply(request, completion, time.perf_counter() - started)


def only_model(base_url: str | None, key: str, options: OptionNames = OptionNames()) -> str:  # noqa: B008 - frozen
    """Ask the endpoint which models it serves, and return the only one.

    Raises:
        EndpointSettingsError: it cannot be reached, or does not say.
        UsageError: it serves several, or none.

    """
    try:
        http_client = openai.DefaultHttpxClient(trust_env=not is_on_this_machine(base_url))
        with openai.OpenAI(
            base_url=base_url, api_key=key, max_retries=2, timeout=20.0, http_client=http_client
        ) as client:
            names = [model.id for model in client.models.list()]
    except openai.APIConnectionError as error:
        where = base_url or "OpenAI"
        message = f"{where} cannot be reached ({error.__cause__ or error}): start the server, or correct the address"
        raise EndpointSettingsError(message) from error
    except openai.OpenAIError as error:
        hint = HINTS.get(error.status_code) if isinstance(error, openai.APIStatusError) else None
        remedy = hint or f"name the model with {options.model}"
        message = f"asking the endpoint for its models failed ({error}): {remedy}"
        raise EndpointSettingsError(message) from error
    if len(names) == 1:
        return names[0]
    some = f"; it serves {', '.join(names[:SHOWN])}{' and more' if len(names) > SHOWN else ''}" if names else ""
    message = f"name the model with {options.model}{some}"
    raise UsageError(message)


def _body(request: ChatRequest) -> dict[str, Any]:
    body: dict[str, Any] = {
        "model": request.model,
        "messages": [{"role": message.role, "content": _content(message, request)} for message in request.messages],
        "temperature": request.temperature,
        "max_tokens": request.max_tokens,
    }
    if request.seed is not None:
        body["seed"] = request.seed
    if request.schema is not None:
        schema = {"name": "reply", "strict": True, "schema": request.schema}
        body["response_format"] = {"type": "json_schema", "json_schema": schema}
    return body | request.extra_body


def _content(message: Message, request: ChatRequest) -> str | list[dict[str, Any]]:
    """Text alone, or the image followed by the text."""
    if not message.image:
        return message.content
    url = message.image
    if not url.startswith(DATA_URL):
        assert request.image_file is not None, "a request that names an image and is sent knows its file"
        url = image_file.data_url(request.image_file, message.image)
    return [{"type": "image_url", "image_url": {"url": url}}, {"type": "text", "text": message.content}]


def _reply(request: ChatRequest, completion: _Completion, latency_s: float) -> Reply:
    choice, usage = completion.choices[0], completion.usage or _WireUsage()
    refusal = choice.message.refusal
    if choice.finish_reason == "content_filter":
        refusal = refusal or "the endpoint's content filter stopped the answer"
    return Reply(
        fingerprint=request.fingerprint,
        job=request.job,
        attempt=request.attempt,
        text=choice.message.content or "",
        finish_reason=choice.finish_reason or "stop",
        usage=Usage(
            prompt_tokens=usage.prompt_tokens,
            completion_tokens=usage.completion_tokens,
            cached_tokens=usage.prompt_tokens_details.cached_tokens if usage.prompt_tokens_details else None,
        ),
        model=completion.model or request.model,
        latency_s=round(latency_s, 4),
        refusal=refusal,
    )


def _mapped(error: openai.APIStatusError, options: OptionNames) -> EndpointError:
    status, reason = error.status_code, error.message
    if status in REFUSED_STATUSES:
        return RequestRefusedError(reason)
    if status in BUSY_STATUSES or status >= SERVER_FAULT:
        return EndpointBusyError(reason, _retry_after_s(error.response.headers.get("retry-after")))
    hint = HINTS.get(status, f"check {options.base_url} and {options.model}")
    return EndpointSettingsError(f"the endpoint answered {reason}: {hint}")


def _retry_after_s(header: str | None) -> float | None:
    """Seconds to wait; the form with a date is rare and left to the backoff."""
    try:
        return float(header) if header else None
    except ValueError:
        return None
