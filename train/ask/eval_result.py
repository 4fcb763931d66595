"""From kept answers to a result: scored, with what was asked and how, in result.json. Reads and writes files.

What has no answer is left out, said, and makes the result a part; a judge's reply is paid for once.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from train.ask.answer_folder import ANSWERS, FAILURES, AnswerFolder
from train.ask.asking import Terms
from train.ask.chosen import Chosen
from train.ask.grading import Collector, KeptJudge, can_be_judged, judged
from train.ask.kept import Lines
from train.ask.settings import EvalSettings
from train.benchmarks.answers import Answer, Given
from train.benchmarks.benchmark import Files, Result
from train.checkpoint.run_file import write_json
from train.errors import DataError
from train.scoring.score import report_of, score_answers

GRADES, RESULT, SCORES = "judge.jsonl", "result.json", "per_question.jsonl"
JUDGE_CONCURRENCY = 8


def score_and_write(
    folder: AnswerFolder, chosen: Chosen, settings: EvalSettings, asked: dict[str, Any]
) -> tuple[Result, dict[str, Any]]:
    """Score what is answered; what has no answer is left out, said, and makes the result a part."""
    wanted = frozenset(chosen.ids)
    failed = {one: why for one, why in folder.failed.items() if one in wanted and one not in folder.texts}
    part = len(wanted) < chosen.total
    prompts = chosen.prompts() if chosen.benchmark.name == "textvqa" else {}
    answers = [Answer(one, text, prompts.get(one, "")) for one, text in folder.texts.items() if one in wanted]
    if not answers:
        first, why = next(iter(failed.items()))
        message = f"no question has an answer, {len(failed):,} could not be asked, such as {first!r} ({why}): "
        message += f"remove {folder.path / FAILURES} to ask them again"
        raise DataError(message)
    files = dataclasses.replace(chosen.files, partial=part or bool(failed))
    folder.answers.sync()
    result = _judged_score(chosen, files, Given("plain", answers), settings)
    said = (*_notes(chosen, failed, folder.conceded), *result.notes)
    result = dataclasses.replace(result, notes=said)
    report = report_of(result, _named(files, settings.out / ANSWERS), settings.seed) | {
        "model": asked["model"],
        "asked": {key: value for key, value in asked.items() if key != "model"},
        "prompt_example": chosen.example,
        "complete": not part and not failed,
        "failures": len(failed),
    }
    _write_scores(settings.out / SCORES, result)
    write_json(settings.out / RESULT, report)
    return result, report


def _notes(chosen: Chosen, failed: dict[str, str], conceded: Sequence[str]) -> Iterator[str]:
    yield f"prompts as {chosen.example!r}"
    if len(chosen.ids) < chosen.total:
        yield f"a part: {len(chosen.ids):,} of {chosen.total:,} questions, by --limit"
    if failed:
        first, why = next(iter(failed.items()))
        yield f"{len(failed):,} questions could not be asked and are left out, such as {first!r}: {why}"
        yield f"to ask them again, remove {FAILURES} and give the same command"
    for setting in conceded:
        yield f"the endpoint does not take {setting}: the answers were made without it"


def _judged_score(chosen: Chosen, files: Files, given: Given, settings: EvalSettings) -> Result:
    """Score, with the judge where there is one; what it will be asked is asked many at once before."""
    if settings.judge_model is None or not can_be_judged(chosen.benchmark):
        return score_answers(chosen.benchmark, files, given)
    terms = Terms(0, JUDGE_CONCURRENCY, settings.patience)
    with (
        Lines(settings.out / GRADES) as lines,
        KeptJudge(settings.judge_model, settings.judge_base_url, settings.timeout, terms, lines) as judge,
    ):
        if chosen.benchmark.name == "mmvet":
            collector = Collector()
            score_answers(judged(chosen.benchmark, collector, settings.judge_runs), files, given)
            judge.prepare(collector.requests)
        return score_answers(judged(chosen.benchmark, judge, settings.judge_runs), files, given)


def _write_scores(path: Path, result: Result) -> None:
    """Write a line a question, all or none."""
    part = path.with_name(f".{path.name}.part")
    with part.open("wb") as file:
        for row in result.scored:
            line = {"question_id": row.question_id, "score": row.score, "answer": row.answer, "group": row.group}
            file.write(msgspec.json.encode(line | dict(row.more)) + b"\n")
    part.replace(path)


def _named(files: Files, answers: Path) -> Iterator[tuple[str, Path]]:
    """Yield each file with what it was given as; of a folder, its files."""
    given = {"questions": files.questions, "annotations": files.annotations, "answers": (answers,)}
    for option, paths in (given | {option: (path,) for option, path in files.extra.items()}).items():
        for path in paths:
            for file in sorted(path.iterdir()) if path.is_dir() else [path]:
                if file.is_file():
                    yield option, file
