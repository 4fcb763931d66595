"""From kept answers to a result: scored, with what was asked and how, in result.json. Reads and writes files.

What has no answer is left out, said, and makes the result a part; a judge's reply is paid for once.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any

from train.ask.answer_folder import ANSWERS, FAILURES, AnswerFolder
from train.ask.endpoints import Terms
from train.ask.grading import EndpointJudge
from train.ask.jsonl_log import JsonlLog
from train.ask.question_set import QuestionSet
from train.ask.settings import EvalSettings
from train.benchmarks.answers import Answer, Given
from train.benchmarks.benchmark import Files, Result
from train.errors import DataError
from train.files import write_json
from train.scoring.score import named, per_question, report_of, score_answers, write

GRADES, RESULT, SCORES = "judge.jsonl", "result.json", "per_question.jsonl"


def score_and_write(
    folder: AnswerFolder, questions: QuestionSet, settings: EvalSettings, asked: dict[str, Any]
) -> tuple[Result, dict[str, Any]]:
    """Score what is answered; what has no answer is left out, said, and makes the result a part."""
    wanted = frozenset(questions.ids)
    failed = {one: why for one, why in folder.failed.items() if one in wanted and one not in folder.texts}
    part = len(wanted) < questions.total
    prompts = questions.prompts() if questions.benchmark.reads_prompts else {}
    answers = [Answer(one, text, prompts.get(one, "")) for one, text in folder.texts.items() if one in wanted]
    if not answers:
        first, why = next(iter(failed.items()))
        message = f"no question has an answer, {len(failed):,} could not be asked, such as {first!r} ({why}): "
        message += f"remove {folder.path / FAILURES} to ask them again"
        raise DataError(message)
    files = dataclasses.replace(questions.files, partial=part or bool(failed))
    folder.answers.sync()
    result = _judged_score(questions, files, Given("plain", answers), settings)
    said = (*_notes(questions, failed, folder.conceded), *result.notes)
    result = dataclasses.replace(result, notes=said)
    report = report_of(result, named(files, (settings.out / ANSWERS,)), settings.seed) | {
        "model": asked["model"],
        "asked": {key: value for key, value in asked.items() if key != "model"},
        "prompt_example": questions.example,
        "complete": not part and not failed,
        "failures": len(failed),
    }
    write(settings.out / SCORES, per_question(questions.benchmark, result))
    write_json(settings.out / RESULT, report)
    return result, report


def _notes(questions: QuestionSet, failed: dict[str, str], conceded: Sequence[str]) -> Iterator[str]:
    yield f"prompts as {questions.example!r}"
    if len(questions.ids) < questions.total:
        yield f"a part: {len(questions.ids):,} of {questions.total:,} questions, by --limit"
    if failed:
        first, why = next(iter(failed.items()))
        yield f"{len(failed):,} questions could not be asked and are left out, such as {first!r}: {why}"
        yield f"to ask them again, remove {FAILURES} and give the same command"
    for setting in conceded:
        yield f"the endpoint does not take {setting}: the answers were made without it"


def _judged_score(questions: QuestionSet, files: Files, given: Given, settings: EvalSettings) -> Result:
    """Score, with the judge where there is one."""
    if settings.judge_model is None:
        return score_answers(questions.benchmark, files, given)
    terms = Terms(settings.concurrency, settings.patience, settings.timeout)
    with (
        JsonlLog(settings.out / GRADES) as grades,
        EndpointJudge(settings.judge_model, settings.judge_base_url, grades, terms) as judge,
    ):
        return score_answers(questions.benchmark.with_judge(judge, settings.judge_runs), files, given)
