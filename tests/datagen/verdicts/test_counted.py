"""The audit's error rate, the agreement of reviewers, the record of each check."""

from __future__ import annotations

from typing import Any

import pytest

from datagen.sample import Finding, Rejection, Sample
from datagen.verdicts import Case, CheckPrecision, Review, agreement, audit, earned, precision, wilson
from tests.datagen.verdicts.notation import NAME, NEW, NEWER, OLD, accepted, case, refused, says, text


def audited(decision: Any, who: str = "Ada", **rest: Any) -> Any:
    return says(who, decision, rest.pop("of", OLD), rest.pop("to", NEW if decision == "edit" else None),
                **{"queue": "audit"} | rest)  # fmt: skip


def test_an_error_is_what_the_audit_rejects_or_edits() -> None:
    found = audit([case(audited("accept"))] * 3 + [case(audited("reject")), case(audited("edit"))])
    assert found is not None
    assert (found.reviewed, found.errors) == (5, 2)
    assert found.interval == wilson(2, 5)
    assert found.kinds == (("conversation", 2, 5),)


def test_59_samples_without_an_error_bound_the_rate_by_5_percent() -> None:
    found = audit([case(audited("accept"))] * 59)
    assert found is not None
    assert f"{found.upper:.1%}" == "5.0%"
    assert found.more_to_halve > 0


@pytest.mark.parametrize(
    "one",
    [
        case(says("Ada", "reject")),
        case(audited("skip")),
        case(audited("flag")),
        case(audited("reject"), audited("undo")),
        case(audited("reject", of=NEWER)),
        case(audited("reject"), outcome=refused()),
        case(),
    ],
    ids=["other queue", "skip", "flag", "taken back", "other text", "rejection of the checks", "nothing"],
)
def test_nothing_else_counts_in_the_audit(one: Case) -> None:
    assert audit([one]) is None


def test_a_sample_counts_once_however_many_audit_it_and_one_error_found_is_an_error() -> None:
    both = case(audited("accept"), audited("reject", "Bob"))
    found = audit([both])
    assert found is not None
    assert (found.reviewed, found.errors) == (1, 1)
    for word, errors in (("accept", 0), ("reject", 1)):
        settled = audit([case(*both.rows, says("Eve", word, queue="disagreements"))])  # type: ignore[arg-type]
        assert settled is not None
        assert (settled.reviewed, settled.errors) == (1, errors)


def test_an_error_that_was_found_stays_one_when_the_text_is_mended() -> None:
    mended = case(audited("accept"), audited("reject", "Bob"), says("Eve", "edit", OLD, NEW))
    found = audit([mended])
    assert found is not None
    assert found.errors == 1


def test_later_words_in_other_queues_do_not_change_what_was_said_blindly() -> None:
    found = audit([case(audited("accept"), says("Ada", "reject"))])
    assert found is not None
    assert found.errors == 0


def test_errors_are_told_by_kind() -> None:
    other = Case(accepted(name="000000000009-detail"), (audited("reject", id="000000000009-detail"),))
    found = audit([other, case(audited("accept"))])
    assert found is not None
    assert found.kinds == (("conversation", 0, 1), ("detail", 1, 1))


def table(*counts: tuple[str, str, int]) -> list[Case]:
    return [case(says("Ada", a), says("Bob", b)) for a, b, n in counts for _ in range(n)]  # type: ignore[arg-type]


def test_ac1_is_that_of_the_published_table_where_kappa_breaks_down() -> None:
    """Gwet 2008, British Journal of Mathematical and Statistical Psychology 61: 118, 5, 2 and 0 of 125 (AC1 .9408)."""
    pair = ("accept", "accept", 118), ("accept", "reject", 5), ("reject", "accept", 2)
    [found] = agreement(table(*pair))
    assert (found.a, found.b, found.both) == ("Ada", "Bob", 125)
    assert found.percent == pytest.approx(0.944)
    assert round(found.ac1, 4) == 0.9408


def test_ac1_of_two_that_always_and_of_two_that_never_agree() -> None:
    [always] = agreement(table(("accept", "accept", 3), ("reject", "edit", 0)))
    [never] = agreement(table(("accept", "reject", 2), ("reject", "accept", 2)))
    assert (always.percent, always.ac1) == (1.0, 1.0)
    assert (never.percent, never.ac1) == (0.0, -1.0)


def test_an_edit_says_that_the_text_before_it_was_bad() -> None:
    [found] = agreement([case(says("Bob", "reject"), says("Ada", "edit", OLD, NEW))])
    assert (found.both, found.percent) == (1, 1.0)


def test_only_what_both_decided_on_the_same_text_before_the_dispute_was_settled_is_compared() -> None:
    assert agreement([case(says("Ada", "edit", OLD, NEW), says("Bob", "accept", NEW))]) == ()
    assert agreement([case(says("Ada", "skip"), says("Bob", "accept"))]) == ()
    assert agreement([case(says("Ada", "accept"), says("Bob", "accept"), says("Bob", "undo"))]) == ()
    [found] = agreement(
        [case(says("Ada", "accept"), says("Bob", "reject"), says("Bob", "accept", queue="disagreements"))]
    )
    assert found.percent == 0.0


