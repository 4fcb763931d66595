"""Reply to sample or rejection, and what to ask next. Pure: the same replies give the same samples.

`attempts` is the whole life of a job as a generator: it yields requests and is sent replies. `build` drives it with
an LLM, `judge` with the replies that are stored, and both end with the same outcome.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any

from datagen import context
from datagen.chat import ChatRequest, Message, Reply
from datagen.checks import ACTIONS, CHECKS, Draft
from datagen.job import Job, derived_seed
from datagen.kinds import KINDS
from datagen.parse import UnreadableReplyError, parse
from datagen.prompts import Prompts
from datagen.sample import Finding, Provenance, Rejection, Sample, Turn

ENDPOINT_REFUSAL = "endpoint"
MAX_REASONS = 8


@dataclass(frozen=True, slots=True)
class Desk:
    """All that turns a job into requests and replies into samples.

    `faultless` remembers which replies passed every check without a finding, by the hash of their fingerprint: a
    build judges each reply twice, and the checks are most of the work.
    """

    prompts: Prompts
    llm: str
    model: str
    temperature: float
    max_tokens: int
    max_attempts: int
    seed: int
    structured: bool
    extra_body: dict[str, Any]
    faultless: set[int] = field(default_factory=set)

    def request(self, job: Job, attempt: int, messages: tuple[Message, ...]) -> ChatRequest:
        """Write one request; its sampling seed depends on run, job and attempt, so no two samples share a draw."""
        return ChatRequest(
            job=job.id,
            attempt=attempt,
            model=self.model,
            messages=messages,
            temperature=self.temperature,
            max_tokens=self.max_tokens,
            seed=derived_seed(self.seed, job.id, attempt),
            schema=KINDS[job.kind].schema if self.structured else None,
            extra_body=self.extra_body,
        )

    def detail_question(self, job: Job) -> str:
        """Choose the phrasing that a description answers."""
        questions = self.prompts.detail_questions
        return questions[derived_seed(self.seed, job.id, "question") % len(questions)]


def attempts(job: Job, desk: Desk) -> Generator[ChatRequest, Reply, Sample | Rejection]:
    """Yield the job's requests one after the other, be sent their replies, return the outcome.

    A faulty reply goes back to the LLM with its faults; only the latest one, so that requests do not grow.
    """
    prompt = desk.prompts.kinds[job.kind]
    first = prompt.messages(context.render(job.scene))
    messages = first
    for attempt in range(1, desk.max_attempts + 1):
        request = desk.request(job, attempt, messages)
        reply = yield request
        outcome = judge(job, reply, desk)
        if isinstance(outcome, Sample) or attempt == desk.max_attempts or not _can_be_mended(outcome):
            return outcome
        faults = dict.fromkeys(finding.message for finding in outcome.findings if finding.verdict == "fail")
        messages = (*first, Message("assistant", reply.text), desk.prompts.ask_again(list(faults)[:MAX_REASONS]))
    raise AssertionError  # the loop returns at its last attempt


def judge(job: Job, reply: Reply, desk: Desk) -> Sample | Rejection:
    """Read and check one reply."""
    prompt = desk.prompts.kinds[job.kind]
    turns: tuple[Turn, ...] | None = None
    if reply.refusal is not None:
        findings = [Finding(check=ENDPOINT_REFUSAL, verdict="fail", message=f"refused: {reply.refusal}")]
    else:
        try:
            turns = parse(job.kind, reply.text, desk.detail_question(job) if job.kind == "detail" else "")
            findings = _check(job, reply, turns, desk)
        except UnreadableReplyError as error:
            findings = [_unreadable(reply, error)]
    provenance = Provenance(
        llm=desk.llm,
        model=reply.model,
        prompt=prompt.fingerprint,
        fingerprint=reply.fingerprint,
        split=job.scene.split,
        license=job.scene.license,
    )
    common: dict[str, Any] = {"id": job.id, "image": job.scene.file_name, "kind": job.kind, "attempt": reply.attempt}
    fatal = next((f for f in findings if f.verdict == "fail" and ACTIONS[f.check] != "flag"), None)
    if fatal is None and turns is not None:
        return Sample(**common, turns=turns, findings=tuple(findings), provenance=provenance)
    assert fatal is not None
    return Rejection(
        **common,
        check=fatal.check,
        message=fatal.message,
        turns=turns,
        findings=tuple(findings),
        reply=reply.text,
        provenance=provenance,
    )


def _check(job: Job, reply: Reply, turns: tuple[Turn, ...], desk: Desk) -> list[Finding]:
    key = hash(reply.fingerprint)
    if key in desk.faultless:
        return []
    draft = Draft(job.kind, turns, reply.finish_reason, desk.prompts.kinds[job.kind].worked)
    findings = [finding for check in CHECKS for finding in check(draft, job.scene)]
    if not findings:
        desk.faultless.add(key)
    return findings


def _unreadable(reply: Reply, error: UnreadableReplyError) -> Finding:
    """A reply that was cut off is broken for that reason and no other."""
    if reply.finish_reason == "length":
        message = "the reply was cut off at the token limit: write fewer and shorter sentences"
        return Finding(check="truncation", verdict="fail", message=message)
    return Finding(check="format", verdict="fail", message=str(error))


def _can_be_mended(rejection: Rejection) -> bool:
    return all(ACTIONS[finding.check] != "drop" for finding in rejection.findings if finding.verdict == "fail")
