"""Tables of answers as people keep them: .xlsx, .csv, .tsv, read as rows of text. Reads files.

A cell comes out as the text that was written into it; an empty one as "".
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from zipfile import BadZipFile

from train.errors import DataError, MissingExtraError

TABLES = (".xlsx", ".csv", ".tsv")


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows under the first one, whose cells are the names of the columns.

    Raises:
        DataError: the file cannot be read as a table.
        MissingExtraError: an .xlsx needs openpyxl.

    """
    cells = _sheet(path) if path.suffix.lower() == ".xlsx" else _lines(path)
    names = next(cells, None)
    if names is None:
        message = f"{path} is an empty table"
        raise DataError(message)
    for row in cells:
        if any(row):
            yield dict(zip(names, row, strict=False))


def _lines(path: Path) -> Iterator[list[str]]:
    csv.field_size_limit(sys.maxsize)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from csv.reader(file, delimiter="\t" if path.suffix.lower() == ".tsv" else ",")
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        message = f"{path} cannot be read as a table: {error}"
        raise DataError(message) from error


def _sheet(path: Path) -> Iterator[list[str]]:
    try:
        from openpyxl import load_workbook  # noqa: PLC0415 - an extra
        from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415
    except ImportError as error:
        message = "reading .xlsx needs openpyxl: pip install 'visual-instruct[eval]'"
        raise MissingExtraError(message) from error
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (OSError, BadZipFile, KeyError, ValueError, InvalidFileException) as error:
        message = f"{path} cannot be read as an .xlsx table: {error}"
        raise DataError(message) from error
    try:
        yield from _texts(book.worksheets[0].iter_rows(values_only=True))
    finally:
        book.close()


def _texts(rows: Iterable[tuple[object, ...]]) -> Iterator[list[str]]:
    for row in rows:
        yield [_text(cell) for cell in row]


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
