"""Answers of any model in, a benchmark's figures out: read, join on ids, score, report. Reads and writes files.

The same files give the same report, byte for byte; a report is written whole or not at all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec

from train.benchmarks import BENCHMARKS
from train.benchmarks.answer_files import read_answers
from train.benchmarks.answers import Given
from train.benchmarks.benchmark import Benchmark, Files, Result, Scored
from train.benchmarks.bootstrap import RESAMPLES, interval
from train.benchmarks.judge import Judge
from train.errors import DataError, UsageError
from train.files import replace_file
from train.scoring.settings import ScoreSettings


def score(name: str, settings: ScoreSettings, judge: Judge | None = None) -> tuple[Result, dict[str, Any]]:
    """Score answers, write the files that were asked for, and return the result and the report on it.

    Raises:
        UsageError: an option is missing or cannot be meant for this benchmark.
        DataError: a file is missing or another one, or answers are missing, too many, or double.

    """
    benchmark = BENCHMARKS[name]
    if judge is not None:
        benchmark = benchmark.with_judge(judge, settings.judge_runs)
    extra = extra_of(benchmark, choices=settings.choices, grades=settings.grades)
    files = Files(settings.questions, settings.annotations, extra=extra, partial=settings.partial)
    _keep_inputs(files, settings)
    result = score_answers(benchmark, files, read_answers(settings.answers))
    report = report_of(result, named(files, settings.answers), settings.seed)
    if settings.json is not None:
        write(settings.json, [msgspec.json.format(msgspec.json.encode(report), indent=2), b"\n"])
    if settings.per_question is not None:
        write(settings.per_question, per_question(benchmark, result))
    return result, report


def extra_of(benchmark: Benchmark, **given: Path | None) -> dict[str, Path]:
    """Return the files that only one benchmark needs. UsageError: it is another one."""
    extra = {option: path for option, path in given.items() if path}
    if foreign := sorted(set(extra) - set(benchmark.needs)):
        message = f"--{' and --'.join(foreign)} cannot be used with {benchmark.name}"
        raise UsageError(message)
    return extra


def _keep_inputs(files: Files, settings: ScoreSettings) -> None:
    """Refuse to write over what is read, or two things to one file."""
    if settings.json and settings.per_question and settings.json.resolve() == settings.per_question.resolve():
        message = f"--json and --per-question are both {settings.json}: name two files"
        raise UsageError(message)
    given = (*files.questions, *files.annotations, *settings.answers, *files.extra.values())
    inputs = {path.resolve() for path in given}
    for option, path in (("json", settings.json), ("per-question", settings.per_question)):
        if path is not None and path.resolve() in inputs:
            message = f"--{option} {path} is a file that is read: name another one"
            raise UsageError(message)


def score_answers(benchmark: Benchmark, files: Files, given: Given) -> Result:
    """Join answers to a benchmark's questions and score them; the notes of both are in the result."""
    try:
        joined = benchmark.join(files, given)
        result = benchmark.score(files, joined.answers)
    except UsageError as error:
        takes = "; ".join(f"{option}: {meaning}" for option, meaning in benchmark.needs.items())
        message = f"{error} ({benchmark.name} takes {takes})"
        raise UsageError(message) from error
    return replace(result, notes=(*joined.notes, *result.notes))


def report_of(result: Result, files: Iterable[tuple[str, Path]], seed: int) -> dict[str, Any]:
    """Return all that is known of a result, for JSON: figures, notes, scorer, versions, the files' hashes.

    `mean_score` is the mean of the questions' scores in percent, with the 95% interval of a bootstrap over questions.
    """
    span = interval([row.score for row in result.scored], seed)
    return {
        "benchmark": result.benchmark,
        "scorer": result.scorer,
        "version": version("visual-instruct"),
        "questions": len(result.scored),
        "headline": result.headline,
        "figures": dict(result.figures),
        "mean_score": None
        if span is None
        else {
            "mean": 100 * span.mean,
            "low_95": 100 * span.low,
            "high_95": 100 * span.high,
            "resamples": RESAMPLES,
            "seed": seed,
        },
        "notes": list(result.notes),
        "files": [
            {"option": option, "path": str(path), "bytes": path.stat().st_size, "sha256": _sha256(path)}
            for option, path in files
        ],
    }


def named(files: Files, answers: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    """Yield each file with the option that it was given for; of a folder, its files."""
    given: Mapping[str, Iterable[Path]] = {
        "questions": files.questions,
        "annotations": files.annotations,
        "answers": answers,
    } | {option: (path,) for option, path in files.extra.items()}
    for option, paths in given.items():
        for path in paths:
            inside = sorted(file for file in path.iterdir() if file.is_file()) if path.is_dir() else [path]
            for file in inside:
                yield option, file


def per_question(benchmark: Benchmark, result: Result) -> Iterator[bytes]:
    """Yield the lines of the per-question file; ids are numbers where the official files have numbers."""
    for row in result.scored:
        yield msgspec.json.encode(_line(row, numbered=benchmark.numbered_ids)) + b"\n"


def _line(row: Scored, *, numbered: bool) -> dict[str, object]:
    whole = numbered and row.question_id.isdecimal() and str(int(row.question_id)) == row.question_id
    line: dict[str, object] = {
        "question_id": int(row.question_id) if whole else row.question_id,
        "score": row.score,
        "answer": row.answer,
    }
    if row.group:
        line["group"] = row.group
    return line | dict(row.more)


def write(path: Path, parts: Iterable[bytes]) -> None:
    """Write a file whole or not at all, with its folder. DataError: it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, parts)
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror or error}"
        raise DataError(message) from error


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
