"""Scoring VQAv2's validation split: `train score vqav2` against the definition written down plainly, in one run.

    python -m benchmarks.scoring [--questions 214354] [--distinct 100000] [--runs 3] [--folder /tmp/vqav2-size]

Each job is a process of its own, in turn, so both meet the same noise; their accuracies must be equal. The plain side
loads all JSON, normalises every answer and compares dictionaries, as the official scorer does; it writes no files.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.measured import machine, run

WORDS = ("red", "2", "yes", "no", "on the left", "t-shirt", "it's a dog.", "frisbee", "none", "tennis court")


def write(folder: Path, questions: int, distinct: int) -> None:
    """Write an annotation file and an answer file in the official forms."""
    draw = random.Random(0)
    pool = [*WORDS, *(f"{draw.choice(WORDS)} {number}" for number in range(distinct))]
    annotations, answers = [], []
    for number in range(questions):
        said = draw.choices(pool, k=3)
        given = [
            {"answer": draw.choice(said), "answer_confidence": "yes", "answer_id": place} for place in range(1, 11)
        ]
        kinds = {"question_type": f"type {number % 65}", "answer_type": ("yes/no", "number", "other")[number % 3]}
        named = {"question_id": number, "image_id": number // 5, "multiple_choice_answer": said[0]}
        annotations.append(kinds | named | {"answers": given})
        answers.append({"question_id": number, "answer": draw.choice(said)})
    (folder / "annotations.json").write_text(json.dumps({"info": {}, "annotations": annotations}))
    (folder / "answers.json").write_text(json.dumps(answers))


def plain(folder: Path) -> float:
    """Return the accuracy by the definition."""
    from train.benchmarks.vqa_text import PYTHON2, digits_and_articles, one_line, punctuation  # noqa: PLC0415

    annotations = json.loads((folder / "annotations.json").read_text())["annotations"]
    answers = {row["question_id"]: row["answer"] for row in json.loads((folder / "answers.json").read_text())}
    total = 0.0
    for row in annotations:
        given, ours = row["answers"], one_line(answers[row["question_id"]], PYTHON2)
        for one in given:
            one["answer"] = one_line(one["answer"], PYTHON2)
        if len({one["answer"] for one in given}) > 1:
            for one in given:
                one["answer"] = digits_and_articles(punctuation(one["answer"], PYTHON2), PYTHON2)
            ours = digits_and_articles(punctuation(ours, PYTHON2), PYTHON2)
        others = [[other for other in given if other != one] for one in given]
        total += sum(min(1, sum(one["answer"] == ours for one in group) / 3) for group in others) / len(given)
    return round(100 * total / len(annotations), 2)


def main() -> None:
    """Measure both sides in turn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=214_354)
    parser.add_argument("--distinct", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--job", choices=["write", "plain"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.job == "write":
        write(options.folder, options.questions, options.distinct)
        return
    if options.job == "plain":
        print(plain(options.folder))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        here = ["-m", "benchmarks.scoring", "--folder", str(folder)]
        # In a process of its own: what this one holds would count as the memory of those that it starts.
        run([*here, "--job", "write", "--questions", str(options.questions), "--distinct", str(options.distinct)])
        compare(folder, [*here, "--job", "plain"], options.runs)


def compare(folder: Path, plainly: list[str], runs: int) -> None:
    """Print both sides' figures a run, and check that they agree."""
    sizes = ", ".join(f"{path.name} {path.stat().st_size / 1e6:.0f} MB" for path in sorted(folder.iterdir()))
    print(f"{machine()}; {sizes}")
    files = ["--annotations", str(folder / "annotations.json"), "--answers", str(folder / "answers.json")]
    outputs = ["--json", str(folder / "result.json"), "--per-question", str(folder / "rows.jsonl")]
    command = ["-m", "train", "score", "vqav2", *files, *outputs]
    for _ in range(runs):
        for name, arguments in (("train score", command), ("plain", plainly)):
            taken = run(arguments)
            times = f"wall {taken.wall_s:6.2f} s  cpu {taken.cpu_s:6.2f} s  peak {taken.peak_mb:6.0f} MB"
            print(f"{name:12} {times}", flush=True)
    found = json.loads((folder / "result.json").read_text())["figures"]["overall"]
    said = subprocess.run([sys.executable, *plainly], check=True, capture_output=True, text=True).stdout
    assert float(said) == found, (said, found)
    print(f"both {found}")


if __name__ == "__main__":
    main()
