"""Write a toy data set to disk in COCO's layout.

The scene of image i follows from the seed and i alone, so a larger set begins with the smaller one.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from datagen.toy.captions import captions
from datagen.toy.compose import compose
from datagen.toy.drawings import CATEGORIES
from datagen.toy.scene import Thing

QUALITY = 88
INFO = {
    "description": "Toy scenes drawn by this project's generator; captions and boxes follow from it.",
    "version": "1.0",
    "contributor": "datagen.toy",
}
LICENSES = [
    {
        "id": 1,
        "name": "Apache License 2.0 (as this project)",
        "url": "https://www.apache.org/licenses/LICENSE-2.0",
    }
]

CocoRow = dict[str, object]


@dataclass(frozen=True, slots=True)
class ToySummary:
    """What was written: counts, crowds being among the boxes too, and the categories seen."""

    images: int
    boxes: int
    crowds: int
    captions: int
    categories: tuple[str, ...]


def write_toy(images: int, seed: int, out: Path) -> ToySummary:
    """Write `images` drawn scenes under `out`: annotations/{instances,captions}_toy.json and toy/*.jpg.

    The same arguments give the same annotation bytes and the same pixels; files already there are replaced.
    """
    folder = out / "toy"
    folder.mkdir(parents=True, exist_ok=True)
    (out / "annotations").mkdir(exist_ok=True)
    pictures: list[CocoRow] = []
    boxes: list[CocoRow] = []
    told: list[CocoRow] = []
    seen: set[int] = set()
    crowds = 0
    for image_id in range(1, images + 1):
        scene, picture = compose(Random(f"{seed}/{image_id}/scene"))
        name = f"{image_id:012d}.jpg"
        picture.save(folder / name, quality=QUALITY, optimize=True)
        pictures.append({"license": 1, "file_name": name, "height": scene.height, "width": scene.width, "id": image_id})
        for thing in scene.things:
            boxes.append(_annotation(thing, (scene.height, scene.width), image_id, len(boxes) + 1))
            seen.add(thing.category.id)
            crowds += thing.crowd
        for caption in captions(scene, Random(f"{seed}/{image_id}/captions")):
            told.append({"image_id": image_id, "id": len(told) + 1, "caption": caption.text})
    head: CocoRow = {"info": INFO, "licenses": LICENSES, "images": pictures}
    categories = [{"supercategory": c.supercategory, "id": c.id, "name": c.name} for c in CATEGORIES]
    _write_json(out / "annotations" / "instances_toy.json", {**head, "annotations": boxes, "categories": categories})
    _write_json(out / "annotations" / "captions_toy.json", {**head, "annotations": told})
    names = tuple(c.name for c in CATEGORIES if c.id in seen)
    return ToySummary(images, len(boxes), crowds, len(told), names)


def _annotation(thing: Thing, size: Sequence[int], image_id: int, annotation_id: int) -> CocoRow:
    outline: object = [list(polygon) for polygon in thing.outline]
    if thing.crowd:
        outline = {"counts": list(thing.runs), "size": list(size)}
    return {
        "segmentation": outline,
        "area": thing.area,
        "iscrowd": int(thing.crowd),
        "image_id": image_id,
        "bbox": list(thing.box),
        "category_id": thing.category.id,
        "id": annotation_id,
    }


def _write_json(path: Path, content: Mapping[str, object]) -> None:
    path.write_text(json.dumps(content, separators=(",", ":")) + "\n", encoding="utf-8")
