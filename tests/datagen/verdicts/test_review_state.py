"""What holds of a sample after accepts, rejects, edits, undos, flags, skips and disputes, and what is trained on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datagen.sample import Finding, Rejection, Sample
from datagen.verdicts import (
    Decision,
    Only,
    ReviewState,
    Selection,
    VerdictRow,
    content_sha256,
    live,
    review_state,
    select,
)
from datagen.verdicts.review_state import Held
from tests.datagen.verdicts.notation import NEW, NEWER, OLD, Turns, accepted, refused, says, text

FINDING = Finding(check="depth", verdict="unverifiable", message="boxes carry no depth")


def after(*rows: VerdictRow, turns: Turns | None = OLD) -> ReviewState:
    return review_state(turns, rows)


def test_without_verdicts_nothing_is_decided() -> None:
    held = after()
    assert (held.turns, held.edited, held.decision, held.opinions) == (OLD, False, None, {})
    assert (held.disagree, held.flagged, held.is_stale) == (False, False, False)


@pytest.mark.parametrize("decision", ["accept", "reject"])
def test_one_word_holds(decision: str) -> None:
    assert after(says("Ada", decision)).decision == decision  # type: ignore[arg-type]


def test_a_reviewers_latest_word_counts() -> None:
    held = after(says("Ada", "reject", reasons=("count",)), says("Ada", "accept", note="no, fine"))
    assert held.decision == "accept"
    assert held.opinions["Ada"].note == "no, fine"
    assert not held.disagree


def test_an_undo_takes_back_the_latest_line_of_its_author_alone_and_earlier_ones_stand_again() -> None:
    rows = [says("Ada", "accept"), says("Bob", "accept"), says("Ada", "reject"), says("Ada", "undo")]
    assert after(*rows).decision == "accept"
    assert live(rows) == tuple(rows[:2])
    assert after(*rows, says("Ada", "undo")).opinions.keys() == {"Bob"}
    rest = [says("Ada", "undo"), says("Bob", "undo"), says("Bob", "undo"), says("Ada", "reject")]
    assert after(*rows, *rest).decision == "reject"


def test_an_undo_that_names_a_line_takes_back_that_one_and_is_harmless_when_it_comes_twice() -> None:
    first, second = says("Ada", "reject", time="1"), says("Ada", "accept", time="2")
    undo = says("Ada", "undo", undoes="2")
    assert live([first, second, undo, undo]) == (first,)
    assert live([first, second, says("Ada", "undo", undoes="1")]) == (second,)
    assert live([first, says("Bob", "undo", undoes="1")]) == (first,)


def test_who_skipped_a_text_in_which_queue_is_known_while_the_text_is_the_same() -> None:
    rows = [says("Ada", "accept"), says("Ada", "skip", queue="audit")]
    assert after(*rows).skipped == {("Ada", "audit")}
    assert after(*rows, says("Bob", "edit", OLD, NEW)).skipped == frozenset()


def test_an_edit_changes_the_text_and_is_its_authors_acceptance() -> None:
    held = after(says("Ada", "edit", OLD, NEW))
    assert (held.turns, held.edited, held.decision) == (NEW, True, "edit")
    assert held.opinions["Ada"].decides


def test_what_others_said_of_the_text_before_an_edit_is_stale() -> None:
    held = after(says("Bob", "reject"), says("Ada", "edit", OLD, NEW), says("Eve", "accept", NEW))
    assert held.decision == "edit"
    assert {who for who, opinion in held.opinions.items() if opinion.stale} == {"Bob"}
    assert not held.disagree


def test_edits_follow_one_another() -> None:
    held = after(says("Ada", "edit", OLD, NEW), says("Bob", "edit", NEW, NEWER))
    assert held.turns == NEWER
    assert held.opinions["Ada"].stale
    assert held.texts == {content_sha256(turns) for turns in (OLD, NEW, NEWER)}


def test_of_two_edits_of_one_text_the_first_stands() -> None:
    held = after(says("Ada", "edit", OLD, NEW), says("Bob", "edit", OLD, NEWER))
    assert held.turns == NEW
    assert held.opinions["Bob"].stale
    freed = after(says("Ada", "edit", OLD, NEW), says("Bob", "edit", OLD, NEWER), says("Ada", "undo"))
    assert freed.turns == NEWER, "with the first taken back, the second fits"


def test_an_edit_that_is_taken_back_gives_the_old_text_back_with_what_was_said_of_it() -> None:
    rows = (says("Bob", "accept"), says("Ada", "edit", OLD, NEW), says("Eve", "accept", NEW), says("Ada", "undo"))
    held = after(*rows)
    assert (held.turns, held.edited, held.decision) == (OLD, False, "accept")
    assert {who for who, opinion in held.opinions.items() if opinion.stale} == {"Eve"}


def test_an_edit_back_to_the_first_text_is_no_edit_in_the_end() -> None:
    held = after(says("Ada", "edit", OLD, NEW), says("Bob", "edit", NEW, OLD))
    assert (held.turns, held.edited, held.decision) == (OLD, False, "accept")


def test_an_edited_text_can_be_rejected_by_its_author_and_by_others() -> None:
    for who in ("Ada", "Bob"):
        held = after(says("Ada", "edit", OLD, NEW), says(who, "reject", NEW))
        assert (held.turns, held.decision, held.disagree) == (NEW, "reject", who == "Bob")


def test_verdicts_on_a_text_that_the_checks_no_longer_leave_decide_nothing() -> None:
    rows = (says("Ada", "accept"), says("Bob", "edit", OLD, NEW), says("Eve", "flag"), says("Zed", "reject"))
    held = after(*rows, turns=NEWER)
    assert (held.turns, held.edited, held.decision, held.flagged) == (NEWER, False, None, False)
    assert all(opinion.stale for opinion in held.opinions.values())
    assert held.is_stale
    assert not after(says("Eve", "skip"), turns=NEWER).is_stale


def test_a_rejection_beats_an_acceptance_until_the_dispute_is_settled() -> None:
    dispute = (says("Ada", "accept"), says("Bob", "reject"))
    assert (after(*dispute).decision, after(*dispute).disagree) == ("reject", True)
    words: tuple[Held, ...] = ("accept", "reject")
    for word in words:
        held = after(*dispute, says("Eve", word, queue="disagreements"))
        assert (held.decision, held.disagree) == (word, False)
        by_one_of_them = after(*dispute, says("Ada", word, queue="disagreements"))
        assert (by_one_of_them.decision, by_one_of_them.disagree) == (word, False)


def test_the_last_word_of_the_disagreements_settles_and_a_skip_or_flag_there_does_not() -> None:
    rows = [says("Ada", "accept"), says("Bob", "reject"), says("Eve", "reject", queue="disagreements")]
    rows += [says("Zed", "accept", queue="disagreements"), says("Max", "skip", queue="disagreements")]
    assert after(*rows).decision == "accept"
    assert after(*rows, says("Zed", "undo")).decision == "reject"
    only_skipped = after(*rows[:2], rows[-1], says("Eve", "flag", queue="disagreements"))
    assert only_skipped.disagree


def test_who_differs_after_a_dispute_was_settled_opens_it_again_but_the_word_holds() -> None:
    rows = [says("Ada", "accept"), says("Bob", "reject"), says("Eve", "accept", queue="disagreements")]
    again = after(*rows, says("Zed", "reject"))
    assert (again.decision, again.disagree) == ("accept", True)
    assert not after(*rows, says("Zed", "accept")).disagree


def test_an_edit_settles_a_dispute_over_the_text_before_it() -> None:
    rows = [says("Ada", "accept"), says("Bob", "reject"), says("Eve", "edit", OLD, NEW, queue="disagreements")]
    assert (after(*rows).decision, after(*rows).disagree, after(*rows).turns) == ("edit", False, NEW)
    assert after(says("Ada", "edit", OLD, NEW), says("Eve", "accept", NEW, queue="disagreements")).decision == "edit"


@pytest.mark.parametrize("passing", ["flag", "skip"])
def test_passing_or_flagging_a_card_takes_no_decision_back(passing: Decision) -> None:
    held = after(says("Ada", "reject"), says("Ada", passing))
    assert (held.decision, held.flagged) == ("reject", passing == "flag")
    assert held.opinions["Ada"].decision == "reject"


def test_a_flag_stands_until_its_author_decides_takes_it_back_or_the_text_changes() -> None:
    flag = says("Ada", "flag", note="is it a wolf?")
    assert after(flag).flagged
    assert after(flag).opinions["Ada"].note == "is it a wolf?"
    assert after(flag, says("Bob", "accept")).flagged
    assert after(flag, says("Ada", "skip")).flagged
    for rest in (says("Ada", "accept"), says("Ada", "undo"), says("Bob", "edit", OLD, NEW)):
        assert not after(flag, rest).flagged


def test_a_reply_that_could_not_be_read_can_be_written_by_a_person() -> None:
    assert after(turns=None).turns is None
    held = after(says("Ada", "edit", None, NEW), turns=None)
    assert (held.turns, held.edited, held.decision) == (NEW, True, "edit")
    assert after(says("Ada", "reject", None), turns=None).decision == "reject"


row = st.builds(
    says,
    st.sampled_from("ABC"),
    st.sampled_from(["accept", "reject", "flag", "skip", "undo"]),
    st.sampled_from([OLD, NEW, NEWER]),
    queue=st.sampled_from(["flagged", "disagreements", "audit"]),
)
edit = st.builds(
    says, st.sampled_from("ABC"), st.just("edit"), st.sampled_from([OLD, NEW]), st.sampled_from([NEW, NEWER, OLD])
)
histories = st.lists(row | edit, max_size=12)


@given(histories)
def test_any_history_comes_to_a_standing_that_fits_itself(rows: list[VerdictRow]) -> None:
    held = after(*rows)
    fresh = [opinion for opinion in held.opinions.values() if opinion.decides]
    assert held.edited == (held.turns != OLD)
    assert content_sha256(held.turns or ()) in held.texts
    assert (held.decision == "edit") <= held.edited
    assert (held.decision == "accept") <= (not held.edited)
    assert (held.decision is None) == (not fresh and not held.edited)
    assert (held.decision == "reject") <= any(not opinion.is_good for opinion in fresh)
    if held.disagree:
        assert {opinion.is_good for opinion in fresh} == {True, False}
    assert held.opinions.keys() == {row.reviewer for row in live(rows)}


@given(histories, st.sampled_from("ABC"))
def test_a_verdict_that_is_taken_back_leaves_no_trace(rows: list[VerdictRow], who: str) -> None:
    for decision in ("accept", "reject", "flag", "skip"):
        assert after(*rows, says(who, decision, NEW), says(who, "undo")) == after(*rows)
    assert after(*rows, says(who, "edit", OLD, NEW), says(who, "undo")) == after(*rows)


@pytest.mark.parametrize("only", ["all", "accepted"])
@pytest.mark.parametrize("outcome", [accepted(OLD, FINDING), refused(OLD, FINDING)])
def test_what_a_person_accepted_is_trained_on_whatever_the_checks_said(only: Only, outcome: Sample | Rejection) -> None:
    assert select(outcome, after(says("Ada", "accept")), Selection(only)) == accepted(OLD, FINDING)


def test_what_nobody_judged_is_trained_on_if_the_checks_let_it_pass_and_all_is_wanted() -> None:
    assert select(accepted(), after(), Selection()) == accepted()
    assert select(accepted(), after(), Selection("accepted")) is None
    assert select(refused(), after(), Selection()) is None


def test_what_a_person_rejected_is_left_out_or_kept_on_wish_but_the_checks_rejections_stay_out() -> None:
    held = after(says("Ada", "reject"))
    assert select(accepted(), held, Selection()) is None
    assert select(accepted(), held, Selection(drop="nothing")) == accepted()
    assert select(accepted(), held, Selection("accepted", "nothing")) is None
    assert select(refused(), held, Selection(drop="nothing")) is None


def test_an_edited_sample_has_the_new_text_and_no_findings_of_the_old_one() -> None:
    held = after(says("Ada", "edit", OLD, NEW))
    for outcome in (accepted(OLD, FINDING), refused(OLD, FINDING), refused(None)):
        taken = select(outcome, review_state(outcome.turns, [says("Ada", "edit", outcome.turns, NEW)]), Selection())
        assert taken is not None
        assert (taken.turns, taken.findings) == (NEW, ())
    rejected = after(says("Ada", "edit", OLD, NEW), says("Bob", "reject", NEW))
    kept = select(accepted(), rejected, Selection(drop="nothing"))
    assert kept is not None
    assert kept.turns == held.turns


def test_an_unreadable_reply_that_somebody_accepted_all_the_same_gives_no_sample() -> None:
    held = review_state(None, [says("Ada", "accept", None)])
    assert select(refused(turns=None), held, Selection()) is None


def test_texts_are_compared_as_a_whole() -> None:
    longer = text("A dog.", "Two.")
    assert after(says("Ada", "accept", OLD), turns=longer).decision is None
