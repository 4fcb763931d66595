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

from train.ask.asking import Terms
from train.ask.endpoint import Endpoint, RefusedError
from train.ask.jsonl_log import Lines
from train.ask.patience import Asker, GivenUpError, drive
from train.benchmarks.judge import Request
from train.errors import StoppedEarlyError

PATIENTLY = Terms(0, concurrency=32, patience_s=600.0)


class Nobody:
    """A judge that is never asked, and finds everything wrong."""

    name, notes = "nobody", ()

    def __call__(self, requests: Sequence[Request]) -> list[str]:
        """Return the lowest grade."""
        return ["0.0"] * len(requests)


class EndpointJudge:
    """A model at an endpoint that grades; use it as a context manager. Without `lines` its replies are not kept."""

    def __init__(
        self,
        name: str,
        base_url: str | None,
        lines: Lines | None = None,
        terms: Terms = PATIENTLY,
        timeout_s: float = 600.0,
    ) -> None:
        """Read the replies that are there."""
        self.name, self._base_url, self._timeout_s, self._terms, self._lines = name, base_url, timeout_s, terms, lines
        self._replies: dict[str, list[str]] = defaultdict(list)
        self._used: Counter[str] = Counter()
        for row in () if lines is None else lines.rows:
            self._replies[str(row["request"])].append(str(row["reply"]))
        self._runner = asyncio.Runner()
        self._at: tuple[Endpoint, Asker] | None = None

    @property
    def notes(self) -> tuple[str, ...]:
        """Say which settings the endpoint did not take."""
        conceded = self._at[0].conceded if self._at else ()
        return tuple(f"the judge does not take {one}: it graded without it" for one in conceded)

    def __enter__(self) -> Self:
        """Return the judge; connections are made when it is asked."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close connections and loop."""
        if self._at:
            self._runner.run(self._at[0].aclose())
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
            self._runner.run(self._ask_all(lacking))
        return [self._replies[name][number] for name, number in taken]

    async def _ask_all(self, requests: Sequence[Request]) -> None:
        if self._at is None:
            asker = Asker(self._terms.concurrency, self._terms.patience_s, self._terms.pause_s)
            self._at = Endpoint(self.name, self._base_url, self._timeout_s), asker
        await drive(iter(requests), partial(self._ask, *self._at), self._terms.concurrency)

    async def _ask(self, endpoint: Endpoint, asker: Asker, request: Request) -> None:
        send = partial(endpoint.answer, request.prompt, temperature=request.temperature, max_tokens=request.max_tokens)
        name = self._name(request)
        try:
            reply = await asker.ask(send)
        except RefusedError:
            # It costs nothing and may be a wrong setting: another run asks it again.
            self._replies[name].append("")
            return
        except GivenUpError as error:
            message = f"the judge {self.name} did not answer ({error}): give the same command again to go on"
            raise StoppedEarlyError(message) from error
        self._replies[name].append(reply)
        if self._lines is not None:
            self._lines.add({"request": name, "reply": reply})

    def _name(self, request: Request) -> str:
        content = msgspec.json.encode([self.name, request.prompt, request.temperature, request.max_tokens])
        return hashlib.sha256(content).hexdigest()
