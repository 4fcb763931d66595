"""The checks against boxes and captions: on worked examples, on captions of real images, and on hostile text."""

import json
import re
import time
from collections import defaultdict
from pathlib import Path

import pytest

from datagen.checks import Draft
from datagen.checks.comparison import find_comparisons
from datagen.checks.counts import find_counts
from datagen.checks.depth import find_depth
from datagen.checks.objects import find_objects
from datagen.checks.relations import find_regions, find_relations
from datagen.kinds import KINDS
from datagen.lexicon.table import coco
from datagen.prompting.prompts import default_folder
from datagen.sample import Finding, Turn
from datagen.scene import Box, Scene
from tests.datagen.checks.drafts import draft
from tests.tables import each

GROUNDING = (find_objects, find_counts, find_relations, find_regions, find_comparisons, find_depth)
EXAMPLES = sorted(default_folder().glob("*/examples/*.reply.json"))
_BOX = re.compile(r"^([\w ]+): \[([\d., ]+)\]$", re.MULTILINE)


def scene_of(context: str) -> Scene:
    rows = [(name, [float(edge) for edge in edges.split(", ")]) for name, edges in _BOX.findall(context)]
    boxes = tuple(Box(name, x1, y1, x2, y2) for name, (x1, y1, x2, y2) in rows)
    captions = tuple(line for line in _BOX.sub("", context).splitlines() if line.strip())
    return Scene(1, "1.jpg", 640, 480, captions, boxes, "train2017", vocabulary=tuple(coco().categories))


def findings(draft: Draft) -> list[Finding]:
    return [finding for check in GROUNDING for finding in check(draft)]


@each("path", EXAMPLES)
def test_a_worked_example_is_true_of_its_image(path: Path) -> None:
    kind = path.parts[-3]
    scene = scene_of(path.with_name(path.name.replace("reply.json", "context.txt")).read_text(encoding="utf-8"))
    assert scene.boxes
    assert scene.captions
    turns = KINDS[kind].reply.model_validate_json(path.read_bytes()).to_turns("What is in this picture?")
    told = findings(Draft(KINDS[kind], turns, scene))
    assert [finding.message for finding in told if finding.verdict == "fail"] == []
    assert kind == "creative" or any(finding.verdict == "pass" for finding in told)


def test_a_scene_without_a_vocabulary_gives_no_finding() -> None:
    scene = Scene(1, "1.jpg", 640, 480, ("A dog.",), (Box("dog", 0.1, 0.1, 0.2, 0.2),), "train2017")
    turn = Turn(question="Is there a cat?", answer="Yes, three cats are to the left of the larger dog, behind it.")
    assert findings(Draft(KINDS["spatial"], (turn,), scene)) == []


def coco_scenes(folder: Path) -> list[Scene]:
    instances = json.loads((folder / "annotations" / "instances_train2017.json").read_text(encoding="utf-8"))
    notes = json.loads((folder / "annotations" / "captions_train2017.json").read_text(encoding="utf-8"))["annotations"]
    names = {category["id"]: category["name"] for category in instances["categories"]}
    captions, boxes = defaultdict(list), defaultdict(list)
    for note in notes:
        captions[note["image_id"]].append(note["caption"].strip())
    sizes = {image["id"]: (image["width"], image["height"]) for image in instances["images"]}
    for row in instances["annotations"]:
        width, height = sizes[row["image_id"]]
        x, y, w, h = row["bbox"]
        edges = (x / width, y / height, (x + w) / width, (y + h) / height)
        boxes[row["image_id"]].append(Box(names[row["category_id"]], *edges, bool(row["iscrowd"])))
    vocabulary = tuple(names.values())
    return [
        Scene(n, f"{n}.jpg", *size, tuple(captions[n]), tuple(boxes[n]), "train2017", vocabulary=vocabulary)
        for n, size in sizes.items()
    ]


def failures(scene: Scene, caption: str) -> list[Finding]:
    turn = Turn(question="Describe the image.", answer=caption)
    return [finding for finding in findings(Draft(KINDS["detail"], (turn,), scene)) if finding.verdict == "fail"]


def test_a_caption_of_an_image_never_fails_against_itself(coco_mini: Path) -> None:
    wrong = [
        (caption, finding.message)
        for scene in coco_scenes(coco_mini)
        for caption in scene.captions
        for finding in failures(scene, caption)
        if finding.check in {"objects", "depth"}
    ]
    assert wrong == []


def test_few_captions_fail_when_they_are_held_out_of_the_evidence(coco_mini: Path) -> None:
    judged = wrong = 0
    for scene in coco_scenes(coco_mini):
        for number, caption in enumerate(scene.captions):
            others = scene.captions[:number] + scene.captions[number + 1 :]
            rest = Scene(1, "1.jpg", 640, 480, others, scene.boxes, "train2017", vocabulary=scene.vocabulary)
            judged += 1
            wrong += bool(failures(rest, caption))
    assert judged == 400
    assert wrong <= HELD_OUT


HELD_OUT = 12
"""Of 400; 6 when this was written, two of which contradict another caption of their image."""

HOSTILE = [
    "the left of the dog ",
    "to the left of the dog is a cat and ",
    "the dog is left of the cat. ",
    "dog ",
    "dog, ",
    "dog and cat ",
    "two dogs ",
    "it ",
    "one of the ",
    "on its left ",
    "more dogs than ",
    "larger than ",
    "how many ",
    "the number of dogs is ",
    "from left to right dog ",
    "there is no ",
    '"the dog" \u201c(',
    "\x00\x1b\u200b dog ",
    "(A) dog (B) ",
    "is a of the and ",
]


@each("piece", HOSTILE)
def take_no_long_time(piece: str, length: int, most_s: float) -> None:
    boxes = tuple(Box(name, n / 20, 0.4, n / 20 + 0.1, 0.6) for n, name in enumerate(["dog", "dog", "cat", "person"]))
    scene = Scene(1, "1.jpg", 640, 480, ("A dog.",), boxes, "train2017", vocabulary=tuple(coco().categories))
    text = piece * (length // len(piece))
    start = time.process_time()
    findings(draft("conversation", (text, text), scene=scene))
    assert time.process_time() - start < most_s


@pytest.mark.slow
def test_a_hostile_text_takes_no_long_time() -> None:
    """A text of this length takes at most half a second; a pattern that runs away takes minutes."""
    take_no_long_time(length=20_000, most_s=5.0)


@pytest.mark.endurance
def test_a_long_hostile_text_takes_no_long_time() -> None:
    take_no_long_time(length=100_000, most_s=20.0)
