"""VQAv2: ten people's answers a question, and how many of them agree with the one that is scored.

The figures are those of GT-Vision-Lab/VQA's vqaEval.py (Python 2), quirks included. Annotations are decoded one
question at a time, so memory grows with the answers that are scored and not with the annotations.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from pathlib import PurePosixPath
from typing import ClassVar

import msgspec

from train.benchmarks import answers as answered
from train.benchmarks.answers import COUNTED, Joined, by_own_id, check_ids, in_place
from train.benchmarks.benchmark import SHORT, Benchmark, Files, Question, Result, Scored
from train.benchmarks.official import decode, looks_like, read
from train.benchmarks.vqa_text import PYTHON2, digits_and_articles, one_line, punctuation
from train.errors import DataError

SCORER = "VQAv2, the rules of GT-Vision-Lab/VQA vqaEval.py at a013f004"
QUESTIONS = "VQAv2 questions (v2_OpenEnded_mscoco_..._questions.json)"
ANNOTATIONS = "VQAv2 annotations (v2_mscoco_..._annotations.json)"
ENOUGH = 3
"""An answer that so many others gave is right."""
HUNDREDTH = Decimal("0.01")


class Given(msgspec.Struct, frozen=True, gc=False):
    """One annotator's answer; two that are alike in everything count as one person's."""

    answer: str
    answer_id: int | str | None = None
    answer_confidence: str | None = None


class Annotation(msgspec.Struct, gc=False):
    """What the annotators said of one question."""

    question_id: int
    question_type: str
    answer_type: str
    answers: list[Given]


class _Asked(msgspec.Struct, gc=False):
    question_id: int
    image_id: int
    question: str


class _Questions(msgspec.Struct):
    questions: list[msgspec.Raw]
    data_subtype: str = "val2014"


class _Annotations(msgspec.Struct):
    annotations: list[msgspec.Raw]


class VQAv2(Benchmark):
    """See the module."""

    name = "vqav2"
    needs: ClassVar[Mapping[str, str]] = {"questions": QUESTIONS, "annotations": ANNOTATIONS}
    suffix = SHORT
    numbered_ids = True

    def questions(self, files: Files) -> Iterator[Question]:
        """Yield the questions in the order of the official file."""
        path = files.one("questions")
        document = read(path, _Questions, QUESTIONS)
        for raw in document.questions:
            row = decode(raw, path, _Asked, QUESTIONS)
            image = _image(files, document.data_subtype, row.image_id)
            yield Question(str(row.question_id), image, row.question + SHORT)

    def join(self, files: Files, given: answered.Given) -> Joined:
        """Join answers on the question id, or on the place in the questions file where only that is known."""
        if given.form in COUNTED and files.questions and files.annotations:
            path = files.one("questions")
            asked = [decode(raw, path, _Asked, QUESTIONS) for raw in read(path, _Questions, QUESTIONS).questions]
            if not {answer.id for answer in given.answers} <= {str(row.question_id) for row in asked}:
                placed = in_place(given.answers, ((str(row.question_id), row.question) for row in asked))
                if placed is not None:
                    return Joined(placed)
        return Joined(by_own_id(given.answers))

    def score(self, files: Files, answers: Mapping[str, str]) -> Result:
        """Score answers by question id."""
        path = files.one("annotations", instead="questions" if _annotated(files) else None)
        found: dict[str, Scored] = {}
        seen: dict[str, None] = {}  # in the order of the file, for the examples of what is missing
        for raw in read(path, _Annotations, ANNOTATIONS).annotations:
            row = decode(raw, path, Annotation, ANNOTATIONS)
            name = str(row.question_id)
            seen[name] = None
            if name in answers:
                found[name] = _scored(row, answers[name])
        if files.questions and files.annotations and not any(question.id in seen for question in self.questions(files)):
            message = f"{files.one('questions')} and {path} have no question in common: are they of different splits?"
            raise DataError(message)
        notes = check_ids(answers, seen, partial=files.partial)
        scored = [found[name] for name in answers]
        return Result(self.name, SCORER, figures(scored), "overall", notes, scored)


def accuracy(annotators: Sequence[Given], answer: str) -> tuple[float, str]:
    """Return the accuracy, 0..1, and the answer in the form in which it was compared.

    Both sides are normalised only where the annotators' answers, stripped, are not all the same.

    Raises:
        DataError: there are no annotators' answers.

    """
    if not annotators:
        message = "a question has no annotators' answers"
        raise DataError(message)
    forms = {text: one_line(text, PYTHON2) for text in {given.answer for given in annotators}}
    ours = one_line(answer, PYTHON2)
    if len(set(forms.values())) > 1:
        forms, ours = {text: normalised(form) for text, form in forms.items()}, normalised(ours)
    matching = [forms[given.answer] == ours for given in annotators]
    if True not in matching:
        return 0.0, ours
    if len({given.answer_id for given in annotators}) == len(annotators):
        return _agreement(matching, [1] * len(matching)), ours
    people = [(forms[given.answer], given.answer_id, given.answer_confidence) for given in annotators]
    return _agreement(matching, [people.count(person) for person in people]), ours


def _agreement(matching: Sequence[bool], alike: Sequence[int]) -> float:
    """Return the mean over annotators of min(1, matches among those who are not `alike` to them / 3)."""
    matches = matching.count(True)
    if matches - max(alike) >= ENOUGH:
        return 1.0
    total = 0.0
    for own, match in zip(alike, matching, strict=True):
        total += min(1.0, (matches - own * match) / ENOUGH)
    return total / len(matching)


@lru_cache(maxsize=1 << 16)
def normalised(text: str) -> str:
    """Return an answer in one form; line ends, tabs and outer spaces are gone already."""
    return digits_and_articles(punctuation(text, PYTHON2), PYTHON2)


def figures(scored: Sequence[Scored]) -> dict[str, float | int | None]:
    """Return percentages over all, by answer type and by question type, as the scorer rounds them."""
    groups: dict[str, list[float]] = defaultdict(list)
    for row in scored:
        groups["overall"].append(row.score)
        groups[f"answer type: {row.more['answer_type']}"].append(row.score)
        groups[f"question type: {row.group}"].append(row.score)
    # Sorted by kind of figure: the overall one, then answer types, then question types.
    kinds = ("overall", "answer type", "question type")
    ordered = sorted(groups, key=lambda name: (kinds.index(name.split(":")[0]), name))
    return {name: percent(mean(groups[name])) for name in ordered}


def mean(values: Sequence[float]) -> float:
    """Return the mean by plain addition in order, as Python before 3.12 does it."""
    total = 0.0
    for value in values:
        total += value
    return total / len(values)


def percent(share: float) -> float:
    """Return a percentage with two decimals; halves go up, as Python 2 rounds."""
    return float(Decimal(100 * share).quantize(HUNDREDTH, ROUND_HALF_UP))


def _annotated(files: Files) -> bool:
    """Whether what was given as questions are the annotations."""
    return len(files.questions) == 1 and looks_like(files.questions[0]) == ANNOTATIONS


def _scored(row: Annotation, answer: str) -> Scored:
    score, compared = accuracy(row.answers, answer)
    return Scored(str(row.question_id), score, compared, row.question_type, _more(row.answer_type))


@lru_cache(maxsize=64)
def _more(answer_type: str) -> Mapping[str, object]:
    return {"answer_type": answer_type}


def _image(files: Files, subtype: str, number: int) -> str:
    """Return the image's name, in the folder of its split where the images' folder has one."""
    name = f"COCO_{subtype}_{number:012}.jpg"
    if files.images is not None and (files.images / subtype).is_dir():
        return str(PurePosixPath(subtype) / name)
    return name
