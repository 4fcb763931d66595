"""A job's life: what is asked, what a reply becomes, and what is said of a faulty one."""

import json
from dataclasses import replace

import pytest

from datagen.chat import ChatRequest, Reply, Usage
from datagen.checks import ACTIONS, CHECKS, MAX_REASONS, Check, override
from datagen.job import Job
from datagen.judge import JudgeRules, attempts
from datagen.llms import LLMS
from datagen.prompting import context, prompts
from datagen.sample import Finding, Rejection, Sample
from datagen.scene import Box, Scene
from tests import paths

SCENE = Scene(
    image_id=7,
    file_name="000000000007.jpg",
    width=640,
    height=480,
    captions=("A dog lies beside a red chair.",),
    boxes=(Box("dog", 0.1, 0.5, 0.4, 0.9), Box("chair", 0.5, 0.2, 0.8, 0.9)),
    split="train2017",
    license="http://example.org/by",
)
PROMPTS = prompts.load(paths.PROMPTS)
GOOD = (
    "A dog lies on the floor in the left half of the image. To its right stands a red chair, which is much taller than \
the dog and reaches nearly to the top."
)


def rules(max_attempts: int = 3, seed: int = 0) -> JudgeRules:
    return JudgeRules(
        prompts=PROMPTS,
        llm=LLMS["openai"],
        model="asked-for",
        temperature=0.7,
        max_tokens=500,
        max_attempts=max_attempts,
        seed=seed,
        structured=True,
        extra_body={},
    )


def live(
    job: Job, at: JudgeRules, *texts: str, refusal: str | None = None
) -> tuple[list[ChatRequest], Sample | Rejection]:
    """Answer a job's requests with these texts in order."""
    exchange = attempts(job, at)
    asked = [next(exchange)]
    for text in texts:
        reply = Reply(
            fingerprint=asked[-1].fingerprint,
            job=job.id,
            attempt=asked[-1].attempt,
            text=text,
            finish_reason="stop",
            usage=Usage(),
            model="as-reported",
            latency_s=1.0,
            refusal=refusal,
        )
        try:
            asked.append(exchange.send(reply))
        except StopIteration as end:
            outcome: Sample | Rejection = end.value
            return asked, outcome
    raise AssertionError("the job wants more replies")


def described(text: str) -> str:
    return json.dumps({"description": text})


def test_a_good_reply_becomes_a_sample_with_its_provenance() -> None:
    job = Job(SCENE, "detail")
    (request,), sample = live(job, rules(), described(GOOD))
    assert isinstance(sample, Sample)
    assert (sample.id, sample.image, sample.attempt) == ("000000000007-detail", "000000000007.jpg", 1)
    assert sample.turns[0].question in PROMPTS.kinds["detail"].questions
    assert sample.turns[0].answer == GOOD
    assert sample.provenance.model == "as-reported"
    assert sample.provenance.fingerprint == request.fingerprint
    assert sample.provenance.prompt == PROMPTS.kinds["detail"].fingerprint
    assert (sample.provenance.split, sample.provenance.license) == ("train2017", "http://example.org/by")


def test_the_constant_part_comes_first_and_the_context_last() -> None:
    (request,), _ = live(Job(SCENE, "detail"), rules(), described(GOOD))
    constant = PROMPTS.kinds["detail"].constant
    assert request.messages[: len(constant)] == constant
    assert request.messages[len(constant) :][0].content == context.render(SCENE)


def test_a_faulty_reply_is_asked_again_with_the_latest_reply_and_its_faults_alone() -> None:
    short, leaking = described("A dog."), described(f"{GOOD} The caption says so.")
    requests, sample = live(Job(SCENE, "detail"), rules(), short, leaking, described(GOOD))
    assert isinstance(sample, Sample)
    assert sample.attempt == 3
    first, second, third = requests
    assert second.messages[: len(first.messages)] == third.messages[: len(first.messages)] == first.messages
    assert len(second.messages) == len(third.messages) == len(first.messages) + 2
    assert third.messages[-2].content == leaking
    assert "speaks of its source" in third.messages[-1].content
    assert "at least 25" not in third.messages[-1].content
    assert len({request.seed for request in requests}) == 3


