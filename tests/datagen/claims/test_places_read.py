"""Relations between two things and places in the image are read in all their wordings."""

from datagen.claims import Relates, Sits
from tests.datagen.claims.notation import claims, told
from tests.tables import each

WHERE = "Where is the dog?"
SAYS = "Tell me about the picture."
LEFT = "Is the dog to the left of the cat?"

RELATIONS = [
    (WHERE, "The dog is to the left of the cat.", "dog left of cat"),
    (WHERE, "The dog is left of the cat.", "dog left of cat"),
    (WHERE, "The dog is just left of the cat.", "dog left of cat"),
    (WHERE, "The dog is directly to the right of the cat.", "dog right of cat"),
    (WHERE, "The dog sits on the left side of the cat.", "dog left of cat"),
    (WHERE, "The dog is on the cat's right.", "dog right of cat"),
    (WHERE, "To the left of the cat.", "dog left of cat"),
    (WHERE, "It is to the right of the cat.", "dog right of cat"),
    (WHERE, "To the left of the cat is a dog.", "dog left of cat"),
    (WHERE, "On the cat's left there is a dog.", "dog left of cat"),
    (SAYS, "To the right of the bench stands a man.", "man right of bench"),
    (SAYS, "Below the clock, there is a bed.", "bed below clock"),
    (SAYS, "A woman with a dog to her left sits on a bench.", "dog left of woman"),
    (SAYS, "The cup is on the right-hand side of the fork.", "cup right of fork"),
    (SAYS, "There is a dog on the left and a cat on the right.", "dog left of cat"),
    (SAYS, "The cat is on the left, the dog on the right.", "cat left of dog"),
    (SAYS, "The cat is on the left and the dog is on the right.", "cat left of dog"),
    (SAYS, "On the left is a dog and on the right is a cat.", "dog left of cat"),
    (SAYS, "From left to right there are a dog, a cat and a horse.", "dog left of cat, cat left of horse"),
    (SAYS, "From left to right: a dog, a cat and a horse.", "dog left of cat, cat left of horse"),
    (SAYS, "From right to left we see a dog and a cat.", "dog right of cat"),
    (SAYS, "From top to bottom we see a kite, a bird and a boat.", "kite above bird, bird above boat"),
    (SAYS, "The kite flies above the boat.", "kite above boat"),
    (SAYS, "The kite is higher than the boat.", "kite above boat"),
    (SAYS, "The boat is below the kite.", "boat below kite"),
    (SAYS, "The boat is lower in the image than the kite.", "boat below kite"),
    (SAYS, "The clock hangs over the bed.", "clock above bed"),
    (SAYS, "The cat is under the bench.", "cat below bench"),
    (SAYS, "The dog is next to the cat.", "dog near cat"),
    (SAYS, "The dog is beside the cat.", "dog near cat"),
    (SAYS, "The banana is inside the bowl.", "banana inside bowl"),
    (SAYS, "The banana is in the bowl.", "banana in bowl"),
    (SAYS, "The cat sits on top of the couch.", "cat on couch"),
    (SAYS, "The dog is behind the cat.", "dog behind cat"),
    (SAYS, "In front of the cat is a dog.", "dog in front of cat"),
    (SAYS, "The dog and the horse are to the left of the cat.", "dog left of cat, horse left of cat"),
    (SAYS, "Both dogs are to the left of the cat.", "dog left of cat"),
    (SAYS, "The dog, which is to the left of the cat, sleeps.", "dog left of cat"),
    (SAYS, "The dog sleeps and is to the left of the cat.", "dog left of cat"),
    (SAYS, "The bowl on the table is to the left of the cup.", "bowl left of cup"),
    (SAYS, "The dog's bowl is to the left of the cat.", "bowl left of cat"),
    (SAYS, "The dog is not to the left of the cat.", "not: dog left of cat"),
    (SAYS, "The dog isn\u2019t to the right of the cat.", "not: dog right of cat"),
    (SAYS, "A boy is to the left of a dog. He is to the right of a bench.", "boy left of dog, boy right of bench"),
    (SAYS, "A man is left of the bus, while a woman is right of it.", "man left of bus, woman right of bus"),
    (SAYS, "A dog is lying on the couch to the left of a cat.", "dog on couch, couch/dog left of cat"),
    (LEFT, "Yes.", "dog left of cat"),
    (LEFT, "No.", "not: dog left of cat"),
    (LEFT, "No, it is to the right of the cat.", "not: dog left of cat, dog/cat right of cat"),
    ("Is the dog to the left or to the right of the cat?", "To the right.", "dog right of cat"),
    ("Is the dog left or right of the cat?", "Right.", "dog right of cat"),
    ("Is the dog above or below the cat?", "Above.", "dog above cat"),
    ("Is the dog above or below the cat?", "It is below.", "dog below cat"),
    ("Which side of the cat is the dog on?", "The left.", "dog left of cat"),
    ("Which side of the cat is the dog on?", "On the left.", "dog left of cat"),
    ("On which side of the cat is the dog?", "The left side.", "dog left of cat"),
    ("Where is the dog relative to the cat?", "On the left.", "dog left of cat"),
    ("Where is the dog in relation to the cat?", "The dog is on the right.", "dog right of cat"),
    ("Is the bench behind the dog?", "Yes.", "bench behind dog"),
    ("Where is the dog? (A) left of the cat (B) right of the cat", "B", "dog right of cat"),
    ("Where is the dog?\nA. To the left of the cat\nB. To the right of the cat", "A", "dog left of cat"),
]


