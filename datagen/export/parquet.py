"""Messages to a Parquet file for `datasets.load_dataset`, with or without the images in it. Reads and writes files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from datagen.errors import InputError, MissingExtraError
from datagen.export.records import Record
from datagen.run.files import atomic

PARQUET_GROUP = 1_000


def write_parquet(target: Path, values: Iterable[Record], images: Path | None = None, image_prefix: str = "") -> None:
    """Write messages as one Parquet file, with the image files themselves where `images` has them.

    Raises:
        MissingExtraError: pyarrow is not installed.
        InputError: an image file is missing.

    """
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
