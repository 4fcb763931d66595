"""Tokens are the words of a text in lower case and keep their places in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datagen.lexicon import tokens

PLAIN = st.from_regex(r"[A-Za-z]{1,8}(-[A-Za-z]{1,8})?", fullmatch=True)


@given(st.lists(st.tuples(PLAIN, st.sampled_from([" ", "  ", ", ", ". ", "\n", " \u2014 ", '" "']))))
def test_a_token_stands_where_its_word_stands_in_the_text(pieces: list[tuple[str, str]]) -> None:
    text = "".join(word + mark for word, mark in pieces)
    found = tokens(text)
    words = [token for token in found if token.word[0].isalpha()]
    assert [token.word for token in words] == [word.lower() for word, _ in pieces]
    for token in found:
        assert text[token.start : token.end].lower() == token.word


@given(st.text(st.characters(exclude_characters="\u0130")))  # the one letter that is two in lower case
def test_tokens_of_any_text_lie_in_order_within_it(text: str) -> None:
    at = 0
    for token in tokens(text):
        assert token.word
        assert at <= token.start <= token.end <= len(text)
        at = token.end


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ""),
        ("A dog.", "a dog ."),
        ("It isn't there.", "it is not there ."),
        ("It isn\u2019t there.", "it is not there ."),
        ("They can't, won't, don't", "they can not , will not , do not"),
        ("Let's go", "let us go"),
        ("There's a dog; it's red.", "there is a dog ; it is red ."),
        ("They're here, I'm too", "they are here , i am too"),
        ("twenty-one", "twenty-one"),
        ("1,000 birds, 3.5 m", "1,000 birds , 3.5 m"),
        ("50% left", "50% left"),
        ("the 2nd dog", "the 2nd dog"),
        ("left/right (both)", "left / right ( both )"),
        ("\u00c9t\u00e9 na\u00efve", "\u00e9t\u00e9 na\u00efve"),
        ("dog\u2014cat", "dog \u2014 cat"),
        ("snake_case", "snake case"),
    ],
)
def test_a_text_is_split_into_words_and_marks(text: str, words: str) -> None:
    assert [token.word for token in tokens(text)] == words.split()


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("the dog's bowl", ["dog"]),
        ("the dog\u2019s bowl", ["dog"]),
        ("the dogs' bowls", ["dogs"]),
        ("the bus's wheel", ["bus"]),
        ("it's his", []),
        ("the dog", []),
    ],
)
def test_a_genitive_is_remembered_without_its_ending(text: str, owners: list[str]) -> None:
    assert [token.word for token in tokens(text) if token.genitive] == owners


def test_the_parts_of_a_contraction_lie_side_by_side() -> None:
    text = "There's one; it isn't."
    assert [text[token.start : token.end] for token in tokens(text)] == [
        "There",
        "'s",
        "one",
        ";",
        "it",
        "is",
        "n't",
        ".",
    ]