def test_the_last_faulty_reply_is_a_rejection_that_keeps_all_there_is() -> None:
    requests, rejection = live(Job(SCENE, "detail"), rules(max_attempts=2), described("A dog."), described("A chair."))
    assert len(requests) == 2
    assert isinstance(rejection, Rejection)
    assert (rejection.check, rejection.attempt) == ("format", 2)
    assert rejection.turns is not None
    assert rejection.reply == described("A chair.")


def test_a_reply_that_cannot_be_read_is_a_format_fault_with_no_turns() -> None:
    _, rejection = live(Job(SCENE, "reasoning"), rules(max_attempts=1), "I like dogs")
    assert isinstance(rejection, Rejection)
    assert (rejection.check, rejection.turns) == ("format", None)


@pytest.mark.parametrize(("action", "requests"), [("flag", 2), ("info", 2), ("drop", 1)])
def test_a_reply_that_cannot_be_read_cannot_be_kept_and_is_sent_back_unless_its_check_drops(
    action: str, requests: int
) -> None:
    at = replace(rules(max_attempts=2), actions=override(ACTIONS, (f"format={action}",)))
    asked, rejection = live(Job(SCENE, "reasoning"), at, *["I like dogs"] * requests)
    assert len(asked) == requests
    assert isinstance(rejection, Rejection)
    assert (rejection.check, rejection.attempt) == ("format", requests)
    assert requests == 1 or "\n- " in asked[1].messages[-1].content


def test_what_drops_a_reply_is_named_before_what_would_have_asked_again() -> None:
    at = replace(rules(), actions=override(ACTIONS, ("source=drop",)))
    asked, rejection = live(Job(SCENE, "detail"), at, described("The caption says so."))
    assert len(asked) == 1
    assert isinstance(rejection, Rejection)
    assert [finding.check for finding in rejection.findings] == ["format", "source"]
    assert rejection.check == "source"


def test_findings_that_pass_or_are_unverifiable_are_kept_and_decide_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [Finding(check="echo", verdict=verdict, message=verdict) for verdict in ("pass", "unverifiable")]
    monkeypatch.setattr("datagen.checks.CHECKS", (*CHECKS, Check("echo", "ask", "", lambda _draft: found)))
    _, sample = live(Job(SCENE, "detail"), rules(), described(GOOD))
    assert isinstance(sample, Sample)
    assert list(sample.findings) == found
    asked, sample = live(Job(SCENE, "detail"), rules(), described("A dog."), described(GOOD))
    assert isinstance(sample, Sample)
    assert asked[1].messages[-1].content.count("\n- ") == 1


def test_an_endpoints_refusal_is_rejected_at_once_and_not_asked_again() -> None:
    requests, rejection = live(Job(SCENE, "detail"), rules(), "", refusal="content policy")
    assert len(requests) == 1
    assert isinstance(rejection, Rejection)
    assert rejection.check == "endpoint"
    assert "content policy" in rejection.message


def test_a_reply_with_very_many_faults_is_told_only_the_first() -> None:
    turns = [{"question": f"What is number {n}?", "answer": f"The caption says it is {n}."} for n in range(10)]
    exchange = attempts(Job(SCENE, "conversation"), rules())
    request = next(exchange)
    reply = Reply(
        fingerprint=request.fingerprint,
        job="",
        attempt=1,
        text=json.dumps({"turns": turns}),
        finish_reason="stop",
        usage=Usage(),
        model="m",
        latency_s=0.0,
    )
    assert exchange.send(reply).messages[-1].content.count("\n- ") <= MAX_REASONS


def test_the_same_job_asks_the_same_and_another_seed_asks_otherwise() -> None:
    job = Job(SCENE, "detail")
    assert next(attempts(job, rules())).fingerprint == next(attempts(job, rules())).fingerprint
    assert next(attempts(job, rules())).fingerprint != next(attempts(job, rules(seed=1))).fingerprint
    assert next(attempts(job, rules())).fingerprint != next(attempts(Job(SCENE, "detail", 2), rules())).fingerprint


def test_every_kind_has_its_schema_in_the_request() -> None:
    for kind in PROMPTS.kinds:
        schema = next(attempts(Job(SCENE, kind), rules())).schema
        assert schema is not None
        assert schema["required"] == list(schema["properties"])
