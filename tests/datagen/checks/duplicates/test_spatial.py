"""What a question asks of two things."""

from hypothesis import assume, given
from hypothesis import strategies as st

from datagen.checks.duplicates import SpatialKey, spatial_keys
from datagen.sample import Turn
from tests.tables import each

NOUNS = st.sampled_from(
    ["cat", "laptop", "dining table", "red bus", "dog", "potted plant", "people", "tv", "left shoe"]
)
SIDES = st.sampled_from(["left", "right"])
FORMS = [
    "Is the {a} to the {r} of the {b}?",
    "Is the {a} on the {r} of the {b} in the image?",
    "Is the {a} on the {r} side of the {b}?",
    "Is the {a} {r} of the {b}?",
    "Does the {a} stand {r} of the {b}?",
    "Which is further {r}, the {a} or the {b}?",
    "What can you say of the {a}, which is to the {r} of the {b}?",
    "Is the {a} at the {b}'s {r}?",
]
PLACES = ["above", "below", "under", "behind", "in front of", "inside", "on top of"]


def keys(question: str) -> list[SpatialKey]:
    return list(spatial_keys(Turn(question=question, answer="Yes.")))


@each(
    "question",
    [
        "Is the cat to the left of the laptop?",
        "Is the cat on the left of the laptop?",
        "Is the cat left of the laptop?",
        "Is a cat on the left side of the laptop in the image?",
        "is the CAT located to the left of this laptop",
    ],
)
def test_wordings_of_one_plain_question_have_one_complete_key(question: str) -> None:
    assert keys(question) == [SpatialKey("left", "cat", "laptop", complete=True)]


@each(
    "question",
    [
        "What is to the left of the laptop?",
        "Is it left of the laptop?",
        "Is the cat or the dog left of the laptop?",
        "How far left of the laptop is the cat?",
        "Is the cat not left of the laptop?",
        "Is the cat left of the laptop and above the bowl?",
        "Does the cat lie to the left of the laptop?",
        "Is the cat larger than the laptop?",
        "Is the cat left of the laptop on the desk?",
        "Isn't the cat left of the laptop?",
        "Is the cat on the left?",
    ],
)
def test_a_question_that_asks_something_else_or_more_has_no_complete_key(question: str) -> None:
    assert keys(question)
    assert not any(key.complete for key in keys(question))


@each("question", ["What colour is the cat?", "", "Is there a leftover?", "How many cups are there?"])
def test_a_question_without_a_relation_has_no_key(question: str) -> None:
    assert keys(question) == []


@given(NOUNS, NOUNS, SIDES, st.sampled_from(FORMS))
def test_swapping_the_things_or_the_side_gives_another_key(a: str, b: str, side: str, form: str) -> None:
    assume(a != b)
    other = {"left": "right", "right": "left"}[side]
    key = keys(form.format(a=a, b=b, r=side))
    assert key
    assert keys(form.format(a=b, b=a, r=side)) != key
    assert keys(form.format(a=a, b=b, r=other)) != key


@given(NOUNS, NOUNS, st.sampled_from(PLACES), st.sampled_from(["Is the {} {} the {}?", "What {} stands {} the {}?"]))
def test_swapping_the_things_of_any_relation_gives_another_key(a: str, b: str, place: str, form: str) -> None:
    assume(a != b)
    assert keys(form.format(a, place, b)) != keys(form.format(b, place, a)) != []


@given(st.text())
def test_no_text_makes_it_raise(question: str) -> None:
    keys(question)
