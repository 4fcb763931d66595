"""Answers made by anybody, joined to a benchmark's questions by their ids.

Nothing is joined on the order of lines, and no answer is used twice, dropped or made up without being said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from train.errors import DataError

SHOWN = 3
Form = Literal["official", "llava", "plain", "lmms-eval", "vlmevalkit"]
"""Whose file the answers came from; "plain" has question_id and answer only."""
COUNTED: frozenset[Form] = frozenset(("lmms-eval", "vlmevalkit"))
"""Forms that may count the questions in the place of their ids."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as it was given; `prompt` and `group` are what its file says of the question, "" where nothing.

    `place` is the question's place where the file counts the questions, whatever their ids are; `counted` where the
    file has no other id.
    """

    id: str
    text: str
    prompt: str = ""
    group: str = ""
    place: str = ""
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """All answers of one run, in the order of their file."""

    form: Form
    answers: Sequence[Answer]


@dataclass(frozen=True, slots=True)
class Joined:
    """Answers by question id; `notes` say what was done to them on the way."""

    answers: Mapping[str, str]
    notes: tuple[str, ...] = ()


def by_id(answers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return answers by id, in their order.

    Raises:
        DataError: an id comes twice.

    """
    pairs = list(answers)
    found = dict(pairs)
    if len(found) != len(pairs):
        counts = Counter(name for name, _ in pairs)
        twice = [name for name, count in counts.items() if count > 1]
        message = (
            f"{len(twice):,} question ids have more than one answer, such as {examples(twice)}: "
            f"keep one answer a question"
        )
        raise DataError(message)
    return found


def by_own_id(answers: Sequence[Answer]) -> dict[str, str]:
    """Return answers by the ids that their file gives them.

    Raises:
        DataError: an id comes twice, or is only a place in somebody's list of questions.

    """
    if any(answer.counted for answer in answers):
        message = (
            "the answers have no ids but places in a list (doc_id), and do not all repeat the question that has their "
            "place here: are they of another task, or in another order? Give the files that were asked"
        )
        raise DataError(message)
    return by_id((answer.id, answer.text) for answer in answers)


def check_ids(
    answers: Mapping[str, str], wanted: Collection[str], *, partial: bool, allowed: Collection[str] = ()
) -> tuple[str, ...]:
    """Check that each of the `wanted` ids has an answer and that no answer has an id outside `wanted` and `allowed`.

    Where `partial`, missing ones are not an error: the note that is returned counts them.

    Raises:
        DataError: answers are missing or too many, or are those to other questions altogether.

    """
    known = set(wanted)
    missing = [name for name in wanted if name not in answers]
    others = known | set(allowed)
    extra = [name for name in answers if name not in others]
    if answers and known and len(missing) == len(known) and (extra or not partial):
        message = (
            f"none of the {len(answers):,} answers is to one of these {len(known):,} questions: the answers' ids are "
            f"such as {examples(answers)}, the questions' such as {examples(wanted)}; are they of another benchmark "
            f"or split?"
        )
        raise DataError(message)
    faults = []
    if missing and not partial:
        faults.append(
            f"{len(missing):,} of {len(known):,} questions have no answer, such as {examples(missing)}: answer them, "
            f"or score a part with --partial"
        )
    if extra:
        faults.append(
            f"{len(extra):,} answers are to no question of this benchmark, such as {examples(extra)}: remove them, or "
            f"give the questions of their split"
        )
    if faults:
        raise DataError("; ".join(faults))
    if missing:
        return (f"{len(missing):,} of {len(known):,} questions had no answer and are left out",)
    return ()


def in_place(answers: Sequence[Answer], questions: Iterable[tuple[str, str]]) -> dict[str, str] | None:
    """Join answers whose file counts the questions from 0 or 1, if every one repeats the question at its place.

    `questions` are ids and texts in the official order. None where an answer has another place or another question.
    """
    rows = {answer.place or answer.id: answer for answer in answers}
    listed = list(questions)
    if len(rows) != len(answers) or len(rows) != len(listed):
        return None
    first = 0 if "0" in rows else 1
    found = {}
    for place, (name, text) in enumerate(listed, first):
        row = rows.get(str(place))
        if row is None or not _plain(row.prompt).startswith(_plain(text)):
            return None
        found[name] = row.text
    return found


def examples(names: Iterable[str]) -> str:
    """Write the first few ids."""
    return ", ".join(map(repr, islice(names, SHOWN)))


def _plain(text: str) -> str:
    return text.split("\n", 1)[0].strip().lower()
