"""TOML files of words, for people to edit: what is wrong in one is told with file and key. Reads files."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Any, NoReturn

from datagen.errors import WordsError


@dataclass(frozen=True, slots=True)
class WordFile:
    """A TOML file of words or one of its tables; `at` is the table's name with a dot, nothing for the whole file.

    `text` is the whole file's.
    """

    name: str
    content: Mapping[str, Any]
    at: str = ""
    text: str = ""

    def only(self, *keys: str) -> WordFile:
        """Refuse any other key: a mistyped one would be passed over in silence."""
        for key in self.content:
            if key not in keys:
                self.refuse(key, f"is not known here; known are: {', '.join(keys)}")
        return self

    def words(self, key: str) -> tuple[str, ...]:
        """Return a list of at least one text, all different."""
        found = self._value(key)
        if not isinstance(found, list) or not found:
            self.refuse(key, 'must be a list of words in quotes, such as ["one", "two"]')
        for word in found:
            if not isinstance(word, str) or not word or word != word.strip():
                self.refuse(key, f"holds {word!r}, which is not a text in quotes without spaces around it")
        twice = next((word for n, word in enumerate(found) if word in found[:n]), None)
        if twice is not None:
            self.refuse(key, f"holds {twice!r} twice")
        return tuple(found)

    def word(self, key: str) -> str:
        """Return one text."""
        found = self._value(key)
        if not isinstance(found, str) or not found:
            self.refuse(key, "must be a word in quotes")
        return found

    def table(self, key: str) -> WordFile:
        """Return a table in this one; an empty one where it is not given."""
        found = self.content.get(key, {})
        if not isinstance(found, dict):
            self.refuse(key, "must be a table")
        return WordFile(self.name, found, f"{self.at}{key}.", self.text)

    def lists(self) -> dict[str, tuple[str, ...]]:
        """Return a table in which every key has a list."""
        return {key: self.words(key) for key in self.content}

    def tables(self) -> Iterator[tuple[str, WordFile]]:
        """Yield the tables in a table of nothing else."""
        return ((key, self.table(key)) for key in self.content)

    def _value(self, key: str) -> object:
        if key not in self.content:
            self.refuse(key, "is missing")
        return self.content[key]

    def refuse(self, key: str, why: str) -> NoReturn:
        """Raise WordsError about a key's value."""
        message = f"{self.name}: {self.at}{key} {why}"
        raise WordsError(message)


def read(path: Traversable) -> WordFile:
    """Read a file.

    Raises:
        WordsError: it cannot be read or is not TOML.

    """
    try:
        return parse(str(path), path.read_bytes())
    except OSError as error:
        message = f"cannot read the words in {path}: {error.strerror}"
        raise WordsError(message) from error


def parse(name: str, content: bytes) -> WordFile:
    """Read a file's content; `name` is the file's, for the messages.

    Raises:
        WordsError: it is not TOML.

    """
    try:
        text = content.decode()
        return WordFile(name, tomllib.loads(text), text=text)
    except UnicodeDecodeError as error:
        message = f"{name} is not UTF-8 (byte at offset {error.start})"
        raise WordsError(message) from error
    except tomllib.TOMLDecodeError as error:
        message = f"{name} is not TOML: {error}"
        raise WordsError(message) from error
