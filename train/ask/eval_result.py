"""From kept answers to a result: scored, with what was asked and how, in result.json. Reads and writes files.

What has no answer is left out, said, and makes the result a part; a judge's reply is paid for once.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any

from train.ask.answer_folder import ANSWERS, FAILURES, AnswerFolder
from train.ask.asking import Terms
from train.ask.grading import EndpointJudge
from train.ask.jsonl_log import Lines
from train.ask.question_set import Chosen
from train.ask.settings import EvalSettings
from train.benchmarks.answers import Answer, Given
from train.benchmarks.benchmark import Files, Result
from train.checkpoint.run_file import write_json
from train.errors import DataError
from train.scoring.score import named, per_question, report_of, score_answers, write

GRADES, RESULT, SCORES = "judge.jsonl", "result.json", "per_question.jsonl"


def score_and_write(
    folder: AnswerFolder, chosen: Chosen, settings: EvalSettings, asked: dict[str, Any]
) -> tuple[Result, dict[str, Any]]:
    """Score what is answered; what has no answer is left out, said, and makes the result a part."""
    wanted = frozenset(chosen.ids)
    failed = {one: why for one, why in folder.failed.items() if one in wanted and one not in folder.texts}
    part = len(wanted) < chosen.total
    prompts = chosen.prompts() if chosen.benchmark.reads_prompts else {}
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
    report = report_of(result, named(files, (settings.out / ANSWERS,)), settings.seed) | {
        "model": asked["model"],
        "asked": {key: value for key, value in asked.items() if key != "model"},
        "prompt_example": chosen.example,
        "complete": not part and not failed,
        "failures": len(failed),
    }
    write(settings.out / SCORES, per_question(chosen.benchmark, result))
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
    """Score, with the judge where there is one."""
    if settings.judge_model is None:
        return score_answers(chosen.benchmark, files, given)
    terms = Terms(0, settings.concurrency, settings.patience)
    with (
        Lines(settings.out / GRADES) as lines,
        EndpointJudge(settings.judge_model, settings.judge_base_url, lines, terms, settings.timeout) as judge,
    ):
        return score_answers(chosen.benchmark.with_judge(judge, settings.judge_runs), files, given)
