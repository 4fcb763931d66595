"""Small files in the official form of each benchmark, on the drawn images."""

import base64
import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.train.drawn import IMAGES, PHOTOS

ASKED = ("Is there a dog?", "What color is the car?", "How many people are there?", "What is on the table?")
COUNT = 12
Made = tuple[list[str], dict[str, str]]
"""Command line options, and the right answers by question id."""


def _write(path: Path, content: Any) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content))
    return str(path)


def _images(root: Path, name: Callable[[int], str]) -> str:
    folder = root / "images"
    folder.mkdir(exist_ok=True)
    for number in range(COUNT):
        (folder / name(number)).symlink_to(PHOTOS[number])
    return str(folder)


def vqav2(root: Path) -> Made:
    questions = [{"question_id": 100 + n, "image_id": n, "question": ASKED[n % 4]} for n in range(COUNT)]
    annotations = [
        {
            "question_id": 100 + n,
            "image_id": n,
            "question_type": "what",
            "answer_type": "other",
            "multiple_choice_answer": "red",
            "answers": [
                {"answer": "red" if one < 8 else "blue", "answer_id": one, "answer_confidence": "yes"}
                for one in range(1, 11)
            ],
        }
        for n in range(COUNT)
    ]
    asked = {"questions": questions, "data_subtype": "val2014", "task_type": "Open-Ended"}
    files = _write(root / "v2_OpenEnded_mscoco_val2014_questions.json", asked)
    truth = _write(root / "v2_mscoco_val2014_annotations.json", {"annotations": annotations})
    images = _images(root, lambda n: f"COCO_val2014_{n:012d}.jpg")
    return ["--questions", files, "--annotations", truth, "--images", images], {
        str(100 + n): "red" for n in range(COUNT)
    }


def gqa(root: Path) -> Made:
    questions = {
        f"q{n}": {
            "question": ASKED[n % 4],
            "answer": "red",
            "imageId": f"n{n}",
            "isBalanced": True,
            "types": {"structural": "query", "semantic": "attr", "detailed": "x"},
            "groups": {"global": "color", "local": "l"},
            "semantic": [{"operation": "select", "argument": "cup"}],
            "entailed": [],
        }
        for n in range(COUNT)
    }
    files = _write(root / "testdev_balanced_questions.json", questions)
    images = _images(root, lambda n: f"n{n}.jpg")
    return ["--questions", files, "--images", images], {f"q{n}": "Red." for n in range(COUNT)}


def textvqa(root: Path) -> Made:
    data = [
        {"question_id": n, "image_id": f"i{n}", "question": ASKED[n % 4], "answers": ["red"] * 10} for n in range(COUNT)
    ]
    files = _write(root / "TextVQA_0.5.1_val.json", {"data": data, "dataset_type": "val"})
    images = _images(root, lambda n: f"i{n}.jpg")
    return ["--questions", files, "--images", images], {str(n): "red" for n in range(COUNT)}


def pope(root: Path) -> Made:
    rows = [
        {
            "question_id": n + 1,
            "image": PHOTOS[n].name,
            "text": f"Is there a dog in picture {n}?",
            "label": ("yes", "no")[n % 2],
        }
        for n in range(COUNT)
    ]
    path = root / "coco_pope_random.json"
    path.write_text("\n".join(map(json.dumps, rows)) + "\n")
    right = {str(n + 1): ("Yes", "No, there is not.")[n % 2] for n in range(COUNT)}
    return ["--questions", str(path), "--images", str(IMAGES)], right


def mmbench(root: Path) -> Made:
    columns = ("index", "question", "hint", "A", "B", "C", "answer", "category", "l2-category", "image", "split")
    path, right = root / "mmbench_dev_en.tsv", {}
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, columns, dialect="excel-tab", restval="")
        writer.writeheader()
        for n in range(1, 5):
            for turn in range(3):
                things = ("cat", "dog", "bird")
                index = str(n + 1_000_000 * turn)
                options = dict(zip("ABC", things[turn:] + things[:turn], strict=True))
                right[index] = "ABC"[-turn % 3]
                image = base64.b64encode(PHOTOS[n].read_bytes()).decode() if turn == 0 else str(n)
                writer.writerow(
                    {
                        "index": index,
                        "question": f"What is in picture {n}?",
                        "answer": right[index],
                        "category": "ocr",
                        "l2-category": "fine",
                        "image": image,
                        "split": "dev",
                        **options,
                    }
                )
    return ["--questions", str(path)], right


def mmvet(root: Path) -> Made:
    items = {
        f"v1_{n}": {
            "imagename": f"v1_{n}.jpg",
            "imagesource": "x",
            "question": f"{ASKED[n % 4]} ({n})",
            "answer": "red",
            "capability": ["rec"] if n % 2 else ["rec", "ocr"],
        }
        for n in range(COUNT)
    }
    files = _write(root / "mm-vet.json", items)
    images = _images(root, lambda n: f"v1_{n}.jpg")
    return ["--questions", files, "--images", images], {f"v1_{n}": "It is red." for n in range(COUNT)}


MAKERS: dict[str, Callable[[Path], Made]] = {
    "vqav2": vqav2,
    "gqa": gqa,
    "textvqa": textvqa,
    "pope": pope,
    "mmbench": mmbench,
    "mmvet": mmvet,
}
