"""The forms that samples are exported in: one row says all that is known of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from datagen.export import records
from datagen.export.files import write_records
from datagen.export.parquet import write_parquet
from datagen.export.records import Record
from datagen.sample import Sample

JSON_ENDINGS = (".jsonl", ".json")


@dataclass(frozen=True, slots=True)
class Form:
    """A form of training file: how a sample is written in it, and into which file.

    `told` is what `--help` says of it. `convert` is given a sample, the run's seed and what goes before image names.
    `write_with_images` writes the image files themselves into the data file (given their folder, and what was put
    before their names), where the form can hold them.
    """

    name: str
    told: str
    convert: Callable[[Sample, int, str], Record]
    endings: tuple[str, ...] = JSON_ENDINGS
    file_name: str = "train.jsonl"
    """The data file's name in a folder."""
    write: Callable[[Path, Iterable[Record]], object] = write_records
    write_with_images: Callable[[Path, Iterable[Record], Path, str], None] | None = None


FORMS: dict[str, Form] = {
    form.name: form
    for form in (
        Form("llava", "LLaVA's records", records.llava),
        Form("sharegpt", "LLaMA-Factory's", records.sharegpt),
        Form("messages", "chat-template messages with image parts, as TRL reads them", records.messages),
        Form(
            name="parquet",
            told="the same as one Parquet file for datasets.load_dataset",
            convert=records.messages,
            endings=(".parquet",),
            file_name="train-00000-of-00001.parquet",
            write=write_parquet,
            write_with_images=write_parquet,
        ),
    )
}
ENDINGS = frozenset(ending for form in FORMS.values() for ending in form.endings)
"""A name that ends in one of these is a file, any other a folder."""
