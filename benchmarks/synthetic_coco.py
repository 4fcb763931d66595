"""Write synthetic COCO annotation files of any size, in the field order and number style of the real ones.

The files feed the reading benchmark. At the default size they match train2017:
118,287 images, about 860,000 boxes with polygons, 591,435 captions, about 570 MB of JSON.

    python benchmarks/synthetic_coco.py --out /tmp/big [--images 118287]
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterable, Iterator
from pathlib import Path

TRAIN2017_IMAGES = 118_287
BOXES_PER_IMAGE = 7.27
POLYGON_POINTS = (8, 44)
WORDS = [
    "a",
    "the",
    "two",
    "three",
    "man",
    "woman",
    "dog",
    "cat",
    "table",
    "street",
    "red",
    "blue",
    "large",
    "small",
    "sitting",
    "standing",
    "on",
    "near",
    "with",
    "of",
    "in",
    "front",
    "behind",
    "holding",
    "riding",
    "plate",
    "bus",
    "train",
    "bench",
    "grass",
    "field",
    "water",
    "kitchen",
    "room",
    "window",
]


def main() -> None:
    """Parse the two options and write the folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--images", type=int, default=TRAIN2017_IMAGES)
    arguments = parser.parse_args()
    write(arguments.out, arguments.images)


def write(out: Path, images: int, seed: int = 0) -> None:
    """Write `captions_train2017.json` and `instances_train2017.json` for that many images."""
    rng = random.Random(seed)
    out.mkdir(parents=True, exist_ok=True)
    sizes = [(rng.choice((480, 500, 427, 640)), rng.choice((640, 612, 500, 480))) for _ in range(images)]
    heads: dict[str, object] = {
        "info": {"description": "synthetic", "year": 2017},
        "licenses": [{"id": 1, "name": "none", "url": "http://example.org/licence"}],
        "images": [_image(index, size) for index, size in enumerate(sizes, 1)],
    }
    _write_file(out / "captions_train2017.json", heads, _captions(rng, images))
    categories: object = [{"supercategory": "thing", "id": n, "name": f"category {n}"} for n in range(1, 81)]
    _write_file(out / "instances_train2017.json", heads | {"categories": categories}, _boxes(rng, sizes))


def _image(image_id: int, size: tuple[int, int]) -> dict[str, object]:
    name = f"{image_id:012d}.jpg"
    return {
        "license": 1,
        "file_name": name,
        "coco_url": f"http://example.org/train2017/{name}",
        "height": size[1],
        "width": size[0],
        "date_captured": "2013-11-14 11:18:45",
        "flickr_url": f"http://example.org/photos/{name}",
        "id": image_id,
    }


def _captions(rng: random.Random, images: int) -> Iterator[object]:
    annotation_id = 0
    for _ in range(5):
        for image_id in range(1, images + 1):
            annotation_id += 1
            caption = " ".join(rng.choices(WORDS, k=rng.randint(8, 14))).capitalize() + "."
            yield {"image_id": image_id, "id": annotation_id, "caption": caption}


def _boxes(rng: random.Random, sizes: list[tuple[int, int]]) -> Iterator[object]:
    total = round(len(sizes) * BOXES_PER_IMAGE)
    for annotation_id in range(1, total + 1):
        index = rng.randrange(len(sizes))
        width, height = sizes[index]
        x, y = rng.uniform(0, width * 0.8), rng.uniform(0, height * 0.8)
        box = [round(v, 2) for v in (x, y, rng.uniform(2, width - x - 1), rng.uniform(2, height - y - 1))]
        points = 2 * rng.randint(*POLYGON_POINTS)
        yield {
            "segmentation": [[round(rng.random() * width, 2) for _ in range(points)]],
            "area": round(box[2] * box[3] * 0.7, 4),
            "iscrowd": 0,
            "image_id": index + 1,
            "bbox": box,
            "category_id": rng.randint(1, 80),
            "id": annotation_id,
        }


def _write_file(path: Path, heads: dict[str, object], annotations: Iterable[object]) -> None:
    with path.open("w") as file:
        file.write(json.dumps(heads)[:-1] + ', "annotations": [')
        for number, annotation in enumerate(annotations):
            file.write((", " if number else "") + json.dumps(annotation))
        file.write("]}")


if __name__ == "__main__":
    main()
