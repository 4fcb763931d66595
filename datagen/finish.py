"""Stored replies to the run folder's finished files; asks nothing, so it can be run at any time.

The training file follows the verdicts of persons; samples and rejections say what the checks say and nothing else.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from itertools import groupby

import msgspec

from datagen.chat import Reply
from datagen.checks import find_disagreements
from datagen.checks.duplicates import Duplicates
from datagen.export import records
from datagen.job import Job
from datagen.judge import JudgeRules, attempts, judge
from datagen.lexicon import lexicon_of
from datagen.plan import Plan
from datagen.report import Totals, page
from datagen.report.diversity import Diversity
from datagen.report.run_counts import Tally
from datagen.run.files import atomic_rows
from datagen.run.folder import LLAVA, PAGE, REJECTIONS, REPORT, SAMPLES, SCENES, RunFolder
from datagen.run.scene_rows import scene_row
from datagen.sample import Finding, Rejection, Sample
from datagen.scene import Scene
from datagen.verdicts import DEFAULT, Review, Selection, VerdictFile
from datagen.writer.compose import TEMPLATE, compose

Outcome = Sample | Rejection


def settle(
    job: Job, rules: JudgeRules, folder: RunFolder, tally: Tally, *, closed: bool = False
) -> tuple[Outcome, Reply] | None:
    """Replay a job from its stored replies; return what became of it, and the last reply.

    None where a reply is missing. If the asking is `closed`, only where there is none at all: a faulty reply that was
    not asked again is rejected then.
    """
    exchange = attempts(job, rules)
    request, last = next(exchange), None
    while reply := folder.find(request.fingerprint):
        tally.add_reply(reply)
        last = reply
        try:
            request = exchange.send(reply)
        except StopIteration as end:
            return end.value, reply
    if last is None or not closed:
        tally.unanswered += 1
        return None
    tally.could_be_asked_again += 1
    return judge(job, last, rules), last


def screen(
    settled: list[tuple[Outcome, Reply]], scene: Scene, duplicates: Duplicates, rules: JudgeRules
) -> list[Outcome]:
    """Let what repeats an earlier sample, or contradicts another one of its image, meet the action for that."""
    texts = {outcome.id: reply.text for outcome, reply in settled}
    found: list[Outcome] = []
    for outcome, _ in settled:
        finding = duplicates.find(outcome) if isinstance(outcome, Sample) else None
        found.append(_met(outcome, (finding,), texts, rules) if finding and isinstance(outcome, Sample) else outcome)
    samples = [outcome for outcome in found if isinstance(outcome, Sample)]
    if len(samples) > 1:
        disagreements: dict[str, list[Finding]] = {}
        for number, finding in find_disagreements(samples, scene):
            disagreements.setdefault(samples[number].id, []).append(finding)
        for at, outcome in enumerate(found):
            if outcome.id in disagreements and isinstance(outcome, Sample):
                found[at] = _met(outcome, tuple(disagreements[outcome.id]), texts, rules)
    return found


def _met(sample: Sample, findings: tuple[Finding, ...], texts: dict[str, str], rules: JudgeRules) -> Outcome:
    """Add findings of one check to a sample, or reject it for them."""
    found = sample.model_copy(update={"findings": (*sample.findings, *findings)})
    if rules.actions[findings[0].check] != "drop":
        return found
    row = {name: getattr(found, name) for name in Sample.model_fields}
    return Rejection(**row, check=findings[0].check, message=findings[0].message, reply=texts[sample.id])


def outcomes(
    plan: Plan, rules: JudgeRules, folder: RunFolder, tally: Tally, *, closed: bool
) -> Iterator[tuple[Scene, list[Outcome]]]:
    """Yield each image with what became of its jobs, sorted by id."""
    duplicates = Duplicates()
    for _, jobs in groupby(plan.by_id(), key=lambda job: job.scene.image_id):
        of_image = list(jobs)
        scene = of_image[0].scene
        if rules.llm == TEMPLATE:
            yield scene, [compose(job, rules.seed) for job in of_image]
            continue
        settled = (settle(job, rules, folder, tally, closed=closed) for job in of_image)
        yield scene, screen([one for one in settled if one is not None], scene, duplicates, rules)


def finish(
    plan: Plan, rules: JudgeRules, folder: RunFolder, *, closed: bool = False, selection: Selection = DEFAULT
) -> Tally:
    """Write samples, rejections, scenes, the training file and both reports, sorted by id, and return the counts.

    `closed` says that nothing will be asked: see `settle`. `selection` says what persons' verdicts do to the training
    file.
    """
    vocabulary = plan.scenes[0].vocabulary if plan.scenes else ()
    tally, diversity = Tally(jobs=len(plan)), Diversity(lexicon_of(vocabulary).categories_in if vocabulary else None)
    review = Review(VerdictFile(folder.path).rows(), rules.actions, selection)
    with contextlib.ExitStack() as files:
        samples, rejections, scenes, training = (
            files.enter_context(atomic_rows(folder.path / name)) for name in (SAMPLES, REJECTIONS, SCENES, LLAVA)
        )
        for scene, found in outcomes(plan, rules, folder, tally, closed=closed):
            if found:
                scenes.write(scene_row(scene))
            for outcome in found:
                tally.add_outcome(outcome)
                diversity.add(outcome)
                (samples if isinstance(outcome, Sample) else rejections).write(outcome.model_dump())
                taken = review.take(outcome)
                if taken is not None:
                    training.write(records.llava(taken, rules.seed))
    tally.review = review.result()
    counts, statistics = tally.report(), diversity.result()
    report = msgspec.json.encode(counts | {"diversity": statistics.summary()})
    folder.write_text(REPORT, msgspec.json.format(report, indent=2).decode() + "\n")
    folder.write_text(PAGE, page(statistics, Totals.model_validate(counts, strict=False), tally.review))
    return tally
