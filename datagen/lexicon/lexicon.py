"""The words of one vocabulary, and their finding in tokens, the longest first. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from datagen.lexicon.plurals import PLURAL_ONLY, plural_of
from datagen.lexicon.table import AMBIGUOUS, BROADER, DEPICTIONS, HEADS, NEEDS_DETERMINER, UNREAL, WORDS
from datagen.lexicon.tokens import Token, tokens
from datagen.lexicon.words import word_set

Sense = Literal["same", "narrower", "broader", "ambiguous"]


class Concept(NamedTuple):
    """What a word stands for: the very same things as its category, some of them only, or perhaps something else.

    A broader word is said of everything of its categories and of other things too: every dining table is a table.
    `name` is the word in the singular. Only a broader or an ambiguous word has several categories.
    """

    name: str
    categories: tuple[str, ...]
    sense: Sense


class Word(NamedTuple):
    """A concept in a text: the tokens that it takes (from, to), and whether it is a plural (None: either)."""

    concept: Concept
    first: int
    last: int
    plural: bool | None


_Form = tuple[tuple[str, ...], Concept, bool | None]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words for a data set's categories; `forms` by their first word, the longest first."""

    categories: tuple[str, ...]
    forms: dict[str, list[_Form]] = field(repr=False)

    def words(self, found: Sequence[Token]) -> Iterator[Word]:
        """Yield the concepts in a list of tokens; not those that only say which kind another thing is of."""
        at, count = 0, len(found)
        while at < count:
            word = self._longest(found, at)
            if word is None:
                at += 1
                continue
            at = word.last
            word = _fruit(found, word)
            if not self._is_modifier(found, word) and not _may_be_verb(found, word):
                yield word

    def find(self, text: str) -> Iterator[Word]:
        """Yield the concepts in a text, those that are not really there (a toy car) left out."""
        found = tokens(text)
        return (word for word in self.words(found) if not is_unreal(found, word))

    def categories_in(self, text: str) -> Iterator[str]:
        """Yield the categories that a text speaks of, as far as its words leave no doubt."""
        return (word.concept.categories[0] for word in self.find(text) if word.concept.sense in _SENSES)

    def _longest(self, found: Sequence[Token], at: int) -> Word | None:
        for form, concept, plural in self.forms.get(found[at].word, ()):
            last = at + len(form)
            if last <= len(found) and all(found[at + n].word == form[n] for n in range(1, len(form))):
                return Word(concept, at, last, plural)
        return None

    def _is_modifier(self, found: Sequence[Token], word: Word) -> bool:
        """Whether another noun follows at once: "bus stop", "dog bowl". A genitive is none."""
        if word.last >= len(found) or word.plural is not False or found[word.last - 1].genitive:
            return False
        following = found[word.last].word
        if following in HEADS and (word.concept.categories != ("person",) or word.concept.name == "hand"):
            return True
        second = self._longest(found, word.last)
        return second is not None and (second.concept.name not in NEEDS_DETERMINER or word.concept.name in AGES)


AGES = word_set("baby adult child kid male female infant senior elder mother father")
"""In front of an animal these say of which age or sex it is."""

_BEFORE_NOUN = re.compile(
    r"the|an?|this|that|these|those|his|her|its|their|my|your|our|one|two|three|four|five|six|seven|eight|nine|ten"
    r"|\d+|no|any|some|each|every|both|several|many|few|another|other|of|with|and|or|single|pair|bow|large|small|big"
    r"|little|black|white|brown|red|blue|green|yellow|orange|pink|purple|gray|grey|long|old|young|tall|wooden|metal"
    r"|plastic|striped|colorful|polar|passenger|freight|steam|open|empty|bunk|double|twin|unmade|more|fewer|bright"
    r"|commuter|silver|gold|dark|light|is|are|there|,|first|than|as|in|on|at|by|near|behind|beside|under|above|below|for|from|which"
    r"|inside|toward|towards|between|but|against|\(|:|than|over|around|along|"
    r"brown|grizzly|high|speed|second|third|entire|whole|different|only|just|much|stack"
)


