"""Numbers are read in all their wordings, with what they are of: all in the image, or some."""

from datagen.claims import Counts
from tests.datagen.claims.notation import claims, told
from tests.tables import each

ALL = "How many dogs are there?"
SAYS = "Tell me about the picture."

OF_ALL = [
    (ALL, "Three.", "3 dog"),
    (ALL, "3", "3 dog"),
    (ALL, "3.", "3 dog"),
    (ALL, "There are three.", "3 dog"),
    (ALL, "There are three of them.", "3 dog"),
    (ALL, "There are three dogs.", "3 dog"),
    (ALL, "There is only one dog.", "1 dog"),
    (ALL, "Just one.", "1 dog"),
    (ALL, "Half a dozen.", "6 dog"),
    (ALL, "A dozen.", "12 dog"),
    (ALL, "A pair.", "2 dog"),
    (ALL, "None.", "0 dog"),
    (ALL, "There are a couple of dogs.", "2 dog"),
    ("How many dogs are in the picture?", "Two dogs.", "2 dog"),
    ("How many dogs can you see in this image?", "I can see four dogs in the image.", "4 dog"),
    ("How many dogs do you see?", "Twenty-one.", "21 dog"),
    ("How many dogs are visible in the scene altogether?", "Five.", "5 dog"),
    ("How many people are there?", "Two people: a man and a woman.", "2 person"),
    ("How many people are there?", "There are two: a man and a woman.", "2 person"),
    (SAYS, "There are twelve dogs in the image.", "12 dog"),
    (SAYS, "There are 12 dogs in the image.", "12 dog"),
    (SAYS, "There are twenty-one books.", "21 book"),
    (SAYS, "A total of four dogs are visible.", "4 dog"),
    (SAYS, "Two dogs are visible.", "2 dog"),
    (SAYS, "There is a single dog.", "1 dog"),
    (SAYS, "The picture contains a lone giraffe.", "1 giraffe"),
    (SAYS, "There is just one cat in this photo.", "1 cat"),
    (SAYS, "There is a trio of dogs.", "3 dog"),
    (SAYS, "There are half a dozen dogs.", "6 dog"),
    (SAYS, "There are exactly four dogs.", "4 dog"),
    (SAYS, "There are seven people in total.", "7 person"),
    (SAYS, "There are, in total, three elephants.", "3 elephant"),
    (SAYS, "The image has three elephants altogether.", "3 elephant"),
    (SAYS, "The image shows two cats and three dogs.", "2 cat, 3 dog"),
    (SAYS, "I count six bananas.", "6 banana"),
    (SAYS, "We see two zebras.", "2 zebra"),
    (SAYS, "Here are three elephants.", "3 elephant"),
    (SAYS, "You can see three elephants here.", "3 elephant"),
    (SAYS, "Three elephants can be seen.", "3 elephant"),
    (SAYS, "There are two slices of pizza.", "2 slice of pizza"),
    (SAYS, "There are two men and one woman.", "2 man, 1 woman"),
    (SAYS, "Two dogs are playing.", "2 dog?"),
    (SAYS, "Both dogs are asleep.", "2 dog?"),
    (SAYS, "All three dogs are asleep.", "3 dog?"),
    (SAYS, "The kitchen has two ovens and a sink.", "2 oven?"),
    ("Are there two dogs?", "Yes.", "2 dog"),
    ("Are there two dogs?", "No.", "not: 2 dog"),
    ("Are there two dogs in the picture?", "No, there are three.", "not: 2 dog, 3 dog"),
    ("Do you see three cats?", "Yes, I do.", "3 cat"),
    ("How many dogs are there? (A) two (B) three", "B", "3 dog"),
    ("How many dogs are there? (A) two (B) three", "(B)", "3 dog"),
    ("How many dogs are there? (A) two (B) three", "B. three", "3 dog"),
    ("How many dogs are there? (A) 2 (B) 3", "A", "2 dog"),
    ("How many dogs are there?\nA. two\nB. three", "B", "3 dog"),
    ("How many dogs are there? (A) 2 (B) 3", "Three.", "3 dog"),
]


@each(("question", "answer", "expected"), OF_ALL)
def test_a_number_of_all_is_read(question: str, answer: str, expected: str) -> None:
    assert {text for text in told(question, answer, Counts) if not text.endswith("~")} == set(expected.split(", "))


@each(
    ("question", "answer"),
    [
        (ALL, "At least two."),
        (ALL, "About ten."),
        (ALL, "More than three."),
        (ALL, "It is hard to say."),
        ("How many other dogs are there?", "Two."),
        ("How many dogs are on the couch?", "Two."),
        ("How many dogs wear a collar?", "Two of them."),
        (SAYS, "In the picture there are two other dogs."),
        (SAYS, "One dog is on the left, another on the right."),
        (SAYS, "Two of the dogs are black."),
        (SAYS, "There are two black dogs."),
        (SAYS, "There are two chairs on the left."),
        (SAYS, "Each of the three men wears a hat."),
        (SAYS, "There might be two dogs."),
        (SAYS, "There could be two dogs."),
        (SAYS, "If there were two dogs, they would play."),
        (SAYS, "There is another dog."),
        (SAYS, "There are two toy cars."),
        (SAYS, "Dogs and cats."),
        (SAYS, "A dog sits on two legs."),
        (SAYS, "There is a dog at the bus stop at two."),
        ("Are there two dogs?", "It is not clear."),
        ("Are there two dogs?", "Perhaps."),
        ("Are there two dogs on the couch?", "No."),
    ],
)
def test_a_number_that_is_not_of_all_is_not_read_as_one(question: str, answer: str) -> None:
    assert {text for text in told(question, answer, Counts) if not text.endswith("~")} == set()


@each(
    ("answer", "expected"),
    [
        ("There are more than two dogs.", (3, None)),
        ("There are several dogs.", (2, None)),
        ("There are many dogs.", (2, None)),
        ("There are dozens of dogs.", (10, None)),
        ("There are about four dogs.", (3, 5)),
        ("There are roughly eight dogs.", (6, 10)),
        ("There are four dogs.", (4, 4)),
    ],
)
def test_a_number_has_the_bounds_that_its_words_give(answer: str, expected: tuple[int, int | None]) -> None:
    (claim,) = claims(SAYS, answer, Counts)
    assert isinstance(claim, Counts)
    assert (claim.quantity.least, claim.quantity.most) == expected


@each(
    ("answer", "span"),
    [
        ("The image shows two big dogs today.", "two big dogs"),
        ("There is a pair of dogs.", "a pair of dogs"),
        ("It is warm. There are exactly three cats.", "exactly three cats"),
        ("\u201cThere are 12 dogs.\u201d", "12 dogs"),
    ],
)
def test_a_number_stands_at_its_words(answer: str, span: str) -> None:
    (claim,) = claims(SAYS, answer, Counts)
    assert answer[claim.place.start : claim.place.end] == span
    assert (claim.place.turn, claim.place.part) == (0, "answer")
