"""MM-Vet's grades: what the judge is asked, how its reply is read, and how grades are summed.

Requests, reading and sums are those of the official mm-vet_evaluator.py (github.com/yuweihao/MM-Vet, Apache-2.0);
mmvet_prompt.txt is its prompt word by word, without which grades could not be compared. A grade that failed is marked,
so that who sums may leave it out.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import msgspec

from train.benchmarks.judge import Judge, Request

if TYPE_CHECKING:
    import numpy as np

AGAIN = "\nPredict the correctness of the answer (digit): "
TEMPERATURES_AGAIN = (0.0, 0.5, 1.0, 1.5, 2.0)
MAX_TOKENS = 3
PLACES = 1


class Item(msgspec.Struct, frozen=True):
    """A question of mm-vet.json."""

    imagename: str
    question: str
    answer: str
    capability: list[str]


@dataclass(frozen=True, slots=True)
class Grade:
    """A judge's grade; where `failed`, `score` is what the official evaluator makes of it: 0, or not a number."""

    content: str
    score: float
    failed: bool = False


@cache
def few_shot() -> str:
    """Return the official instruction and its table of examples; its wording is part of the benchmark."""
    return resources.files("train.benchmarks").joinpath("mmvet_prompt.txt").read_text(encoding="utf-8")


def prompt_of(item: Item, prediction: str) -> str:
    """Return what the judge is asked about one answer."""
    truth = item.answer.replace("<AND>", " <AND> ").replace("<OR>", " <OR> ")
    return f"{few_shot()}\n{item.question} | {truth} | {prediction} | "


def ask(items: Mapping[str, Item], answers: Mapping[str, str], judge: Judge, runs: int) -> dict[str, list[Grade]]:
    """Let the judge grade each answer `runs` times."""
    prompts = [prompt_of(item, answers[name]) for name, item in items.items()]
    grades = grade(judge, prompts * runs)
    return {name: grades[place :: len(prompts)] for place, name in enumerate(items)}


def grade(judge: Judge, prompts: Sequence[str]) -> list[Grade]:
    """Ask for a grade to each prompt, at most six times; the later times more plainly and ever warmer.

    What is asked is what the official evaluator asks; it does so one by one, here all that are open are asked at once.
    """
    contents = dict(enumerate(judge([Request(prompt, 0.0, MAX_TOKENS) for prompt in prompts])))
    grades: dict[int, Grade] = {}
    for temperature in TEMPERATURES_AGAIN:
        grades |= {place: found for place, content in contents.items() if (found := parse(content))}
        again = [place for place in contents if place not in grades]
        replies = judge([Request(prompts[place] + AGAIN, temperature, MAX_TOKENS) for place in again])
        contents = dict(zip(again, replies, strict=True))
    # The official evaluator does not look at the last reply.
    grades |= {place: Grade(content, 0.0, failed=True) for place, content in contents.items()}
    return [grades[place] for place in range(len(prompts))]


def parse(content: str) -> Grade | None:
    """Read a reply's first word as a number from 0 to 1; None asks for another reply.

    "nan" passes, as it does officially, and is a failed grade.
    """
    word = content.split(" ", 1)[0].strip()
    try:
        score = float(word)
    except ValueError:
        return None
    return None if score > 1 or score < 0 else Grade(word, score, failed=math.isnan(score))


def regrade(contents: Sequence[str], scores: Sequence[float]) -> list[Grade]:
    """Return grades of the official file; a score that its reply does not say has failed."""
    found = [(content, score, parse(content)) for content, score in zip(contents, scores, strict=True)]
    return [
        Grade(content, score, failed=said is None or said.failed or said.score != score)
        for content, score, said in found
    ]


def tally(
    items: Mapping[str, Item],
    grades: Mapping[str, Sequence[Grade]],
    places: int = PLACES,
    *,
    failed_count: bool = False,
) -> dict[str, float | None]:
    """Return percentages by capability, by combination of capabilities, in total, and the deviation of the runs.

    `failed_count` averages failed grades too, as the official evaluator does.
    """
    figures: dict[str, float | None] = {}
    for key, names in _parts(items).items():
        by_run = _by_run([grades[name] for name in names if name in grades], failed_count=failed_count)
        figures[key] = _rounded(by_run.mean(), places) if by_run.size else None
        if key == "total":
            figures["std"] = _rounded(by_run.std(), places) if by_run.size else None
            if by_run.size > 1:
                figures |= {f"run {number}": _rounded(run, places) for number, run in enumerate(by_run, 1)}
    return figures


def _parts(items: Mapping[str, Item]) -> dict[str, list[str]]:
    """Return ids by part: all, a capability, a combination of them; the most frequent parts first."""
    combinations = {name: "_".join(sorted(set(item.capability))) for name, item in items.items()}
    single = Counter(name for item in items.values() for name in dict.fromkeys(item.capability))
    parts = {"total": list(items)}
    for key, _ in single.most_common():
        parts[key] = [name for name, item in items.items() if key in item.capability]
    for key, _ in Counter(combinations.values()).most_common():
        parts[f"combination {key}"] = [name for name, combination in combinations.items() if combination == key]
    return parts


def _by_run(grades: Sequence[Sequence[Grade]], *, failed_count: bool) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return the mean of each run in per cent; a run without a grade is left out."""
    runs = []
    for run in zip(*grades, strict=True):
        scores = [one.score for one in run if failed_count or not one.failed]
        if scores:
            runs.append(sum(scores) / len(scores) * 100)
    import numpy as np  # noqa: PLC0415 - the command line lists the benchmarks, and should not wait for it

    return np.array(runs, dtype=np.float64)


def _rounded(value: float | np.float64, places: int) -> float:
    import numpy as np  # noqa: PLC0415

    return float(np.round(value, places))
