"""A thing that is said to be there needs a box or a caption; one that is said not to be there has neither."""

from datagen.checks.objects import find_objects
from datagen.lexicon.table import coco
from datagen.sample import Finding
from datagen.scene import Box, Scene
from tests.datagen.checks.drafts import draft
from tests.tables import each

DOG, CAT = Box("dog", 0.1, 0.4, 0.2, 0.6), Box("cat", 0.6, 0.4, 0.8, 0.8)
SPECK = Box("dog", 0.1, 0.4, 0.105, 0.405)


def scene(*boxes: Box, captions: tuple[str, ...] = (), vocabulary: tuple[str, ...] = tuple(coco().categories)) -> Scene:
    return Scene(1, "1.jpg", 640, 480, captions, boxes, "train2017", vocabulary=vocabulary)


def judged(answer: str, about: Scene, question: str = "Tell me.", *, seen: bool = False) -> list[Finding]:
    return list(find_objects(draft("conversation", (question, answer), seen=seen, scene=about)))


@each(
    ("answer", "about", "verdict", "boxes", "captions"),
    [
        ("There is a cat.", scene(DOG, CAT), "pass", (1,), ()),
        ("There are cats.", scene(CAT, DOG, CAT), "pass", (0, 2), ()),
        ("There is a horse.", scene(DOG, CAT), "fail", (), ()),
        ("There is a horse.", scene(DOG, captions=("A man.", "A horse and a dog.")), "pass", (), (1,)),
        ("There is a horse.", scene(captions=("An animal on grass.",)), "pass", (), (0,)),
        ("There is a horse.", scene(captions=("A statue of a horse.",)), "fail", (), ()),
        ("There is a bike.", scene(Box("motorcycle", 0.1, 0.4, 0.5, 0.9)), "unverifiable", (0,), ()),
        ("There is no dog.", scene(DOG, CAT), "fail", (0,), ()),
        ("There is no horse.", scene(DOG), "pass", (), ()),
        ("There is no horse.", scene(DOG, captions=("A dog.", "A horse.")), "unverifiable", (), (1,)),
        ("There is no dog.", scene(CAT, SPECK), "unverifiable", (1,), ()),
    ],
)
def test_what_is_said_to_be_there_or_not_is_held_against_boxes_and_captions(
    answer: str, about: Scene, verdict: str, boxes: tuple[int, ...], captions: tuple[int, ...]
) -> None:
    (finding,) = judged(answer, about)
    assert (finding.check, finding.verdict, finding.boxes, finding.captions) == ("objects", verdict, boxes, captions)


def test_the_message_names_the_thing_and_what_there_is_instead() -> None:
    (there,) = judged("Well, there is a brown horse.", scene(DOG))
    assert there.message == "turn 1, answer: speaks of 'a brown horse'; no box and no caption shows such a thing"
    assert (there.turn, there.part, there.start, there.end) == (0, "answer", 15, 28)
    (gone,) = judged("There are no dogs.", scene(DOG, DOG))
    assert gone.message == "turn 1, answer: says that there is no dog; the boxes show 2"


def test_a_question_that_takes_a_thing_for_granted_is_judged_too() -> None:
    (finding,) = judged("Brown.", scene(DOG), "What color is the horse?")
    assert (finding.verdict, finding.part, finding.start, finding.end) == ("fail", "question", 14, 23)
    assert judged("There is no horse.", scene(DOG), "What color is the horse?")[0].verdict == "pass"


@each("answer", ["Yes.", "Yes, there is.", "Yes, I can see one."])
def test_a_yes_says_that_the_thing_is_there(answer: str) -> None:
    assert {f.verdict for f in judged(answer, scene(DOG), "Is there a horse in the image?")} == {"fail"}
    assert {f.verdict for f in judged(answer, scene(DOG), "Is there a dog in the image?")} == {"pass"}


def test_a_no_says_that_the_thing_is_not_there() -> None:
    assert [f.verdict for f in judged("No.", scene(DOG), "Is there a horse in the image?")] == ["pass"]
    assert [f.verdict for f in judged("No.", scene(DOG), "Is there a dog in the image?")] == ["fail"]


@each("answer", ["There might be a horse.", "A vehicle stands there.", "It is a toy horse."])
def test_what_is_not_said_to_be_there_is_not_judged(answer: str) -> None:
    assert judged(answer, scene(DOG)) == []


def test_an_llm_that_saw_the_image_may_have_seen_what_has_no_box() -> None:
    (finding,) = judged("There is a horse.", scene(DOG), seen=True)
    assert finding.verdict == "unverifiable"
    assert [f.verdict for f in judged("There is no dog.", scene(DOG), seen=True)] == ["fail"]


def test_where_nothing_was_looked_for_nothing_is_judged() -> None:
    assert judged("There is a horse and no dog.", scene(DOG, vocabulary=())) == []


def test_a_thing_outside_the_vocabulary_is_not_judged() -> None:
    assert judged("There is a horse.", scene(DOG, vocabulary=("dog", "cat"))) == []
