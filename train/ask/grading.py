"""A judge whose replies are kept, so that a run that goes on pays for none of them twice. Touches the network.

The n-th time that a request is made it gets the n-th reply that was ever given to it.
"""

from __future__ import annotations

import asyncio
import dataclasses
import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

import msgspec

from train.ask.asking import Terms
from train.ask.endpoint import Endpoint, RefusedError
from train.ask.kept import Lines
from train.ask.patience import Asker, GivenUpError, drive
from train.benchmarks.benchmark import Benchmark
from train.benchmarks.judge import Judge, Request
from train.errors import StoppedEarlyError, UsageError


def can_be_judged(benchmark: Benchmark) -> bool:
    """Tell whether a benchmark has a use for a judge."""
    return "judge" in _fields(benchmark)


def judged(benchmark: Benchmark, judge: Judge | None, runs: int) -> Benchmark:
    """Give a benchmark its judge, where it has a use for one.

    Raises:
        UsageError: it needs one, and none was named.

    """
    if judge is None and benchmark.name == "mmvet":
        message = "mmvet is graded by an LLM: name it with --judge-model (the official one is gpt-4-0613), and its "
        message += "address with --judge-base-url"
        raise UsageError(message)
    if judge is None or not can_be_judged(benchmark):
        return benchmark
    options: dict[str, Any] = {"judge": judge} | ({"runs": runs} if "runs" in _fields(benchmark) else {})
    replaced: Benchmark = dataclasses.replace(benchmark, **options)  # type: ignore[type-var]
    return replaced


def _fields(benchmark: Benchmark) -> set[str]:
    return {one.name for one in dataclasses.fields(benchmark)} if dataclasses.is_dataclass(benchmark) else set()


class Collector:
    """A judge that grades nothing, and notes what it would be asked."""

    name = "nobody"

    def __init__(self) -> None:
        """Begin with nothing."""
        self.requests: list[Request] = []

    def __call__(self, request: Request) -> str:
        """Note the request, and answer so that it is not asked again."""
        self.requests.append(request)
        return "0.0"


class KeptJudge:
    """A model at an endpoint that grades; use it as a context manager."""

    def __init__(self, name: str, base_url: str | None, timeout_s: float, terms: Terms, lines: Lines) -> None:
        """Read the replies that are there."""
        self.name, self._base_url, self._timeout_s, self._terms, self._lines = name, base_url, timeout_s, terms, lines
        self._replies: dict[str, list[str]] = defaultdict(list)
        self._used: Counter[str] = Counter()
        for row in lines.rows:
            self._replies[str(row["request"])].append(str(row["reply"]))
        self._runner = asyncio.Runner()

    def __enter__(self) -> Self:
        """Open a loop; the connections are made in it."""
        self._endpoint, self._asker = self._runner.run(self._open())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close connections and loop."""
        self._runner.run(self._endpoint.aclose())
        self._runner.close()

    def __call__(self, request: Request) -> str:
        """Return the next reply to a request: a kept one, or a new one.

        Raises:
            StoppedEarlyError: the judge does not answer.
            ModelError: it never will.

        """
        key = self._key(request)
        if self._used[key] >= len(self._replies[key]):
            self._runner.run(self._ask(request))
        self._used[key] += 1
        return self._replies[key][self._used[key] - 1]

    def prepare(self, requests: Sequence[Request]) -> None:
        """Ask, many at once, what will be asked and has no reply yet; errors as when called."""
        wanted: Counter[str] = Counter()
        open_ones = []
        for request in requests:
            key = self._key(request)
            wanted[key] += 1
            if wanted[key] > len(self._replies[key]):
                open_ones.append(request)
        self._runner.run(drive(iter(open_ones), self._ask, self._terms.concurrency))

    async def _open(self) -> tuple[Endpoint, Asker]:
        endpoint = Endpoint(self.name, self._base_url, self._timeout_s)
        return endpoint, Asker(self._terms.concurrency, self._terms.patience_s, self._terms.pause_s)

    async def _ask(self, request: Request) -> None:
        async def send() -> str:
            return await self._endpoint.answer(
                request.prompt, temperature=request.temperature, max_tokens=request.max_tokens
            )

        try:
            reply = await self._asker.ask(send)
        except RefusedError:
            reply = ""
        except GivenUpError as error:
            message = f"the judge {self.name} did not answer ({error}): give the same command again to go on"
            raise StoppedEarlyError(message) from error
        key = self._key(request)
        self._replies[key].append(reply)
        self._lines.add({"request": key, "reply": reply})

    def _key(self, request: Request) -> str:
        content = msgspec.json.encode([self.name, request.prompt, request.temperature, request.max_tokens])
        return hashlib.sha256(content).hexdigest()
