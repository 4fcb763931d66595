"""Shows what training would make of a data set: what it skips, how long samples are, and one with its labels marked.

Nothing is trained, and nothing is written but the file given as --json.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
from rich.console import Console

from train.data.images import BrokenImageError, load
from train.data.mixture import Mixture
from train.data.problems import Problems
from train.data.sources import sources
from train.data.survey import Survey
from train.errors import DataError, UsageError
from train.inspection.lengths import LengthMeasure, WordLengths, tokens_of
from train.inspection.settings import InspectSettings
from train.inspection.view import print_epoch, print_sample, print_survey
from train.sample import Problem, Sample


def inspect(settings: InspectSettings, console: Console) -> None:
    """Read the data as training would, and print what was found.

    Raises:
        UsageError: --json would replace the data.
        ModelError: an LLM or a vision tower cannot be read.
        DataError: nothing of it can be used; with `strict`, anything cannot.

    """
    if settings.json is not None and settings.json.resolve() in {path.resolve() for path in settings.data}:
        message = f"--json {settings.json} is the data itself: name another file"
        raise UsageError(message)
    found = sources(settings.data, settings.images)
    measure: LengthMeasure = WordLengths()
    if settings.llm is not None:
        measure = tokens_of(settings.llm, settings.vision, settings.text, settings.max_length)
    mixture = Mixture.open(found)
    survey = Survey(measure.unit, Problems(strict=settings.strict))
    shown = _survey(survey, mixture, measure, settings)
    if not survey.samples:
        message = f"none of {len(mixture):,} records can be used\n{survey.problems.text()}"
        raise DataError(message)
    print_survey(console, survey, len(mixture))
    print_epoch(console, mixture)
    if not settings.decode and survey.images:
        line = "images are there, but were not opened: --decode does it"
        console.print(line)
    if shown is None:
        console.print(f"no usable sample from --show {settings.show} on")
    else:
        print_sample(console, shown, measure.segments(shown))
    if settings.json is not None:
        _write(settings.json, survey)


def _survey(survey: Survey, mixture: Mixture, measure: LengthMeasure, settings: InspectSettings) -> Sample | None:
    """Count all samples and measure some, spread evenly; return the first usable one from `show` on."""
    step = max(1, -(-len(mixture) // settings.measure))
    shown = None
    for index in range(len(mixture)):
        reading = mixture.read(index)
        sample = _with_sound_images(reading.outcome) if settings.decode else reading.outcome
        if isinstance(sample, Problem):
            survey.problems.add(sample)
            continue
        wanted = shown is None and index + 1 >= settings.show
        length = measure.measure(sample) if wanted or index % step == 0 else None
        if isinstance(length, Problem):
            survey.problems.add(length)
            continue
        survey.add(sample, reading.notes)
        shown = sample if wanted else shown
        if length is not None:
            survey.measure(*length)
    return shown


def _with_sound_images(outcome: Sample | Problem) -> Sample | Problem:
    if isinstance(outcome, Problem):
        return outcome
    try:
        for source in outcome.images:
            load(source)
    except BrokenImageError as error:
        return error.problem(outcome.origin)
    return outcome


def _write(target: Path, survey: Survey) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(msgspec.json.format(msgspec.json.encode(survey.as_json())) + b"\n")
    except OSError as error:
        message = f"cannot write {target}: {error.strerror}"
        raise DataError(message) from error
