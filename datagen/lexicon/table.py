"""The words for categories, and the English words around them, from coco.toml and english.toml. Reads these once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from datagen.lexicon import word_file
from datagen.lexicon.word_file import WordFile
from datagen.vocabulary import CategoryWords, Words


@dataclass(frozen=True, slots=True, eq=False)
class English:
    """Sets of words whatever the data set; the comments in english.toml say what each decides."""

    unreal: frozenset[str]
    depictions: frozenset[str]
    heads: frozenset[str]
    ages: frozenset[str]
    needs_determiner: frozenset[str]
    before_noun: frozenset[str]
    behind_fruit: frozenset[str]
    sure_in_plural: frozenset[str]
    no_vowel: frozenset[str]


class Plurals(NamedTuple):
    """Plurals that no rule makes; `only` are words that have no singular."""

    only: frozenset[str]
    unchanged: frozenset[str]
    irregular: Mapping[str, str]


@cache
def coco() -> Words:
    """Return the words for COCO's 80 categories."""
    return words_in(_ours("coco.toml"))


@cache
def english() -> English:
    """Return the words that decide what a category's word means where it stands."""
    names = [field.name for field in fields(English)]
    file = _ours("english.toml").only(*names, "plurals")
    return English(**{name: frozenset(file.words(name)) for name in names})


@cache
def plurals() -> Plurals:
    """Return the plurals that no rule makes."""
    table = _ours("english.toml").table("plurals").only(*Plurals._fields)
    irregular = table.table("irregular")
    return Plurals(
        frozenset(table.words("only")),
        frozenset(table.words("unchanged")),
        {one: irregular.word(one) for one in irregular.content},
    )


def plain(category: str) -> str:
    """Return a category's name as people write it: "Traffic_Light" is "traffic light"."""
    return " ".join(re.split(r"[\s_/-]+", category.lower().strip()))


def words_in(file: WordFile) -> Words:
    """Return the words for categories that a file holds.

    Raises:
        WordsError: a key is not known, or its value is not of its form.

    """
    file.only("categories", "perhaps", "broader")
    rows = ((name, row.only("same", "some")) for name, row in file.table("categories").tables())
    categories = {
        name: CategoryWords(row.words("same"), row.words("some") if "some" in row.content else ()) for name, row in rows
    }
    return Words(categories, file.table("perhaps").lists(), file.table("broader").lists(), file.text)


@cache
def _ours(name: str) -> WordFile:
    return word_file.read(files("datagen.lexicon") / name)
