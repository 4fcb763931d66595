"""What the end of a run leaves in its folder: a stock checkpoint, what could not be used, no intermediate checkpoints.

Nothing is removed before what comes of it is durable: cut off anywhere, the same command ends with the same folder.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from train.checkpoint.export import copy_trained, write_stock
from train.checkpoint.folder import latest, remove_all_but
from train.checkpoint.run_file import StageRun
from train.files import write_json
from train.fit.ranks import Ranks
from train.fit.sample_counts import SampleCounts
from train.model.connectors import EXPORTABLE
from train.stages.prepare import PreparedStage, Settings

PROBLEMS = "problems.json"


def tell(counts: SampleCounts, out: Path, ranks: Ranks) -> None:
    """Say what the run could not use, and keep it in OUT/problems.json."""
    if not ranks.main or not (lines := counts.lines()):
        return
    for line in lines:
        ranks.say(line)
    write_json(out / PROBLEMS, counts.as_json())


def tell_after_error(counts: SampleCounts, out: Path, ranks: Ranks) -> None:
    """Say what this rank knows: the others may be gone, so they are not asked, and no file claims to hold theirs."""
    if ranks.count == 1:
        tell(counts, out, ranks)
    elif lines := counts.lines():
        ranks.say("\n".join(("since the last checkpoint, these are of the first process alone:", *lines)))


def finish(prepared: PreparedStage) -> None:
    """Turn the last checkpoint into a complete stock one."""
    out, ranks = prepared.settings.out, prepared.ranks
    ranks.wait()
    checkpoint = latest(out)
    if not ranks.main or checkpoint is None:
        return
    tell(SampleCounts.load(checkpoint), out, ranks)
    if prepared.run.recipe.connector in EXPORTABLE:
        write_stock(checkpoint, out)
        return
    copy_trained(checkpoint, out)
    replace(prepared.run, finished=True).save(out)


def clear(settings: Settings, ranks: Ranks) -> None:
    """Remove the checkpoints of a finished run that are not to be kept."""
    if not ranks.main:
        return
    run = StageRun.load(settings.out)
    if run is not None and run.finished and (removed := remove_all_but(settings.out, settings.keep_checkpoints)):
        names = " and ".join(folder.name for folder in removed)
        ranks.say(f"removed {names}: {settings.out} holds what they led to (--keep-checkpoints N leaves the last N)")
