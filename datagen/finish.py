"""Stored replies to the run folder's finished files; asks nothing, so it can be run at any time."""

from __future__ import annotations

import contextlib

import msgspec

from datagen import records
from datagen.chat import Reply
from datagen.diversity import Diversity
from datagen.duplicates import Duplicates
from datagen.files import atomic_rows
from datagen.job import Job
from datagen.judge import Desk, attempts, judge
from datagen.plan import Plan
from datagen.report import Totals, page
from datagen.sample import Rejection, Sample
from datagen.store import LLAVA, PAGE, REJECTIONS, REPORT, SAMPLES, RunFolder
from datagen.tally import Tally
from datagen.template import TEMPLATE, compose

Outcome = Sample | Rejection


def settle(
    job: Job, desk: Desk, folder: RunFolder, tally: Tally, *, closed: bool = False
) -> tuple[Outcome, Reply] | None:
    """Replay a job from its stored replies; return what became of it, and the last reply.

    None where a reply is missing. If the asking is `closed`, only where there is none at all: a faulty reply that was
    not asked again is rejected then.
    """
    course = attempts(job, desk)
    request, last = next(course), None
    while reply := folder.find(request.fingerprint):
        tally.add_reply(reply)
        last = reply
        try:
            request = course.send(reply)
        except StopIteration as end:
            return end.value, reply
    if last is None or not closed:
        tally.unanswered += 1
        return None
    tally.could_be_asked_again += 1
    return judge(job, last, desk), last


def screen(outcome: Outcome, reply: Reply, duplicates: Duplicates, desk: Desk) -> Outcome:
    """Let what repeats an earlier sample meet the action for that."""
    finding = duplicates.find(outcome) if isinstance(outcome, Sample) else None
    if finding is None:
        return outcome
    found = outcome.model_copy(update={"findings": (*outcome.findings, finding)})
    if desk.actions[finding.check] != "drop":
        return found
    row = {name: getattr(found, name) for name in Sample.model_fields}
    return Rejection(**row, check=finding.check, message=finding.message, reply=reply.text)


def finish(plan: Plan, desk: Desk, folder: RunFolder, *, closed: bool = False) -> Tally:
    """Write samples, rejections, the training file and both reports, sorted by id, and return the counts.

    `closed` says that nothing will be asked: see `settle`.
    """
    tally, diversity, duplicates = Tally(jobs=len(plan)), Diversity(), Duplicates()
    with contextlib.ExitStack() as files:
        samples, rejections, training = (
            files.enter_context(atomic_rows(folder.path / name)) for name in (SAMPLES, REJECTIONS, LLAVA)
        )
        for job in plan.by_id():
            if desk.llm == TEMPLATE:
                outcome = compose(job, desk.seed)
            elif settled := settle(job, desk, folder, tally, closed=closed):
                outcome = screen(*settled, duplicates, desk)
            else:
                continue
            tally.add_outcome(outcome)
            diversity.add(outcome)
            if isinstance(outcome, Sample):
                samples.write(outcome.model_dump())
                training.write(records.llava(outcome, desk.seed))
            else:
                rejections.write(outcome.model_dump())
    counts, statistics = tally.report(), diversity.result()
    report = msgspec.json.encode(counts | {"diversity": statistics.summary()})
    folder.write_text(REPORT, msgspec.json.format(report, indent=2).decode() + "\n")
    folder.write_text(PAGE, page(statistics, Totals.model_validate(counts, strict=False)))
    return tally
