"""What is there, what is not, which is larger and of which there are more."""

from hypothesis import given
from hypothesis import strategies as st

from datagen.claims import Exists, Outnumbers, Sizes, read, read_text
from datagen.kinds import KINDS
from datagen.lexicon import lexicon_of
from datagen.sample import Turn
from tests.datagen.claims.notation import LEXICON, brief, claims, told
from tests.tables import each

SAYS = "Tell me about it."
LARGER = "Is the bus larger than the car?"

COMPARISONS = [
    (SAYS, "The bus is larger than the car.", "bus > car"),
    (SAYS, "The car is smaller than the bus.", "bus > car"),
    (SAYS, "The bus appears much bigger than the car.", "bus > car"),
    (SAYS, "The bus is larger in the image than the car.", "bus > car"),
    (SAYS, "The giraffe is taller than the zebra.", "giraffe taller zebra"),
    (SAYS, "The zebra is shorter than the giraffe.", "giraffe taller zebra"),
    (SAYS, "The bed is wider than the chair.", "bed wider chair"),
    (SAYS, "The chair is narrower than the bed.", "bed wider chair"),
    (SAYS, "The bus takes up more space than the car.", "bus > car"),
    (SAYS, "The car takes up less of the image than the bus.", "bus > car"),
    (SAYS, "The bus dwarfs the car.", "bus > car"),
    (SAYS, "The bus is twice the size of the car.", "bus > car"),
    (SAYS, "The car is half the size of the bus.", "bus > car"),
    (SAYS, "The bus is not larger than the car.", "not: bus > car"),
    (SAYS, "The dog is larger than the cat but smaller than the horse.", "dog > cat, horse > dog"),
    (SAYS, "The bus is the largest object.", "bus > all"),
    (SAYS, "The car is the smallest object in the image.", "all > car"),
    (SAYS, "The largest object in the image is the bus.", "bus > all"),
    ("What is the largest object?", "The bus.", "bus > all"),
    ("What is the smallest thing in the image?", "The car.", "all > car"),
    ("Which is larger, the bus or the car?", "The bus.", "bus > car"),
    ("Which is larger, the bus or the car?", "The bus is larger.", "bus > car"),
    ("Which is larger, the bus or the car?", "The car is a bit smaller.", "bus > car"),
    ("Which is smaller, the bus or the car?", "The car.", "bus > car"),
    ("Of the bus and the car, which is larger?", "The bus.", "bus > car"),
    ("Which takes up more of the image, the bus or the car?", "The bus.", "bus > car"),
    ("Which is taller, the giraffe or the zebra?", "The giraffe is taller.", "giraffe taller zebra"),
    (LARGER, "Yes.", "bus > car"),
    (LARGER, "No.", "not: bus > car"),
    (LARGER, "No, the car is larger.", "not: bus > car, car > bus"),
    (SAYS, "There are more dogs than cats.", "dog #> cat"),
    (SAYS, "There are fewer cats than dogs.", "dog #> cat"),
    (SAYS, "The dogs outnumber the cats.", "dog #> cat"),
    (SAYS, "The cars outnumber the trucks by two.", "car #> truck"),
    (SAYS, "The dogs are more numerous than the cats.", "dog #> cat"),
    (SAYS, "There are as many dogs as cats.", "dog #= cat"),
    (SAYS, "There are as many dogs as there are cats.", "dog #= cat"),
    (SAYS, "There are not more dogs than cats.", "not: dog #> cat"),
    (SAYS, "There are no more dogs than cats.", "not: dog #> cat"),
    ("Are there more dogs than cats?", "Yes.", "dog #> cat"),
    ("Are there more dogs than cats?", "No.", "not: dog #> cat"),
    ("Are there more dogs or cats?", "Dogs.", "dog #> cat"),
    ("Are there more dogs or cats?", "More dogs.", "dog #> cat"),
    ("Are there more dogs or more cats?", "There are more cats.", "cat #> dog"),
    ("Are there fewer dogs or cats?", "The cats.", "dog #> cat"),
    ("Which are there more of, dogs or cats?", "Dogs.", "dog #> cat"),
]


@each(("question", "answer", "expected"), COMPARISONS)
def test_a_comparison_is_read(question: str, answer: str, expected: str) -> None:
    assert told(question, answer, Sizes, Outnumbers) == set(expected.split(", "))


@each(
    "answer",
    [
        "The bus might be larger than the car.",
        "There are more than two dogs.",
        "There are at least as many as yesterday.",
        "The bus is large.",
        "A large dog sits by a smaller one.",
        "Is the bus larger than the car?",
    ],
)
def test_what_compares_no_two_known_things_is_not_read(answer: str) -> None:
    assert told(SAYS, answer, Sizes, Outnumbers) == set()


