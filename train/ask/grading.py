"""A judge at an endpoint; where its replies are kept, a run that goes on pays for none twice. Touches the network.

The n-th time that a request is made it gets the n-th reply that was ever given to it.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import partial
from types import TracebackType
from typing import Self

import msgspec

from datagen import llm
from train.ask.endpoints import JUDGE, Terms, connect, errors_as_ours, failure_of
from train.ask.jsonl_log import JsonlLog
from train.benchmarks.judge import Request
from train.errors import StoppedEarlyError


class Nobody:
    """A judge that is never asked, and finds everything wrong."""

    name, notes = "nobody", ()

    def __call__(self, requests: Sequence[Request]) -> list[str]:
        """Return the lowest grade."""
        return ["0.0"] * len(requests)


class EndpointJudge:
    """A model at an endpoint that grades; use it as a context manager. Without a `log` its replies are not kept."""

    def __init__(
        self, name: str, base_url: str | None, log: JsonlLog | None = None, terms: Terms | None = None
    ) -> None:
        """Read the replies that are there."""
        self.name, self._base_url, self._log, self._terms = name, base_url, log, terms or Terms()
        self._replies: dict[str, list[str]] = defaultdict(list)
        self._used: Counter[str] = Counter()
        for row in () if log is None else log.rows:
            self._replies[str(row["request"])].append(str(row["reply"]))
        self._runner = asyncio.Runner()
        self._chat: llm.OpenAIChat | None = None
        self._asker: llm.Asker | None = None

    @property
    def notes(self) -> tuple[str, ...]:
        """Say which settings the endpoint did not take."""
        conceded = self._chat.conceded if self._chat else ()
        return tuple(f"the judge does not take {one}: it graded without it" for one in conceded)

    def __enter__(self) -> Self:
        """Return the judge; connections are made when it is asked."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close connections and loop."""
        if self._chat:
            self._runner.run(self._chat.aclose())
        self._runner.close()

    def __call__(self, requests: Sequence[Request]) -> list[str]:
        """Return the next reply to each request: a kept one, or a new one; new ones are asked many at once.

        Raises:
            UsageError: the endpoint wants a key, and there is none.
            StoppedEarlyError: the judge does not answer.
            ModelError: it never will.

        """
        taken, lacking = [], []
        for request in requests:
            name = self._name(request)
            taken.append((name, self._used[name]))
            self._used[name] += 1
            if self._used[name] > len(self._replies[name]):
                lacking.append(request)
        if lacking:
            with errors_as_ours():
                self._runner.run(self._ask_all(lacking))
        return [self._replies[name][number] for name, number in taken]

    async def _ask_all(self, requests: Sequence[Request]) -> None:
        if self._asker is None:
            terms = self._terms
            self._chat = connect(self._base_url, JUDGE, terms.timeout_s)
            self._asker = llm.Asker(self._chat, self._keep, terms.concurrency, terms.patience_s, terms.pause_s)
        await llm.drive(iter(requests), partial(self._ask, self._asker), self._terms.concurrency)

    async def _ask(self, asker: llm.Asker, request: Request) -> None:
        name = self._name(request)
        said = llm.Message("user", request.prompt)
        asked = llm.ChatRequest(name, 1, self.name, (said,), request.temperature, request.max_tokens)
        try:
            reply = await asker.ask(asked)
        except llm.GivenUpError as error:
            message = f"the judge {self.name} did not answer ({error}): give the same command again to go on"
            raise StoppedEarlyError(message) from error
        if failure_of(reply):
            self._replies[name].append("")

    async def _keep(self, reply: llm.Reply) -> None:
        """Keep a reply, but no refusal: it costs nothing and may be a wrong setting, and another run asks it again."""
        if failure_of(reply):
            return
        text = reply.text or reply.refusal or ""
        self._replies[reply.job].append(text)
        if self._log is not None:
            self._log.add({"request": reply.job, "reply": text})

    def _name(self, request: Request) -> str:
        content = msgspec.json.encode([self.name, request.prompt, request.temperature, request.max_tokens])
        return hashlib.sha256(content).hexdigest()
