"""The whole way from annotations to the finished run folder. Reads and writes files, asks an LLM."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
from rich.console import Console

from datagen import run_file
from datagen.errors import EndpointSettingsError, RunFolderError, StoppedEarlyError
from datagen.finish import finish
from datagen.job import Job
from datagen.judge import JudgeRules, attempts
from datagen.llm.ask import Asker, GivenUpError, StoppingError, drive
from datagen.llm.endpoint import Endpoint, open_endpoint
from datagen.prepare import Prepared, prepare
from datagen.progress import Progress, spent
from datagen.report.run_counts import Tally
from datagen.run.folder import PROMPTS, RUN, RunFolder, read_run
from datagen.settings import Prices
from datagen.verdicts import DEFAULT, Selection
from datagen.writer.compose import TEMPLATE


def build(prepared: Prepared, console: Console) -> Tally:
    """Ask for every reply that is not there yet, then write the finished files.

    Raises:
        StoppedEarlyError: stopped before the end; the folder holds everything so far, finished files included.
        EndpointSettingsError: the endpoint takes no request of this run; the same holds.

    """
    if prepared.settings.llm == TEMPLATE:
        return _write_from_facts(prepared)
    endpoint = open_endpoint(prepared.settings)
    rules = prepared.rules(endpoint.model)
    if prepared.images is not None:
        console.print(f"reading {len(set(prepared.plan.images))} images, for their hashes", highlight=False)
    with RunFolder(prepared.out) as folder:
        _write_run_file(prepared, endpoint.model, folder)
        try:
            asyncio.run(_Asking(prepared, rules, endpoint, folder, console).run())
        except (StoppedEarlyError, EndpointSettingsError) as error:
            tally = finish(prepared.plan, rules, folder)
            message = f"{error}\n{_so_far(tally, folder)}"
            raise type(error)(message) from error
        tally = finish(prepared.plan, rules, folder)
        if tally.unanswered:
            message = f"{tally.unanswered} jobs got no answer\n{_so_far(tally, folder)}"
            raise StoppedEarlyError(message)
    return tally


def _write_from_facts(prepared: Prepared) -> Tally:
    """Write every sample from facts: there is nothing to ask, to wait for or to keep."""
    with RunFolder(prepared.out) as folder:
        _write_run_file(prepared, TEMPLATE, folder)
        return finish(prepared.plan, prepared.rules(TEMPLATE), folder)


def rejudge(
    path: Path, coco_folder: Path | None = None, on_fail: tuple[str, ...] = (), selection: Selection = DEFAULT
) -> Tally:
    """Rebuild the finished files of a run folder from its replies, prompts and settings, asking nothing.

    `on_fail` changes the folder's table of actions, and run.json says so. `selection` is what goes into the training
    file this time.
    """
    run = read_run(path)
    if run is None:
        message = f"{path} has no run.json: is it the --out folder of `datagen build`?"
        raise RunFolderError(message)
    settings = run_file.settings_of(path, run)
    settings = replace(settings, on_fail=settings.on_fail + on_fail)
    if coco_folder is not None:
        settings = replace(settings, coco=coco_folder)
    prepared = prepare(settings, path)
    if prepared.annotations.digests != run["annotations"]["files_sha256"]:
        message = f"the annotations in {settings.coco} are not the ones that {path} was made from"
        raise RunFolderError(message)
    with RunFolder(path) as folder:
        if on_fail:
            run["settings"]["on_fail"] = prepared.actions
            _write_json(RUN, run, folder)
        return finish(prepared.plan, prepared.rules(settings.model or ""), folder, closed=True, selection=selection)


def _write_run_file(prepared: Prepared, model: str, folder: RunFolder) -> None:
    """Write run.json and a copy of the prompts, unless the folder belongs to other settings."""
    run = run_file.describe(prepared.settings, model, prepared.annotations, prepared.prompts, prepared.plan)
    old = read_run(folder.path)
    if old is not None:
        run_file.check_same(folder.path, old, run)
    if prepared.images is not None:
        prepared.images.record(folder.path, prepared.plan.images)
        run["images"] = prepared.images.report()
    for name, text in prepared.prompts.files.items() if prepared.settings.llm != TEMPLATE else ():
        folder.write_text(f"{PROMPTS}/{name}", text)
    _write_json(RUN, run, folder)


def _write_json(name: str, content: dict[str, Any], folder: RunFolder) -> None:
    folder.write_text(name, msgspec.json.format(msgspec.json.encode(content), indent=2).decode() + "\n")


def _so_far(tally: Tally, folder: RunFolder) -> str:
    return (
        f"{tally.done} of {tally.jobs} jobs are done, {tally.accepted.total()} accepted, and all of it is kept in "
        f"{folder.path}: run the same command again to go on"
    )


class _Asking:
    """The asking of one run: jobs in, replies kept, until all are answered or somebody stops it."""

    def __init__(
        self, prepared: Prepared, rules: JudgeRules, endpoint: Endpoint, folder: RunFolder, console: Console
    ) -> None:
        self.plan, self.rules, self.folder, self.console = prepared.plan, rules, folder, console
        self.chat, self.concurrency = endpoint.chat, endpoint.concurrency
        self.prices, self.budget = Prices.of(prepared.settings), prepared.settings.budget
        self.tally = Tally(jobs=len(prepared.plan))
        self.asker = Asker(endpoint.chat, folder.append, endpoint.concurrency, prepared.settings.patience)
        self.progress = Progress(self.tally, self.asker, self.prices, endpoint.notices, console, known=len(folder))
        self.ending: StoppedEarlyError | EndpointSettingsError | None = None

    async def run(self) -> None:
        watching = asyncio.create_task(self.progress.watch())
        try:
            with self._stop_on_signals():
                await drive(self.plan.to_send(), self._work, self.concurrency)
            if self.ending is None:
                await self.asker.keep_refusals()
        except asyncio.CancelledError:
            if self.ending is None:
                raise
        finally:
            watching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watching
            await self.folder.drain()
            await self.chat.aclose()
        if self.ending is not None:
            raise self.ending

    async def _work(self, job: Job) -> None:
        """See one job to its outcome, unless its requests get no answer or the run is stopping.

        What ends the run for one request ends it for all, but what others have in flight is paid for and waited for.
        """
        exchange = attempts(job, self.rules)
        request = next(exchange)
        while True:
            try:
                reply = self.folder.find(request.fingerprint) or await self.asker.ask(request)
            except GivenUpError:
                self.tally.unanswered += 1
                return
            except StoppingError:
                return
            except (StoppedEarlyError, EndpointSettingsError) as error:
                self._stop(error)
                return
            self.tally.add_reply(reply)
            self._mind_the_budget()
            try:
                request = exchange.send(reply)
            except StopIteration as end:
                self.tally.add_outcome(end.value)
                return

    def _mind_the_budget(self) -> None:
        if self.prices and self.budget is not None and spent(self.tally, self.prices) >= self.budget:
            self._stop(StoppedEarlyError(f"the budget of ${self.budget:g} is spent"))

    def _stop(self, why: StoppedEarlyError | EndpointSettingsError) -> None:
        self.ending = self.ending or why
        self.asker.stop()

    @contextlib.contextmanager
    def _stop_on_signals(self) -> Iterator[None]:
        """First Ctrl-C: wait for what is in flight, which is paid for. Second: do not wait."""
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task is not None

        def on_signal(name: str) -> None:
            if self.asker.stopping:
                task.cancel()
                return
            self._stop(StoppedEarlyError(f"stopped by {name}"))
            count = self.asker.gate.in_flight
            self.console.print(f"stopping: waiting for {count} requests in flight; press Ctrl-C again to drop them")

        signals = (signal.SIGINT, signal.SIGTERM)
        try:
            for number in signals:
                loop.add_signal_handler(number, on_signal, number.name)
            yield
        finally:
            for number in signals:
                loop.remove_signal_handler(number)
