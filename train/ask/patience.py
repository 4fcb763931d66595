"""Requests to answers: bounded, adaptive, patient.

What fails for a passing reason is tried again with growing pauses while fewer requests are in flight. If nothing gets
through for as long as the patience lasts, the endpoint is down and the run stops; a request that fails while others
succeed is given up for this run and stays open.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import TypeVar

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, stop_before_delay, wait_random_exponential

from train.ask.endpoint import BusyError, RefusedError
from train.errors import ModelError, StoppedEarlyError

MAX_PAUSE_S = 60.0
REFUSALS_BEFORE_ANY_ANSWER = 16
"""This many refusals and not one answer: the fault is not the questions', but a setting's."""
Item = TypeVar("Item")
Send = Callable[[], Awaitable[str]]


class GivenUpError(Exception):
    """A request that got no answer while others did; it stays open for the next run."""


class StoppingError(Exception):
    """The request was not sent because `Asker.stop` was called."""


class Gate:
    """How many requests may be in flight: halved when the endpoint is busy, and won back one by one."""

    def __init__(self, limit: int) -> None:
        """Start wide open."""
        self.widest, self.limit, self.in_flight = limit, float(limit), 0
        self._narrowed_at = -1.0
        self._freed = asyncio.Condition()

    @contextlib.asynccontextmanager
    async def pass_through(self) -> AsyncIterator[None]:
        """Wait for a place and hold it."""
        async with self._freed:
            await self._freed.wait_for(lambda: self.in_flight < int(self.limit))
            self.in_flight += 1
        try:
            yield
        finally:
            self.in_flight -= 1
            async with self._freed:
                self._freed.notify_all()

    def narrow(self) -> None:
        """Halve the limit, at most once a second: one overload answers many requests at once."""
        now = time.monotonic()
        if now - self._narrowed_at >= 1.0:
            self._narrowed_at, self.limit = now, max(1.0, self.limit / 2)

    def widen(self) -> None:
        """Win back one place a round of successes."""
        self.limit = min(float(self.widest), self.limit + 1 / self.limit)


class Asker:
    """Asks with patience; made and used inside one event loop. `pause_s` is the first pause."""

    def __init__(self, concurrency: int, patience_s: float, pause_s: float = 1.0) -> None:
        """Open the gate and set the policy."""
        self.gate = Gate(concurrency)
        self.retries = 0
        self._patience_s, self._pause_s = patience_s, pause_s
        self._stopping = asyncio.Event()
        self._last_answer = -1.0
        self._early_refusals = 0
        self._retrying = AsyncRetrying(
            retry=retry_if_exception_type(BusyError),
            stop=stop_before_delay(patience_s),
            wait=self._wait,
            sleep=self._sleep,
            before_sleep=self._note,
            reraise=True,
        )

    @property
    def stopping(self) -> bool:
        """Whether `stop` was called."""
        return self._stopping.is_set()

    def stop(self) -> None:
        """Send nothing more; what is in flight is still waited for."""
        self._stopping.set()

    async def ask(self, send: Send) -> str:
        """Return the answer.

        Raises:
            RefusedError: there is none to this request.
            GivenUpError: no answer, though the endpoint is up.
            ModelError: every request fails alike.
            StoppedEarlyError: the endpoint is down.
            StoppingError: `stop` was called before the request went out.

        """
        started = time.monotonic()
        try:
            text: str = await self._retrying.copy()(self._once, send)
        except BusyError as error:
            if self._last_answer > started:
                raise GivenUpError(str(error)) from error
            message = f"the endpoint gave no answer for {self._patience_s:.0f} s: {error}"
            raise StoppedEarlyError(message) from error
        except RefusedError as error:
            self._early_refusals += self._last_answer < 0
            if self._last_answer < 0 and self._early_refusals >= REFUSALS_BEFORE_ANY_ANSWER:
                message = f"the endpoint refused each of the first {REFUSALS_BEFORE_ANY_ANSWER} requests: {error}"
                raise ModelError(message) from error
            raise
        self._last_answer = time.monotonic()
        return text

    @property
    def has_answered(self) -> bool:
        """Whether anything got through."""
        return self._last_answer >= 0

    async def _once(self, send: Send) -> str:
        async with self.gate.pass_through():
            if self.stopping:
                raise StoppingError
            text = await send()
        self.gate.widen()
        return text

    def _wait(self, state: RetryCallState) -> float:
        """Seconds to wait: exponential with jitter, and never less than the endpoint asks for."""
        error = state.outcome.exception() if state.outcome else None
        asked_s = error.retry_after_s if isinstance(error, BusyError) else None
        return max(wait_random_exponential(multiplier=self._pause_s, max=MAX_PAUSE_S)(state), asked_s or 0.0)

    async def _sleep(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)

    def _note(self, _: RetryCallState) -> None:
        self.retries += 1
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
