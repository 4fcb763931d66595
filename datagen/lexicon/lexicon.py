"""The words of one vocabulary, and their finding in tokens, the longest first. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from datagen.lexicon.plurals import plural_of
from datagen.lexicon.table import coco, english, plain, plurals
from datagen.lexicon.tokens import Token, tokens
from datagen.vocabulary import NO_WORDS, CategoryWords, Words

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
        if following in english().heads and (word.concept.categories != ("person",) or word.concept.name == "hand"):
            return True
        second = self._longest(found, word.last)
        if second is None:
            return False
        return second.concept.name not in english().needs_determiner or word.concept.name in english().ages


def _fruit(found: Sequence[Token], word: Word) -> Word:
    """ "An orange" without a noun behind it is the fruit."""  # noqa: D210
    if word.concept != _ORANGE or not word.first or found[word.first - 1].word not in ("an", "one", "no"):
        return word
    following = found[word.last].word if word.last < len(found) else "."
    is_fruit = following in english().behind_fruit or _MARK.fullmatch(following)
    return word._replace(concept=_ORANGE._replace(sense="same")) if is_fruit else word


_ORANGE = Concept("orange", ("orange",), "ambiguous")
_MARK = re.compile(r"\W")


def _may_be_verb(found: Sequence[Token], word: Word) -> bool:
    """Whether the word can be a verb where it stands: "he ties", "it bears"."""
    if word.last - word.first > 1 or found[word.first].word not in english().needs_determiner or word.first == 0:
        return False
    before = found[word.first - 1].word
    return before not in english().before_noun and not before.isdecimal()


def is_unreal(found: Sequence[Token], word: Word) -> bool:
    """Whether the thing is a likeness: a toy car, a picture of a dog."""
    before = [token.word for token in found[max(0, word.first - 4) : word.first]]
    if any(near in english().unreal for near in before[-2:]) and word.concept.categories != ("teddy bear",):
        return True
    return any(a in english().depictions and b == "of" for a, b in pairwise(before))


@lru_cache(maxsize=64)
def lexicon_of(vocabulary: tuple[str, ...], own: Words = NO_WORDS) -> Lexicon:
    """Return the words for these categories: `own` ones first, then those for COCO's; any other goes by its name."""
    forms: _Forms = {}
    for category in sorted(vocabulary, key=lambda name: name not in own.categories):
        for sense, names in zip(_SENSES, own.categories.get(category) or _usual_words(category), strict=True):
            for name in names:
                _add(forms, Concept(name, (category,), sense))
    _add_unsure(forms, frozenset(vocabulary), own)
    by_first: dict[str, list[_Form]] = {}
    for form, (concept, number) in sorted(forms.items(), key=lambda item: -len(item[0])):
        by_first.setdefault(form[0], []).append((form, concept, number))
    return Lexicon(vocabulary, by_first)


_Forms = dict[tuple[str, ...], tuple[Concept, bool | None]]
_SENSES: tuple[Sense, ...] = ("same", "narrower")


def _add(forms: _Forms, concept: Concept) -> None:
    singular, plural = _split(concept.name), _split(plural_of(concept.name))
    forms.setdefault(singular, (concept, None if singular == plural else concept.name in plurals().only))
    forms.setdefault(plural, (concept, True))


def _add_unsure(forms: _Forms, known: frozenset[str], own: Words) -> None:
    table = coco()
    sure = {word for words in own.categories.values() for word in (*words.same, *words.some)}
    usual = {word: listed for word, listed in {**table.perhaps, **table.broader}.items() if word not in sure}
    for name, listed in {**usual, **own.perhaps, **own.broader}.items():
        categories = tuple(category for category in listed if category in known)
        broader = name in own.broader or (name in table.broader and name not in own.perhaps)
        singular, several = _split(name), _split(plural_of(name))
        for form, plural in ((several, True), (singular, None if singular == several else False)):
            if categories and (form not in forms or not _is_sure(forms[form][0], name)):
                forms[form] = (Concept(name, categories, "broader" if broader else "ambiguous"), plural)
    for name in english().sure_in_plural & known - own.categories.keys():
        forms[plural_of(name),] = (Concept(name, (name,), "same"), True)


def _is_sure(concept: Concept, name: str) -> bool:
    """A category that is called so itself in another data set is not made ambiguous by COCO's table."""
    return concept.sense == "same" and concept.categories == (name,) and name not in coco().categories


def _usual_words(category: str) -> CategoryWords:
    name = plain(category)
    return coco().categories.get(name) or CategoryWords((name,))


def _split(name: str) -> tuple[str, ...]:
    return tuple(token.word for token in tokens(name))
