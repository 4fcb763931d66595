"""The writer's phrases: one TOML file a subject, in phrases/, for people to edit. Reads each file once.

A phrase is a template with words to be filled in in braces. Code says which words it fills in where, so a slip in a
file is told when the file is read and not in the middle of a run.
"""

from __future__ import annotations

import string
from functools import cached_property
from importlib.resources import files

from datagen.lexicon import word_file
from datagen.lexicon.word_file import WordFile

A = "a A a_be a_Be"
"""What is filled in for a thing that is called a: "the dog", "The dog", "is", "Is"."""
AB = f"{A} b B b_be b_Be"


class Phrases:
    """The lists of phrases of one subject, by name; `fills` is what each list's phrases may have in braces."""

    def __init__(self, subject: str, **fills: str) -> None:
        """Name the file, and its lists."""
        self.subject = subject
        self.fills = fills

    def __getitem__(self, name: str) -> tuple[str, ...]:
        """Return a list's phrases, in the file's order: the choice among them depends on it."""
        return self.lists[name]

    @cached_property
    def lists(self) -> dict[str, tuple[str, ...]]:
        """All lists.

        Raises:
            WordsError: the file lacks a list or has another one, or a phrase has something else in braces.

        """
        return self.read(word_file.read(files("datagen.writer") / "phrases" / f"{self.subject}.toml"))

    def read(self, file: WordFile) -> dict[str, tuple[str, ...]]:
        """Check a file's lists and return them."""
        file.only(*self.fills)
        lists = {name: file.words(name) for name in self.fills}
        for name, phrases in lists.items():
            for phrase in phrases:
                _check(file, name, phrase, self.fills[name].split())
        return lists


def _check(file: WordFile, name: str, phrase: str, filled_in: list[str]) -> None:
    try:
        wanted = [field for _, field, _, _ in string.Formatter().parse(phrase) if field is not None]
    except ValueError:
        file.refuse(name, f"has a brace without its partner in {phrase!r}")
    for field in wanted:
        if field not in filled_in:
            known = ", ".join(f"{{{word}}}" for word in filled_in) or "no word at all"
            file.refuse(name, f"has {{{field}}} in {phrase!r}; filled in there is {known}")
