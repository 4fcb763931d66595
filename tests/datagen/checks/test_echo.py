"""A sentence of a worked example that comes back is caught; what is merely alike is not."""

from datagen.checks.echo import find_echoes
from datagen.lexicon.sentences import sentences
from tests.datagen.checks.drafts import draft

WORKED = "Yes, four gulls are standing on the railing. It is a sunny day. He rides past the boats in the harbor!"


def echoed(answer: str, question: str = "What is there?") -> list[str]:
    worked = frozenset(sentence.words for sentence in sentences(WORKED))
    return [answer[f.start : f.end] for f in find_echoes(draft("conversation", (question, answer), worked=worked))]


def test_a_sentence_of_an_example_is_caught_whatever_its_case_and_marks() -> None:
    assert echoed("A pier. yes four gulls are standing, on the railing!") == [
        " yes four gulls are standing, on the railing"
    ]


def test_each_copied_sentence_is_told() -> None:
    assert len(echoed(WORKED)) == 2


def test_a_changed_word_is_no_echo() -> None:
    assert echoed("Yes, two gulls are standing on the railing.") == []


def test_a_short_sentence_may_be_alike_by_chance() -> None:
    assert echoed("It is a sunny day.") == []


def test_a_question_is_no_echo() -> None:
    assert echoed("No.", "He rides past the boats in the harbor?") == []
