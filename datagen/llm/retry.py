"""Trying again: how many requests may be in flight, and how long to wait before the next try. Touches nothing.

A request that fails for a passing reason is tried again with growing pauses while the number in flight shrinks.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, stop_before_delay, wait_random_exponential

from datagen.errors import EndpointBusyError

MAX_PAUSE_S = 60.0


class Gate:
    """How many requests may be in flight: halved when the endpoint is busy, and won back one by one."""

    def __init__(self, limit: int, clock: Callable[[], float]) -> None:
        """Start wide open."""
        self.widest = limit
        self.limit = float(limit)
        self.in_flight = 0
        self._clock = clock
        self._narrowed_at = -1.0
        self._waiting = 0
        self._freed = asyncio.Condition()

    @contextlib.asynccontextmanager
    async def pass_through(self) -> AsyncIterator[None]:
        """Wait for a place and hold it."""
        if self.in_flight >= int(self.limit):
            self._waiting += 1
            try:
                async with self._freed:
                    await self._freed.wait_for(lambda: self.in_flight < int(self.limit))
            finally:
                self._waiting -= 1
        self.in_flight += 1
        try:
            yield
        finally:
            self.in_flight -= 1
            if self._waiting:
                async with self._freed:
                    self._freed.notify_all()

    def narrow(self) -> None:
        """Halve the limit, at most once per second: one overload answers many requests at once."""
        now = self._clock()
        if now - self._narrowed_at >= 1.0:
            self._narrowed_at = now
            self.limit = max(1.0, self.limit / 2)

    def widen(self) -> None:
        """Win back one place a round of successes."""
        self.limit = min(float(self.widest), self.limit + 1 / self.limit)


def retrying(
    patience_s: float,
    pause_s: float,
    sleep: Callable[[float], Awaitable[None]],
    before_sleep: Callable[[RetryCallState], None],
) -> AsyncRetrying:
    """Return the policy: what is busy is tried again for so long, with a first pause of about `pause_s`."""

    def wait(state: RetryCallState) -> float:
        """Seconds to wait: exponential with jitter, and never less than the endpoint asks for."""
        error = state.outcome.exception() if state.outcome else None
        asked_s = error.retry_after_s if isinstance(error, EndpointBusyError) else None
        return max(wait_random_exponential(multiplier=pause_s, max=MAX_PAUSE_S)(state), asked_s or 0.0)

    return AsyncRetrying(
        retry=retry_if_exception_type(EndpointBusyError),
        stop=stop_before_delay(patience_s),
        wait=wait,
        sleep=sleep,
        before_sleep=before_sleep,
        reraise=True,
    )
