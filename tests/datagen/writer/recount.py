"""What template text says, read by small patterns, against the raw annotation file: no code of ours in between."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from pathlib import Path

Edges = tuple[float, float, float, float]

SPOKEN = {"computer mouse": "mouse", "TV": "tv", "TVs": "tv", "remote control": "remote", "hair dryer": "hair drier"}
PLURALS = {"people": "person", "sheep": "sheep", "knives": "knife", "computer mice": "mouse"}
NUMBERS = {word: n for n, word in enumerate("no one two three four five six seven eight nine ten".split())}  # noqa: SIM905
NUMBER = re.compile(rf"\b({'|'.join(NUMBERS)}|\d+)\b", re.IGNORECASE)
HOW_MANY = re.compile(
    r"(?:^How many|how many|^What is the number of|^Could you count the|^Please count the) ([A-Za-z ]+?)"
    r"(?: are there in the image\?| can you see\?| in this picture\?| in the image\?|\. How many| are visible\?"
    r"| the picture shows\?| do you count\?)"
)
WAYS = {
    "left": "to the left of|on the left-hand side of|further to the left than",
    "right": "to the right of|on the right-hand side of|further to the right than",
    "above": "above|higher up than|placed higher than",
    "below": "below|lower down than|placed lower than",
}
LARGEST = r"(?: (?:that|who) appears largest)?"


class Raw:
    """The boxes of an annotation file by image and category name; crowds are remembered apart."""

    def __init__(self, folder: Path) -> None:
        file = next((folder / "annotations").glob("instances_*.json"))
        content = json.loads(file.read_text())
        names = {row["id"]: row["name"] for row in content["categories"]}
        self.widths = {row["id"]: row["width"] for row in content["images"]}
        self.boxes: dict[int, dict[str, list[Edges]]] = defaultdict(lambda: defaultdict(list))
        self.crowds: set[tuple[int, str]] = set()
        for row in content["annotations"]:
            x, y, width, height = row["bbox"]
            name = names[row["category_id"]]
            self.boxes[row["image_id"]][name].append((x, y, x + width, y + height))
            if row["iscrowd"]:
                self.crowds.add((row["image_id"], name))
        spoken = "|".join(sorted([*names.values(), *SPOKEN], key=len, reverse=True))
        thing = f"the ((?:{spoken}){LARGEST})"
        self.stands = {
            way: re.compile(f"{thing} (?:is |are )?(?:{words}) {thing}[.?]", re.IGNORECASE)
            for way, words in WAYS.items()
        }

    def count(self, image: int, name: str) -> int:
        assert (image, name) not in self.crowds, f"{name} in {image} is a crowd and was counted"
        return len(self.boxes[image][name])

    def count_on_side(self, image: int, name: str, side: str, *, mirrored: bool) -> int:
        """How many have their middle in this half of the image."""
        left: int = sum(x1 + x2 < self.widths[image] for x1, _, x2, _ in self.boxes[image][name])
        return left if (side == "left") != mirrored else self.count(image, name) - left

    def one(self, image: int, spoken: str) -> Edges:
        """The thing that a text means: the only one of its category, or the one that is called the largest."""
        name = re.sub(r" (that|who) appears largest$", "", spoken)
        boxes = self.boxes[image][category(name)]
        assert (image, category(name)) not in self.crowds
        if name == spoken:
            assert len(boxes) == 1, f"{image}: {spoken!r} could be any of {len(boxes)}"
        return max(boxes, key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))


def category(spoken: str) -> str:
    spoken = re.sub(r"^pairs? of ", "", spoken)
    return SPOKEN.get(spoken, spoken)


def category_of_plural(plural: str, known: set[str]) -> str | None:
    if plural in PLURALS:
        return PLURALS[plural]
    plural = re.sub(r"^pairs of ", "", plural)
    return next((name for name in (SPOKEN.get(plural, ""), plural, plural[:-1], plural[:-2]) if name in known), None)


def holds(way: str, a: Edges, b: Edges) -> bool:
    """Whether a's middle is on that side of b's middle, in pixels."""
    ax, ay, bx, by = a[0] + a[2], a[1] + a[3], b[0] + b[2], b[1] + b[3]
    return {"left": ax < bx, "right": ax > bx, "above": ay < by, "below": ay > by}[way]


def verify(raw: Raw, image: int, question: str, answer: str, seen: Counter[str], *, mirrored: bool = False) -> None:
    """Check every count and relation that can be read, and count what was checked."""
    known = {name for names in raw.boxes.values() for name in names}
    asked = HOW_MANY.search(question)
    plural = category_of_plural(asked[1], known) if asked else None
    if plural and "\n" not in question:
        numbers = NUMBER.findall(answer.replace("no fewer", ""))
        said = {int(n) if n.isdecimal() else NUMBERS[n.lower()] for n in numbers}
        side = re.search(r"(left|right) side", question)
        if side:
            said = said or {0}
            assert said == {raw.count_on_side(image, plural, side[1], mirrored=mirrored)}, (image, question, answer)
        else:
            assert said == {raw.count(image, plural)}, (image, question, answer)
        seen["count on a side" if side else "count"] += 1
    truth = answer.startswith("Yes")
    text = question if answer in {"Yes.", "No."} else answer
    for way, pattern in raw.stands.items():
        for a, b in pattern.findall(text):
            meant = {"left": "right", "right": "left"}.get(way, way) if mirrored else way
            true = holds(meant, raw.one(image, a), raw.one(image, b))
            assert true or (text is question and not truth), (image, question, answer)
            assert not true or text is answer or truth, (image, question, answer)
            seen[way] += 1
