"""Write a benchmark's questions, from its official files, as the lines that the tasks in this folder read.

python -m interop.lmms_eval.questions pope --questions coco_pope_random.json --images val2014 --to local_questions
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from train.benchmarks import BENCHMARKS
from train.benchmarks.benchmark import Files, Question
from train.errors import TrainError, UsageError


def write(name: str, files: Files, to: Path) -> Path:
    """Write TO/NAME.jsonl, and images that only the benchmark's own file holds to a folder beside it.

    UsageError: the images' folder is needed. DataError: an official file cannot be read.
    """
    to.mkdir(parents=True, exist_ok=True)
    path = to / f"{name}.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for question in BENCHMARKS[name].questions(files):
            image = _image(question, files, to / f"{name}_images")
            row = {"question_id": question.id, "image": image, "prompt": question.prompt}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


def _image(question: Question, files: Files, own: Path) -> str:
    if question.image_bytes is not None:
        own.mkdir(exist_ok=True)
        (own / question.id).write_bytes(question.image_bytes)
        return str((own / question.id).absolute())
    if question.image is None:
        return ""
    if files.images is None:
        message = "--images is needed: the folder of the image files"
        raise UsageError(message)
    return str((files.images / question.image).absolute())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("benchmark", choices=sorted(BENCHMARKS))
    parser.add_argument("--questions", type=Path, action="append", default=[])
    parser.add_argument("--annotations", type=Path, action="append", default=[])
    parser.add_argument("--images", type=Path)
    parser.add_argument("--to", type=Path, default=Path("local_questions"))
    given = parser.parse_args(arguments)
    try:
        path = write(given.benchmark, Files(tuple(given.questions), tuple(given.annotations), given.images), given.to)
    except TrainError as error:
        sys.stderr.write(f"error: {error}\n")
        return error.exit_status
    sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
