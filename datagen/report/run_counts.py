"""Counts of a run: what was asked, what it took, what became of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from datagen.chat import Reply
from datagen.sample import Rejection, Sample
from datagen.verdicts import Summary


@dataclass(slots=True)
class Tally:
    """Running counts; `cached_tokens` counts only replies whose endpoint reports them (`cache_reports`).

    `could_be_asked_again` counts rejections whose faulty reply was never sent back though attempts are left.
    `review` is what people said of the outcomes; None where nobody has said anything.
    """

    jobs: int = 0
    accepted: Counter[str] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    asked_by_attempt: Counter[int] = field(default_factory=Counter)
    accepted_by_attempt: Counter[int] = field(default_factory=Counter)
    requests: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    cache_reports: int = 0
    unanswered: int = 0
    could_be_asked_again: int = 0
    models: Counter[str] = field(default_factory=Counter)
    review: Summary | None = None

    @property
    def done(self) -> int:
        """Jobs that have an outcome."""
        return self.accepted.total() + self.rejected.total()

    @property
    def cached_share(self) -> float | None:
        """Share of input tokens that came from a prefix cache; None where no endpoint reports it."""
        if not self.cache_reports or not self.prompt_tokens:
            return None
        return self.cached_tokens / self.prompt_tokens

    def add_reply(self, reply: Reply) -> None:
        """Count one reply's cost."""
        self.requests += 1
        self.asked_by_attempt[reply.attempt] += 1
        self.prompt_tokens += reply.usage.prompt_tokens
        self.completion_tokens += reply.usage.completion_tokens
        self.models[reply.model] += 1
        if reply.usage.cached_tokens is not None:
            self.cache_reports += 1
            self.cached_tokens += reply.usage.cached_tokens

    def add_outcome(self, outcome: Sample | Rejection) -> None:
        """Count what became of a job."""
        if isinstance(outcome, Sample):
            self.accepted[outcome.kind] += 1
            self.accepted_by_attempt[outcome.attempt] += 1
        else:
            self.rejected[outcome.kind] += 1
            self.reasons[outcome.check] += 1

    def report(self) -> dict[str, Any]:
        """Return all of it for report.json."""
        share = self.cached_share
        return {
            "jobs": self.jobs,
            "accepted": self.accepted.total(),
            "rejected": self.rejected.total(),
            "unanswered": self.unanswered,
            "could_be_asked_again": self.could_be_asked_again,
            "accepted_by_kind": dict(sorted(self.accepted.items())),
            "rejected_by_kind": dict(sorted(self.rejected.items())),
            "rejected_by_check": dict(self.reasons.most_common()),
            "requests": self.requests,
            "requests_by_attempt": {str(n): self.asked_by_attempt[n] for n in sorted(self.asked_by_attempt)},
            "accepted_by_attempt": {str(n): self.accepted_by_attempt[n] for n in sorted(self.accepted_by_attempt)},
            "prompt_tokens": self.prompt_tokens,
            "completion_tokens": self.completion_tokens,
            "cached_token_share": None if share is None else round(share, 4),
            "models": dict(sorted(self.models.items())),
            **({"review": self.review.counts()} if self.review else {}),
        }
