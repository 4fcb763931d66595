"""Hedging: which sentences count as hedged, and how many a kind may have."""

from dataclasses import replace

from datagen.checks import run_checks
from datagen.checks.hedging import find_hedging
from datagen.kinds import KINDS
from datagen.sample import Finding
from tests.datagen.checks.drafts import draft
from tests.tables import each

PLAIN = "A dog lies on the floor."
HEDGED = "It might be asleep."


def findings(kind: str, *answers: str) -> list[Finding]:
    return list(find_hedging(draft(kind, *(("What could it be?", answer) for answer in answers))))


def is_hedged(sentence: str) -> bool:
    return bool(findings("conversation", f"{sentence} {sentence}"))


@each(
    "sentence",
    [
        "The man might be waiting for a bus.",
        "The dog may be asleep.",
        "May be a dog.",
        "It could be a kitchen.",
        "Perhaps the cat is hungry.",
        "The train is possibly arriving.",
        "They are probably a family.",
        "The bowl most likely holds soup.",
        "It is likely to rain.",
        "The woman appears to be smiling.",
        "The boys appear to wait.",
        "The street seems quiet.",
        "He seemed tired.",
        "The plates suggest a meal.",
        "Her coat is thick, suggesting cold weather.",
        "It is possible that the shop is closed.",
        "It's possible that they are brothers.",
        "Maybe it is a birthday.",
        "The dog is presumably his.",
        "The road is apparently wet.",
        "It looks as if the cake were untouched.",
        "I think this is a bakery.",
        "One may assume that they are friends.",
        "There is a possibility of rain.",
        "A second bird may well hide behind it.",
        "The hat, it SEEMS, is new.",
        "It could\u2019ve been moved, and it may\nfall.",
    ],
)
def test_a_guess_is_hedged(sentence: str) -> None:
    assert is_hedged(sentence)


@each(
    "sentence",
    [
        "Two cups can be seen on the table.",
        "A boat could be seen behind the pier.",
        "A third horse may be seen in the barn.",
        "Its collar could not be determined.",
        "He couldn't reach the shelf.",
        "The photo was taken in May.",
        "It is May 5, and the tulips are out.",
        "The May sun lights the field.",
        "The calendar shows early may.",
        "The dog looks like a wolf.",
        "They like the beach.",
        "A dislikable, unlikely hat hangs there.",
        "The player swings with all his might.",
        "The mighty elephant bathes.",
        "A man appears in the mirror.",
        "The seam of the coat is red.",
        "The suggestion box hangs on the wall.",
        "The cat is able to jump.",
        "It is impossible to read the sign.",
        "A mayor cuts the ribbon.",
        "The board lists every possible route.",
        "Maypole dancers hold ribbons.",
    ],
)
def test_a_statement_is_not_hedged(sentence: str) -> None:
    assert not is_hedged(sentence)


@each("kind", ["conversation", "spatial", "comparison"])
def test_fifteen_in_a_hundred_hedged_sentences_are_within_the_budget_and_sixteen_are_not(kind: str) -> None:
    assert findings(kind, *[PLAIN] * 85, *[HEDGED] * 15) == []
    assert len(findings(kind, *[PLAIN] * 84, *[HEDGED] * 16)) == 1


def test_a_description_may_hedge_a_quarter_of_its_sentences() -> None:
    assert findings("detail", f"{PLAIN} {PLAIN} {PLAIN} {HEDGED}") == []
    assert len(findings("detail", f"{PLAIN} {PLAIN} {PLAIN} {HEDGED} {HEDGED}")) == 1


def test_reasoning_and_creative_texts_may_guess() -> None:
    assert [kind.name for kind in KINDS.values() if "hedging" in kind.unchecked] == ["reasoning", "creative"]
    for kind in ("reasoning", "creative"):
        guesses = draft(kind, *[("What could it be?", HEDGED)] * 10)
        assert "hedging" not in {finding.check for finding in run_checks(guesses)}
        assert "hedging" in {finding.check for finding in run_checks(replace(guesses, kind=KINDS["conversation"]))}


def test_one_hedged_sentence_counts_only_among_four_and_two_count_always() -> None:
    assert findings("conversation", PLAIN, PLAIN, HEDGED) == []
    assert len(findings("conversation", PLAIN, PLAIN, PLAIN, HEDGED)) == 1
    assert len(findings("conversation", HEDGED, HEDGED)) == 1


def test_a_sentence_with_three_hedges_counts_once() -> None:
    assert findings("conversation", *[PLAIN] * 19, "Perhaps it might seem so.") == []


def test_the_finding_is_about_the_draft_as_a_whole_and_says_share_and_budget() -> None:
    (finding,) = findings("conversation", f"{PLAIN} {HEDGED}", f"{HEDGED} {PLAIN}")
    assert (finding.check, finding.verdict) == ("hedging", "fail")
    assert (finding.turn, finding.part, finding.start, finding.end) == (None, None, None, None)
    assert finding.message == (
        '2 of 4 sentences of the answers are hedged, such as "It might be asleep": 50%, and in this kind at most 15% '
        "may be"
    )
