"""Requests to replies: bounded, adaptive, tried again. Touches only a ChatModel.

A request that fails for a passing reason is tried again, as `retry` says. If nothing at all gets through for as long as
`patience_s`, the endpoint is down and the run stops; a request that fails while others succeed is given up for this run
and stays unanswered, which is not a rejection.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from tenacity import AsyncRetrying, RetryCallState

from datagen.chat import ChatModel, ChatRequest, Reply, Usage
from datagen.errors import EndpointBusyError, EndpointSettingsError, RequestRefusedError, StoppedEarlyError
from datagen.llm.retry import Gate, retrying

REFUSALS_BEFORE_ANY_ANSWER = 16
"""This many refusals and not one answer: the fault is not the requests', but a setting's."""

SIGNALS = (signal.SIGINT, signal.SIGTERM)

Item = TypeVar("Item")


class GivenUpError(Exception):
    """A request that got no answer while others did; it stays open for the next run."""


class StoppingError(Exception):
    """The request was not sent because `Asker.stop` was called; it stays open for the next run."""


@dataclass
class Asker:
    """Sends requests to one ChatModel and hands every answer to `keep` before anybody else sees it.

    `concurrency`: requests in flight at the most. `patience_s`: how long to try again. `pause_s`: the first pause.
    """

    model: ChatModel
    keep: Callable[[Reply], Awaitable[None]]
    concurrency: int
    patience_s: float = 600.0
    pause_s: float = 1.0
    clock: Callable[[], float] = time.monotonic
    gate: Gate = field(init=False)
    answers: int = field(init=False, default=0)
    completion_tokens: int = field(init=False, default=0)
    retries: int = field(init=False, default=0)
    trouble: str = field(init=False, default="")
    _stopping: asyncio.Event = field(init=False, default_factory=asyncio.Event)
    _last_answer: float = field(init=False, default=-1.0)
    _unkept_refusals: list[Reply] = field(init=False, default_factory=list)
    _retrying: AsyncRetrying = field(init=False)

    def __post_init__(self) -> None:
        """Open the gate and set the policy."""
        self.gate = Gate(self.concurrency, self.clock)
        self._retrying = retrying(self.patience_s, self.pause_s, self._sleep, self._note)

    @property
    def stopping(self) -> bool:
        """Whether `stop` was called."""
        return self._stopping.is_set()

    def stop(self) -> None:
        """Send nothing more; what is in flight is still waited for and kept."""
        self._stopping.set()

    async def ask(self, request: ChatRequest) -> Reply:
        """Return the answer once it is kept; a refusal is an answer too.

        Raises:
            GivenUpError: no answer, though the endpoint is up.
            EndpointSettingsError: every request would fail alike.
            StoppedEarlyError: the endpoint is down.
            StoppingError: `stop` was called before the request went out.

        """
        started = self.clock()
        try:
            reply: Reply = await self._retrying.copy()(self._once, request)
        except EndpointBusyError as error:
            if self._last_answer > started:
                raise GivenUpError(str(error)) from error
            message = f"the endpoint gave no answer for {self.patience_s:.0f} s: {error}"
            raise StoppedEarlyError(message) from error
        except RequestRefusedError as error:
            return await self._refuse(request, error, self.clock() - started)
        self._last_answer = self.clock()
        self.answers += 1
        self.completion_tokens += reply.usage.completion_tokens
        if self._unkept_refusals:
            await self.keep_refusals()
        await self.keep(reply)
        return reply

    async def keep_refusals(self) -> None:
        """Keep the refusals that came before the first answer."""
        refusals, self._unkept_refusals = self._unkept_refusals, []
        for reply in refusals:
            await self.keep(reply)

    async def _once(self, request: ChatRequest) -> Reply:
        async with self.gate.pass_through():
            if self._stopping.is_set():
                raise StoppingError
            reply = await self.model.complete(request)
        self.gate.widen()
        return reply

    async def _refuse(self, request: ChatRequest, error: RequestRefusedError, latency_s: float) -> Reply:
        """Record a refusal; before the first answer only in memory, as it may be a wrong setting after all."""
        reply = Reply(
            fingerprint=request.fingerprint,
            job=request.job,
            attempt=request.attempt,
            text="",
            finish_reason="refused",
            usage=Usage(),
            model=request.model,
            latency_s=latency_s,
            refusal=str(error),
        )
        if self._last_answer >= 0:
            await self.keep(reply)
            return reply
        self._unkept_refusals.append(reply)
        if len(self._unkept_refusals) >= REFUSALS_BEFORE_ANY_ANSWER:
            message = f"the endpoint refused each of the first {REFUSALS_BEFORE_ANY_ANSWER} requests: {error}"
            raise EndpointSettingsError(message)
        return reply

    async def _sleep(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)

    def _note(self, state: RetryCallState) -> None:
        self.retries += 1
        self.trouble = str(state.outcome.exception()) if state.outcome else ""
        self.gate.narrow()


async def drive(items: Iterator[Item], work: Callable[[Item], Awaitable[None]], workers: int) -> None:
    """Run `work` on every item, at most `workers` at a time, taking items only as they are needed.

    The first error ends all work and is raised as it is.
    """

    async def worker() -> None:
        for item in items:
            await work(item)
            await asyncio.sleep(0)

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(workers):
                group.create_task(worker())
    except BaseExceptionGroup as errors:
        raise errors.exceptions[0] from None


@contextlib.contextmanager
def stopped_by_signals(asker: Asker, tell: Callable[[str], None]) -> Iterator[None]:
    """On Ctrl-C or SIGTERM send nothing more and wait for what is in flight; on the next one do not wait any more.

    `tell` is given the first signal's name. Whoever uses this looks at `asker.stopping` afterwards.
    """
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    assert task is not None

    def on_signal(name: str) -> None:
        if asker.stopping:
            task.cancel()
            return
        asker.stop()
        tell(name)

    for number in SIGNALS:
        loop.add_signal_handler(number, on_signal, number.name)
    try:
        yield
    except asyncio.CancelledError:
        if not asker.stopping:
            raise
    finally:
        for number in SIGNALS:
            loop.remove_signal_handler(number)
