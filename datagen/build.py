"""The whole way from annotations to the finished run folder. Reads and writes files, asks an LLM."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
from rich.console import Console

from datagen import coco, prompts, run_file
from datagen.ask import Asker, GivenUpError, StoppingError, drive
from datagen.coco import Annotations
from datagen.endpoint import Endpoint, open_endpoint
from datagen.errors import EndpointSettingsError, RunFolderError, StoppedEarlyError
from datagen.finish import finish
from datagen.job import Job
from datagen.judge import Desk, attempts
from datagen.plan import Plan, make_plan, parse_mix
from datagen.progress import Progress, spent
from datagen.prompts import Prompts
from datagen.settings import BuildSettings, Prices
from datagen.store import PROMPTS, RUN, RunFolder, read_run
from datagen.tally import Tally


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything that is known before the first request."""

    settings: BuildSettings
    annotations: Annotations
    prompts: Prompts
    plan: Plan

    @property
    def out(self) -> Path:
        """The run folder."""
        return self.settings.out or Path("out") / self.annotations.sources.split

    def desk(self, model: str) -> Desk:
        """Return the desk of a run with this model."""
        settings = self.settings
        return Desk(
            prompts=self.prompts,
            llm=settings.llm,
            model=model,
            temperature=settings.temperature,
            max_tokens=settings.max_tokens,
            max_attempts=settings.max_attempts,
            seed=settings.seed,
            structured=settings.structured,
            extra_body=settings.extra_fields(),
        )


def prepare(settings: BuildSettings, prompts_folder: Path | None = None) -> Prepared:
    """Read annotations and prompts, and make the plan."""
    mix = parse_mix(settings.mix)
    loaded = prompts.load(prompts_folder or settings.prompts or prompts.default_folder())
    annotations = coco.read(coco.find(settings.coco, settings.split))
    box_counts = annotations.box_counts()
    plan = make_plan(annotations, box_counts, mix, settings.count or len(annotations), settings.seed)
    return Prepared(settings, annotations, loaded, plan)


def build(prepared: Prepared, console: Console) -> Tally:
    """Ask for every reply that is not there yet, then write the finished files.

    Raises:
        StoppedEarlyError: stopped before the end; the folder holds everything so far, finished files included.
        EndpointSettingsError: the endpoint takes no request of this run; the same holds.

    """
    endpoint = open_endpoint(prepared.settings)
    desk = prepared.desk(endpoint.model)
    with RunFolder(prepared.out) as folder:
        _write_run_file(prepared, endpoint.model, folder)
        try:
            asyncio.run(_Asking(prepared, desk, endpoint, folder, console).run())
        except (StoppedEarlyError, EndpointSettingsError) as error:
            tally = finish(prepared.plan, desk, folder)
            message = f"{error}\n{_so_far(tally, folder)}"
            raise type(error)(message) from error
        tally = finish(prepared.plan, desk, folder)
        if tally.unanswered:
            message = f"{tally.unanswered} jobs got no answer\n{_so_far(tally, folder)}"
            raise StoppedEarlyError(message)
    return tally


def rejudge(path: Path, coco_folder: Path | None = None) -> Tally:
    """Rebuild the finished files of a run folder from its replies, prompts and settings, asking nothing."""
    run = read_run(path)
    if run is None:
        message = f"{path} has no run.json: is it the --out folder of `datagen build`?"
        raise RunFolderError(message)
    settings = run_file.settings_of(path, run)
    if coco_folder is not None:
        settings = replace(settings, coco=coco_folder)
    prepared = prepare(settings, path / PROMPTS)
    if prepared.annotations.digests != run["annotations"]["files_sha256"]:
        message = f"the annotations in {settings.coco} are not the ones that {path} was made from"
        raise RunFolderError(message)
    with RunFolder(path) as folder:
        return finish(prepared.plan, prepared.desk(settings.model or ""), folder)


def _write_run_file(prepared: Prepared, model: str, folder: RunFolder) -> None:
    """Write run.json and a copy of the prompts, unless the folder belongs to other settings."""
    run = run_file.describe(prepared.settings, model, prepared.annotations, prepared.prompts, prepared.plan)
    old = read_run(folder.path)
    if old is not None:
        run_file.check_same(folder.path, old, run)
    for name, text in prepared.prompts.files.items():
        folder.write_text(f"{PROMPTS}/{name}", text)
    folder.write_text(RUN, msgspec.json.format(msgspec.json.encode(run), indent=2).decode() + "\n")


def _so_far(tally: Tally, folder: RunFolder) -> str:
    return (
        f"{tally.done} of {tally.jobs} jobs are done, {tally.accepted.total()} accepted, and all of it is kept in "
        f"{folder.path}: run the same command again to go on"
    )


class _Asking:
    """The asking of one run: jobs in, replies kept, until all are answered or somebody stops it."""

    def __init__(self, prepared: Prepared, desk: Desk, endpoint: Endpoint, folder: RunFolder, console: Console) -> None:
        self.plan, self.desk, self.folder, self.console = prepared.plan, desk, folder, console
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
        course = attempts(job, self.desk)
        request = next(course)
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
                request = course.send(reply)
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
