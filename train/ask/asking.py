"""Questions to an endpoint, answers to whoever keeps them. Touches the network.

An answer is handed on as soon as it is there; a question without one for a passing reason stays open.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from train.ask.endpoint import Endpoint, RefusedError
from train.ask.patience import Asker, GivenUpError, StoppingError, drive
from train.ask.picture import picture_and_text
from train.ask.query import Query, Reply
from train.data.images import BrokenImageError
from train.errors import StoppedEarlyError

SIGNALS = (signal.SIGINT, signal.SIGTERM)


@dataclass(frozen=True, slots=True)
class Terms:
    """How an endpoint is asked: the longest answer, requests in flight, and how long to try again."""

    max_tokens: int
    concurrency: int
    patience_s: float
    pause_s: float = 1.0


def ask_all(
    queries: Iterator[Query], endpoint: Callable[[], Endpoint], terms: Terms, keep: Callable[[Reply], None]
) -> list[str]:
    """Ask every question, keep every reply, and return the settings that the endpoint did not take.

    Raises:
        StoppedEarlyError: the endpoint is down, questions stay open, or the process was asked to end.
        ModelError: every question would fail alike.

    """
    return asyncio.run(_ask_all(queries, endpoint, terms, keep))


async def _ask_all(
    queries: Iterator[Query], make: Callable[[], Endpoint], terms: Terms, keep: Callable[[Reply], None]
) -> list[str]:
    endpoint, asker = make(), Asker(terms.concurrency, terms.patience_s, terms.pause_s)
    left_open: list[str] = []
    early: list[Reply] = []

    def kept(reply: Reply) -> None:
        """Keep it; a refusal before the first answer waits, as it may be a wrong setting after all."""
        if reply.failure and not asker.has_answered:
            early.append(reply)
            return
        for one in (*early, reply):
            keep(one)
        early.clear()

    async def work(query: Query) -> None:
        if asker.stopping:
            return
        try:
            content = await asyncio.to_thread(picture_and_text, query.image, query.text)
        except BrokenImageError as error:
            keep(Reply(query.id, "", str(error)))
            return
        send = partial(endpoint.answer, content, temperature=0.0, max_tokens=terms.max_tokens)
        await _settle(query, asker, send, kept, left_open)

    try:
        with _stopped_by_signals(asker):
            await drive(queries, work, terms.concurrency)
    finally:
        await endpoint.aclose()
    for reply in early:
        keep(reply)
    if asker.stopping:
        message = "every answer so far is kept: give the same command again to go on"
        raise StoppedEarlyError(message)
    if left_open:
        message = f"{len(left_open):,} questions got no answer though others did ({left_open[0]}): "
        message += "give the same command again to ask them"
        raise StoppedEarlyError(message)
    return endpoint.conceded


async def _settle(
    query: Query,
    asker: Asker,
    send: Callable[[], Awaitable[str]],
    keep: Callable[[Reply], None],
    left_open: list[str],
) -> None:
    try:
        keep(Reply(query.id, (await asker.ask(send)).strip()))
    except RefusedError as error:
        keep(Reply(query.id, "", f"the endpoint refused: {error}"))
    except GivenUpError as error:
        left_open.append(str(error))
    except StoppingError:
        pass


@contextmanager
def _stopped_by_signals(asker: Asker) -> Iterator[None]:
    """On the first signal send nothing more and wait for what is in flight."""
    loop = asyncio.get_running_loop()
    for number in SIGNALS:
        loop.add_signal_handler(number, asker.stop)
    try:
        yield
    finally:
        for number in SIGNALS:
            loop.remove_signal_handler(number)
