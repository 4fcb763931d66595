"""Which is larger in the image, and of which there are more."""

from datagen.checks.comparison import find_comparisons
from datagen.lexicon.table import coco
from datagen.sample import Finding
from datagen.scene import Box, Scene
from tests.datagen.checks.drafts import draft
from tests.tables import each

DOG, SECOND_DOG = Box("dog", 0.1, 0.4, 0.2, 0.6), Box("dog", 0.3, 0.4, 0.4, 0.6)
CAT, PUMA = Box("cat", 0.6, 0.4, 0.8, 0.8), Box("cat", 0.6, 0.4, 0.7, 0.61)
MOUSE_DOG = Box("dog", 0.5, 0.4, 0.55, 0.45)
PACK = Box("dog", 0.1, 0.7, 0.9, 0.9, crowd=True)
TALL, WIDE = Box("giraffe", 0.1, 0.1, 0.2, 0.9), Box("bench", 0.3, 0.6, 0.9, 0.8)


def judged(answer: str, *boxes: Box, question: str = "Tell me.") -> list[Finding]:
    scene = Scene(1, "1.jpg", 640, 480, (), boxes, "train2017", vocabulary=tuple(coco().categories))
    return list(find_comparisons(draft("comparison", (question, answer), scene=scene)))


@each(
    ("answer", "boxes", "verdict"),
    [
        ("The cat is larger than the dog.", (DOG, CAT), "pass"),
        ("The dog is larger than the cat.", (DOG, CAT), "fail"),
        ("The dog is smaller than the cat.", (DOG, CAT), "pass"),
        ("The dog is larger than the cat.", (DOG, PUMA), "unverifiable"),
        ("The dog is not larger than the cat.", (DOG, CAT), "pass"),
        ("The cat is not larger than the dog.", (DOG, CAT), "fail"),
        ("The giraffe is taller than the bench.", (TALL, WIDE), "pass"),
        ("The giraffe is wider than the bench.", (TALL, WIDE), "fail"),
        ("The bench is taller than the giraffe.", (TALL, WIDE), "fail"),
        ("The dog is larger than the horse.", (DOG, CAT), "unverifiable"),
        ("The dog is smaller than the cat.", (DOG, MOUSE_DOG, CAT), "pass"),
        ("The dog is larger than the cat.", (DOG, MOUSE_DOG, CAT), "fail"),
        ("The dog is larger than the cat.", (DOG, MOUSE_DOG, PUMA), "unverifiable"),
        ("The cat is the largest object.", (DOG, CAT), "pass"),
        ("The dog is the largest object.", (DOG, CAT), "fail"),
        ("The dog is the smallest object.", (DOG, CAT), "pass"),
        ("The cat is the smallest object.", (DOG, CAT), "fail"),
        ("The dog is the largest object.", (DOG, PUMA), "unverifiable"),
        ("There are more dogs than cats.", (DOG, SECOND_DOG, CAT), "pass"),
        ("There are more cats than dogs.", (DOG, SECOND_DOG, CAT), "fail"),
        ("There are fewer cats than dogs.", (DOG, SECOND_DOG, CAT), "pass"),
        ("There are not more dogs than cats.", (DOG, SECOND_DOG, CAT), "fail"),
        ("There are as many cats as dogs.", (DOG, CAT), "pass"),
        ("There are as many cats as dogs.", (DOG, SECOND_DOG, CAT), "fail"),
        ("There are more cats than dogs.", (DOG, CAT), "fail"),
        ("There are more cats than dogs.", (DOG, PACK, CAT), "fail"),
        ("There are more dogs than cats.", (DOG, PACK, CAT), "unverifiable"),
        ("There are as many cats as dogs.", (DOG, PACK, CAT), "unverifiable"),
        ("There are more vehicles than dogs.", (DOG, CAT), "unverifiable"),
    ],
)
def test_a_comparison_is_held_against_the_boxes(answer: str, boxes: tuple[Box, ...], verdict: str) -> None:
    (finding,) = judged(answer, *boxes)
    assert (finding.check, finding.verdict) == ("comparison", verdict)


@each(
    ("question", "right", "wrong"),
    [
        ("Which is larger in the image, the dog or the cat?", "The cat.", "The dog."),
        ("Which is smaller in the image, the dog or the cat?", "The dog is smaller.", "The cat is smaller."),
        ("Is the cat larger than the dog?", "Yes.", "No."),
        ("Are there more dogs or cats?", "Dogs.", "Cats."),
        ("Are there fewer dogs or cats?", "There are fewer cats.", "There are fewer dogs."),
        ("What is the largest object?", "The cat.", "The dog."),
    ],
)
def test_an_answer_in_few_words_is_judged_by_its_question(question: str, right: str, wrong: str) -> None:
    for answer, verdict in ((right, "pass"), (wrong, "fail")):
        assert {f.verdict for f in judged(answer, DOG, SECOND_DOG, CAT, question=question)} == {verdict}


def test_the_message_says_how_it_is_by_the_boxes() -> None:
    (finding,) = judged("See: the dog is larger than the cat.", CAT, DOG)
    assert finding.message.endswith("by the boxes the cat is larger in the image than the dog")
    assert finding.boxes == (1, 0)
    (finding,) = judged("There are more cats than dogs.", DOG, SECOND_DOG, CAT)
    assert finding.message.endswith("the boxes show 1 cat and 2 dogs")
    (finding,) = judged("The dog is the largest object.", CAT, DOG)
    assert finding.message.endswith("by the boxes something else is larger in the image than the dog")
