"""A relation or a place fails where no choice of the instances can make it true."""

from hypothesis import given
from hypothesis import strategies as st

from datagen.checks.relations import find_regions, find_relations
from datagen.lexicon.table import coco
from datagen.sample import Finding
from datagen.scene import Box, Scene
from tests.datagen.checks.drafts import draft
from tests.tables import each

DOG, NEXT_DOG, FAR_DOG = (Box("dog", x, 0.4, x + 0.1, 0.6) for x in (0.1, 0.3, 0.85))
CAT = Box("cat", 0.6, 0.4, 0.7, 0.6)
PACK = Box("dog", 0.1, 0.4, 0.9, 0.6, crowd=True)
KITE, BOAT = Box("kite", 0.4, 0.1, 0.5, 0.2), Box("boat", 0.4, 0.7, 0.6, 0.9)
BOWL, BANANA = Box("bowl", 0.1, 0.7, 0.4, 0.9), Box("banana", 0.2, 0.72, 0.3, 0.8)


def judged(answer: str, *boxes: Box, question: str = "Tell me.", captions: tuple[str, ...] = ()) -> list[Finding]:
    scene = Scene(1, "1.jpg", 640, 480, captions, boxes, "train2017", vocabulary=tuple(coco().categories))
    judging = draft("conversation", (question, answer), scene=scene)
    return [*find_relations(judging), *find_regions(judging)]


RELATIONS = [
    ("The dog is to the left of the cat.", (DOG, CAT), "pass"),
    ("The dog is to the right of the cat.", (DOG, CAT), "fail"),
    ("The dog is not to the right of the cat.", (DOG, CAT), "pass"),
    ("The dog is not to the left of the cat.", (DOG, CAT), "fail"),
    ("On the left is a dog and on the right is a cat.", (DOG, CAT), "pass"),
    ("On the left is a cat and on the right is a dog.", (DOG, CAT), "fail"),
    ("The dog is to the left of the cat.", (DOG, FAR_DOG, CAT), "pass"),
    ("The dog is to the right of the cat.", (DOG, FAR_DOG, CAT), "pass"),
    ("The dog is to the right of the cat.", (DOG, NEXT_DOG, CAT), "fail"),
    ("Both dogs are to the left of the cat.", (DOG, NEXT_DOG, CAT), "pass"),
    ("Both dogs are to the left of the cat.", (DOG, FAR_DOG, CAT), "fail"),
    ("All the dogs are to the right of the cat.", (DOG, FAR_DOG, CAT), "fail"),
    ("The dogs are to the right of the cat.", (PACK, CAT), "unverifiable"),
    ("The dog is to the left of the cat.", (DOG, Box("cat", 0.16, 0.4, 0.26, 0.6)), "unverifiable"),
    ("The dog is to the left of the horse.", (DOG, CAT), "unverifiable"),
    ("The kite is above the boat.", (KITE, BOAT), "pass"),
    ("The kite is below the boat.", (KITE, BOAT), "fail"),
    ("The boat is higher in the image than the kite.", (KITE, BOAT), "fail"),
    ("The banana is inside the bowl.", (BANANA, BOWL), "pass"),
    ("The banana is inside the boat.", (BANANA, BOAT), "fail"),
    ("The banana is in the bowl.", (BANANA, BOWL), "unverifiable"),
    ("The banana sits on the boat.", (BANANA, BOAT), "fail"),
    ("The dog is next to the cat.", (DOG, CAT), "fail"),
    ("The dog is next to the cat.", (NEXT_DOG, CAT), "unverifiable"),
    ("The banana is next to the bowl.", (BANANA, BOWL), "pass"),
]


@each(("answer", "boxes", "verdict"), RELATIONS)
def test_a_relation_is_held_against_the_boxes(answer: str, boxes: tuple[Box, ...], verdict: str) -> None:
    (finding,) = judged(answer, *boxes)
    assert (finding.check, finding.verdict) == ("relations", verdict)


REGIONS = [
    ("The dog is on the left side of the image.", (DOG,), "pass"),
    ("The dog is on the right side of the image.", (DOG,), "fail"),
    ("The dog is not on the left side of the image.", (DOG,), "fail"),
    ("The dog is not on the right side of the image.", (DOG,), "pass"),
    ("The dog is on the right side of the image.", (Box("dog", 0.1, 0.4, 0.95, 0.6),), "unverifiable"),
    ("The dog is on the right side of the image.", (DOG, FAR_DOG), "pass"),
    ("The dog on the right sleeps.", (DOG, NEXT_DOG), "unverifiable"),
    ("Two dogs are on the right side of the image.", (DOG, NEXT_DOG), "fail"),
    ("Two dogs are on the right side of the image.", (DOG, FAR_DOG), "fail"),
    ("Two dogs are on the left side of the image.", (DOG, NEXT_DOG), "pass"),
    ("All the dogs are on the right side of the image.", (DOG, FAR_DOG), "fail"),
    ("The horse is on the right side of the image.", (DOG,), "unverifiable"),
    ("The kite is at the top of the image.", (KITE,), "pass"),
    ("The kite is at the bottom of the image.", (KITE,), "fail"),
    ("The kite is in the middle of the image.", (KITE,), "pass"),
    ("The dog is in the center of the image.", (DOG,), "fail"),
    ("The dogs are on the left side of the image.", (PACK,), "unverifiable"),
]


