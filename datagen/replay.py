"""Stored replies to samples and rejections: every job is lived again. Reads the run folder's replies, asks nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from datagen.chat import Reply
from datagen.checks import find_disagreements, run_checks
from datagen.checks.duplicates import Duplicates
from datagen.job import Job
from datagen.judge import FindingsOf, JudgeRules, attempts, judge
from datagen.plan import Plan
from datagen.report.run_counts import Tally
from datagen.run.folder import RunFolder
from datagen.sample import Finding, Rejection, Sample
from datagen.scene import Scene
from datagen.writer.compose import compose

Outcome = Sample | Rejection


@dataclass(frozen=True, slots=True)
class Replay:
    """The rules of a run, and the folder that holds its replies.

    If the asking is `closed`, a faulty reply that was not asked again is rejected; else its job has no outcome yet.
    """

    rules: JudgeRules
    folder: RunFolder
    closed: bool = False
    findings_of: FindingsOf = run_checks

    def outcomes(self, plan: Plan, tally: Tally) -> Iterator[tuple[Scene, list[Outcome]]]:
        """Yield each image with what became of its jobs, sorted by id, and count their replies."""
        duplicates = Duplicates()
        for _, jobs in groupby(plan.by_id(), key=lambda job: job.scene.image_id):
            of_image = list(jobs)
            scene = of_image[0].scene
            if not self.rules.llm.is_asked:
                yield scene, [compose(job, self.rules.llm.name, self.rules.seed) for job in of_image]
                continue
            settled = (self._settle(job, tally) for job in of_image)
            yield scene, screen([one for one in settled if one is not None], scene, duplicates, self.rules)

    def _settle(self, job: Job, tally: Tally) -> tuple[Outcome, Reply] | None:
        """Return what became of a job, and the last reply; None where it has no outcome yet."""
        exchange = attempts(job, self.rules, self.findings_of)
        request, last = next(exchange), None
        while reply := self.folder.find(request.fingerprint):
            tally.add_reply(reply)
            last = reply
            try:
                request = exchange.send(reply)
            except StopIteration as end:
                return end.value, reply
        if last is None or not self.closed:
            tally.unanswered += 1
            return None
        tally.could_be_asked_again += 1
        return judge(job, last, self.rules, self.findings_of), last


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
