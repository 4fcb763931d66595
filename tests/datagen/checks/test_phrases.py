"""Phrases are whole words in any case and spacing."""

from datagen.checks.phrases import Phrases, outside
from tests.tables import each


@each("text", ["a red bus", "A Red  Bus!", "the\nred\u00a0bus", "it is a red\n\n bus."])
def test_a_phrase_is_found_in_any_case_and_spacing(text: str) -> None:
    assert Phrases("red bus", stems=("red bus",)).find(text)


@each("text", ["a red busy street", "bored busts", "redbus"])
def test_a_part_of_a_word_is_no_phrase(text: str) -> None:
    assert Phrases("red bus").find(text) == []


def test_a_curly_apostrophe_is_as_good_as_a_straight_one() -> None:
    assert Phrases("can't", stems=("n't",)).find("I can\u2019t.")


def test_an_opening_counts_at_the_beginning_alone() -> None:
    phrases = Phrases("sure", opening=True)
    assert phrases.find('"Sure!"')
    assert phrases.find("He is sure.") == []


def test_an_excuse_lets_pass_what_it_overlaps() -> None:
    text = "red bus, blue bus, red bus"
    matches = Phrases("red bus|blue bus").find(text)
    kept = outside(matches, Phrases("bus, blue").find(text))
    assert [(match.start(), match[0]) for match in kept] == [(19, "red bus")]
