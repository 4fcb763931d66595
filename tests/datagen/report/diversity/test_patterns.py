"""Yes and no, sides and options, as answers say them."""

from __future__ import annotations

import pytest

from datagen.lexicon.sentences import words
from datagen.report.diversity.patterns import chosen_option, directions, yes_or_no


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("Yes.", "yes"),
        ("yes it is", "yes"),
        ("**Yes**, it is.", "yes"),
        ("NO", "no"),
        ("No, it is not.", "no"),
        ("No \u2014 a cat.", "no"),
        ("No there is not.", "no"),
        ("No dog is there.", None),
        ("No one is.", None),
        ("Nobody.", None),
        ("Yesterday.", None),
        ("It is. Yes.", None),
        ("", None),
    ],
)
def test_an_answer_begins_with_yes_or_no_or_it_does_not(answer: str, said: str | None) -> None:
    assert yes_or_no(answer) == said


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("The cup is left of the plate.", ["left"]),
        ("Left.", ["left"]),
        ("It is on the left in the image, to the right by the tree.", ["left", "right"]),
        ("From left to right: above the bed, below the lamp.", ["left", "right", "above", "below"]),
        ("To its right in the corner.", ["right"]),
        ("She has left the room.", []),
        ("Food is left over, a door left open, a bag left behind.", []),
        ("He left the house.", []),
        ("It happens right now, right next to it and right behind her.", []),
        ("That is the right time, at a right angle.", []),
        ("Above all, that's right.", []),
        ("Leftovers are bright.", []),
    ],
)
def test_a_side_is_told_from_a_verb_and_an_adverb(answer: str, said: list[str]) -> None:
    assert list(directions(words(answer))) == said


TWO, THREE = "Which one? A. cat B. dog", "Which one?\n(A) cat\n(B) dog\n(C) cow"


@pytest.mark.parametrize(
    ("question", "answer", "chosen"),
    [
        (TWO, "B. dog", ("B", 2)),
        (TWO, "B", ("B", 2)),
        (TWO, "Option A", ("A", 2)),
        (THREE, "(C)", ("C", 3)),
        (THREE, "The correct answer is (B).", ("B", 3)),
        ("Which? A) cat B) dog", "a) cat", None),
        (TWO, "A dog is there.", None),
        (TWO, "The answer is a dog.", None),
        (TWO, "C. cow", None),
        ("What is it?", "A.", None),
        ("Is it vitamin B. or C. that helps?", "B.", None),
    ],
)
def test_an_answer_names_one_of_the_options_that_its_question_lists(
    question: str, answer: str, chosen: tuple[str, int] | None
) -> None:
    assert chosen_option(question, answer) == chosen
