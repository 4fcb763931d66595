"""A number fails where neither the boxes nor a caption allow it."""

from datagen.checks.counts import find_counts
from datagen.lexicon.table import coco
from datagen.sample import Finding
from datagen.scene import Box, Scene
from tests.datagen.checks.drafts import draft
from tests.tables import each


def some(category: str, number: int, *, crowd: bool = False, size: float = 0.08) -> list[Box]:
    return [Box(category, n / 20, 0.4, n / 20 + size / 2, 0.4 + size, crowd) for n in range(number)]


def judged(answer: str, boxes: list[Box], question: str = "Tell me.", captions: tuple[str, ...] = ()) -> list[Finding]:
    scene = Scene(1, "1.jpg", 640, 480, captions, tuple(boxes), "train2017", vocabulary=tuple(coco().categories))
    return list(find_counts(draft("conversation", (question, answer), scene=scene)))


DOGS = "How many dogs are there?"


@each(
    ("answer", "boxes", "verdict"),
    [
        ("There are two dogs.", some("dog", 2), "pass"),
        ("There are 2 dogs in the image.", some("dog", 2), "pass"),
        ("There are three dogs.", some("dog", 2), "fail"),
        ("There is only one dog.", some("dog", 2), "fail"),
        ("There are two dogs.", some("dog", 1), "fail"),
        ("There are several dogs.", some("dog", 2), "unverifiable"),
        ("There are several dogs.", some("dog", 1), "fail"),
        ("There are more than two dogs.", some("dog", 2), "fail"),
        ("There are more than two dogs.", some("dog", 3), "unverifiable"),
        ("There are two black dogs.", some("dog", 3), "unverifiable"),
        ("There are two black dogs.", some("dog", 1), "fail"),
        ("There are two other dogs.", some("dog", 3), "unverifiable"),
        ("There is one man.", some("person", 3), "unverifiable"),
        ("There are three men.", some("person", 2), "fail"),
        ("There are four vehicles.", some("car", 2), "unverifiable"),
        ("There are 200 people.", some("person", 1, crowd=True), "unverifiable"),
        ("There are two people.", [*some("person", 3), *some("person", 1, crowd=True)], "fail"),
        ("There are fifteen people.", some("person", 12), "unverifiable"),
        ("There are thirty people.", some("person", 12), "fail"),
        ("There are three people.", some("person", 12), "fail"),
        ("There is only one dog.", [*some("dog", 1), *some("dog", 1, size=0.01)], "unverifiable"),
        ("Both dogs are asleep.", some("dog", 2), "pass"),
        ("Both dogs are asleep.", some("dog", 1), "fail"),
    ],
)
def test_a_number_is_held_against_the_boxes(answer: str, boxes: list[Box], verdict: str) -> None:
    (finding,) = judged(answer, boxes)
    assert (finding.check, finding.verdict) == ("counts", verdict)
    assert finding.boxes == tuple(range(len(boxes)))


@each("answer", ["Three.", "There are three.", "3", "There are three of them.", "I see three dogs."])
def test_a_number_alone_answers_how_many(answer: str) -> None:
    assert {f.verdict for f in judged(answer, some("dog", 2), DOGS)} == {"fail"}
    assert "pass" in {f.verdict for f in judged(answer, some("dog", 3), DOGS)}
    assert "fail" not in {f.verdict for f in judged(answer, some("dog", 3), DOGS)}


def test_yes_and_no_to_a_number_are_numbers() -> None:
    assert [f.verdict for f in judged("No.", some("dog", 2), "Are there two dogs?")] == ["fail"]
    assert [f.verdict for f in judged("Yes.", some("dog", 2), "Are there two dogs?")] == ["pass"]
    assert [f.verdict for f in judged("Yes.", some("dog", 3), "Are there two dogs?")] == ["fail"]


def test_a_caption_that_says_the_same_number_is_enough() -> None:
    captions = ("A cat.", "There are three dogs in the picture.")
    (finding,) = judged("There are three dogs.", [*some("cat", 1), *some("dog", 2)], captions=captions)
    assert (finding.verdict, finding.boxes, finding.captions) == ("pass", (1, 2), (1,))
    (finding,) = judged("There are four dogs.", some("dog", 2), captions=captions)
    assert finding.verdict == "fail"


@each(
    ("answer", "boxes", "message"),
    [
        ("There are three dogs.", some("dog", 2), "turn 1, answer: says 'three dogs'; the boxes show 2 dogs"),
        ("There are three dogs.", some("dog", 1), "turn 1, answer: says 'three dogs'; the boxes show only 1 dog"),
        ("There are two dogs.", some("dog", 12), "turn 1, answer: says 'two dogs'; the boxes show 9 to 18 dogs"),
        (
            "There are two dogs.",
            [*some("dog", 3), *some("dog", 1, crowd=True)],
            "turn 1, answer: says 'two dogs'; the boxes show at least 3 dogs",
        ),
    ],
)
def test_the_message_says_what_the_boxes_show(answer: str, boxes: list[Box], message: str) -> None:
    (finding,) = judged(answer, boxes)
    assert finding.message == message
    assert answer[finding.start : finding.end] in message


def test_what_has_no_box_is_left_to_the_check_of_objects() -> None:
    assert judged("There are two horses.", some("dog", 2)) == []


@each("answer", ["There might be three dogs.", "Three toy dogs.", "It is three o'clock."])
def test_what_is_no_number_of_things_is_not_judged(answer: str) -> None:
    assert judged(answer, some("dog", 2)) == []
