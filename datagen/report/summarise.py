"""A run folder to its report page. Reads samples, rejections and verdicts, writes report.html."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from datagen.errors import RunFolderError
from datagen.lexicon import lexicon_of
from datagen.lexicon.own import read_own
from datagen.report import Totals, page
from datagen.report.diversity import Diversity, Statistics
from datagen.run.files import atomic_text, rows
from datagen.run.folder import PAGE, REJECTIONS, REPORT, SAMPLES, WORDS, read_run
from datagen.sample import Rejection, Sample
from datagen.verdicts import Review, Summary, VerdictFile
from datagen.vocabulary import NO_WORDS


def summarise(folder: Path) -> tuple[Statistics, Totals, Summary | None]:
    """Write report.html from what lies in a run folder, as `build` and `judge` do, and return what it shows.

    Raises:
        RunFolderError: the folder is not a finished run, or one of its files is damaged.
        StoppedEarlyError: the disk did not take the page.

    """
    run = read_run(folder) if folder.is_dir() else None
    if run is None:
        message = f"{folder} has no run.json: is it the --out folder of `datagen build`?"
        raise RunFolderError(message)
    totals = _totals(folder / REPORT)
    vocabulary = tuple(run.get("annotations", {}).get("categories", ()))
    words = read_own(folder / WORDS, vocabulary) if WORDS in run else NO_WORDS
    diversity = Diversity(lexicon_of(vocabulary, words).categories_in if vocabulary else None)
    review = Review(VerdictFile(folder).rows(), run.get("settings", {}).get("on_fail") or {})
    for name, type_ in ((SAMPLES, Sample), (REJECTIONS, Rejection)):
        for outcome in rows(folder / name, type_):
            diversity.add(outcome)
            review.take(outcome)
    statistics, summary = diversity.result(), review.result()
    atomic_text(folder / PAGE, page(statistics, totals, summary))
    return statistics, totals, summary


def _totals(path: Path) -> Totals:
    try:
        return Totals.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return Totals()
    except OSError as error:
        message = f"cannot read {path}: {error.strerror}"
        raise RunFolderError(message) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        message = f"{path} is damaged: {where}: {first['msg']}; run `datagen judge` on the folder to write it anew"
        raise RunFolderError(message) from error
