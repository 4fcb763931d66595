"""Words of a person's own for a data set's categories, in a file of the form of coco.toml. Reads that file.

A category that is named there has those words and no others; what its words may mean in COCO is forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from datagen.errors import WordsError
from datagen.lexicon import word_file
from datagen.lexicon.table import plain, words_in
from datagen.lexicon.word_file import WordFile
from datagen.vocabulary import CategoryWords, Words


def read_own(path: Path, categories: Sequence[str]) -> Words:
    """Read words for some of these categories.

    Raises:
        WordsError: the file cannot be read, is not of its form, or speaks of a category that is not one of these.

    """
    file = word_file.read(path)
    words = words_in(file)
    names = {plain(name): name for name in categories}

    def known(name: str, table: str, key: str) -> str:
        return names[plain(name)] if plain(name) in names else _unknown(file, f"{table}.{key}", name, categories)

    return replace(
        words,
        categories={known(name, "categories", name): _in_lower_case(row) for name, row in words.categories.items()},
        perhaps=_named(words.perhaps, "perhaps", known),
        broader=_named(words.broader, "broader", known),
    )


def _named(
    table: Mapping[str, tuple[str, ...]], at: str, known: Callable[[str, str, str], str]
) -> dict[str, tuple[str, ...]]:
    return {word.lower(): tuple(known(name, at, word) for name in names) for word, names in table.items()}


def _in_lower_case(words: CategoryWords) -> CategoryWords:
    return CategoryWords(*(tuple(word.lower() for word in listed) for listed in words))


def _unknown(file: WordFile, key: str, name: str, categories: Sequence[str]) -> NoReturn:
    known = ", ".join(categories) or "none"
    message = f"{file.name}: {key}: {name!r} is not a category of this data set; it has: {known}"
    raise WordsError(message)
