"""MMBench's tables as they are downloaded: tab-separated, with images in base64. Reads files, row by row.

A rotation of a question's options is a row of its own, whose index is the question's plus k * 1,000,000.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import ascii_uppercase

from train.benchmarks import tables
from train.benchmarks.answers import examples
from train.errors import DataError

ROTATION = 1_000_000
LONGEST_REFERENCE = 64
"""A longer cell in the column `image` is an image, a shorter one the index of the row that has it."""
QUESTIONS = "MMBench questions (such as mmbench_dev_20230712.tsv or MMBench_DEV_EN.tsv)"
EMPTY = frozenset(("", "nan", "NaN", "NAN"))
READ_AS_EMPTY = frozenset(
    ("None", "NA", "N/A", "n/a", "NULL", "null", "<NA>", "#N/A", "#N/A N/A", "#NA", "-NaN", "-nan", "1.#IND", "1.#QNAN")
)
"""Texts that pandas takes for an empty cell, and VLMEvalKit and LLaVA with it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `answer` is "" in files without the key, `lost` the options whose text is read as an empty cell."""

    index: int
    question: str
    hint: str
    choices: Mapping[str, str]
    answer: str
    category: str
    group: str
    split: str
    image: str
    lost: frozenset[str] = frozenset()

    @property
    def question_index(self) -> int:
        """The index of the question of which this row is a rotation."""
        return self.index % ROTATION


def read_rows(path: Path) -> Iterator[Row]:
    """Read a table, .tsv as it is downloaded, or .csv or .xlsx.

    Raises:
        DataError: the file is missing, no such table, or has a row that is none.

    """
    if path.suffix.lower() not in tables.TABLES:
        message = f"{path}: {QUESTIONS} expected here, a table: {', '.join(tables.TABLES)}"
        raise DataError(message)
    for number, cells in enumerate(tables.read_rows(path), 2):
        if not cells.keys() >= {"index", "A", "B"}:
            message = f"{path}: {QUESTIONS} expected here, with columns index, A, B; this has {examples(cells)}"
            raise DataError(message)
        index = cells.get("index", "").removesuffix(".0")
        if not index.isdecimal():
            message = f"{path}: row {number}: index {cells.get('index')!r} is not a number"
            raise DataError(message)
        yield Row(
            index=int(index),
            question=cells.get("question", ""),
            hint=_said(cells.get("hint", "")),
            choices={letter: cells[letter] for letter in ascii_uppercase if _said(cells.get(letter, ""))},
            answer=_said(cells.get("answer", "")).strip(),
            category=cells.get("category", ""),
            group=cells.get("l2-category", ""),
            split=cells.get("split", ""),
            image=cells.get("image", ""),
            lost=frozenset(letter for letter in ascii_uppercase if cells.get(letter) in READ_AS_EMPTY),
        )


def image_bytes(row: Row, images: Mapping[str, str], path: Path) -> bytes:
    """Return a row's image; `images` are those of the rows that others refer to.

    Raises:
        DataError: there is none, or it is not base64.

    """
    encoded = row.image if len(row.image) > LONGEST_REFERENCE else images.get(row.image, "")
    try:
        content = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        message = f"{path}: index {row.index}: the image is not base64: {error}"
        raise DataError(message) from error
    if not content:
        message = f"{path}: index {row.index}: there is no image (the cell is {row.image!r})"
        raise DataError(message)
    return content


def _said(cell: str) -> str:
    """Return a cell's text, or "" where the official code finds nothing in it."""
    return "" if cell.strip() in EMPTY or cell in READ_AS_EMPTY else cell
