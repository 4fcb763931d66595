"""All checks together: on what people wrote, on the worked examples, and on hostile text."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datagen.checks import CHECKS, Draft, run_checks
from datagen.kinds import KINDS
from datagen.prompting.prompts import default_folder, load
from datagen.sample import Turn
from datagen.scene import Box, Scene
from tests.datagen.checks.drafts import NOTHING, draft
from tests.tables import each

EXAMPLES = sorted(default_folder().glob("*/examples/*.reply.json"))


def example(path: Path, worked: frozenset[tuple[str, ...]] = frozenset()) -> Draft:
    kind = path.parts[-3]
    turns = KINDS[kind].reply.model_validate_json(path.read_bytes()).to_turns("What is in this picture?")
    return Draft(KINDS[kind], turns, NOTHING, worked=worked)


def test_there_are_examples() -> None:
    assert {path.parts[-3] for path in EXAMPLES} == set(KINDS)


@each("path", EXAMPLES)
def test_a_worked_example_passes_every_check(path: Path) -> None:
    assert [finding.message for finding in run_checks(example(path))] == []


@each("path", EXAMPLES)
def test_a_worked_example_given_back_is_an_echo(path: Path) -> None:
    worked = load(default_folder()).kinds[path.parts[-3]].worked
    assert {finding.check for finding in run_checks(example(path, worked))} == {"echo"}


def test_captions_that_people_wrote_pass_but_for_the_full_stop_that_some_lack(coco_mini: Path) -> None:
    notes = json.loads((coco_mini / "annotations" / "captions_train2017.json").read_text(encoding="utf-8"))
    captions = [note["caption"].strip() for note in notes["annotations"]]
    assert len(captions) == 400
    told = [f for text in captions for f in run_checks(draft("conversation", ("What?", text)))]
    unended = [text for text in captions if text[-1] not in ".!"]
    assert {finding.check for finding in told} == {"truncation"}
    assert len(told) == len(unended)
    ended = [text if text[-1] in ".!" else text + "." for text in captions]
    turns = tuple(Turn(question=f"What is in picture {n}?", answer=text) for n, text in enumerate(dict.fromkeys(ended)))
    assert [finding.message for finding in run_checks(Draft(KINDS["conversation"], turns, NOTHING))] == []


def test_every_finding_has_an_action() -> None:
    turns = (
        Turn(question="", answer="The caption"),
        Turn(
            question="Is it?",
            answer="As an AI, I see 0.25, a cat, a cat, a cat. Yes, four gulls are standing on the rail.",
        ),
    )
    worked = frozenset({("yes", "four", "gulls", "are", "standing", "on", "the", "rail")})
    cut = draft("conversation", ("Is it?", "Perhaps two. Maybe three. A dog and"))
    untrue = draft("conversation", ("What is there?", UNTRUE), scene=PETS)
    faulty = Draft(KINDS["conversation"], turns, NOTHING, worked=worked)
    told = [finding for each in (faulty, cut, untrue) for finding in run_checks(each)]
    failing = {finding.check for finding in told if finding.verdict == "fail"}
    assert failing == {check.name for check in CHECKS if check.find}


UNTRUE = (
    "There is a horse. There are three dogs. The dog is to the right of the cat. The cat is on the left side of the "
    "image. The dog is the largest object. The dog is behind the cat. The dog is to the left of the cat."
)
PETS = Scene(
    image_id=1,
    file_name="1.jpg",
    width=640,
    height=480,
    captions=("A dog is in front of a cat.",),
    boxes=(Box("dog", 0.1, 0.4, 0.2, 0.6), Box("cat", 0.6, 0.4, 0.8, 0.8)),
    split="train2017",
    vocabulary=("dog", "cat", "horse"),
)


HOSTILE = [
    "a",
    " ",
    "\n",
    "the ",
    "the\n \t",
    "(",
    "[0.1, ",
    "0.1",
    "1,2;",
    '"',
    '{"',
    "caption ",
    "the caption on the ",
    "sign the text ",
    "according to the provided ",
    "not explicitly not mentioned ",
    "I cannot see the the the image",
    "sorry, but I can't ",
    "here is a b c d e ",
    "note: ",
    "*# ",
    "Turn ",
    "\nQ \nQ \nQ",
    "x_",
    "coordinates a b c ",
    "in the on the, ",
    "\u0130\u2019\ud800",
    "a.b.c.d! ",
    "</ <| <<",
    "information that is not ",
]


@each("piece", HOSTILE)
def take_no_long_time(piece: str, length: int, most_s: float) -> None:
    text = piece * (length // len(piece))
    hostile = draft("conversation", (text, text))
    for check in CHECKS:
        start = time.process_time()
        for _ in check.of(hostile):
            pass
        assert time.process_time() - start < most_s, check.name


@pytest.mark.slow
def test_hostile_text_takes_no_long_time() -> None:
    """The slowest takes under a tenth of a second; a pattern that runs away takes minutes."""
    take_no_long_time(length=20_000, most_s=2.0)


@pytest.mark.endurance
def test_long_hostile_text_takes_no_long_time() -> None:
    take_no_long_time(length=100_000, most_s=10.0)


@settings(max_examples=200)
@given(
    st.lists(st.tuples(st.text(), st.text())),
    st.sampled_from(sorted(KINDS)),
    st.sampled_from(["stop", "length", ""]),
)
def test_no_text_makes_a_check_raise(pairs: list[tuple[str, str]], kind: str, finish_reason: str) -> None:
    turns = tuple(Turn(question=question, answer=answer) for question, answer in pairs)
    for finding in run_checks(Draft(KINDS[kind], turns, NOTHING, finish_reason)):
        assert finding.verdict == "fail"
        if "..." not in str(pairs):  # small models copy marks of omission
            assert "..." not in finding.message
