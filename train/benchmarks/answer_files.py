"""Reads answers of anybody: official forms, LLaVA's, ours, lmms-eval's samples, VLMEvalKit's tables. Reads files.

Every answer keeps its own id; a record without an id or without a text is an error, never skipped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from train.benchmarks.answers import Answer, Form, Given
from train.benchmarks.official import ANSWERS, NO_JSON, document, first_sign, looks_like, mapped, read_lines
from train.benchmarks.tables import TABLES, read_rows
from train.errors import DataError

MEANT = "answers"
IDS = ("question_id", "questionId", "id", "index")
ACCEPTED = (
    "accepted are question_id with answer or text, questionId with prediction, {id: answer}, lmms-eval's samples "
    "(doc_id with filtered_resps), and tables with index and prediction"
)


class _Record(msgspec.Struct, gc=False):
    """Whatever a record of answers may hold; None is not there."""

    question_id: int | str | None = None
    questionId: int | str | None = None  # noqa: N815 - GQA's name
    id: int | str | None = None
    index: int | str | None = None
    image_id: int | str | None = None
    prediction: Any = None
    text: Any = None
    answer: Any = None
    caption: Any = None
    prompt: Any = None
    question: Any = None
    category: Any = None
    label: Any = None
    conversations: Any = None
    doc: dict[str, Any] | None = None
    doc_id: int | str | None = None
    input: Any = None
    arguments: Any = None
    filtered_resps: Any = None
    resps: Any = None
    submission: Any = None
    gpt_eval_score: Any = None
    pope_accuracy: Any = None


def read_answers(paths: Sequence[Path]) -> Given:
    """Read the answers of all files, in their order.

    Where there are several, an answer's group is its file's name unless the file says another.

    Raises:
        DataError: a file cannot be read, is not a file of answers, or a record lacks its id or its text.

    """
    forms: set[Form] = set()
    answers: list[Answer] = []
    for path in paths:
        group = path.stem if len(paths) > 1 else ""
        for form, answer in _read(path, group):
            forms.add(form)
            answers.append(answer)
    if len(forms) != 1:
        found = f"in several forms ({', '.join(sorted(forms))})" if forms else "none: the file is empty"
        message = f"{', '.join(map(str, paths))}: answers in one form are needed, but there are {found}"
        raise DataError(message)
    return Given(forms.pop(), answers)


def _read(path: Path, group: str) -> Iterator[tuple[Form, Answer]]:
    if path.suffix.lower() in TABLES:
        for number, row in enumerate(read_rows(path), 2):
            yield "vlmevalkit", _of_row(row, f"{path}, row {number}", group)
        return
    by_key = _one_object(path)
    if by_key is not None:
        for name, text in by_key.items():
            yield "official", Answer(name, text, group=group)
        return
    for number, record in enumerate(read_lines(path, _Record, MEANT), 1):
        where = f"{path}, record {number}"
        if record.label is not None or record.conversations is not None:
            raise DataError(_no_answers(path))
        sampled = record.doc_id is not None or record.doc is not None
        yield _of_samples(record, where, group) if sampled else _of_record(record, path, where, group)


def _one_object(path: Path) -> dict[str, str] | None:
    """Return the answers of a file that is one object from ids to texts, as MM-Vet's."""
    content = mapped(path)
    if first_sign(content) != b"{":
        return None
    try:
        found = msgspec.json.decode(document(content), type=dict[str, Any])
    except NO_JSON:
        return None
    if not {*IDS, "image_id", "doc", "doc_id"}.isdisjoint(found):
        return None
    if isinstance(found.get("imgToEval"), dict):  # captions as CHAIR's scorer reads them
        found = {name: one.get("caption") for name, one in found["imgToEval"].items() if isinstance(one, dict)}
    texts = {name: value for name, value in found.items() if isinstance(value, str)}
    if len(texts) != len(found):
        raise DataError(_no_answers(path))
    return texts


def _of_record(record: _Record, path: Path, where: str, group: str) -> tuple[Form, Answer]:
    form: Form
    if record.prediction is not None:
        form, text = ("official" if record.questionId is not None else "vlmevalkit"), record.prediction
    elif record.text is not None:
        form, text = "llava", record.text
    elif record.answer is not None:
        form, text = "plain", record.answer
    elif record.caption is not None:
        form, text = "official", record.caption
    elif looks_like(path) in ANSWERS:
        message = f'{where}: it has no answer: write "" where nothing was said'
        raise DataError(message)
    else:
        raise DataError(_no_answers(path))
    names = (record.question_id, record.questionId, record.id, record.index, record.image_id)
    name = next((value for value in names if value is not None), None)
    if name is None:
        message = f"{where}: it has no question_id, and answers are never joined on the order of lines"
        raise DataError(message)
    prompt = record.prompt if isinstance(record.prompt, str) else ""
    category = record.category if isinstance(record.category, str) else group
    return form, Answer(str(name), _text(text, where), prompt, category)


def _of_samples(record: _Record, where: str, group: str) -> tuple[Form, Answer]:
    """Read a line of lmms-eval's --log_samples; its responses are nested in lists of one, or not, by version.

    Where there is no `doc`, as in most versions, the id is in what the task logs, or the place stands for it.
    """
    known = [part for part in (record.doc, *_logged(record)) if isinstance(part, dict)]
    place = "" if record.doc_id is None else str(record.doc_id)
    own = next((part[key] for part in known for key in IDS if part.get(key) is not None), None)
    name = place or None if own is None else own
    response = record.filtered_resps if record.filtered_resps is not None else record.resps
    while isinstance(response, list):
        if len(response) != 1:
            message = f"{where}: {len(response)} responses where one is needed"
            raise DataError(message)
        response = response[0]
    if name is None:
        message = f"{where}: its doc has none of {', '.join(IDS)}"
        raise DataError(message)
    arguments = record.arguments if isinstance(record.arguments, list) else ()
    asked = (record.input, *arguments[:1], *(part.get("question") for part in known))
    prompt = next((text for text in asked if isinstance(text, str) and text), "")
    category = next((part["category"] for part in known if isinstance(part.get("category"), str)), group)
    return "lmms-eval", Answer(str(name), _text(response, where), prompt, category, place, own is None)


def _logged(record: _Record) -> tuple[object, ...]:
    """Return what the tasks of lmms-eval log of a question besides the answer."""
    return record.submission, record.gpt_eval_score, record.pope_accuracy


def _of_row(row: Mapping[str, str], where: str, group: str) -> Answer:
    name = next((row[key] for key in IDS if row.get(key)), None)
    if name is None or "prediction" not in row:
        message = f"{where}: a table of answers needs the columns index (or question_id) and prediction"
        raise DataError(message)
    return Answer(name, row["prediction"], row.get("question", ""), row.get("category") or group)


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        message = f'{where}: the answer must be text, not {value!r}: put it in quotes, "" where nothing was said'
        raise DataError(message)
    return value


def _no_answers(path: Path) -> str:
    seems = looks_like(path)
    return f"{path}: answers expected here, but this seems to be {seems or 'something else'}; {ACCEPTED}"