def test_three_reviewers_make_three_pairs_sorted_by_name() -> None:
    found = agreement([case(says("Eve", "accept"), says("Bob", "accept"), says("Ada", "reject"))])
    assert [(pair.a, pair.b, pair.percent) for pair in found] == [
        ("Ada", "Bob", 0.0), ("Ada", "Eve", 0.0), ("Bob", "Eve", 1.0)
    ]  # fmt: skip


def fails(check: str = "counts", answer: str = "A dog.", word: str = "dog", turn: int | None = 0) -> Finding:
    """A failing finding that points at a word of an answer, or at the reply as a whole."""
    if turn is None:
        return Finding(check=check, verdict="fail", message="no")
    start = answer.index(word)
    span = {"turn": turn, "part": "answer", "start": start, "end": start + len(word)}
    return Finding.model_validate({"check": check, "verdict": "fail", "message": "no"} | span)


def record(*rows: Any, findings: tuple[Finding, ...] = (fails(),)) -> dict[str, tuple[int, int]]:
    found = precision([case(*rows, outcome=accepted(OLD, *findings))])
    return {check: (one.right, one.wrong) for check, one in found.items()}


def test_a_check_is_right_where_it_is_the_reason_of_a_rejection_and_wrong_where_another_is() -> None:
    assert record(says("Ada", "reject", reasons=("count",))) == {"counts": (1, 0)}
    assert record(says("Ada", "reject", reasons=("language", "count"))) == {"counts": (1, 0)}
    assert record(says("Ada", "reject", reasons=("fact",))) == {"counts": (0, 1)}
    assert record(says("Ada", "accept")) == {"counts": (0, 1)}


@pytest.mark.parametrize(
    "row",
    [
        says("Ada", "reject"),
        says("Ada", "reject", reasons=("a reason of a later version",)),
        says("Ada", "accept", NEWER),
        says("Ada", "flag"),
        says("Ada", "skip"),
        says("Ada", "edit", OLD, text("A dog!")),
    ],
    ids=["no reason", "unknown reason", "other text", "flag", "skip", "span still there"],
)
def test_a_word_that_tells_nothing_of_a_check_counts_for_neither(row: Any) -> None:
    assert record(row) == {}


def test_an_edit_that_takes_the_span_away_proves_the_check_right() -> None:
    assert record(says("Ada", "edit", OLD, NEW)) == {"counts": (1, 0)}
    shorter = says("Ada", "edit", text("A.", "A dog."), text("A."))
    found = precision([case(shorter, outcome=accepted(text("A.", "A dog."), fails(turn=1)))])
    assert found["counts"].right == 1
    assert record(says("Ada", "edit", OLD, NEW), findings=(fails(turn=None),)) == {}


def test_several_checks_are_each_told_what_concerns_them_and_only_fails_count() -> None:
    passing = fails("depth").model_copy(update={"verdict": "pass"})
    findings = (fails("counts"), fails("objects"), fails("objects"), passing)
    said = record(says("Ada", "reject", reasons=("object",)), findings=findings)
    assert said == {"counts": (0, 1), "objects": (1, 0)}


def test_each_reviewer_has_one_word_on_an_outcome_and_rejections_of_the_checks_count_too() -> None:
    rows = (says("Ada", "accept"), says("Ada", "reject", reasons=("count",)), says("Bob", "accept"))
    found = precision([case(*rows, outcome=refused(OLD, fails()))])
    assert found == {"counts": CheckPrecision(1, 1, wilson(1, 2))}


def test_a_check_earns_the_right_to_drop_by_the_lower_bound_and_not_by_the_rate() -> None:
    assert not earned(CheckPrecision(10, 0, wilson(10, 10)))
    assert not earned(CheckPrecision(34, 0, wilson(34, 34)))
    assert earned(CheckPrecision(35, 0, wilson(35, 35)))
    assert not earned(CheckPrecision(90, 10, wilson(90, 100)))


def test_the_summary_does_not_depend_on_the_order_of_the_outcomes() -> None:
    names = [f"{n:012d}-detail" for n in range(7)]
    decisions = ("accept", "reject", "accept", "edit", "reject", "accept", "reject")
    rows = {
        name: (says("Ada", decision, to=NEW if decision == "edit" else None, id=name, queue="audit"),  # type: ignore[arg-type]
               says("Bob", "accept", id=name))
        for name, decision in zip(names, decisions, strict=True)
    }  # fmt: skip
    outcomes: list[Sample | Rejection] = [
        *(accepted(OLD, fails(), name=name) for name in names[:4]),
        refused(name=names[4]),
    ]
    outcomes += [accepted(NEWER, name=names[5]), accepted(NEWER, name=names[6])]
    summaries = []
    for order in (outcomes, outcomes[::-1]):
        review = Review(rows | {NAME: (says("Ada", "accept"),)}, {"counts": "ask"})
        taken = [one for one in map(review.take, order) if one is not None]
        assert {one.id for one in taken} == {names[0], names[2], names[3], names[5], names[6]}
        summaries.append(review.result())
    assert summaries[0] == summaries[1]
    summary = summaries[0]
    assert summary is not None
    assert summary.counts() == {
        "accepted": 2, "edited": 1, "rejected": 1, "rescued": 0, "confirmed_rejections": 1, "left_out": 1, "stale": 2,
        "without_outcome": 1, "only": "all", "drop": "rejected",
    }  # fmt: skip
    assert (summary.stale, summary.missing) == ((names[5], names[6]), (NAME,))
