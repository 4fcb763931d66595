"""Question-answer pairs from facts: right, balanced, varied, and the same for the same seed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datagen.annotations import coco
from datagen.checks import Draft, run_checks
from datagen.job import Job
from datagen.kinds import KINDS
from datagen.prompting import prompts
from datagen.sample import Turn
from datagen.scene import Box, Scene
from datagen.writer import KINDS_WRITTEN, MAX_TURNS, MIN_TURNS, ground, plain, write
from datagen.writer.nouns import noun_of
from tests.datagen.writer.recount import Raw, verify
from tests.paths import DRAWN, ROOT

SEEDS = range(8)
TEXT_CHECKS = ("format", "truncation", "refusal", "source", "coordinates", "repetition", "echo")
TALKS = ("conversation", "spatial", "comparison")
COCO_VOCABULARY = ("person", "dog", "cat", "bus", "cup", "chair", "kite", "bed", "fork", "book", "skis", "scissors")


@cache
def scenes(folder: Path) -> tuple[Scene, ...]:
    return tuple(coco.read(coco.find(folder)))


def written(
    kinds: tuple[str, ...] = KINDS_WRITTEN, seeds: range = SEEDS, folder: Path = DRAWN
) -> Iterator[tuple[Scene, str, tuple[Turn, ...]]]:
    for scene in scenes(folder):
        for kind in kinds:
            for seed in seeds:
                turns = write(Job(scene, kind), seed)
                if turns is not None:
                    yield scene, kind, turns


def mirrored(scene: Scene) -> Scene:
    boxes = tuple(Box(b.category, 1 - b.x2, b.y1, 1 - b.x1, b.y2, b.crowd) for b in scene.boxes)
    return msgspec.structs.replace(scene, boxes=boxes)


def scene(*boxes: Box, captions: tuple[str, ...] = (), vocabulary: tuple[str, ...] = COCO_VOCABULARY) -> Scene:
    return Scene(7, "7.jpg", 640, 480, captions, boxes, "train2017", None, vocabulary)


def test_a_recount_from_the_raw_annotations_agrees_with_every_count_and_relation(coco_mini: Path) -> None:
    raw, seen = Raw(coco_mini), Counter[str]()
    for scene, _, turns in written(folder=coco_mini):
        for turn in turns:
            verify(raw, scene.image_id, turn.question, turn.answer, seen)
    assert min(seen[name] for name in ("count", "left", "right", "above", "below")) >= 100, seen
    assert seen.total() >= 1000


def test_a_mirrored_scene_turns_left_into_right_and_leaves_the_rest(coco_mini: Path) -> None:
    raw, seen = Raw(coco_mini), Counter[str]()
    for scene in scenes(coco_mini):
        for kind in KINDS_WRITTEN:
            for seed in range(3):
                for turn in write(Job(mirrored(scene), kind), seed) or ():
                    verify(raw, scene.image_id, turn.question, turn.answer, seen, mirrored=True)
    assert seen["left"] + seen["right"] >= 100


@pytest.mark.slow
def test_yes_and_no_are_in_balance_in_every_kind_and_for_every_sort_of_question() -> None:
    answers: dict[str, Counter[str]] = {}
    for _, kind, turns in written(TALKS, range(30)):
        for turn in turns:
            found = re.match(r"(Yes|No)\b", turn.answer)
            if found:
                sort = next(word for word in (*SORTS, "") if word in turn.question)
                for name in (kind, sort):
                    answers.setdefault(name, Counter())[found[1]] += 1
    assert set(answers) >= {*TALKS, *SORTS}
    for name, counts in answers.items():
        assert abs(counts["Yes"] / counts.total() - 0.5) <= 2 / counts.total() ** 0.5, (name, counts)


SORTS = (
    " side of the image?",
    "exactly",
    "larger in the image than",
    "smaller in the image than",
    "more than",
    "fewer",
)
"""Words that tell a sort of question; the rest are on relations and presence."""


@pytest.mark.slow
def test_left_and_right_and_the_four_options_are_in_balance(coco_mini: Path) -> None:
    sides, options = Counter[str](), Counter[str]()
    for _, _, turns in written(TALKS, range(30), coco_mini):
        for turn in turns:
            sides.update(re.findall(r"\b(left|right) of the\b", turn.answer))
            if "\nA. " in turn.question:
                found = re.match(r"(?:The right option is |The answer is )?([A-D])\b", turn.answer)
                assert found, turn
                options[found[1]] += 1
    assert sides.total() > 500
    assert abs(sides["left"] / sides.total() - 0.5) < 0.05, sides
    assert all(abs(options[letter] / options.total() - 0.25) < 0.03 for letter in "ABCD"), options


def test_options_differ_and_the_named_one_is_the_one_of_its_letter() -> None:
    choices = 0
    for _, _, turns in written(TALKS, range(12)):
        for turn in turns:
            options = dict(re.findall(r"^([A-D])\. (.+)$", turn.question, re.MULTILINE))
            if not options:
                continue
            choices += 1
            assert len(set(options.values())) == 4
            letter = re.match(r"(?:The right option is |The answer is )?([A-D])\b(.*)", turn.answer)
            assert letter
            assert letter[2] == "." or options[letter[1]].lower() in letter[2].lower()
    assert choices > 200


def test_equal_jobs_and_seeds_give_equal_turns_and_other_seeds_other_ones() -> None:
    for scene in scenes(DRAWN)[:20]:
        job = Job(scene, "conversation")
        assert write(job, 3) == write(job, 3)
    first, second = ([write(Job(s, "conversation"), seed) for s in scenes(DRAWN)] for seed in (0, 1))
    assert sum(a == b for a, b in zip(first, second, strict=True)) < 20


def test_no_question_comes_twice_and_talks_have_three_to_six_turns() -> None:
    for _, kind, turns in written():
        assert len({plain(turn.question) for turn in turns}) == len(turns)
        assert len(turns) == 1 if kind == "detail" else MIN_TURNS <= len(turns) <= MAX_TURNS


def test_openers_vary() -> None:
    openers = Counter(turn.question.split()[0] for _, _, turns in written(TALKS) for turn in turns)
    assert len(openers) > 25
    assert max(openers.values()) < 0.2 * openers.total()


@pytest.mark.slow
def test_the_text_checks_find_nothing_in_what_is_said_of_drawn_scenes(drawn: Path) -> None:
    assert_nothing_found(drawn)


@pytest.mark.slow
def test_the_text_checks_find_nothing_in_what_is_said_of_real_images(coco_mini: Path) -> None:
    assert_nothing_found(coco_mini)


def assert_nothing_found(folder: Path) -> None:
    worked = prompts.load(ROOT / "prompts").kinds
    judged = 0
    for scene in scenes(folder):
        for kind in KINDS_WRITTEN:
            for seed in range(2):
                turns = write(Job(scene, kind), seed)
                if turns is None:
                    continue
                judged += 1
                draft = Draft(KINDS[kind], turns, scene, "stop", worked[kind].worked)
                found = [f for f in run_checks(draft) if f.check in TEXT_CHECKS]
                assert not found, (turns, found)
    assert judged > 100


def test_the_text_speaks_of_no_machinery_and_every_text_ends_with_a_mark() -> None:
    for _, _, turns in written():
        for turn in turns:
            assert not re.search(r"\b(categor|box|annotat|caption)", turn.question + turn.answer, re.IGNORECASE)
            assert turn.answer.endswith(".")
            assert turn.question.endswith(("?", ".")) or "\nD. " in turn.question
            assert not re.search(r"[{}]|\b(a|an|the) (a|an|the)\b|\ba [aeio]|  ", turn.question + " " + turn.answer), (
                turn
            )


def test_categories_of_another_data_set_go_by_their_own_names() -> None:
    own = ("forklift", "traffic cone", "Safety_vest", "SUV", "goggles", "hour glass")
    boxes = (
        Box("forklift", 0.05, 0.3, 0.35, 0.9),
        Box("traffic cone", 0.6, 0.7, 0.68, 0.9),
        Box("traffic cone", 0.8, 0.72, 0.86, 0.9),
        Box("SUV", 0.6, 0.1, 0.95, 0.35),
    )
    site = scene(*boxes, vocabulary=own)
    text = "\n".join(
        f"{turn.question} {turn.answer}"
        for kind in KINDS_WRITTEN
        for seed in range(20)
        for turn in write(Job(site, kind), seed) or ()
    )
    for words in (
        "the forklift",
        "two traffic cones",
        "an SUV",
        "a safety vest",
        "any goggles",
        "to the left of the SUV",
    ):
        assert words in text, words
    assert "Safety_vest" not in text


@pytest.mark.parametrize(
    ("category", "one", "many", "a"),
    [
        ("person", "person", "people", "a person"),
        ("scissors", "scissors", "pairs of scissors", "a pair of scissors"),
        ("umbrella", "umbrella", "umbrellas", "an umbrella"),
        ("tv", "TV", "TVs", "a TV"),
        ("mouse", "computer mouse", "computer mice", "a computer mouse"),
        ("sheep", "sheep", "sheep", "a sheep"),
        ("knife", "knife", "knives", "a knife"),
        ("bus", "bus", "buses", "a bus"),
        ("glass", "glass", "glasses", "a glass"),
        ("HGV", "HGV", "HGVs", "an HGV"),
        ("Truck", "truck", "trucks", "a truck"),
        ("box of chocolates", "box of chocolates", "boxes of chocolates", "a box of chocolates"),
    ],
)
def test_a_category_is_named_as_people_do(category: str, one: str, many: str, a: str) -> None:
    noun = noun_of(category)
    assert (noun.one, noun.many, noun.a) == (one, many, a)
    assert noun_of("scissors").counted(1) == "one pair of scissors"


def test_captions_that_give_another_number_silence_the_boxes() -> None:
    two = (Box("dog", 0.1, 0.4, 0.3, 0.7), Box("dog", 0.6, 0.4, 0.8, 0.7), Box("cat", 0.4, 0.1, 0.5, 0.2))
    talk = Job(scene(Box("person", 0.1, 0.4, 0.3, 0.7), captions=("A man and a woman.",)), "conversation")
    assert not any("the person" in turn.answer for seed in range(40) for turn in write(talk, seed) or ())
    for captions, sure in ((("Two dogs and a cat.",), True), (("Three dogs by a cat.",), False), ((), True)):
        texts = [
            t.answer
            for seed in range(40)
            for t in write(Job(scene(*two, captions=captions), "conversation"), seed) or ()
        ]
        assert any("two dogs" in text for text in texts) == sure, captions


def test_a_thing_that_a_caption_names_is_never_said_to_be_absent() -> None:
    pair = (Box("dog", 0.1, 0.4, 0.3, 0.7), Box("cup", 0.6, 0.4, 0.8, 0.7))
    told = scene(*pair, captions=("A dog and a kitten near a bike.",), vocabulary=("dog", "cup", "cat", "bus"))
    texts = " ".join(t.answer for seed in range(60) for t in write(Job(told, "conversation"), seed) or ())
    assert "no bus" in texts
    assert "no cat" not in texts


def test_scenes_that_prove_little_give_few_words_and_none_where_they_prove_nothing() -> None:
    crowd = scene(Box("person", 0.1, 0.4, 0.9, 0.7, crowd=True))
    one = scene(Box("dog", 0.05, 0.5, 0.45, 0.95))
    empty = scene(captions=("A dog.",))
    for seed in range(30):
        assert all(write(Job(empty, kind), seed) is None for kind in KINDS_WRITTEN)
        assert write(Job(crowd, "comparison"), seed) is None
        for turn in write(Job(crowd, "conversation"), seed) or ():
            assert not re.search(r"one person|the person|How many people", turn.question + turn.answer)
        assert all(write(Job(one, kind), seed) is None for kind in ("spatial", "comparison"))
    assert any(write(Job(one, "conversation"), seed) for seed in range(10))


@given(
    st.lists(st.text(min_size=1, max_size=12).filter(str.strip), min_size=2, max_size=4, unique=True), st.integers(0, 3)
)
def test_any_name_of_a_category_can_be_spoken_of(names: list[str], seed: int) -> None:
    found = [Box(name, n / 5, n / 6, n / 5 + 0.15, n / 6 + 0.1) for n, name in enumerate(names)]
    for kind in KINDS_WRITTEN:
        write(Job(scene(*found, vocabulary=(*names, "dog", "cat", "bus")), kind), seed)


edge = st.integers(0, 20)
boxes = st.builds(
    lambda name, x, y, w, h, crowd: Box(name, x / 40, y / 40, (x + w) / 40, (y + h) / 40, crowd),
    st.sampled_from(COCO_VOCABULARY),
    edge,
    edge,
    st.integers(1, 20),
    st.integers(1, 20),
    st.booleans(),
)


@given(st.lists(boxes, max_size=12), st.integers(0, 9), st.sampled_from(KINDS_WRITTEN))
def test_whatever_the_boxes_turns_are_whole_and_crowds_are_not_counted(found: list[Box], seed: int, kind: str) -> None:
    turns = write(Job(scene(*found), kind), seed)
    for turn in turns or ():
        assert not re.search(r"[{}]|  |\bNone\b(?!\.)", turn.question + turn.answer)
        assert turn.question[0].isupper()
    crowds = {box.category for box in found if box.crowd}
    for category in crowds:
        counted = (
            rf"\b(one|two|three|four|five|six|seven|eight|\d+) ({noun_of(category).one}|{noun_of(category).many})\b"
        )
        assert not any(re.search(counted, turn.answer) for turn in turns or ())


def test_ground_adds_what_was_not_asked_yet() -> None:
    pair = scene(Box("dog", 0.1, 0.4, 0.3, 0.7), Box("cup", 0.6, 0.4, 0.8, 0.7), Box("cup", 0.62, 0.1, 0.7, 0.2))
    asked = (Turn(question="How many cups are there?", answer="Two."), Turn(question="Is there a dog?", answer="Yes."))
    for seed in range(30):
        more = ground(Job(pair, "conversation"), seed, 2, asked)
        assert len(more) == 2
        assert not {plain(turn.question) for turn in more} & {plain(turn.question) for turn in asked}
        assert not any(re.search(r"(number of|[Hh]ow many|count the) cups", turn.question) for turn in more)
        assert more == ground(Job(pair, "conversation"), seed, 2, asked)


def test_ground_gives_fewer_where_facts_run_out() -> None:
    assert ground(Job(scene(), "conversation"), 0, 3, ()) == ()
    assert len(ground(Job(scene(Box("dog", 0.1, 0.4, 0.3, 0.7)), "conversation"), 0, 40, ())) < 40
