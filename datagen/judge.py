"""Reply to sample or rejection, and what to ask next. Pure: the same replies give the same samples.

`attempts` is the whole life of a job as a generator: it yields requests and is sent replies. `build` drives it with
an LLM, `judge` with the replies that are stored, and both end with the same outcome.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from datagen.chat import ChatRequest, Message, Reply
from datagen.checks import ACTIONS, ENDPOINT, Action, Draft, override, reasons, run_checks
from datagen.images.sent import Images
from datagen.job import Job, derived_seed
from datagen.kinds import KINDS
from datagen.llms import LLMS, Llm
from datagen.parse import UnreadableReplyError, parse
from datagen.prompting import context
from datagen.prompting.prompts import Prompts
from datagen.sample import Context, Finding, Provenance, Rejection, Sample, Turn
from datagen.settings import BuildSettings
from datagen.writer import ground

STOPPING = ("ask", "drop")
"""Actions that keep a reply from becoming a sample."""
FindingsOf = Callable[[Draft], list[Finding]]
"""Tells what the checks find in a text: runs them, or remembers."""


@dataclass(frozen=True, slots=True)
class JudgeRules:
    """What a run asks with and judges by: all that turns a job into requests and replies into samples.

    `images` are those that go along with the requests, or None; `context` says whether captions and boxes do.
    `actions` says what a failing finding of each check does. `ground` is how many turns from facts are appended to
    an accepted conversation.
    """

    prompts: Prompts
    llm: Llm
    model: str
    temperature: float
    max_tokens: int
    max_attempts: int
    seed: int
    structured: bool
    extra_body: dict[str, Any]
    images: Images | None = None
    context: Context = "full"
    actions: Mapping[str, Action] = field(default_factory=lambda: ACTIONS)
    ground: int = 0

    @classmethod
    def of(cls, settings: BuildSettings, prompts: Prompts) -> JudgeRules:
        """Return the rules of a run with these settings; give it `images`, and another `model`, once these are known.

        Raises:
            UsageError: --on-fail names a check or an action that does not exist.

        """
        return cls(
            prompts=prompts,
            llm=LLMS[settings.llm],
            model=settings.model or "",
            temperature=settings.temperature,
            max_tokens=settings.max_tokens,
            max_attempts=settings.max_attempts,
            seed=settings.seed,
            structured=settings.structured,
            extra_body=settings.extra_fields(),
            context=settings.context,
            actions=override(ACTIONS, settings.on_fail),
            ground=settings.ground,
        )

    def told(self, job: Job) -> str:
        """Write what a job's first request says of its scene."""
        return context.render(job.scene) if self.context == "full" else ""

    def request(
        self, job: Job, attempt: int, messages: tuple[Message, ...], image_file: Path | None = None
    ) -> ChatRequest:
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
            image_file=image_file,
        )

    def question(self, job: Job) -> str:
        """Choose the question that the reply answers; empty where the LLM writes it."""
        questions = self.prompts.kinds[job.kind].questions
        return questions[derived_seed(self.seed, job.id, "question") % len(questions)] if questions else ""


def attempts(
    job: Job, rules: JudgeRules, findings_of: FindingsOf = run_checks
) -> Generator[ChatRequest, Reply, Sample | Rejection]:
    """Yield the job's requests one after the other, be sent their replies, return the outcome.

    A faulty reply goes back to the LLM with its faults; only the latest one, so that requests do not grow.
    """
    image, image_file = rules.images.of(job.scene) if rules.images else ("", None)
    first = rules.prompts.kinds[job.kind].messages(rules.told(job), image)
    messages = first
    for attempt in range(1, rules.max_attempts + 1):
        request = rules.request(job, attempt, messages, image_file)
        reply = yield request
        outcome = judge(job, reply, rules, findings_of)
        if isinstance(outcome, Sample) or attempt == rules.max_attempts or _is_dropped(outcome, rules):
            return outcome
        faults = reasons(outcome.findings, outcome.turns, rules.actions) or [outcome.message]
        messages = (*first, Message("assistant", reply.text), rules.prompts.ask_again(faults))
    raise AssertionError  # the loop returns at its last attempt


def judge(job: Job, reply: Reply, rules: JudgeRules, findings_of: FindingsOf = run_checks) -> Sample | Rejection:
    """Read and check one reply; one that cannot be read is rejected whatever the table of actions says."""
    prompt = rules.prompts.kinds[job.kind]
    turns: tuple[Turn, ...] | None = None
    if reply.refusal is not None:
        findings = [Finding(check=ENDPOINT, verdict="fail", message=f"refused: {reply.refusal}")]
    else:
        try:
            turns = parse(job.kind, reply.text, rules.question(job))
            seen = rules.images is not None
            draft = Draft(KINDS[job.kind], turns, job.scene, reply.finish_reason, prompt.worked, seen=seen)
            findings = findings_of(draft)
        except UnreadableReplyError as error:
            findings = [_unreadable(reply, error)]
    provenance = Provenance(
        llm=rules.llm.name,
        model=reply.model,
        prompt=prompt.fingerprint,
        fingerprint=reply.fingerprint,
        split=job.scene.split,
        license=job.scene.license,
        images=rules.images is not None,
        context=rules.context,
    )
    common: dict[str, Any] = {"id": job.id, "image": job.scene.file_name, "kind": job.kind, "attempt": reply.attempt}
    failing = [f for f in findings if f.verdict == "fail" and (turns is None or rules.actions[f.check] in STOPPING)]
    if turns is not None and not failing:
        more = ground(job, rules.seed, rules.ground, turns) if rules.ground and KINDS[job.kind].grounded else ()
        provenance = provenance.model_copy(update={"grounded": len(more)}) if more else provenance
        return Sample(**common, turns=(*turns, *more), findings=tuple(findings), provenance=provenance)
    fatal = min(failing, key=lambda finding: rules.actions[finding.check] != "drop")
    return Rejection(
        **common,
        check=fatal.check,
        message=fatal.message,
        turns=turns,
        findings=tuple(findings),
        reply=reply.text,
        provenance=provenance,
    )


def _unreadable(reply: Reply, error: UnreadableReplyError) -> Finding:
    """A reply that was cut off is broken for that reason and no other."""
    if reply.finish_reason == "length":
        message = "the reply was cut off at the token limit: write fewer and shorter sentences"
        return Finding(check="truncation", verdict="fail", message=message)
    return Finding(check="format", verdict="fail", message=str(error))


def _is_dropped(rejection: Rejection, rules: JudgeRules) -> bool:
    return any(rules.actions[finding.check] == "drop" for finding in rejection.findings if finding.verdict == "fail")
