"""The asking of one run: jobs in, replies kept, until all are answered or somebody stops it. Asks an LLM."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator

from datagen.errors import EndpointSettingsError, StoppedEarlyError
from datagen.findings_cache import FindingsCache
from datagen.job import Job
from datagen.judge import JudgeRules, attempts
from datagen.llm.ask import Asker, GivenUpError, StoppingError, drive, stopped_by_signals
from datagen.progress import BuildProgress, spent
from datagen.run.folder import RunFolder


class Asking:
    """Jobs to replies in the run folder; `progress` shows the tally that this counts in, and knows the prices.

    `cache` gets what the checks find in the replies.
    """

    def __init__(
        self, rules: JudgeRules, folder: RunFolder, asker: Asker, progress: BuildProgress, budget: float | None
    ) -> None:
        """Ask nothing yet; `budget` is in US dollars."""
        self.cache = FindingsCache()
        self._rules, self._folder, self._asker, self._progress = rules, folder, asker, progress
        self._tally, self._budget = progress.tally, budget
        self._ending: StoppedEarlyError | EndpointSettingsError | None = None

    async def run(self, jobs: Iterator[Job]) -> None:
        """Ask for all that has no reply yet.

        Raises:
            StoppedEarlyError: a signal, the budget, a full disk or an endpoint that stays down ended it.
            EndpointSettingsError: the endpoint takes no request of this run.

        """
        watching = asyncio.create_task(self._progress.watch())
        try:
            with stopped_by_signals(self._asker, self._told_to_stop):
                await drive(jobs, self._work, self._asker.concurrency)
            if self._ending is None:
                await self._asker.keep_refusals()
        finally:
            watching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watching
            await self._folder.drain()
            await self._asker.model.aclose()
        if self._ending is not None:
            raise self._ending

    async def _work(self, job: Job) -> None:
        """See one job to its outcome, unless its requests get no answer or the run is stopping.

        What ends the run for one request ends it for all, but what others have in flight is paid for and waited for.
        """
        exchange = attempts(job, self._rules, self.cache.keep)
        request = next(exchange)
        while True:
            try:
                reply = self._folder.find(request.fingerprint) or await self._asker.ask(request)
            except GivenUpError:
                self._tally.unanswered += 1
                return
            except StoppingError:
                return
            except (StoppedEarlyError, EndpointSettingsError) as error:
                self._stop(error)
                return
            self._tally.add_reply(reply)
            self._mind_the_budget()
            try:
                request = exchange.send(reply)
            except StopIteration as end:
                self._tally.add_outcome(end.value)
                return

    def _mind_the_budget(self) -> None:
        prices = self._progress.prices
        if prices and self._budget is not None and spent(self._tally, prices) >= self._budget:
            self._stop(StoppedEarlyError(f"the budget of ${self._budget:g} is spent"))

    def _stop(self, why: StoppedEarlyError | EndpointSettingsError) -> None:
        self._ending = self._ending or why
        self._asker.stop()

    def _told_to_stop(self, name: str) -> None:
        """Say what is waited for: the asker sends nothing more, and what is in flight is paid for."""
        self._stop(StoppedEarlyError(f"stopped by {name}"))
        waiting = f"stopping: waiting for {self._asker.gate.in_flight} requests in flight"
        self._progress.console.print(f"{waiting}; press Ctrl-C again to drop them")
