"""A file is replaced whole, or stays as it was with nothing beside it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from train.files import replace_file, write_json


def torn() -> Iterator[bytes]:
    yield b"half"
    raise OSError(28, "No space left on device")


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    write_json(file, {"a": 1})
    write_json(file, {"a": "ä"})
    assert file.read_text() == '{\n  "a": "\\u00e4"\n}\n'
    assert list(tmp_path.iterdir()) == [file]


def test_what_was_there_stays_when_writing_fails(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text("before")
    with pytest.raises(OSError, match="No space"):
        replace_file(file, torn())
    assert file.read_text() == "before"
    assert list(tmp_path.iterdir()) == [file]


def test_a_place_that_is_a_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(IsADirectoryError):
        replace_file(tmp_path / "taken", [b"x"])
    assert list(tmp_path.iterdir()) == [tmp_path / "taken"]
