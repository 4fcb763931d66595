"""The whole way from annotations to the finished run folder. Reads and writes files, asks an LLM."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
from rich.console import Console

from datagen import run_file
from datagen.asking import Asking
from datagen.errors import EndpointSettingsError, RunFolderError, StoppedEarlyError
from datagen.finish import finish
from datagen.judge import JudgeRules
from datagen.llm.ask import Asker
from datagen.llm.opening import open_llm
from datagen.prepare import Prepared, prepare
from datagen.progress import BuildProgress
from datagen.replay import Replay
from datagen.report.run_counts import Tally
from datagen.run.folder import PROMPTS, RUN, WORDS, RunFolder, read_run
from datagen.settings import BuildSettings, Prices
from datagen.verdicts import DEFAULT, Selection


def build(settings: BuildSettings, prepared: Prepared, console: Console) -> Tally:
    """Ask for every reply that is not there yet, then write the finished files.

    Raises:
        StoppedEarlyError: stopped before the end; the folder holds everything so far, finished files included.
        EndpointSettingsError: the endpoint takes no request of this run; the same holds.

    """
    plan = prepared.plan
    if not prepared.rules.llm.is_asked:
        return _write_from_facts(settings, prepared)
    llm = open_llm(settings)
    rules = replace(prepared.rules, model=llm.model)
    if rules.images is not None:
        console.print(f"reading {len(set(plan.images))} images, for their hashes")
    with RunFolder(prepared.out) as folder:
        _claim(folder, run_file.describe(settings, prepared.annotations, plan, rules), rules, prepared)
        asker = Asker(llm.chat, folder.append, llm.concurrency, settings.patience)
        tally = Tally(jobs=len(plan))
        progress = BuildProgress(tally, asker, Prices.of(settings), llm.notices, console, known=len(folder))
        asking = Asking(rules, folder, asker, progress, settings.budget)
        replay = Replay(rules, folder, findings_of=asking.cache.take)
        try:
            asyncio.run(asking.run(plan.to_send()))
        except (StoppedEarlyError, EndpointSettingsError) as error:
            message = f"{error}\n{_so_far(finish(plan, replay), folder)}"
            raise type(error)(message) from error
        tally = finish(plan, replay)
        if tally.unanswered:
            message = f"{tally.unanswered} jobs got no answer\n{_so_far(tally, folder)}"
            raise StoppedEarlyError(message)
    return tally


def _write_from_facts(settings: BuildSettings, prepared: Prepared) -> Tally:
    """Write every sample from facts: there is nothing to ask, to wait for or to keep."""
    plan, rules = prepared.plan, replace(prepared.rules, model=prepared.rules.llm.name)
    with RunFolder(prepared.out) as folder:
        _claim(folder, run_file.describe(settings, prepared.annotations, plan, rules), rules, prepared)
        return finish(plan, Replay(rules, folder))


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
    if run.get(WORDS) != run_file.words_hash(prepared.annotations):
        message = f"{path / WORDS} was changed since the run: to use other words, run build again with --words"
        raise RunFolderError(message)
    with RunFolder(path) as folder:
        if on_fail:
            run["settings"]["on_fail"] = prepared.rules.actions
            _write_json(RUN, run, folder)
        return finish(prepared.plan, Replay(prepared.rules, folder, closed=True), selection)


def _claim(folder: RunFolder, run: dict[str, Any], rules: JudgeRules, prepared: Prepared) -> None:
    """Write run.json, copies of prompts and words, and the images' hashes, unless the folder is another run's."""
    old = read_run(folder.path)
    if old is not None:
        run_file.check_same(folder.path, old, run)
    if rules.images is not None:
        rules.images.record(folder.path, prepared.plan.images)
        run["images"] = rules.images.report()
    for name, text in rules.prompts.files.items() if rules.llm.is_asked else ():
        folder.write_text(f"{PROMPTS}/{name}", text)
    if WORDS in run:
        folder.write_text(WORDS, prepared.annotations.words.text)
    else:
        (folder.path / WORDS).unlink(missing_ok=True)
    _write_json(RUN, run, folder)


def _write_json(name: str, content: dict[str, Any], folder: RunFolder) -> None:
    folder.write_text(name, msgspec.json.format(msgspec.json.encode(content), indent=2).decode() + "\n")


def _so_far(tally: Tally, folder: RunFolder) -> str:
    return (
        f"{tally.done} of {tally.jobs} jobs are done, {tally.accepted.total()} accepted, and all of it is kept in "
        f"{folder.path}: run the same command again to go on"
    )
