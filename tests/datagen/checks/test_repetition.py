"""Loops and repeated sentences are caught; refrains, short answers and parallel sentences are not."""

from hypothesis import given
from hypothesis import strategies as st

from datagen.checks.repetition import find_repetition
from datagen.kinds import KINDS
from datagen.sample import Finding
from tests.datagen.checks.drafts import draft
from tests.tables import each


def repeats(*pairs: tuple[str, str], kind: str = "conversation") -> list[Finding]:
    return list(find_repetition(draft(kind, *pairs)))


LOOPS = [
    "The street is a road that leads to a road that leads to a road that leads to a road.",
    "She is a woman. She is a woman. She is a woman. She is a woman.",
    "The table has a cat, a cat, a cat.",
    "There is a cup, a cup, a cup and a cup on the table.",
    "It is very very very very very very big.",
    "The man is riding his bike. He wears a hat. The man is riding his bike.",
    "There is a dog on the left. There is a dog on the left.",
    "A dog runs on the grass, a dog runs on the grass, a dog runs on the grass.",
    "One is red and the other is blue, one is red and the other is blue, one is red and the other is blue.",
    (
        "In the image, the cake is placed on a glass of wine. In the image, a glass of wine is placed on the table."
        " In the image, a glass of wine is placed on a glass of wine."
        " In the image, a glass of wine is placed on the table."
    ),
    (
        "The parasol to the left of it is the parasol to the right of it, and it is not the same as the parasol to the"
        " right of it. The parasol to the right of it is the same as the parasol to the left of it."
    ),
    (
        "The father is wearing a green shirt, the daughter is wearing a blue shirt, and the father and daughter are"
        " standing in the middle. The father is in the middle. The father and daughter are standing next to each other."
        " The father is wearing a yellow shirt. The father and daughter are standing next to each other."
    ),
    (
        "The fourth flower is the fifth flower. The sixth flower is the seventh flower. The twentieth flower is the"
        " twentieth flower. The twentieth flower is the twentieth flower. The twentieth flower is the twentieth flower."
    ),
    (
        "They are sailing on the beach, they are sailing on the beach, they are sailing on the sea,"
        " they are sailing on the beach, they are sailing on the sea, they are sailing on the beach."
    ),
    "No no no no no no no no no no no no no.",
    "A man, a man, a man and a woman are in the park.",
    "It is on the left, on the left, on the left of the bench.",
    "The road leads to the sea and the sea leads to the road and the road leads to the sea and the sea leads to it.",
    "There are two dogs. The dogs are brown. There are two dogs.",
    "The kite is high in the sky. The kite is high in the sky and it is red. The kite is high in the sky.",
    "One apple is red, one apple is red, one apple is red, one apple is red.",
    "We see a bus and a bus and a bus and a bus and a bus.",
    "The boy is next to the girl who is next to the boy who is next to the girl who is next to the boy who is sitting.",
    "1 2 3 1 2 3 1 2 3 1 2 3",
    "left right left right left right",
]

NO_LOOPS = [
    "No. No. No.",
    "Yes, yes, it is a dog.",
    (
        "The cup is to the left of the plate, the fork is to the left of the knife, and the spoon is to the right of"
        " the bowl."
    ),
    "The cat is to the left of the dog, and the dog is to the left of the bird.",
    "One is on the left, one is on the right, and one is in the middle.",
    "There are two cups on the table, two cups on the shelf, and one cup in the sink.",
    "The man on the left is wearing a red shirt, and the man on the right is wearing a blue shirt.",
    "A red car, a blue car, a green car and a white car are parked in a row.",
    "It goes on and on and on.",
    "They walk side by side, and step by step they climb.",
    "The small dog is on the small chair, and the large dog is on the large chair.",
    "Yes. The dog is on the rug. The cat is on the chair. The bird is on the lamp.",
    'The sign reads "Stop, stop, stop".',
    "On the left side of the image there is a bed, and on the right side of the image there is a desk.",
    "A bowl of apples, a bowl of pears and a bowl of plums are on the counter.",
    "She holds a cup in her left hand and a phone in her right hand.",
    "Yes, both: the left one is red, and the right one is red too.",
    "The numbers on the jerseys are 1, 11 and 111.",
    "The woman looks at the man, the man looks at the dog, and the dog looks at the ball.",
    "Knock, knock, says the sign on the door.",
    "The train on the left is green. The train on the right is green as well.",
    "It is not the bus that is late, it is the train that is late.",
    "The higher the wave, the longer the ride, and the longer the ride, the bigger the smile.",
    "The first boat is white, the second boat is white, and the third boat is red.",
    "There is a knife to the left of the plate and a fork to the right of the plate.",
]


