"""Boxes have no depth: only captions say what is behind or in front."""

from datagen.checks.depth import find_depth
from datagen.lexicon.table import coco
from datagen.sample import Finding
from datagen.scene import Box, Scene
from tests.datagen.checks.drafts import draft
from tests.tables import each

BOXES = (Box("dog", 0.1, 0.4, 0.2, 0.6), Box("cat", 0.6, 0.4, 0.8, 0.8))


def judged(answer: str, *captions: str, question: str = "Tell me.") -> list[Finding]:
    scene = Scene(1, "1.jpg", 640, 480, captions, BOXES, "train2017", vocabulary=tuple(coco().categories))
    return list(find_depth(draft("spatial", (question, answer), scene=scene)))


@each(
    ("answer", "captions", "verdict", "evidence"),
    [
        ("The dog is behind the cat.", (), "unverifiable", ()),
        ("The dog is behind the cat.", ("A dog and a cat.",), "unverifiable", ()),
        ("The dog is behind the cat.", ("A dog.", "The dog is behind the cat."), "pass", (1,)),
        ("The dog is behind the cat.", ("A dog sits behind a kitten.",), "pass", (0,)),
        ("The dog is in front of the cat.", ("A dog is in front of a cat.",), "pass", (0,)),
        ("The dog is behind the cat.", ("A dog.", "The dog is in front of the cat."), "fail", (1,)),
        ("The dog is in front of the cat.", ("The dog is behind the cat.",), "fail", (0,)),
        ("The dog is behind the horse.", ("The dog is behind the cat.",), "unverifiable", ()),
        ("Behind the cat is a dog.", ("The dog is behind the cat.",), "pass", (0,)),
    ],
)
def test_depth_rests_on_captions_alone(
    answer: str, captions: tuple[str, ...], verdict: str, evidence: tuple[int, ...]
) -> None:
    (finding,) = judged(answer, *captions)
    assert (finding.check, finding.verdict, finding.boxes, finding.captions) == ("depth", verdict, (), evidence)


def test_the_message_says_what_the_caption_says() -> None:
    (finding,) = judged("The dog is behind the cat.", "The dog is in front of the cat.")
    assert finding.message == (
        "turn 1, answer: says 'The dog is behind the cat'; a caption says that it is in front of it"
    )
    assert (finding.start, finding.end) == (0, 25)


def test_a_yes_is_a_claim_of_depth() -> None:
    (finding,) = judged("Yes.", "The dog is in front of the cat.", question="Is the dog behind the cat?")
    assert finding.verdict == "fail"


def test_what_is_left_or_right_is_no_depth() -> None:
    assert judged("The dog is to the left of the cat.", "The dog is behind the cat.") == []
