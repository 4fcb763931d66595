"""POPE: is there such an object in the image? Yes is the positive.

Parsing and figures are those of POPE's evaluate.py and LLaVA's eval_pope.py; answers are joined to labels on ids
where those go by the order of lines, and a figure that would divide by zero is None.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from train.benchmarks.answers import COUNTED, Answer, Given, Joined, by_own_id, check_ids, examples, in_place
from train.benchmarks.benchmark import SHORT, Benchmark, Files, Question, Result, Scored
from train.benchmarks.pope_files import ANNOTATIONS, QUESTIONS, read_labelled, read_probes
from train.errors import DataError

SCORER = "POPE, the rules of AoiDragon/POPE evaluate.py at 08d957b and LLaVA eval_pope.py at c121f043"
JOINED = "answers are joined to labels on question ids, where the official scorer goes by the order of lines"
CATEGORIES = ("random", "popular", "adversarial")


@dataclass(frozen=True, slots=True)
class Counts:
    """Answers by what was said and what is right."""

    true_positives: int
    false_positives: int
    true_negatives: int
    false_negatives: int

    @property
    def total(self) -> int:
        """Count them all."""
        return self.true_positives + self.false_positives + self.true_negatives + self.false_negatives

    def figures(self) -> dict[str, float | int | None]:
        """Return shares from 0 to 1; None where nothing can be divided by."""
        yes_said, yes_right = (self.true_positives + wrong for wrong in (self.false_positives, self.false_negatives))
        precision, recall = _share(self.true_positives, yes_said), _share(self.true_positives, yes_right)
        if precision and recall:
            f1: float | None = 2 * precision * recall / (precision + recall)
        else:
            f1 = _share(2 * self.true_positives, yes_said + yes_right)
        return {
            "accuracy": _share(self.true_positives + self.true_negatives, self.total),
            "precision": precision,
            "recall": recall,
            "f1": f1,
            "yes_ratio": _share(yes_said, self.total),
            "TP": self.true_positives,
            "FP": self.false_positives,
            "TN": self.true_negatives,
            "FN": self.false_negatives,
        }


class POPE(Benchmark):
    """See the module."""

    name = "pope"
    needs: ClassVar[Mapping[str, str]] = {
        "questions": f"{QUESTIONS}; one file, one per category, or their folder",
        "annotations": f"{ANNOTATIONS}, where the questions have no labels",
    }
    suffix = SHORT
    numbered_ids = True

    def questions(self, files: Files) -> Iterator[Question]:
        """Yield the questions in the order of the files."""
        for probe in read_probes(files):
            yield Question(probe.id, probe.image, probe.question + SHORT)

    def join(self, files: Files, given: Given) -> Joined:
        """Join answers on the id, or on category and id where the same ids stand in several categories."""
        probes = read_probes(files)
        known = {probe.id for probe in probes}
        categories = sorted({probe.category for probe in probes}, key=len, reverse=True)
        own = [replace(answer, id=_named(answer, categories, known)) for answer in given.answers]
        if given.form in COUNTED and (any(one.counted for one in own) or {one.id for one in own} != known):
            placed = in_place(given.answers, ((probe.id, probe.question) for probe in probes))
            if placed is not None:
                return Joined(placed)
        _check_asked(own, {probe.id: probe.question for probe in probes})
        return Joined(by_own_id(own))

    def score(self, files: Files, answers: Mapping[str, str]) -> Result:
        """Score answers by question id."""
        probes = {probe.id: probe for probe in read_labelled(files)}
        notes = check_ids(answers, probes, partial=files.partial)
        groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
        scored = []
        for name, text in answers.items():
            said, probe = parse(text), probes[name]
            groups[probe.category].append((said, probe.label))
            scored.append(Scored(name, float(said == probe.label), said, probe.category, {"label": probe.label}))
        figures, more = _figures({name: count(pairs) for name, pairs in groups.items()})
        return Result(self.name, SCORER, figures, "f1", (JOINED, *notes, *more), scored)


def parse(text: str) -> str:
    """Return "no" if a word of the first sentence is exactly No, no or not; else "yes", whatever was said."""
    words = text.split(".", 1)[0].replace(",", "").split(" ")
    return "no" if {"No", "no", "not"} & set(words) else "yes"


def count(pairs: Iterable[tuple[str, str]]) -> Counts:
    """Count pairs of what was said and what is right."""
    said_and_right = [(said == "yes", right == "yes") for said, right in pairs]
    return Counts(
        said_and_right.count((True, True)),
        said_and_right.count((True, False)),
        said_and_right.count((False, False)),
        said_and_right.count((False, True)),
    )


def _figures(groups: Mapping[str, Counts]) -> tuple[dict[str, float | int | None], tuple[str, ...]]:
    """Return each category's figures under its name, and the mean F1 over them as "f1"."""
    notes = []
    found = {name: counts.figures() for name, counts in groups.items()}
    for name, values in found.items():
        empty = [key for key, value in values.items() if value is None]
        if empty:
            notes.append(f"no {', '.join(empty)}{f' of {name}' if name else ''}: it would divide by zero")
    if len(found) == 1:
        name, values = next(iter(found.items()))
        absent = () if not name else (f"only the category {name}",)
        return values, (*absent, *notes)
    polls = [name for name in CATEGORIES if name in found]
    more = sorted(set(found) - set(CATEGORIES)) if len(polls) == len(CATEGORIES) else []
    f1s = [values["f1"] for name, values in found.items() if name not in more]
    mean = None if None in f1s or not f1s else sum(value for value in f1s if value is not None) / len(f1s)
    figures: dict[str, float | int | None] = {"f1": mean}
    for name in (*(name for name in CATEGORIES if name in found), *sorted(set(found) - set(CATEGORIES))):
        figures |= {f"{name}: {key}": value for key, value in found[name].items()}
    if more:
        notes.append(f"f1 is the mean over {', '.join(polls)}; {', '.join(more)} are not part of it")
    lacking = " and no ".join(name for name in CATEGORIES if name not in found)
    if lacking:
        notes.append(f"f1 is not LLaVA's mean over random, popular and adversarial: there is no {lacking}")
    return figures, tuple(notes)


def _check_asked(answers: Sequence[Answer], questions: Mapping[str, str]) -> None:
    """Refuse answers most of which repeat another question than the one with their id: ids only count the questions.

    Copies of POPE differ in a few words ("imange" for "image"), so a few may differ.
    """
    others = [one.id for one in answers if one.prompt and questions.get(one.id, "").lower() not in one.prompt.lower()]
    if 2 * len(others) > len(answers):
        message = (
            f"{len(others):,} of {len(answers):,} answers repeat another question than the one with their id, such as "
            f"{examples(others)}: give the questions that were asked"
        )
        raise DataError(message)


def _named(answer: Answer, categories: Sequence[str], known: Container[str]) -> str:
    """Return the id under which a question is known; an answer's file or group names the category of its question."""
    category = next((one for one in categories if one and one in answer.group.lower()), "")
    longer = f"{category}:{answer.id}"
    return longer if longer in known else answer.id


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