@each("text", LOOPS)
@each("kind", ["conversation", "detail"])
def test_a_text_that_goes_round_in_circles_is_caught(text: str, kind: str) -> None:
    found = repeats(("What is there?", text), kind=kind)
    assert found
    assert all(f.check == "repetition" and f.verdict == "fail" and f.part == "answer" for f in found)


@each("text", NO_LOOPS)
def test_parallel_sentences_pass(text: str) -> None:
    assert [f.message for f in repeats(("What is there?", text))] == []


def test_a_question_asked_twice_is_caught() -> None:
    (finding,) = repeats(("What is the man doing?", "He runs."), ("What is the man doing?", "He jumps."))
    assert finding.message == 'turn 2, question: asks "What is the man doing?" a second time'


@each(
    ("first", "second"),
    [
        ("What is left of the cat?", "What is left of the dog?"),
        ("Look at the table. What is on it?", "Look at the table. What is under it?"),
        ("Why?", "Why?"),
        ("What else?", "What else?"),
        ("How many cups are there?", "How many cups are there on the shelf?"),
    ],
)
def test_a_question_with_a_word_changed_passes(first: str, second: str) -> None:
    assert repeats((first, "A cup."), (second, "A plate.")) == []


def test_a_long_answer_given_twice_is_caught() -> None:
    answer = "The dog lies on a red rug near the window and watches the street."
    (finding,) = repeats(("Where is the dog?", answer), ("What does it do?", answer))
    assert finding.message == (
        'turn 2, answer: says "The dog lies on a red rug near the window and watches the street" a second time'
    )


@each("answer", ["No.", "Yes, there is.", "No, there is not.", "It is on the table.", "Two."])
def test_a_short_answer_may_come_twice(answer: str) -> None:
    assert repeats(("Where is the cup?", answer), ("Where is the plate?", answer)) == []


def test_a_short_sentence_that_comes_three_times_is_caught() -> None:
    answer = "She is wearing a black leather jacket."
    (finding,) = repeats(("Who is it?", answer), ("What color is the sky?", answer), ("Why is she there?", answer))
    assert finding.turn == 2
    assert finding.message.endswith('jacket" 3 times')


@each(
    "text",
    [
        "Row, row, row your boat,\nGently down the stream.\nMerrily, merrily, merrily, merrily,\nLife is but a dream.",
        (
            "Wait for me, wait for me, said the cat.\nThe train rolls in, the train rolls out.\n"
            "Wait for me, wait for me, said the dog.\nThe train rolls in, the train rolls out."
        ),
        (
            "Oh, the sea is wide today.\nA boat goes by.\nOh, the sea is wide today.\nA gull will cry.\n"
            "Oh, the sea is wide today.\nI wonder why."
        ),
        "Tick tock tick tock tick tock, says the clock on the wall, and nobody listens at all.",
        "Ha ha ha ha ha! That is how the hyena laughs when the lion slips.",
    ],
)
def test_creative_text_may_have_refrains(text: str) -> None:
    assert [f.message for f in repeats(("Write a poem.", text), kind="creative")] == []


@each(
    "text",
    [
        "I wait for the train. " * 8,
        "The sea is blue and the sky is blue and " * 8,
        "Oh, the sea is wide today.\nA boat goes by.\n" * 6,
        "woof " * 30,
    ],
)
def test_creative_text_may_not_loop(text: str) -> None:
    assert repeats(("Write a poem.", text), kind="creative")


@given(
    st.lists(
        st.tuples(st.text(max_size=20), st.lists(st.sampled_from(["a", "cat", "the", ".", ",", "is"]), max_size=40))
    ),
    st.sampled_from(sorted(KINDS)),
)
def test_spans_lie_within_the_text(pairs: list[tuple[str, list[str]]], kind: str) -> None:
    turns = [(question, " ".join(words)) for question, words in pairs]
    for finding in repeats(*turns, kind=kind):
        assert finding.turn is not None
        assert finding.start is not None
        assert finding.end is not None
        text = turns[finding.turn][1 if finding.part == "answer" else 0]
        assert 0 <= finding.start <= finding.end <= len(text)
        assert finding.message.startswith(f"turn {finding.turn + 1}, {finding.part}: ")
