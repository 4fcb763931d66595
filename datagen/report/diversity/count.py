"""Samples and rejections, one at a time, to statistics. Pure; nothing of a sample is kept but counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from datagen.lexicon.sentences import words
from datagen.report.diversity import patterns
from datagen.report.diversity.balance import Balance, options, two_sides
from datagen.report.diversity.coverage import Mentions, by_count, coverage
from datagen.report.diversity.lengths import spread
from datagen.report.diversity.statistics import CheckStatistics, KindStatistics, RejectionReason, Statistics, Writer
from datagen.report.diversity.wording import WordingCounter
from datagen.sample import Finding, Rejection, Sample, Turn

HEDGING = "hedging"
_ONE = 27_720  # divisible by every number of options up to 12


@dataclass(slots=True)
class _Kind:
    accepted: int = 0
    rejected: int = 0
    hedged: int = 0
    questions: Counter[int] = field(default_factory=Counter)
    answers: Counter[int] = field(default_factory=Counter)


class Diversity:
    """Running counts over outcomes; without `mentions`, categories are not counted."""

    def __init__(self, mentions: Mentions | None = None) -> None:
        """Start with nothing counted."""
        self._mentions = mentions
        self._kinds: defaultdict[str, _Kind] = defaultdict(_Kind)
        self._attempts: Counter[int] = Counter()
        self._verdicts: Counter[tuple[str, str]] = Counter()
        self._failed_in_rejected: Counter[str] = Counter()
        self._reasons: Counter[str] = Counter()
        self._examples: dict[str, tuple[str, str]] = {}
        self._writers: Counter[tuple[str, str]] = Counter()
        self._written_turns: Counter[tuple[str, str]] = Counter()
        self._grounded_turns: Counter[tuple[str, str]] = Counter()
        self._questions, self._answers = WordingCounter("question"), WordingCounter("answer")
        self._sides: Counter[str] = Counter()
        self._letters: Counter[str] = Counter()
        self._chance: Counter[str] = Counter()
        self._categories: Counter[str] = Counter()

    def add(self, outcome: Sample | Rejection) -> None:
        """Count one outcome."""
        if isinstance(outcome, Sample):
            self._add_sample(outcome)
        else:
            self._add_rejection(outcome)

    def _add_sample(self, sample: Sample) -> None:
        kind = self._kinds[sample.kind]
        kind.accepted += 1
        kind.hedged += any(finding.check == HEDGING and finding.verdict == "fail" for finding in sample.findings)
        self._attempts[sample.attempt] += 1
        self._verdicts.update((finding.check, finding.verdict) for finding in sample.findings)
        writer = (sample.provenance.llm, sample.provenance.model)
        self._writers[writer] += 1
        self._written_turns[writer] += len(sample.turns)
        self._grounded_turns[writer] += sample.provenance.grounded
        for turn in sample.turns:
            self._add_turn(turn, kind)

    def _add_turn(self, turn: Turn, kind: _Kind) -> None:
        question, answer = words(turn.question), words(turn.answer)
        kind.questions[len(question)] += 1
        kind.answers[len(answer)] += 1
        self._questions.add(question)
        self._answers.add(answer)
        said = patterns.yes_or_no(turn.answer)
        if said:
            self._sides[said] += 1
        self._sides.update(patterns.directions(answer))
        chosen = patterns.chosen_option(turn.question, turn.answer)
        if chosen:
            letter, count = chosen
            self._letters[letter] += 1
            self._chance.update({chr(ord("A") + n): _ONE // count for n in range(count)})
        if self._mentions is not None:
            self._categories.update(set(self._mentions(turn.answer)))

    def _add_rejection(self, rejection: Rejection) -> None:
        self._kinds[rejection.kind].rejected += 1
        self._reasons[rejection.check] += 1
        example = (rejection.id, rejection.message)
        self._examples[rejection.check] = min(example, self._examples.get(rejection.check, example))
        self._failed_in_rejected.update(_failed(rejection.findings))

    def result(self) -> Statistics:
        """Return what was counted so far."""
        kinds = tuple(self._kind(name) for name in sorted(self._kinds))
        checks = sorted({check for check, _ in self._verdicts} | set(self._failed_in_rejected))
        return Statistics(
            accepted=sum(kind.accepted for kind in kinds),
            rejected=sum(kind.rejected for kind in kinds),
            turns=sum(kind.turns for kind in kinds),
            accepted_by_attempt=tuple(sorted(self._attempts.items())),
            kinds=kinds,
            checks=tuple(self._check(check) for check in checks),
            reasons=tuple(
                RejectionReason(name, count, self._examples[name][1]) for name, count in by_count(self._reasons)
            ),
            writers=tuple(map(self._writer, sorted(self._writers))),
            questions=self._questions.result(),
            answers=self._answers.result(),
            balances=self._balances(),
            coverage=None if self._mentions is None else coverage(self._categories),
        )

    def _kind(self, name: str) -> KindStatistics:
        kind = self._kinds[name]
        has_hedging = kind.accepted and any(check == HEDGING for check, _ in self._verdicts)
        return KindStatistics(
            kind=name,
            accepted=kind.accepted,
            rejected=kind.rejected,
            turns=kind.answers.total(),
            question=spread(kind.questions),
            answer=spread(kind.answers),
            hedged_share=kind.hedged / kind.accepted if has_hedging else None,
        )

    def _writer(self, who: tuple[str, str]) -> Writer:
        return Writer(*who, self._writers[who], self._written_turns[who], self._grounded_turns[who])

    def _check(self, check: str) -> CheckStatistics:
        return CheckStatistics(
            check=check,
            passed=self._verdicts[check, "pass"],
            failed=self._verdicts[check, "fail"],
            unverifiable=self._verdicts[check, "unverifiable"],
            failed_in_rejected=self._failed_in_rejected[check],
        )

    def _balances(self) -> tuple[Balance, ...]:
        opposites = (("yes", "no"), ("left", "right"), ("above", "below"))
        sides = tuple(two_sides(name, self._sides, other) for name, other in opposites)
        return (*sides, options(self._letters, self._chance))


def _failed(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.check for finding in findings if finding.verdict == "fail"]
