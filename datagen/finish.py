"""Stored replies to the run folder's finished files; asks nothing, so it can be run at any time."""

from __future__ import annotations

import contextlib

import msgspec

from datagen import records
from datagen.files import atomic_rows
from datagen.job import Job
from datagen.judge import Desk, attempts
from datagen.plan import Plan
from datagen.sample import Rejection, Sample
from datagen.store import LLAVA, REJECTIONS, REPORT, SAMPLES, RunFolder
from datagen.tally import Tally


def settle(job: Job, desk: Desk, folder: RunFolder, tally: Tally) -> Sample | Rejection | None:
    """Replay a job from its stored replies; None where one is missing."""
    course = attempts(job, desk)
    request = next(course)
    while True:
        reply = folder.find(request.fingerprint)
        if reply is None:
            tally.unanswered += 1
            return None
        tally.add_reply(reply)
        try:
            request = course.send(reply)
        except StopIteration as end:
            outcome: Sample | Rejection = end.value
            tally.add_outcome(outcome)
            return outcome


def finish(plan: Plan, desk: Desk, folder: RunFolder) -> Tally:
    """Write samples, rejections, the training file and the report, sorted by id, and return the counts."""
    tally = Tally(jobs=len(plan))
    with contextlib.ExitStack() as files:
        samples, rejections, training = (
            files.enter_context(atomic_rows(folder.path / name)) for name in (SAMPLES, REJECTIONS, LLAVA)
        )
        for job in plan.by_id():
            outcome = settle(job, desk, folder, tally)
            if isinstance(outcome, Sample):
                samples.write(outcome.model_dump())
                training.write(records.llava(outcome, desk.seed))
            elif outcome is not None:
                rejections.write(outcome.model_dump())
    report = msgspec.json.format(msgspec.json.encode(tally.report()), indent=2).decode()
    folder.write_text(REPORT, report + "\n")
    return tally
