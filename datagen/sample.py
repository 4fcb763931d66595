"""What comes out: turns, findings, samples and rejections, exactly as they stand in the run folder's files."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Verdict = Literal["pass", "fail", "unverifiable"]
Part = Literal["question", "answer"]
"""The two texts of a turn."""
Context = Literal["full", "none"]
"""Whether an LLM is given captions and boxes, or the image alone."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Turn(_Frozen):
    """One question and its answer."""

    question: str
    answer: str


class Finding(_Frozen):
    """What a check says of a span of text.

    `start` and `end` are character offsets into the `part` of turn number `turn` (from 0); all four are None
    where the finding is about the reply as a whole. `message` is a sentence that a person or an LLM can act on.
    `boxes` and `captions` are the scene's that it rests on, by their number in annotation order (from 0).
    """

    check: str
    verdict: Verdict
    message: str
    turn: int | None = None
    part: Part | None = None
    start: int | None = None
    end: int | None = None
    boxes: tuple[int, ...] = ()
    captions: tuple[int, ...] = ()


class Provenance(_Frozen):
    """Where a sample comes from; `prompt` is the fingerprint of the kind's prompt, `fingerprint` the request's.

    `images` says whether the model saw the image, `context` whether it was given captions and boxes.
    The last `grounded` turns were not written by the model but come from facts.
    """

    llm: str
    model: str
    prompt: str
    fingerprint: str
    split: str
    license: str | None
    images: bool = False
    context: Context = "full"
    grounded: int = 0


class Sample(_Frozen):
    """One accepted sample; `attempt` counts from 1."""

    id: str
    image: str
    kind: str
    turns: tuple[Turn, ...]
    findings: tuple[Finding, ...]
    attempt: int
    provenance: Provenance


class Rejection(_Frozen):
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