def _fruit(found: Sequence[Token], word: Word) -> Word:
    """ "An orange" without a noun behind it is the fruit."""  # noqa: D210
    if word.concept != _ORANGE or not word.first or found[word.first - 1].word not in ("an", "one", "no"):
        return word
    following = found[word.last].word if word.last < len(found) else "."
    return word._replace(concept=_ORANGE._replace(sense="same")) if _NO_NOUN.fullmatch(following) else word


_ORANGE = Concept("orange", ("orange",), "ambiguous")
_NO_NOUN = re.compile(r"\W|visible|in|on|at|is|and|or|here|present|next|to|near|seen|anywhere|beside|by")


def _may_be_verb(found: Sequence[Token], word: Word) -> bool:
    """Whether the word can be a verb where it stands: "he ties", "it bears"."""
    if word.last - word.first > 1 or found[word.first].word not in NEEDS_DETERMINER or word.first == 0:
        return False
    return _BEFORE_NOUN.fullmatch(found[word.first - 1].word) is None


def is_unreal(found: Sequence[Token], word: Word) -> bool:
    """Whether the thing is a likeness: a toy car, a picture of a dog."""
    before = [token.word for token in found[max(0, word.first - 4) : word.first]]
    if any(near in UNREAL for near in before[-2:]) and word.concept.categories != ("teddy bear",):
        return True
    return any(a in DEPICTIONS and b == "of" for a, b in pairwise(before))


@lru_cache(maxsize=64)
def lexicon_of(vocabulary: tuple[str, ...]) -> Lexicon:
    """Return the words for these categories; those not in COCO go by their own name alone."""
    forms: _Forms = {}
    for category in vocabulary:
        for sense, names in zip(_SENSES, _own_words(category), strict=True):
            for name in names:
                _add(forms, Concept(name, (category,), sense))
    _add_ambiguous(forms, frozenset(vocabulary))
    by_first: dict[str, list[_Form]] = {}
    for form, (concept, number) in sorted(forms.items(), key=lambda item: -len(item[0])):
        by_first.setdefault(form[0], []).append((form, concept, number))
    return Lexicon(vocabulary, by_first)


_Forms = dict[tuple[str, ...], tuple[Concept, bool | None]]
_SENSES: tuple[Sense, ...] = ("same", "narrower")


def _add(forms: _Forms, concept: Concept) -> None:
    singular, plural = _split(concept.name), _split(plural_of(concept.name))
    forms.setdefault(singular, (concept, None if singular == plural else concept.name in PLURAL_ONLY))
    forms.setdefault(plural, (concept, True))


def _add_ambiguous(forms: _Forms, known: frozenset[str]) -> None:
    for name, text in AMBIGUOUS.items():
        categories = tuple(category for category in _listed(text) if category in known)
        singular, several = _split(name), _split(plural_of(name))
        for form, plural in ((several, True), (singular, None if singular == several else False)):
            if categories and (form not in forms or not _is_sure(forms[form][0], name)):
                forms[form] = (Concept(name, categories, "broader" if name in BROADER else "ambiguous"), plural)
    for name in _SURE_IN_PLURAL & known:
        forms[plural_of(name),] = (Concept(name, (name,), "same"), True)


_SURE_IN_PLURAL = frozenset({"orange", "remote"})
"""Adjectives in the singular."""


def _is_sure(concept: Concept, name: str) -> bool:
    """A category that is called so itself in another data set is not made ambiguous by COCO's table."""
    return concept.sense == "same" and concept.categories == (name,) and name not in WORDS


def _own_words(category: str) -> tuple[list[str], list[str]]:
    plain_name = " ".join(re.split(r"[\s_/-]+", category.lower().strip()))
    if plain_name not in WORDS:
        return [plain_name], []
    same, _, narrower = WORDS[plain_name].partition("|")
    return _listed(same), _listed(narrower)


def _listed(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _split(name: str) -> tuple[str, ...]:
    return tuple(token.word for token in tokens(name))