EXISTENCE = [
    (SAYS, "There is a dog.", "dog"),
    (SAYS, "A dog sleeps on the couch.", "dog, couch"),
    (SAYS, "There are dogs and cats.", "dog, cat"),
    (SAYS, "A dog is visible next to a cat.", "dog, cat"),
    (SAYS, "There is no dog in the image.", "no dog"),
    (SAYS, "There are no dogs.", "no dog"),
    (SAYS, "I see no dogs here.", "no dog"),
    (SAYS, "No dogs are visible.", "no dog"),
    (SAYS, "There isn't a dog in the image.", "no dog"),
    (SAYS, "There isn\u2019t a dog in the image.", "no dog"),
    (SAYS, "There are neither dogs nor cats.", "no dog, no cat"),
    (SAYS, "The image does not show a dog.", "no dog"),
    (SAYS, "The dog is not visible.", "no dog"),
    ("Is there a dog?", "Yes.", "dog"),
    ("Is there a dog?", "Yes, there is.", "dog"),
    ("Is there a dog?", "No.", "no dog"),
    ("Are there any dogs?", "No.", "no dog"),
    ("Is there a dog in the image?", "No, there is no dog.", "no dog"),
    ("Is there a dog in the image?", "No, but there is a cat.", "no dog, cat"),
    ("Do you see any dogs in the picture?", "No.", "no dog"),
    ("Can you see a dog?", "Yes.", "dog"),
    ("Is a dog visible?", "No.", "no dog"),
    ("What color is the dog?", "Brown.", "dog"),
    ("What color is the dog?", "There is no dog.", "no dog"),
]


@each(("question", "answer", "expected"), EXISTENCE)
def test_what_is_said_to_be_there_or_not_is_read(question: str, answer: str, expected: str) -> None:
    assert told(question, answer, Exists) == set(expected.split(", "))


@each(
    ("question", "answer"),
    [
        (SAYS, "There might be a dog nearby."),  # hedged
        (SAYS, "Perhaps a dog lives here."),  # hedged
        (SAYS, "Dogs need exercise."),  # generic
        (SAYS, "It looks like a dog."),  # likened
        (SAYS, "The toy car is red."),  # toy
        (SAYS, "A picture of a dog hangs there."),  # depicted
        (SAYS, "There is a bus stop."),  # compound
        (SAYS, "Some vehicle is there."),  # ambiguous
        (SAYS, "Is there a dog?"),  # asked back
        ("Is there a dog?", "I am not sure."),  # in a question only
        ("Is there a dog on the couch?", "No."),  # no dog on it
        ("Is there a red dog?", "No."),  # no such dog
        ("What could a dog do?", "Sleep."),  # hedged question
        ("What animal is it? (A) dog (B) cat", "It is hard to say."),  # options
    ],
)
def test_what_is_not_said_to_be_there_is_not_read(question: str, answer: str) -> None:
    assert {text for text in told(question, answer, Exists) if text != "couch"} == set()


@each(
    ("question", "answer", "part", "span"),
    [
        (SAYS, "Well, a big dog sleeps.", "answer", "a big dog"),
        (SAYS, "It is noon. There is a hot dog.", "answer", "a hot dog"),
        ("What color is the old dog?", "Brown.", "question", "the old dog"),
        (SAYS, "\u201cNo dogs are visible.\u201d", "answer", "No dogs"),
    ],
)
def test_a_thing_stands_at_its_words(question: str, answer: str, part: str, span: str) -> None:
    (claim,) = claims(question, answer, Exists)
    text = question if claim.place.part == "question" else answer
    assert (claim.place.part, text[claim.place.start : claim.place.end]) == (part, span)


def test_a_story_claims_only_what_is_asked_and_a_description_has_no_question() -> None:
    assert told(SAYS, "A dog sleeps.", Exists, kind="creative") == set()
    assert told("What color is the dog?", "A cat sleeps.", Exists, kind="detail") == {"cat"}


def test_claims_come_in_the_order_of_the_turns_and_pronouns_reach_back() -> None:
    turns = (
        Turn(question="What is on the couch?", answer="A dog is on the couch."),
        Turn(question="Where is it?", answer="It is to the left of the cat."),
    )
    found = read(turns, KINDS["conversation"], LEXICON)
    assert [claim.place.turn for claim in found] == sorted(claim.place.turn for claim in found)
    assert any("dog" in brief(claim) and "left of cat" in brief(claim) for claim in found)


def test_a_caption_is_read_as_a_statement() -> None:
    assert {"dog", "couch", "dog on couch"} <= {brief(claim) for claim in read_text("A dog is on the couch.", LEXICON)}


def test_without_a_vocabulary_nothing_is_claimed() -> None:
    assert (
        read((Turn(question="Is there a dog?", answer="Yes, there are two dogs."),), KINDS["spatial"], lexicon_of(()))
        == ()
    )


WORDS = st.sampled_from(
    [
        "the",
        "a",
        "two",
        "dog",
        "dogs",
        "cat",
        "bus",
        "car",
        "is",
        "are",
        "there",
        "left",
        "right",
        "of",
        "to",
        "on",
        "in",
        "side",
        "image",
        "it",
        "they",
        "which",
        "how",
        "many",
        "more",
        "than",
        "larger",
        "and",
        "or",
        ",",
        ".",
        "?",
        "no",
        "not",
        "yes's",
        "(A)",
        "both",
        "all",
        "man's",
        "above",
    ]
)


@given(st.lists(WORDS, max_size=25).map(" ".join), st.lists(WORDS, max_size=40).map(" ".join))
def test_every_claim_lies_within_its_text(question: str, answer: str) -> None:
    for kind in KINDS:
        for claim in claims(question, answer, kind=kind):
            text = question if claim.place.part == "question" else answer
            assert 0 <= claim.place.start < claim.place.end <= len(text)
            assert text[claim.place.start : claim.place.end].strip()
            assert brief(claim)
