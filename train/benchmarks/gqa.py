"""GQA: short answers that are right only if they are the annotated text, sign by sign.

The figures are those of Stanford's eval.py; one whose file is missing is None, where the official one prints 0.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import ClassVar

import msgspec

from train.benchmarks.answers import COUNTED, Given, Joined, by_own_id, check_ids, in_place
from train.benchmarks.benchmark import SHORT, Benchmark, Files, Question, Result, Scored
from train.benchmarks.gqa_figures import Figures
from train.benchmarks.official import read

SCORER = "GQA, the rules of Stanford's eval.py (1.2)"
QUESTIONS = "GQA questions (testdev_balanced_questions.json)"
CHOICES = "GQA choices (val_choices.json)"
CONVERTED = "answers were lowercased and stripped of periods at their end, as LLaVA does before scoring"


class Types(msgspec.Struct, gc=False):
    """What kind of question it is."""

    structural: str
    semantic: str
    detailed: str = ""


class Groups(msgspec.Struct, gc=False):
    """Questions with answers of the same sort."""

    global_: str | None = msgspec.field(name="global", default=None)


class Step(msgspec.Struct, gc=False):
    """One operation of the question's program."""

    operation: str
    argument: str


class Entry(msgspec.Struct):
    """A question as the official file has it."""

    question: str
    answer: str
    imageId: str  # noqa: N815 - the file's name
    isBalanced: bool  # noqa: N815 - the file's name
    types: Types
    groups: Groups = msgspec.field(default_factory=Groups)
    semantic: list[Step] = []
    entailed: list[str] = []


class Choices(msgspec.Struct):
    """What may be answered to a question, and what is plausible in the world."""

    valid: list[str]
    plausible: list[str]


class GQA(Benchmark):
    """See the module."""

    name = "gqa"
    needs: ClassVar[Mapping[str, str]] = {
        "questions": QUESTIONS,
        "choices": f"{CHOICES}, for validity and plausibility",
    }
    suffix = SHORT

    def questions(self, files: Files) -> Iterator[Question]:
        """Yield the balanced questions in the order of the official file."""
        for name, entry in _entries(files).items():
            if entry.isBalanced:
                yield Question(name, f"{entry.imageId}.jpg", entry.question + SHORT)

    def join(self, files: Files, given: Given) -> Joined:
        """Join answers on the question id; all but those in the official form are converted as LLaVA does."""
        if given.form == "official":
            return Joined(by_own_id(given.answers))
        pairs: Mapping[str, str] | None = None
        if given.form in COUNTED:
            balanced = ((name, entry.question) for name, entry in _entries(files).items() if entry.isBalanced)
            pairs = in_place(given.answers, balanced)
        if pairs is None:
            pairs = by_own_id(given.answers)
        return Joined({name: llava_text(text) for name, text in pairs.items()}, (CONVERTED,))

    def score(self, files: Files, answers: Mapping[str, str]) -> Result:
        """Score answers by question id, as they are."""
        entries = _entries(files)
        path = files.extra.get("choices")
        choices = read(path, dict[str, Choices], CHOICES) if path is not None else None
        balanced = {name: entry for name, entry in entries.items() if entry.isBalanced}
        notes = check_ids(answers, balanced, partial=files.partial, allowed=entries)
        asked = {name: entry for name, entry in balanced.items() if name in answers}
        figures, more = evaluate(entries, asked, answers, choices)
        scored = [
            Scored(name, float(answers[name] == entry.answer), answers[name], entry.types.structural)
            for name, entry in asked.items()
        ]
        return Result(self.name, SCORER, figures, "accuracy", notes + more, scored)


def llava_text(text: str) -> str:
    """Convert an answer as LLaVA's convert_gqa_for_eval.py does."""
    return text.rstrip(".").lower()


def evaluate(
    entries: Mapping[str, Entry],
    asked: Mapping[str, Entry],
    answers: Mapping[str, str],
    choices: Mapping[str, Choices] | None,
) -> tuple[dict[str, float | int | None], tuple[str, ...]]:
    """Return the official figures over the questions that were `asked`, and notes on those that are None.

    Consistency needs answers to all `entries`, and all that the asked ones entail among them.
    """
    figures = Figures()
    gold: dict[str, Counter[str]] = defaultdict(Counter)
    predicted: dict[str, Counter[str]] = defaultdict(Counter)
    entailed = consistency(entries, asked, answers)
    if entailed is not None:
        figures.values["consistency"] = entailed
    for name, entry in asked.items():
        answer = answers[name]
        right = float(answer == entry.answer)
        figures.add(right, structural=entry.types.structural, semantic=entry.types.semantic)
        figures.add_lengths(right, steps=_steps(entry), words=len(entry.question.split()))
        if choices is not None:
            _add_choices(figures, entry, answer, choices.get(name))
        if entry.groups.global_ is not None:
            gold[entry.groups.global_][entry.answer] += 1
            predicted[entry.groups.global_][answer] += 1
    distance = _chi_square(gold, predicted)
    return figures.official(consistent=entailed is not None, choices=choices is not None, distribution=distance)


def consistency(
    entries: Mapping[str, Entry], asked: Mapping[str, Entry], answers: Mapping[str, str]
) -> list[float] | None:
    """Return, for each question that was answered right, the share of right answers to those that it entails.

    None where a question of the file has no answer, or an entailed one is not in the file.
    """
    if any(name not in answers for name in entries):
        return None
    shares = []
    for name, entry in asked.items():
        inferred = [other for other in entry.entailed if other != name]
        if any(other not in entries for other in inferred):
            return None
        if inferred and answers[name] == entry.answer:
            shares.append(sum(answers[other] == entries[other].answer for other in inferred) / len(inferred))
    return shares


def _add_choices(figures: Figures, entry: Entry, answer: str, choices: Choices | None) -> None:
    """Count the answer as valid and plausible; for questions on what things share, three words are."""
    shared = ["color", "material", "shape"] if "Common" in entry.types.detailed else None
    for key, known in (("validity", choices and choices.valid), ("plausibility", choices and choices.plausible)):
        figures.values[key].append(float(answer in (shared or known or [])))


def _steps(entry: Entry) -> int:
    """Count the program's steps but for the one that gives the answer."""
    names = (f"{step.operation}: {step.argument}" for step in entry.semantic)
    return sum(not any(last in name for last in ("exist", "query: name", "choose name")) for name in names)


def _chi_square(gold: Mapping[str, Counter[str]], predicted: Mapping[str, Counter[str]]) -> float | None:
    """Return chi-square over the annotated answers of each group, weighted by the groups' sizes, over 100."""
    weighted, overall = 0.0, 0
    for group, counts in gold.items():
        total = counts.total()
        weighted += total * sum((predicted[group][answer] - count) ** 2 / count for answer, count in counts.items())
        overall += total
    return weighted / overall / 100 if overall else None


def _entries(files: Files) -> dict[str, Entry]:
    return read(files.one("questions", instead="annotations"), dict[str, Entry], QUESTIONS)
