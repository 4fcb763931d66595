"""What comes out: turns, findings, samples and rejections, exactly as they stand in the run folder's files."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Verdict = Literal["pass", "fail", "unverifiable"]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Turn(_Row):
    """One question and its answer."""

    question: str
    answer: str


class Finding(_Row):
    """What a check says of a span of text.

    `start` and `end` are character offsets into the `part` of turn number `turn` (from 0); all four are None
    where the finding is about the reply as a whole. `message` is a sentence that a person or an LLM can act on.
    """

    check: str
    verdict: Verdict
    message: str
    turn: int | None = None
    part: Literal["question", "answer"] | None = None
    start: int | None = None
    end: int | None = None


class Provenance(_Row):
    """Where a sample comes from; `prompt` is the fingerprint of the kind's prompt, `fingerprint` the request's."""

    llm: str
    model: str
    prompt: str
    fingerprint: str
    split: str
    license: str | None


class Sample(_Row):
    """One accepted sample; `attempt` counts from 1."""

    id: str
    image: str
    kind: str
    turns: tuple[Turn, ...]
    findings: tuple[Finding, ...]
    attempt: int
    provenance: Provenance


class Rejection(_Row):
    """One job that gave no sample: the check that stopped it, all that was found, and the last reply.

    `turns` is None where the reply could not be read.
    """

    id: str
    image: str
    kind: str
    check: str
    message: str
    attempt: int
    turns: tuple[Turn, ...] | None
    findings: tuple[Finding, ...]
    reply: str
    provenance: Provenance
