"""What people call the categories of a data set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


class CategoryWords(NamedTuple):
    """Words for the very same things as a category, and words for some of them only."""

    same: tuple[str, ...]
    some: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Words for categories, in the singular and in lower case; the comments in lexicon/coco.toml say what each means.

    `text` is that of the file that they were read from, to be kept with a run.
    """

    categories: Mapping[str, CategoryWords]
    perhaps: Mapping[str, tuple[str, ...]]
    broader: Mapping[str, tuple[str, ...]]
    text: str = ""


NO_WORDS = Words({}, {}, {})
