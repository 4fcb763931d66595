"""JSON Schema of the rows in a run folder, made from the very types that write and read them."""

from __future__ import annotations

import json

from pydantic import BaseModel

from datagen.chat import Reply
from datagen.sample import Rejection, Sample
from datagen.verdicts import VerdictRow

ROWS: dict[str, type[BaseModel]] = {
    "samples.jsonl": Sample,
    "rejections.jsonl": Rejection,
    "replies.jsonl": Reply,
    "verdicts.jsonl": VerdictRow,
}
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_files() -> dict[str, str]:
    """Return the schema of each file's rows, by its address on the site."""
    return {address(name): _text(type_) for name, type_ in ROWS.items()}


def schema_table() -> str:
    """Return a list of links to them, in Markdown."""
    return "".join(f"- [schema of a row of `{name}`]({address(name)})\n" for name in ROWS)


def address(name: str) -> str:
    """Return where the schema of a file stands on the site."""
    return f"schemas/{name.removesuffix('.jsonl')}.json"


def _text(type_: type[BaseModel]) -> str:
    return json.dumps({"$schema": DIALECT, **type_.model_json_schema()}, indent=2) + "\n"
