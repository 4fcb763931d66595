"""Questions to an endpoint, answers to whoever keeps them. Touches the network.

An answer is handed on as soon as it is there; a question without one for a passing reason stays open.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from datagen import llm
from train.ask.endpoints import MODEL, Terms, connect, errors_as_ours, failure_of
from train.ask.picture import message_of
from train.ask.query import Outcome, Query
from train.data.images import BrokenImageError
from train.errors import StoppedEarlyError

GO_ON = "every answer so far is kept: give the same command again to go on"


@dataclass(frozen=True, slots=True)
class RemoteModel:
    """A model at an endpoint, and the longest answer that it may give, in tokens."""

    name: str
    base_url: str | None
    max_tokens: int


def ask_all(
    queries: Iterator[Query],
    model: RemoteModel,
    terms: Terms,
    keep: Callable[[Outcome], None],
    tell: Callable[[str], None],
) -> list[str]:
    """Ask every question, keep what came of it, and return the settings that the endpoint did not take.

    `tell` is given what to show while it goes on.

    Raises:
        StoppedEarlyError: the endpoint is down, questions stay open, or the process was asked to end.
        ModelError: every question would fail alike.

    """
    with errors_as_ours():
        return asyncio.run(_Asking(model, terms, keep, tell).run(queries))


class _Asking:
    """The asking of one run, until every question has its outcome or somebody stops it."""

    def __init__(
        self, model: RemoteModel, terms: Terms, keep: Callable[[Outcome], None], tell: Callable[[str], None]
    ) -> None:
        self._model, self._keep, self._tell = model, keep, tell
        self._chat = connect(model.base_url, MODEL, terms.timeout_s)
        self._asker = llm.Asker(self._chat, self._keep_reply, terms.concurrency, terms.patience_s, terms.pause_s)
        self._left_open: list[str] = []
        self._ending: llm.DatagenError | None = None

    async def run(self, queries: Iterator[Query]) -> list[str]:
        try:
            with llm.stopped_by_signals(self._asker, self._tell_of_stop):
                await llm.drive(queries, self._work, self._asker.concurrency)
        finally:
            await self._chat.aclose()
        if self._ending is not None:
            raise self._ending
        if self._asker.stopping:
            raise StoppedEarlyError(GO_ON)
        await self._asker.keep_refusals()
        if self._left_open:
            message = f"{len(self._left_open):,} questions got no answer though others did ({self._left_open[0]}): "
            message += "give the same command again to ask them"
            raise StoppedEarlyError(message)
        return self._chat.conceded

    async def _work(self, query: Query) -> None:
        """See one question to its outcome.

        What ends the run for one ends it for all, but what others have in flight is paid for and waited for.
        """
        if self._asker.stopping:
            return
        try:
            message = await asyncio.to_thread(message_of, query)
        except BrokenImageError as error:
            self._keep(Outcome(query.id, "", str(error)))
            return
        request = llm.ChatRequest(query.id, 1, self._model.name, (message,), 0.0, self._model.max_tokens)
        try:
            await self._asker.ask(request)
        except llm.GivenUpError as error:
            self._left_open.append(str(error))
        except llm.StoppingError:
            pass
        except (llm.StoppedEarlyError, llm.EndpointSettingsError) as error:
            self._ending = self._ending or error
            self._asker.stop()

    async def _keep_reply(self, reply: llm.Reply) -> None:
        failure = failure_of(reply)
        self._keep(Outcome(reply.job, "" if failure else (reply.text or reply.refusal or "").strip(), failure))

    def _tell_of_stop(self, _: str) -> None:
        count = self._asker.gate.in_flight
        self._tell(f"stopping: waiting for {count} answers; press Ctrl-C again to drop them")
