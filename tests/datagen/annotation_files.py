"""Small annotation files to write, sound unless told otherwise, and the scenes that are read back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from datagen.annotations import coco
from datagen.annotations.coco import Annotations

Row = dict[str, Any]
CATEGORIES = [{"id": 1, "name": "person"}, {"id": 18, "name": "dog"}]
SPLIT = "val2014"


def image(image_id: int, **changes: Any) -> Row:
    return {"id": image_id, "file_name": f"{image_id:012d}.jpg", "width": 200, "height": 100} | changes


def caption(annotation_id: int, image_id: int, text: Any = "A dog runs.", **changes: Any) -> Row:
    return {"id": annotation_id, "image_id": image_id, "caption": text} | changes


def box(annotation_id: int, image_id: int, bbox: Any = (20, 10, 100, 50), category_id: int = 1, **changes: Any) -> Row:
    row = {"id": annotation_id, "image_id": image_id, "category_id": category_id, "bbox": bbox, "iscrowd": 0}
    return row | {"segmentation": [[1.5, 2.0, 3.0, 4.0, 5.0, 6.0]], "area": 12.5} | changes


def caption_file(images: list[Row], annotations: list[Row], **more: Any) -> Row:
    return {"info": {"year": 2014}, "licenses": [], "images": images, "annotations": annotations} | more


def instance_file(images: list[Row], annotations: list[Row], **more: Any) -> Row:
    return caption_file(images, annotations) | {"categories": CATEGORIES} | more


def write(
    folder: Path, captions: Row | bytes | None = None, instances: Row | bytes | None = None, split: str = SPLIT
) -> Path:
    """Write the files of one split, a document as JSON and bytes as they are; return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in (("captions", captions), ("instances", instances)):
        if content is not None:
            data = content if isinstance(content, bytes) else json.dumps(content).encode()
            (folder / f"{name}_{split}.json").write_bytes(data)
    return folder


def read(folder: Path) -> Annotations:
    return coco.read(coco.find(folder))
