"""`train eval`: ask a model a benchmark's questions, keep its answers, and score them.

Every answer is on the disk before it counts: the same command goes on where a former one ended, and asks nothing twice.
"""

from __future__ import annotations

import dataclasses
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console

from train.ask.answer_folder import AnswerFolder, asked_before, held
from train.ask.asking import GO_ON, RemoteModel, ask_all
from train.ask.endpoints import Terms, check_judge, only_model
from train.ask.eval_result import score_and_write
from train.ask.fingerprint import fingerprint
from train.ask.grading import Nobody
from train.ask.progress import AnswerProgress
from train.ask.query import Outcome, Query
from train.ask.question_set import QuestionSet, choose
from train.ask.settings import LONG_TOKENS, SHORT_TOKENS, EvalSettings
from train.benchmarks import BENCHMARKS
from train.benchmarks.answers import Answer, Given
from train.benchmarks.benchmark import Files, Result
from train.errors import StoppedEarlyError, UsageError
from train.scoring.score import extra_of, score_answers

Keep = Callable[[Outcome], None]


def evaluate(name: str, settings: EvalSettings, console: Console) -> tuple[Result, dict[str, Any]]:
    """Ask what is not answered yet, score, write result.json, and return the result and the report on it.

    Raises:
        UsageError, DataError, ModelError: something that was named cannot be used, or the folder is another run's.
        StoppedEarlyError: the endpoint is down, or the process was asked to end; the same command goes on.

    """
    extra = extra_of(BENCHMARKS[name], choices=settings.choices)
    files = Files(settings.questions, settings.annotations, settings.images, extra)
    questions = choose(BENCHMARKS[name], files, settings.limit, settings.suffix)
    _check_scoring(questions, settings)
    if settings.judge_model is not None:
        check_judge(settings.judge_base_url)
    asked = _asked(settings, questions)
    with held(settings.out, asked) as folder:
        try:
            _ask(folder, questions, settings, asked, console)
            return score_and_write(folder, questions, settings, asked)
        except KeyboardInterrupt:
            raise StoppedEarlyError(GO_ON) from None


def _check_scoring(questions: QuestionSet, settings: EvalSettings) -> None:
    """Score made-up answers to one question: what is wrong with the files is said before a model is asked for hours."""
    benchmark = questions.benchmark
    first = benchmark.group(questions.ids[0])
    prompt = questions.example if benchmark.reads_prompts else ""
    made_up = [Answer(one, "", prompt) for one in questions.ids if benchmark.group(one) == first]
    if settings.judge_model is not None:
        benchmark = benchmark.with_judge(Nobody(), 1)
    elif benchmark.official_judge is not None:
        message = f"{benchmark.name} is graded by an LLM: name it with --judge-model (the official one is "
        message += f"{benchmark.official_judge}), and its address with --judge-base-url"
        raise UsageError(message)
    score_answers(benchmark, dataclasses.replace(questions.files, partial=True), Given("plain", made_up))


def _asked(settings: EvalSettings, questions: QuestionSet) -> dict[str, Any]:
    """Return what decides the answers."""
    tokens = settings.max_new_tokens or (LONG_TOKENS if questions.benchmark.long_answers else SHORT_TOKENS)
    return {
        "model": _model(settings),
        "benchmark": questions.benchmark.name,
        "questions": questions.digest,
        "suffix": settings.suffix,
        "max_new_tokens": tokens,
        "temperature": 0.0,
    }


def _model(settings: EvalSettings) -> dict[str, Any]:
    if settings.checkpoint is None:
        known = asked_before(settings.out).get("model", {}).get("name")
        name = settings.model or known or only_model(settings.endpoint)
        return {"endpoint": settings.endpoint, "name": name}
    from train import devices  # noqa: PLC0415 - endpoints are asked without torch
    from train.checkpoint.stock import check_source  # noqa: PLC0415

    check_source(settings.checkpoint)
    dtype = str(devices.dtype(settings.dtype, devices.device())).removeprefix("torch.")
    folder = Path(settings.checkpoint)
    which = {"fingerprint": fingerprint(folder)} if folder.is_dir() else {"hub": settings.checkpoint}
    return {"checkpoint": settings.checkpoint, "dtype": dtype, **which}


def _ask(
    folder: AnswerFolder, questions: QuestionSet, settings: EvalSettings, asked: dict[str, Any], console: Console
) -> None:
    """Ask what is open."""
    wanted = frozenset(questions.ids).difference(folder.texts, folder.failed)
    if not wanted:
        return
    questions.check_images()
    queries = questions.queries(wanted)
    done = len(questions.ids) - len(wanted)
    with AnswerProgress(console, len(questions.ids), done) as progress:

        def keep(outcome: Outcome) -> None:
            folder.keep(outcome)
            progress.advance()

        if settings.checkpoint is not None:
            _ask_here(settings.checkpoint, settings, asked["max_new_tokens"], queries, keep)
            return
        model = RemoteModel(asked["model"]["name"], settings.endpoint, asked["max_new_tokens"])
        terms = Terms(settings.concurrency, settings.patience, settings.timeout)
        folder.concede(ask_all(queries, model, terms, keep, progress.say))


def _ask_here(checkpoint: str, settings: EvalSettings, tokens: int, queries: Iterator[Query], keep: Keep) -> None:
    """Ask a checkpoint in this process."""
    from train import devices  # noqa: PLC0415 - endpoints are asked without torch
    from train.ask.generate import Speaker  # noqa: PLC0415
    from train.checkpoint.stock import load_stock  # noqa: PLC0415

    device = devices.device()
    with _interrupted_by_sigterm():
        speaker = Speaker(load_stock(checkpoint, devices.dtype(settings.dtype, device), device), tokens)
        for outcome in speaker.answers(queries, settings.batch_size):
            keep(outcome)


@contextmanager
def _interrupted_by_sigterm() -> Iterator[None]:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
