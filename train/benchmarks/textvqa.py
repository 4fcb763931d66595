"""TextVQA: ten people's answers to a question about text in an image.

The figure is that of mmf's m4c_evaluators.py, which LLaVA took over: VQA's steps after some of its own, always applied.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import ClassVar

import msgspec

from train.benchmarks.answers import COUNTED, Given, Joined, by_id, by_own_id, check_ids, in_place
from train.benchmarks.benchmark import SHORT, Benchmark, Files, Question, Result, Scored
from train.benchmarks.official import read, read_lines
from train.benchmarks.vqa_text import PYTHON3, digits_and_articles, one_line, punctuation
from train.errors import DataError

SCORER = "TextVQA, the rules of facebookresearch/mmf m4c_evaluators.py at b0ffc7fb"
QUESTIONS = "TextVQA questions (TextVQA_0.5.1_val.json)"
ANNOTATORS = 10
ENOUGH = 3
OCR = "Reference OCR token: "
_LONG_PROMPT = re.compile(r"Question: (.*?) Short answer:", re.DOTALL)


class Entry(msgspec.Struct, gc=False):
    """A question with its annotators' answers."""

    question_id: int | str
    image_id: int | str
    question: str
    answers: list[str] = []


class _File(msgspec.Struct):
    data: list[Entry]


class _Prompted(msgspec.Struct, gc=False):
    """A line of LLaVA's question file, whose `question_id` is the image's id."""

    question_id: int | str
    text: str
    image: str


class TextVQA(Benchmark):
    """See the module."""

    name = "textvqa"
    needs: ClassVar[Mapping[str, str]] = {
        "questions": f"{QUESTIONS}, or LLaVA's .jsonl with prompts (llava_textvqa_val_v051_ocr.jsonl)",
        "annotations": QUESTIONS,
    }
    suffix = SHORT
    numbered_ids = True
    reads_prompts = True

    def questions(self, files: Files) -> Iterator[Question]:
        """Yield the questions; LLaVA's file brings its prompts, with OCR tokens or without."""
        path = files.one("questions", instead="annotations")
        if path.suffix != ".jsonl":
            for entry in read(path, _File, QUESTIONS).data:
                yield Question(str(entry.question_id), f"{entry.image_id}.jpg", entry.question.capitalize() + SHORT)
            return
        ids = _Ids(files)
        for row in read_lines(path, _Prompted, "LLaVA's TextVQA questions"):
            name = ids.take(str(row.question_id), prompt_key(row.text))
            yield Question(name or f"{row.question_id}: {prompt_key(row.text)}", row.image, row.text)

    def join(self, files: Files, given: Given) -> Joined:
        """Join answers on the question id, or as LLaVA does on the image id and the question in the prompt."""
        answers = given.answers
        ids = _Ids(files)
        notes = (_about_ocr(answer.prompt for answer in answers),)
        if not all(answer.id in ids.known for answer in answers):
            if given.form in COUNTED:
                entries = ((str(entry.question_id), entry.question) for entry in ids.entries)
                placed = in_place(answers, entries)
                if placed is not None:
                    return Joined(placed, notes)
            elif all(answer.prompt for answer in answers):
                named = ((ids.take(answer.id, prompt_key(answer.prompt)), answer) for answer in answers)
                pairs = [(name or f"{answer.id}: {prompt_key(answer.prompt)}", answer.text) for name, answer in named]
                return Joined(by_id(pairs), notes)
        return Joined(by_own_id(answers), notes)

    def score(self, files: Files, answers: Mapping[str, str]) -> Result:
        """Score answers by question id."""
        entries = {str(entry.question_id): entry for entry in _entries(files)}
        notes = check_ids(answers, entries, partial=files.partial)
        scored = []
        for name, answer in answers.items():
            value = accuracy(entries[name].answers, answer)
            scored.append(Scored(name, value, normalised(answer)))
        total = 0.0
        for row in scored:
            total += row.score
        figures = {"accuracy": float(f"{100 * total / len(scored):.2f}") if scored else None}
        return Result(self.name, SCORER, figures, "accuracy", notes, scored)


def accuracy(annotators: Sequence[str], answer: str) -> float:
    """Return the mean over the annotators of min(1, matches among the other nine / 3), from 0 to 1.

    Raises:
        DataError: there are not exactly ten annotators' answers, as in the test split.

    """
    if len(annotators) != ANNOTATORS:
        message = f"a TextVQA question has {len(annotators)} annotators' answers where {ANNOTATORS} are needed"
        raise DataError(message)
    ours = normalised(answer)
    matching = [normalised(text) == ours for text in annotators]
    if not any(matching):
        return 0.0
    total = 0.0
    for matches in matching:
        total += min(1.0, (matching.count(True) - matches) / ENOUGH)
    return total / ANNOTATORS


@lru_cache(maxsize=1 << 16)
def normalised(text: str) -> str:
    """Return an answer in the form in which it is compared."""
    first = text.lower().replace(",", "").replace("?", "").replace("'s", " 's").strip()
    return digits_and_articles(punctuation(one_line(first, PYTHON3), PYTHON3), PYTHON3)


def prompt_key(prompt: str) -> str:
    """Return the question in one of LLaVA's prompts, lowercased.

    Raises:
        DataError: the prompt has none of its three forms.

    """
    lines = prompt.split("\n")
    if prompt.startswith("OCR tokens: "):
        match = _LONG_PROMPT.search(prompt)
        if match is not None:
            return match[1].lower()
    elif OCR in prompt and len(lines) == 3:  # noqa: PLR2004 - question, tokens and suffix
        return lines[1 if prompt.startswith(OCR.rstrip()) else 0].lower()
    elif len(lines) == 2:  # noqa: PLR2004 - question and suffix
        return lines[0].lower()
    message = f"no question was found in the prompt {prompt!r}: LLaVA's TextVQA prompts have two or three lines"
    raise DataError(message)


class _Ids:
    """Question ids by image and question; those that are alike in both are handed out one by one."""

    def __init__(self, files: Files) -> None:
        self.entries = _entries(files)
        self.known = {str(entry.question_id) for entry in self.entries}
        self._waiting: dict[tuple[str, str], deque[str]] = defaultdict(deque)
        for entry in self.entries:
            self._waiting[str(entry.image_id), entry.question.lower()].append(str(entry.question_id))

    def take(self, image: str, question: str) -> str | None:
        names = self._waiting.get((image, question))
        if not names:
            return None
        # The last one stays, so that one answer too many is found to be a second one.
        return names.popleft() if len(names) > 1 else names[0]


def _entries(files: Files) -> list[Entry]:
    path: Path = files.one("annotations", instead="questions")
    return read(path, _File, QUESTIONS).data


def _about_ocr(prompts: Iterator[str]) -> str:
    counts = Counter("unknown" if not prompt else OCR in prompt or "OCR tokens: " in prompt for prompt in prompts)
    if counts["unknown"]:
        return "whether OCR tokens were given is not known: the answers do not repeat their prompts"
    if counts[False] and counts[True]:
        return f"OCR tokens were given in {counts[True]:,} of {counts.total():,} prompts"
    return "OCR tokens were given in the prompts" if counts[True] else "no OCR tokens were given in the prompts"
