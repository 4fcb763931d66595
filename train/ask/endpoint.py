"""Any OpenAI-compatible chat endpoint, through the `openai` package: one request, one answer. Touches the network.

An endpoint that takes a setting under another name, or not at all, says so with a 400; the request is sent again
without it, and if this is answered all later ones go without it too. Asking again is not done here.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx2
import msgspec
import openai

from train.errors import ModelError, UsageError

MAX_CONNECTIONS = 2_000
SERVER_FAULT = 500
BUSY_STATUSES = frozenset({408, 409, 425, 429})
REFUSED_STATUSES = frozenset({400, 413, 422})
HINTS = {401: "the API key is wrong or missing (OPENAI_API_KEY)", 403: "this key may not use this model"}
CONCESSIONS: tuple[tuple[str, Callable[[dict[str, Any]], object]], ...] = (
    ("max_tokens", lambda body: body.update(max_completion_tokens=body.pop("max_tokens"))),
    ("temperature", lambda body: body.pop("temperature")),
)


class BusyError(Exception):
    """No answer for a passing reason; `retry_after_s` is how long the endpoint asks to wait."""

    def __init__(self, reason: str, retry_after_s: float | None = None) -> None:
        """Keep both."""
        super().__init__(reason)
        self.retry_after_s = retry_after_s


class RefusedError(Exception):
    """The endpoint will not answer this request, however often it is asked."""


class _Message(msgspec.Struct):
    content: str | None = None


class _Choice(msgspec.Struct):
    message: _Message


class _Completion(msgspec.Struct):
    choices: list[_Choice] = []
    error: Any = None


@dataclass
class Endpoint:
    """A model at an address; `conceded` names the settings that it turned out not to take."""

    model: str
    base_url: str | None
    timeout_s: float = 600.0
    conceded: list[str] = field(default_factory=list)
    _client: openai.AsyncOpenAI = field(init=False)

    def __post_init__(self) -> None:
        """Make the client; it connects on the first request."""
        limits = httpx2.Limits(max_connections=MAX_CONNECTIONS, max_keepalive_connections=MAX_CONNECTIONS)
        timeout = httpx2.Timeout(self.timeout_s, connect=10.0)
        trusts = not _on_this_machine(self.base_url)
        self._client = openai.AsyncOpenAI(
            base_url=self.base_url,
            api_key=key(self.base_url),
            max_retries=0,
            timeout=timeout,
            http_client=openai.DefaultAioHttpClient(limits=limits, timeout=timeout, trust_env=trusts),
        )

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def answer(self, content: object, *, temperature: float, max_tokens: int) -> str:
        """Send one user message and return the answer's text.

        Raises:
            BusyError: for a passing reason there is no answer.
            RefusedError: there never will be one to this request.
            ModelError: every request would fail alike.

        """
        body: dict[str, Any] = {
            "model": self.model,
            "messages": [{"role": "user", "content": content}],
            "temperature": temperature,
            "max_tokens": max_tokens,
        }
        conceded = list(self.conceded)
        for setting, apply in CONCESSIONS:
            if setting in conceded:
                apply(body)
        while True:
            try:
                text = await self._send(body)
            except RefusedError as error:
                named = [one for one in CONCESSIONS if one[0] not in conceded and one[0] in str(error)]
                if not named:
                    raise
                named[0][1](body)
                conceded.append(named[0][0])
            else:
                self.conceded += [one for one in conceded if one not in self.conceded]
                return text

    async def _send(self, body: dict[str, Any]) -> str:
        try:
            response = await self._client.post("/chat/completions", body=body, cast_to=httpx2.Response)
            completion = msgspec.json.decode(response.content, type=_Completion)
        except openai.APIStatusError as error:
            raise _mapped(error) from error
        except openai.APIConnectionError as error:
            reason = error.__cause__ or error
            message = f"no answer from {self._client.base_url}: {type(reason).__name__}: {reason}"
            raise BusyError(message) from error
        except msgspec.DecodeError as error:
            message = f"{self._client.base_url} answered with something that is no chat completion"
            raise BusyError(message) from error
        if not completion.choices:
            message = f"{self._client.base_url} answered without choices: {completion.error or 'no reason given'}"
            raise BusyError(message)
        return completion.choices[0].message.content or ""


def only_model(base_url: str | None, option: str) -> str:
    """Ask the endpoint which models it serves, and return the only one.

    Raises:
        ModelError: it cannot be reached.
        UsageError: it serves several, or does not say.

    """
    address = base_url or os.environ.get("OPENAI_BASE_URL")
    try:
        http_client = openai.DefaultHttpxClient(trust_env=not _on_this_machine(base_url))
        with openai.OpenAI(
            base_url=base_url, api_key=key(base_url), max_retries=2, timeout=20.0, http_client=http_client
        ) as client:
            names = [model.id for model in client.models.list()]
    except openai.APIConnectionError as error:
        message = f"{address} cannot be reached ({error.__cause__ or error}): start the server, or correct the address"
        raise ModelError(message) from error
    except openai.OpenAIError as error:
        message = f"name the model with {option} (asking the endpoint for its models failed: {error})"
        raise UsageError(message) from error
    if len(names) == 1:
        return names[0]
    message = f"name the model with {option}; the endpoint serves {', '.join(names[:8]) or 'none'}"
    raise UsageError(message)


def key(base_url: str | None) -> str:
    """Return the key; a server of one's own may need none. UsageError: OpenAI itself does."""
    key = os.environ.get("OPENAI_API_KEY")
    if not key and not (base_url or os.environ.get("OPENAI_BASE_URL")):
        message = "no judge to ask: set OPENAI_API_KEY, or give the address of a server of your own as --judge-base-url"
        raise UsageError(message)
    return key or "none"


def _on_this_machine(base_url: str | None) -> bool:
    """Whether an address is loopback: requests to it must not go through the proxy that the environment names."""
    host = urlsplit(base_url or "").hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _mapped(error: openai.APIStatusError) -> Exception:
    status, reason = error.status_code, error.message
    if status in REFUSED_STATUSES:
        return RefusedError(reason)
    if status in BUSY_STATUSES or status >= SERVER_FAULT:
        return BusyError(reason, _seconds(error.response.headers.get("retry-after")))
    return ModelError(f"the endpoint answered {reason}: {HINTS.get(status, 'check its address and the model name')}")


def _seconds(header: str | None) -> float | None:
    """Read Retry-After; the form with a date is rare and left to the backoff."""
    try:
        return float(header) if header else None
    except ValueError:
        return None