@each(("answer", "boxes", "verdict"), REGIONS)
def test_a_place_in_the_image_is_held_against_the_boxes(answer: str, boxes: tuple[Box, ...], verdict: str) -> None:
    (finding,) = judged(answer, *boxes)
    assert (finding.check, finding.verdict) == ("regions", verdict)


@each(
    ("question", "answer", "verdict"),
    [
        ("Is the dog to the left of the cat?", "Yes.", "pass"),
        ("Is the dog to the left of the cat?", "No.", "fail"),
        ("Which side of the cat is the dog on?", "The left.", "pass"),
        ("Which side of the cat is the dog on?", "The right.", "fail"),
        ("Is the dog to the left or to the right of the cat?", "To the left.", "pass"),
        ("Is the dog to the left or to the right of the cat?", "To the right.", "fail"),
        ("Where is the dog? (A) left of the cat (B) right of the cat", "(A)", "pass"),
        ("Where is the dog? (A) left of the cat (B) right of the cat", "(B)", "fail"),
        ("Where is the dog?", "On the left side of the image.", "pass"),
        ("Where is the dog?", "On the right side of the image.", "fail"),
    ],
)
def test_an_answer_in_few_words_is_judged_by_its_question(question: str, answer: str, verdict: str) -> None:
    assert {finding.verdict for finding in judged(answer, DOG, CAT, question=question)} == {verdict}


def test_the_message_says_how_it_is_by_the_boxes() -> None:
    (finding,) = judged("Now the dog is to the right of the cat.", KITE, CAT, DOG)
    assert finding.message.startswith(
        "turn 1, answer: says 'the dog is to the right of the cat'; by the boxes the dog is"
    )
    assert finding.message.endswith(" of the cat in the image")
    assert finding.boxes == (2, 1)
    assert (finding.start, finding.end) == (4, 38)
    (finding,) = judged("The dog is on the right side of the image.", CAT, DOG)
    assert finding.message.endswith("by the boxes no dog is on the right side of the image")
    assert finding.boxes == (1,)


def test_a_caption_that_says_the_same_keeps_a_relation_from_failing() -> None:
    captions = ("A dog.", "The dog is to the right of the cat.")
    (finding,) = judged("The dog is to the right of the cat.", DOG, CAT, captions=captions)
    assert (finding.verdict, finding.boxes, finding.captions) == ("unverifiable", (0, 1), (1,))


TURNED = {"pass": "fail", "fail": "pass", "unverifiable": "unverifiable"}
SIDED = [
    ("Tell me.", "The dog is to the {} of the cat."),
    ("Tell me.", "To the {} of the cat is a dog."),
    ("Tell me.", "The dog is on the cat's {}."),
    ("Tell me.", "The dog is on the {} side of the image."),
    ("Is the dog to the {} of the cat?", "Yes."),
    ("Is the dog to the {} of the cat?", "No."),
    ("Is the dog on the {} side of the image?", "Yes."),
    ("Which side of the cat is the dog on?", "The {}."),
    ("Is the dog to the left or to the right of the cat?", "It is to the {} of the cat."),
]
PLACES = st.tuples(st.integers(0, 60), st.integers(1, 64))


@given(PLACES, PLACES, st.sampled_from(SIDED))
def test_in_a_mirror_every_left_is_a_right(dog: tuple[int, int], cat: tuple[int, int], said: tuple[str, str]) -> None:
    boxes = [
        Box(name, x / 64, 0.4, min(64, x + width) / 64, 0.6)
        for name, (x, width) in zip(("dog", "cat"), (dog, cat), strict=True)
    ]
    mirror = [Box(box.category, 1 - box.x2, box.y1, 1 - box.x1, box.y2) for box in boxes]
    question, answer = said
    here, there = (
        {f.verdict for f in judged(answer.format(side), *found, question=question.format(side))}
        for side, found in (("left", boxes), ("right", mirror))
    )
    assert here == there
    other = {f.verdict for f in judged(answer.format("left"), *mirror, question=question.format("left"))}
    if here == {"pass"} and answer != "No.":
        assert "pass" not in other


@each("side", ["left", "right"])
def test_a_mirrored_scene_turns_the_verdict_of_every_claim_about_sides(side: str) -> None:
    mirror = [Box(box.category, 1 - box.x2, box.y1, 1 - box.x1, box.y2) for box in (DOG, FAR_CAT)]
    for question, answer in SIDED:
        here = judged(answer.format(side), DOG, FAR_CAT, question=question.format(side))
        there = judged(answer.format(side), *mirror, question=question.format(side))
        assert here, (question, answer)
        assert [TURNED[finding.verdict] for finding in here] == [finding.verdict for finding in there]
        assert "unverifiable" not in {finding.verdict for finding in here}


FAR_CAT = Box("cat", 0.8, 0.4, 0.9, 0.6)
