"""Statistics of samples made by hand, against figures worked out by hand."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datagen.report.diversity import Diversity, Mentions, Statistics
from datagen.report.diversity.balance import LIMITS
from datagen.sample import Finding, Rejection, Sample
from tests.datagen.samples import BENTO, GIRAFFE, SAMPLES, VASE, sample


def rejection(rejection_id: str, check: str, message: str, findings: tuple[Finding, ...] = ()) -> Rejection:
    source = sample(rejection_id, [])
    values = {"check": check, "message": message, "turns": None, "findings": findings, "reply": "", "attempt": 3}
    common = {name: getattr(source, name) for name in ("id", "image", "kind", "provenance")}
    return Rejection.model_validate(common | values)


def finding(check: str, verdict: str) -> Finding:
    return Finding(check=check, verdict=verdict, message="...")


def count(*outcomes: Sample | Rejection, mentions: Mentions | None = None) -> Statistics:
    diversity = Diversity(mentions)
    for outcome in outcomes:
        diversity.add(outcome)
    return diversity.result()


def talk(*turns: tuple[str, str], name: str = "000000000001-conversation") -> Sample:
    return sample(name, list(turns))


def test_nothing_at_all_gives_figures_that_say_so() -> None:
    empty = count()
    assert (empty.accepted, empty.rejected, empty.turns) == (0, 0, 0)
    assert not any((empty.kinds, empty.checks, empty.reasons, empty.writers))
    assert empty.answers.distinct.distinct_1 is None
    assert empty.answers.openers.top_three_share is None
    assert {balance.lean for balance in empty.balances} == {"too few to tell"}
    assert empty.coverage is None


def test_one_sample_is_described_exactly() -> None:
    one = count(BENTO)
    (kind,) = one.kinds
    assert (kind.kind, kind.accepted, kind.rejected, kind.turns) == ("conversation", 1, 0, 2)
    assert kind.question is not None
    assert kind.answer is not None
    assert (kind.question.mean, kind.question.median) == (5.0, 5.0)  # of 6 and 4 words
    assert (kind.answer.mean, kind.answer.p10, kind.answer.p90) == (7.0, 6, 8)
    assert [(check.check, check.passed) for check in one.checks] == [("echo", 1)]
    assert one.accepted_by_attempt == ((1, 1),)


def test_distinct_n_is_distinct_n_grams_by_n_grams_within_texts() -> None:
    told = count(talk(("A?", "The cat sees the cat."), ("A?", "The cat sleeps.")))
    # the cat sees the cat | the cat sleeps: 8 words, 4 of them distinct; 6 pairs: the-cat three times, and 3 others
    assert told.answers.distinct.words == 8
    assert told.answers.distinct.distinct_1 == 4 / 8
    assert told.answers.distinct.distinct_2 == 4 / 6
    assert told.questions.distinct.distinct_1 == 1 / 2
    assert told.questions.distinct.distinct_2 is None


def test_openers_are_first_two_words_in_order_of_count_then_name() -> None:
    questions = ["What is it?", "What is that?", "Is it?", "Are they?", "Why?", "“What” is this?"]
    told = count(talk(*((question, "x") for question in questions)))
    assert told.questions.openers.top == (("what is", 3), ("are they", 1), ("is it", 1), ("why", 1))
    assert told.questions.openers.top_three_share == 5 / 6
    assert told.questions.openers.lean == "too few to tell"


def test_every_verdict_is_counted_by_check_and_rejections_by_reason_with_the_first_message() -> None:
    told = count(
        sample("000000000001-detail", [("a", "b")], findings=(finding("objects", "fail"), finding("echo", "pass"))),
        sample("000000000002-detail", [("a", "b")], findings=(finding("objects", "unverifiable"),) * 2),
        rejection("000000000004-detail", "source", "second", (finding("source", "fail"), finding("echo", "pass"))),
        rejection("000000000003-detail", "source", "first", (finding("source", "fail"),)),
        rejection("000000000005-reasoning", "format", "third"),
    )
    rows = [(c.check, c.passed, c.failed, c.unverifiable, c.failed_in_rejected) for c in told.checks]
    assert rows == [("echo", 1, 0, 0, 0), ("objects", 0, 1, 2, 0), ("source", 0, 0, 0, 2)]
    reasons = [(reason.check, reason.count, reason.example) for reason in told.reasons]
    assert reasons == [("source", 2, "first"), ("format", 1, "third")]
    assert [(kind.kind, kind.accepted, kind.rejected) for kind in told.kinds] == [("detail", 2, 2), ("reasoning", 0, 1)]
    assert told.kinds[1].answer is None


def sides(answers: list[str]) -> dict[str, tuple[Any, ...]]:
    told = count(talk(*(("Is it?", answer) for answer in answers)))
    return {balance.name: (dict(balance.counts), balance.value, balance.lean) for balance in told.balances}


def test_a_side_that_is_said_twice_as_often_as_the_other_is_skewed() -> None:
    told = sides(["Yes, on the left."] * 14 + ["No, on the right, above it."] * 7 + ["Below."] * 2)
    assert told["yes"] == ({"yes": 14, "no": 7}, 14 / 21, "skewed")
    assert told["left"] == ({"left": 14, "right": 7}, 14 / 21, "skewed")
    assert told["above"] == ({"above": 7, "below": 2}, 7 / 9, "too few to tell")
    assert sides(["Yes."] * 11 + ["No."] * 9)["yes"][2] == "fine"


def test_the_place_of_the_correct_option_is_weighed_against_chance() -> None:
    two, four = "Which? A. cat B. dog", "Which? (A) cat (B) dog (C) cow (D) pig"
    told = count(talk(*[(two, "A. cat")] * 10 + [(four, "The answer is D.")] * 10))
    (option,) = (balance for balance in told.balances if balance.name == "option")
    assert option.counts == (("A", 10), ("B", 0), ("C", 0), ("D", 10))
    # chance gives A and B (1/2 + 1/4) / 2 each, C and D (1/4) / 2: D is 1/2 - 1/8 away, B 3/8
    assert option.value == pytest.approx(3 / 8)
    assert option.lean == "skewed"
    even = count(talk(*[(two, "A. cat")] * 10 + [(two, "B. dog")] * 10))
    assert (even.balances[-1].value, even.balances[-1].lean) == (0.0, "fine")


def test_categories_are_counted_once_an_answer_and_their_entropy_is_told() -> None:
    def mentions(text: str) -> Iterator[str]:
        yield from (word for word in text.lower().strip(".").split() if word in {"cat", "dog", "cow"})

    told = count(talk(("?", "cat cat dog."), ("?", "A dog."), ("cow?", "A cat.")), mentions=mentions)
    assert told.coverage is not None
    assert told.coverage.answers == (("cat", 2), ("dog", 2))
    assert told.coverage.entropy_bits == 1.0
    nobody = count(talk(("?", "Nothing.")), mentions=mentions).coverage
    assert nobody is not None
    assert (nobody.answers, nobody.entropy_bits) == ((), 0.0)


def test_the_hedged_share_is_told_once_a_check_counts_hedging() -> None:
    assert count(VASE).kinds[0].hedged_share is None
    hedged = sample("000000000001-detail", [("a", "b")], findings=(finding("hedging", "fail"),))
    by_kind = {kind.kind: kind.hedged_share for kind in count(hedged, GIRAFFE, VASE).kinds}
    assert by_kind == {"detail": 0.5, "reasoning": 0.0}


def test_turns_are_counted_by_who_wrote_them() -> None:
    template = BENTO.provenance.model_copy(update={"llm": "template", "model": "template"})
    added = BENTO.provenance.model_copy(update={"grounded": 1})
    told = count(
        BENTO,
        sample("000000000001-spatial", [("a", "b")], provenance=template),
        sample("000000000002-spatial", [("a", "b"), ("c", "d")], provenance=added),
    )
    assert [(w.llm, w.samples, w.turns, w.grounded) for w in told.writers] == [
        ("openai", 2, 4, 1),
        ("template", 1, 1, 0),
    ]


def test_the_order_of_the_outcomes_leaves_no_trace() -> None:
    outcomes: list[Sample | Rejection] = [
        *SAMPLES,
        *(rejection(f"00000000000{n}-detail", "source", f"m{n}") for n in range(5)),
    ]
    first = count(*outcomes)
    rng = random.Random(1)
    for _ in range(5):
        rng.shuffle(outcomes)
        assert count(*outcomes) == first


words = st.sampled_from(
    ["Yes", "No", "what", "is", "the", "left", "right", "above", "A.", "B.", "(C)", "“x”", "\n", "猫"]
)
texts = st.lists(words, max_size=12).map(" ".join)
outcomes_of_texts = st.lists(st.lists(st.tuples(texts, texts), max_size=4), max_size=12)


@given(outcomes_of_texts)
@pytest.mark.slow
def test_every_share_lies_between_0_and_1(conversations: list[list[tuple[str, str]]]) -> None:
    told = count(*(talk(*turns) for turns in conversations), mentions=str.split)
    for wording in (told.questions, told.answers):
        distinct, openers = wording.distinct, wording.openers
        for share in (distinct.distinct_1, distinct.distinct_2, openers.top_three_share):
            assert share is None or 0 <= share <= 1
        assert sum(number for _, number in openers.top) <= openers.texts
    for balance in told.balances:
        assert balance.value is None or 0 <= balance.value <= 1
        assert balance.name in LIMITS
    assert told.coverage is not None
    assert 0 <= told.coverage.entropy_bits <= math.log2(max(1, len(told.coverage.answers))) + 1e-9
    for kind in told.kinds:
        for spread in (kind.question, kind.answer):
            if spread is not None:
                assert spread.p10 <= spread.median <= spread.p90
                assert sum(bin_.count for bin_ in spread.bins) == spread.count == kind.turns


def test_the_summary_for_machines_has_sorted_keys_and_rounded_shares() -> None:
    summary = count(*SAMPLES).summary()
    text = msgspec.json.encode(summary)
    assert text == msgspec.json.encode(summary, order="sorted")
    assert summary["balance"]["left"] == {"counts": {"left": 0, "right": 0}, "lean": "too few to tell", "value": None}
    assert summary["words"]["conversation"]["answer"] == {"mean": 7.0, "median": 7.0, "p10": 6, "p90": 8}
    assert summary["turns"] == 6
    assert all(len(str(value)) <= 6 for value in summary["wording"]["answers"].values() if isinstance(value, float))
