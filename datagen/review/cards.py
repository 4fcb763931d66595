"""What a page is told of one outcome. Pure, but for the checks on edited text.

In an audit it is told nothing that could sway a judgement: neither findings nor other people's opinions.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from datagen.review.recheck import Recheck
from datagen.review.run import ReviewedRun
from datagen.sample import Finding, Provenance, Rejection, Sample, Turn
from datagen.scene import Box, Scene
from datagen.verdicts import AUDIT, Opinion, ReviewState, content_sha256


class CardFinding(msgspec.Struct, frozen=True):
    """A finding and what a failing one does; offsets are Unicode code points."""

    check: str
    verdict: str
    message: str
    turn: int | None
    part: str | None
    start: int | None
    end: int | None
    boxes: tuple[int, ...]
    captions: tuple[int, ...]
    action: str


class CardScene(msgspec.Struct, frozen=True):
    """The scene, and the address of its picture where there is one."""

    width: int
    height: int
    captions: tuple[str, ...]
    boxes: tuple[Box, ...]
    picture: str | None
    license: str | None
    split: str


class CardOpinion(msgspec.Struct, frozen=True):
    """What one reviewer says."""

    reviewer: str
    decision: str
    reasons: tuple[str, ...]
    note: str
    time: str
    stale: bool
    queue: str


class CardStanding(msgspec.Struct, frozen=True):
    """What people's verdicts come to."""

    decision: str | None
    edited: bool
    disagree: bool
    flagged: bool
    opinions: list[CardOpinion]


class RejectedBy(msgspec.Struct, frozen=True):
    """The check that rejected, and why."""

    check: str
    message: str


class Card(msgspec.Struct, frozen=True):
    """One outcome as it is shown; `turns` is its current text, `original` the one before edits."""

    id: str
    image: str
    kind: str
    status: Literal["sample", "rejection"]
    attempt: int
    turns: tuple[Turn, ...] | None
    original: tuple[Turn, ...] | None
    content_sha256: str
    findings: list[CardFinding]
    hidden: bool
    rejected_by: RejectedBy | None
    reply: str | None
    scene: CardScene | None
    standing: CardStanding
    provenance: Provenance


class Shown(msgspec.Struct, frozen=True):
    """An outcome with all that belongs to it; `picture` is the address of its image."""

    outcome: Sample | Rejection
    scene: Scene | None
    picture: str | None
    state: ReviewState


def card(shown: Shown, queue: str, reviewer: str, run: ReviewedRun, recheck: Recheck) -> Card:
    """Write the card of an outcome as a queue shows it to a reviewer."""
    outcome, state, hidden = shown.outcome, shown.state, queue == AUDIT
    rejected = outcome if isinstance(outcome, Rejection) else None
    return Card(
        id=outcome.id,
        image=outcome.image,
        kind=outcome.kind,
        status="rejection" if rejected else "sample",
        attempt=outcome.attempt,
        turns=state.turns,
        original=outcome.turns if state.edited else None,
        content_sha256=content_sha256(state.turns or ()),
        findings=[] if hidden else [_finding(finding, run) for finding in _findings(shown, recheck)],
        hidden=hidden,
        rejected_by=RejectedBy(rejected.check, rejected.message) if rejected and not hidden else None,
        reply=rejected.reply if rejected and state.turns is None else None,
        scene=_scene(shown.scene, shown.picture) if shown.scene else None,
        standing=_standing(state, reviewer if hidden else None),
        provenance=outcome.provenance,
    )


def _findings(shown: Shown, recheck: Recheck) -> tuple[Finding, ...]:
    outcome, state = shown.outcome, shown.state
    if not state.edited or state.turns is None:
        return outcome.findings
    return recheck.findings(outcome.id, outcome.kind, state.turns, shown.scene)


def _finding(finding: Finding, run: ReviewedRun) -> CardFinding:
    return CardFinding(**finding.model_dump(), action=run.action(finding.check))


def _scene(scene: Scene, picture: str | None) -> CardScene:
    return CardScene(scene.width, scene.height, scene.captions, scene.boxes, picture, scene.license, scene.split)


def _standing(state: ReviewState, only: str | None) -> CardStanding:
    """Tell what holds, or what one reviewer alone has said."""
    mine = {name: opinion for name, opinion in state.opinions.items() if only in (None, name)}
    opinions = [_opinion(name, opinion) for name, opinion in mine.items()]
    if only is None:
        return CardStanding(state.decision, state.edited, state.disagree, state.flagged, opinions)
    own = mine.get(only)
    decision = own.decision if own and own.decides else None
    return CardStanding(decision, state.edited, disagree=False, flagged=False, opinions=opinions)


def _opinion(reviewer: str, opinion: Opinion) -> CardOpinion:
    said = (opinion.decision, opinion.reasons, opinion.note, opinion.time, opinion.stale, opinion.queue)
    return CardOpinion(reviewer, *said)