@each(("question", "answer", "expected"), RELATIONS)
def test_a_relation_is_read(question: str, answer: str, expected: str) -> None:
    assert told(question, answer, Relates) == set(expected.split(", "))


REGIONS = [
    (WHERE, "On the left.", "dog @left"),
    (WHERE, "On the left side.", "dog @left!"),
    (WHERE, "On the left side of the image.", "dog @left!"),
    (WHERE, "It is in the top right corner.", "dog @top!, dog @right!"),
    (WHERE, "In the bottom left corner of the image.", "dog @bottom!, dog @left!"),
    (WHERE, "In the middle of the image.", "dog @middle!"),
    (WHERE, "In the center of the photo.", "dog @middle!"),
    (WHERE, "At the top of the image.", "dog @top!"),
    (WHERE, "Near the bottom.", "dog @bottom"),
    (SAYS, "The dog is on the right side of the picture.", "dog @right!"),
    (SAYS, "The dog is in the upper left of the image.", "dog @left!, dog @top!"),
    (SAYS, "On the left there is a dog.", "dog @left"),
    (SAYS, "On the left side of the image, two dogs are playing.", "dog @left!"),
    (SAYS, "A dog occupies the left half of the image.", "dog @left!"),
    (SAYS, "The man on the left holds a dog.", "man @left"),
    (SAYS, "The dog is not on the left side of the image.", "not: dog @left!"),
    ("Is the dog on the left side of the image?", "Yes.", "dog @left!"),
    ("Is the dog on the left side of the image?", "No.", "not: dog @left!"),
    ("Is the dog on the left side of the image?", "No, it is on the right side.", "not: dog @left!, dog @right!"),
    ("Is the dog on the left or on the right?", "Left.", "dog @left"),
    ("Where is the dog? (A) on the left (B) on the right", "(B)", "dog @right"),
]


@each(("question", "answer", "expected"), REGIONS)
def test_a_place_in_the_image_is_read(question: str, answer: str, expected: str) -> None:
    assert told(question, answer, Sits) == set(expected.split(", "))


@each(
    "answer",
    [
        "The dog might be to the left of the cat.",
        "If the dog were to the left of the cat, it would bark.",
        "Is the dog to the left of the cat?",
        "The left side of the road is empty.",
        "The car turns left.",
        "The man holds it in his left hand.",
        "There is nothing left.",
        "The dog is on the left side of the couch.",
        "The bench is between the two trees.",
        "That is right.",
        "The sign is to the left of the building.",
        "",
        "...",
    ],
)
def test_what_is_no_place_of_a_known_thing_is_not_read(answer: str) -> None:
    assert told(SAYS, answer, Relates, Sits) == set()


@each(
    ("answer", "words"),
    [
        ("Look: the dog is to the left of the cat, asleep.", ["dog", "left", "cat"]),
        ("To the left of the cat is a dog.", ["left", "cat", "dog"]),
        ("It is big. The dog is on the left side of the image.", ["dog", "left"]),
        ("There is a dog on the left and a cat on the right.", ["dog", "left", "cat", "right"]),
    ],
)
def test_a_place_stands_at_its_words(answer: str, words: list[str]) -> None:
    (claim,) = claims(SAYS, answer, Relates, Sits)
    span = answer[claim.place.start : claim.place.end]
    assert all(word in span for word in words)
    assert "asleep" not in span
    assert "big" not in span


def test_a_thing_of_the_question_is_what_a_pronoun_means_in_the_next_sentence() -> None:
    first, second = claims(WHERE, "It is left of the cat. It is above the bench.", Relates)
    assert isinstance(first, Relates)
    assert isinstance(second, Relates)
    assert {noun.concept.name for noun in first.figures} == {"dog"}
    assert second.ground.concept.name == "bench"
