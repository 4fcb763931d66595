"""The numbers beside the cards: what a run holds, and what its review came to so far. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import msgspec

from datagen.review.cards import Card
from datagen.review.index import Index
from datagen.review.opinions import Opinions, ReviewProgress
from datagen.review.run import ReviewedRun
from datagen.verdicts import REASONS, Agreement, agreement, audit, precision


@dataclass(frozen=True, slots=True)
class About:
    """A run and its review."""

    run: ReviewedRun
    index: Index
    opinions: Opinions


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the person at the terminal has set; `pictures` whether image files were found."""

    reviewer: str
    seed: int
    pictures: bool


class RunFacts(msgspec.Struct, frozen=True):
    """The run as a headline."""

    name: str
    llm: str
    model: str
    samples: int
    rejections: int
    pictures: bool


class NamedCount(msgspec.Struct, frozen=True):
    """How many outcomes there are of a kind, or images with a category."""

    name: str
    count: int


class CheckFigures(msgspec.Struct, frozen=True):
    """A check: outcomes that fail it, and how often people found it right or wrong, with the share's interval."""

    name: str
    action: str
    failing: int
    right: int
    wrong: int
    low: float | None
    high: float | None


class ReasonKey(msgspec.Struct, frozen=True):
    """A reason to reject, and its key."""

    name: str
    label: str
    key: str


class ErrorRate(msgspec.Struct, frozen=True):
    """What the audit came to."""

    reviewed: int
    errors: int
    estimate: float | None
    low: float
    high: float
    upper: float
    more_to_halve: int


class State(msgspec.Struct, frozen=True):
    """Everything beside the cards; `categories` are there soon after the first card."""

    run: RunFacts
    kinds: list[NamedCount]
    checks: list[CheckFigures]
    categories: list[NamedCount]
    reasons: list[ReasonKey]
    reviewer: str
    reviewers: list[str]
    progress: ReviewProgress
    audit: ErrorRate | None
    agreement: tuple[Agreement, ...]
    seed: int


class CardsReply(msgspec.Struct, frozen=True):
    """A part of an order; `at` is None where the one card asked for is not in it."""

    total: int
    at: int | None
    cards: list[Card]


class VerdictReply(msgspec.Struct, frozen=True):
    """What a verdict changed; `time` names its line, for an undo."""

    time: str
    card: Card
    progress: ReviewProgress
    audit: ErrorRate | None


def state(about: About, defaults: Defaults, reviewer: str) -> State:
    """Return the figures as one reviewer sees them."""
    run, index, opinions = about.run, about.index, about.opinions
    facts = RunFacts(
        name=run.folder.name,
        llm=run.text("llm"),
        model=run.text("model"),
        samples=index.samples,
        rejections=len(index) - index.samples,
        pictures=defaults.pictures,
    )
    of_kind = Counter(index.kinds)
    return State(
        run=facts,
        kinds=[NamedCount(name, of_kind[place]) for place, name in enumerate(index.kind_names)],
        checks=_checks(about),
        categories=[NamedCount(name, len(scenes)) for name, scenes in sorted((index.categories or {}).items())],
        reasons=[ReasonKey(name, reason.label, str(key)) for key, (name, reason) in enumerate(REASONS.items(), 1)],
        reviewer=defaults.reviewer,
        reviewers=opinions.reviewers(),
        progress=opinions.progress(reviewer),
        audit=error_rate(opinions),
        agreement=agreement(opinions.cases.values()),
        seed=defaults.seed,
    )


def error_rate(opinions: Opinions) -> ErrorRate | None:
    """Return what the audit came to; None before its first verdict."""
    found = audit(opinions.cases.values())
    if found is None:
        return None
    share = found.interval
    return ErrorRate(
        found.reviewed, found.errors, share.estimate, share.low, share.high, found.upper, found.more_to_halve
    )


def _checks(about: About) -> list[CheckFigures]:
    """List the checks that a run knows or that failed in it, in the order of its table."""
    run, index, opinions = about.run, about.index, about.opinions
    failing: Counter[str] = Counter()
    for bits, count in Counter(index.failing).items():
        failing.update({check: count for place, check in enumerate(index.checks) if bits >> place & 1})
    records = precision(opinions.cases.values())
    figures = []
    for name in dict.fromkeys((*run.actions, *index.checks)):
        known = records.get(name)
        right, wrong = (known.right, known.wrong) if known else (0, 0)
        low, high = (known.interval.low, known.interval.high) if known else (None, None)
        figures.append(CheckFigures(name, run.action(name), failing[name], right, wrong, low, high))
    return figures
