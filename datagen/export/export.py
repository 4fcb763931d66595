"""Samples of a run folder, as people left them, to the file forms of other tools. Reads and writes files."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec

from datagen.errors import InputError, MissingExtraError, RunFolderError, UsageError
from datagen.export import records
from datagen.export.data_card import CardFacts, data_card
from datagen.export.records import Record
from datagen.run.files import atomic, atomic_text, rows
from datagen.run.folder import REJECTIONS, RUN, SAMPLES, read_run
from datagen.sample import Rejection, Sample
from datagen.verdicts import DEFAULT, Review, Selection, Summary, VerdictFile

Format = Literal["llava", "sharegpt", "messages", "parquet"]
FORMS: dict[Format, Callable[[Sample, int, str], Record]] = {
    "llava": records.llava,
    "sharegpt": records.sharegpt,
    "messages": records.messages,
    "parquet": records.messages,
}
PARQUET_GROUP = 1_000


class Exported(NamedTuple):
    """The data file, its card, how many samples it has, what people said of the run, and whether one was there."""

    data: Path
    card: Path
    samples: int
    review: Summary | None
    replaced: bool


def export(  # noqa: PLR0913, PLR0917 - the options of the command
    run: Path,
    form: Format,
    to: Path,
    images: Path | None = None,
    image_prefix: str = "",
    selection: Selection = DEFAULT,
) -> Exported:
    """Write all samples that the checks accepted, with the verdicts of people applied as `selection` says.

    A `to` that ends in .jsonl, .json (an array) or .parquet is the file; anything else is a folder that gets the
    data file and README.md. With `images`, Parquet holds the image files themselves.

    Raises:
        RunFolderError: the folder is not a finished run.
        UsageError: `to` has an ending that does not fit the form.
        InputError: an image file is missing.

    """
    described = read_run(run) if run.is_dir() else None
    if described is None:
        message = f"{run} has no run.json: is it the --out folder of `datagen build`?"
        raise RunFolderError(message)
    target, card_path = _targets(form, to)
    facts = CardFacts(run=described)
    try:
        seed = int(described["settings"]["seed"])
        data_card(facts, form, target.name)  # tried before anything is written
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        message = f"{run / RUN} is damaged or of another version: {error!r}"
        raise RunFolderError(message) from error
    replaced = target.exists()
    verdicts = VerdictFile(run).rows()
    review = Review(verdicts, described["settings"].get("on_fail") or {}, selection)
    _make_folder(target.parent)

    def converted() -> Iterator[Record]:
        for outcome in _outcomes(run, with_rejections=bool(verdicts)):
            sample = review.take(outcome)
            if sample is not None:
                facts.add(sample)
                yield FORMS[form](sample, seed, image_prefix)

    if form == "parquet":
        _write_parquet(target, converted(), images, image_prefix)
    else:
        write_records(target, converted())
    facts.review = review.result()
    atomic_text(card_path, data_card(facts, form, target.name))
    return Exported(target, card_path, facts.samples, facts.review, replaced)


def _outcomes(run: Path, *, with_rejections: bool) -> Iterator[Sample | Rejection]:
    """Read all outcomes by id; only a verdict brings a rejection back, so without any they are not read."""
    samples = rows(run / SAMPLES, Sample)
    if not with_rejections:
        return samples
    return heapq.merge(samples, rows(run / REJECTIONS, Rejection), key=lambda outcome: outcome.id)


def _targets(form: Format, to: Path) -> tuple[Path, Path]:
    endings = (".parquet",) if form == "parquet" else (".jsonl", ".json")
    if to.suffix in endings:
        return to, to.with_name(f"{to.stem}.README.md")
    if to.suffix in (".parquet", ".jsonl", ".json"):
        message = f"--to {to}: the form {form} ends in {' or '.join(endings)}"
        raise UsageError(message)
    name = "train-00000-of-00001.parquet" if form == "parquet" else "train.jsonl"
    return to / name, to / "README.md"


def write_records(target: Path, values: Iterable[Record]) -> int:
    """Write JSONL, or one array where the name ends in .json; return the number of records."""
    count = 0
    _make_folder(target.parent)
    is_array = target.suffix == ".json"
    with atomic(target) as part, part.open("wb") as file:
        for value in values:
            if is_array:
                file.write(b",\n" if count else b"[\n")
            file.write(msgspec.json.encode(value) + (b"" if is_array else b"\n"))
            count += 1
        if is_array:
            file.write(b"\n]\n" if count else b"[]\n")
    return count


def _make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"cannot make the folder {path}: {error.strerror}"
        raise InputError(message) from error


def _write_parquet(target: Path, values: Iterable[Record], images: Path | None, image_prefix: str) -> None:
    try:
        import pyarrow as pa  # noqa: PLC0415 - an optional extra
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as error:
        message = "--format parquet needs pyarrow: pip install 'visual-instruct[parquet]'"
        raise MissingExtraError(message) from error
    part_type = pa.struct([("type", pa.string()), ("text", pa.string())])
    message_type = pa.struct([("role", pa.string()), ("content", pa.list_(part_type))])
    image_type = pa.string() if images is None else pa.struct([("bytes", pa.binary()), ("path", pa.string())])
    schema = pa.schema([("id", pa.string()), ("messages", pa.list_(message_type)), ("images", pa.list_(image_type))])
    if images is not None:
        schema = schema.with_metadata({"huggingface": msgspec.json.encode({"info": {"features": IMAGE_FEATURES}})})
    with atomic(target) as part, parquet.ParquetWriter(part, schema) as writer:
        for group in _groups(values, PARQUET_GROUP):
            if images is not None:
                group = [_with_image_bytes(row, images, image_prefix) for row in group]  # noqa: PLW2901
            writer.write_table(pa.Table.from_pylist(group, schema=schema))


_TEXT = {"dtype": "string", "_type": "Value"}
IMAGE_FEATURES: dict[str, Any] = {
    "id": _TEXT,
    "messages": {
        "feature": {
            "role": _TEXT,
            "content": {"feature": {"type": _TEXT, "text": _TEXT}, "_type": "List"},
        },
        "_type": "List",
    },
    "images": {"feature": {"_type": "Image"}, "_type": "List"},
}
"""How the `datasets` library is told that `images` holds pictures and not structs."""


def _groups(values: Iterable[Record], size: int) -> Iterator[list[Record]]:
    group: list[Record] = []
    for value in values:
        group.append(value)
        if len(group) == size:
            yield group
            group = []
    if group:
        yield group


def _with_image_bytes(record: Record, images: Path, image_prefix: str) -> Record:
    pictures = []
    for name in record["images"]:
        path = images / name.removeprefix(image_prefix)
        try:
            pictures.append({"bytes": path.read_bytes(), "path": path.name})
        except OSError as error:
            message = f"cannot read the image {path} of {record['id']}: {error.strerror}"
            raise InputError(message) from error
    return record | {"images": pictures}
