"""Samples of a run folder, as people left them, to the file forms of other tools. Reads and writes files."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from datagen.errors import RunFolderError, UsageError
from datagen.export.data_card import CardFacts, data_card
from datagen.export.files import make_folder
from datagen.export.forms import ENDINGS, FORMS, Form
from datagen.export.records import Record
from datagen.run.files import atomic_text, rows
from datagen.run.folder import REJECTIONS, RUN, SAMPLES, read_run
from datagen.sample import Rejection, Sample
from datagen.verdicts import DEFAULT, Review, Selection, Summary, VerdictFile


class Exported(NamedTuple):
    """The data file, its card, how many samples it has, what people said of the run, and whether one was there."""

    data: Path
    card: Path
    samples: int
    review: Summary | None
    replaced: bool


def export(  # noqa: PLR0913, PLR0917 - the options of the command
    run: Path,
    name: str,
    to: Path,
    images: Path | None = None,
    image_prefix: str = "",
    selection: Selection = DEFAULT,
) -> Exported:
    """Write all samples that the checks accepted, with the verdicts of people applied as `selection` says.

    A `to` that ends in .jsonl, .json (an array) or .parquet is the file; anything else is a folder that gets the
    data file and README.md. With `images`, a file that can hold images holds those themselves.

    Raises:
        RunFolderError: the folder is not a finished run.
        UsageError: `to` has an ending that does not fit the form, or `images` are for a form that cannot hold them.
        InputError: an image file is missing.

    """
    form = FORMS[name]
    if images is not None and form.write_with_images is None:
        able = " or ".join(one.name for one in FORMS.values() if one.write_with_images)
        message = f"--images goes with --format {able}, not {name}"
        raise UsageError(message)
    described = read_run(run) if run.is_dir() else None
    if described is None:
        message = f"{run} has no run.json: is it the --out folder of `datagen build`?"
        raise RunFolderError(message)
    target, card_path = _targets(form, to)
    facts = CardFacts(run=described)
    try:
        seed = int(described["settings"]["seed"])
        data_card(facts, form.name, target.name)  # tried before anything is written
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        message = f"{run / RUN} is damaged or of another version: {error!r}"
        raise RunFolderError(message) from error
    replaced = target.exists()
    verdicts = VerdictFile(run).rows()
    review = Review(verdicts, described["settings"].get("on_fail") or {}, selection)
    make_folder(target.parent)

    def converted() -> Iterator[Record]:
        for outcome in _outcomes(run, with_rejections=bool(verdicts)):
            sample = review.take(outcome)
            if sample is not None:
                facts.add(sample)
                yield form.convert(sample, seed, image_prefix)

    if form.write_with_images is not None and images is not None:
        form.write_with_images(target, converted(), images, image_prefix)
    else:
        form.write(target, converted())
    facts.review = review.result()
    atomic_text(card_path, data_card(facts, form.name, target.name))
    return Exported(target, card_path, facts.samples, facts.review, replaced)


def _outcomes(run: Path, *, with_rejections: bool) -> Iterator[Sample | Rejection]:
    """Read all outcomes by id; only a verdict brings a rejection back, so without any they are not read."""
    samples = rows(run / SAMPLES, Sample)
    if not with_rejections:
        return samples
    return heapq.merge(samples, rows(run / REJECTIONS, Rejection), key=lambda outcome: outcome.id)


def _targets(form: Form, to: Path) -> tuple[Path, Path]:
    if to.suffix in form.endings:
        return to, to.with_name(f"{to.stem}.README.md")
    if to.suffix in ENDINGS:
        message = f"--to {to}: the form {form.name} ends in {' or '.join(form.endings)}"
        raise UsageError(message)
    return to / form.file_name, to / "README.md"
