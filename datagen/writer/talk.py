"""A conversation in the making: what has been asked, and the coin that decides what is asked next. Pure.

An answer is chosen by a coin before the fact is, and only where either answer could be had: so neither a question's
kind nor its wording tells the answer.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from datagen.writer.nouns import capital
from datagen.writer.phrases import Phrases
from datagen.writer.view import View

SAY = Phrases("talk", yes_no="", one_word="")

T = TypeVar("T")
TRIES = 12


class Topic(NamedTuple):
    """What a question is about: a relation, and the categories in alphabetical order, so a mirrored one is the same."""

    relation: str
    categories: tuple[str, ...]


class Asked(NamedTuple):
    """One question with its answer."""

    topic: Topic
    question: str
    answer: str


class Wording(NamedTuple):
    """Templates of a question, of its full answers, and the short answer with the requests that call for one."""

    questions: Sequence[str]
    answers: Sequence[str]
    brief: str = ""
    requests: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Talk:
    """What the questions of one sample share. `brief_share` of the answers are short ones, on request.

    `worded` holds the templates of the questions so far. `spoken` is what others asked before: relations and
    categories a question.
    """

    view: View
    rng: random.Random
    brief_share: float = 0.0
    asked: set[Topic] = field(default_factory=set)
    worded: set[str] = field(default_factory=set)
    spoken: Collection[tuple[frozenset[str], frozenset[str]]] = ()

    def coin(self) -> bool:
        """Throw a fair coin."""
        return self.rng.random() < 0.5  # noqa: PLR2004 - a fair coin

    def pick(self, options: Sequence[T]) -> T:
        """Choose one of the options, each alike."""
        return options[int(self.rng.random() * len(options))]

    def sample(self, options: Sequence[T], count: int) -> list[T]:
        """Choose several different ones, in any order."""
        return self.rng.sample(options, count)

    def is_new(self, relation: str, *categories: str) -> bool:
        """Whether nobody has asked about this yet."""
        if self.spoken and any(relation in said and named.issuperset(categories) for said, named in self.spoken):
            return False
        return Topic(relation, tuple(sorted(categories))) not in self.asked

    def has_named(self, category: str) -> bool:
        """Whether a question has spoken of this category already."""
        return any(category in topic.categories for topic in self.asked)

    def new(self, relation: str, categories: Iterable[str]) -> list[str]:
        """Return those of the categories that have not been asked about."""
        if self.spoken:
            return [category for category in categories if self.is_new(relation, category)]
        taken = [topic.categories for topic in self.asked if topic.relation == relation]
        return [category for category in categories if (category,) not in taken]

    def pairs(self, categories: Collection[str]) -> Iterator[tuple[str, str]]:
        """Yield ordered pairs of categories in random order: all of them, where there are few, or else some."""
        names = list(categories)
        count = len(names)
        if count * (count - 1) <= TRIES:
            pairs = [(a, b) for a in names for b in names if a != b]
            pairs.sort(key=self.at_random)
            yield from pairs
            return
        for _ in range(TRIES):
            first, step = int(self.rng.random() * count), int(self.rng.random() * (count - 1)) + 1
            yield names[first], names[(first + step) % count]

    def at_random(self, _: object) -> float:
        """Sort by this to shuffle."""
        return self.rng.random()

    def say(self, templates: Sequence[str], words: Mapping[str, str]) -> str:
        """Fill in one of the templates."""
        return capital(self.pick(templates).format_map(words))

    def ask(self, relation: str, categories: Iterable[str], wording: Wording, words: Mapping[str, str]) -> Asked:
        """Put a question and its answer into words."""
        template = self.pick(wording.questions)
        if template in self.worded:
            template = self.pick(wording.questions)
        self.worded.add(template)
        question = capital(template.format_map(words))
        if wording.requests and self.rng.random() < self.brief_share:
            question = f"{question} {self.pick(wording.requests)}"
            answer = capital(wording.brief.format_map(words))
        else:
            answer = self.say(wording.answers, words)
        return Asked(Topic(relation, tuple(sorted(categories))), question, answer)


def yes_or_no(questions: Sequence[str], answers: Sequence[str], *, yes: bool) -> Wording:
    """Return the wording of a question for yes or no; `answers` are of the right sort."""
    return Wording(questions, answers, "Yes." if yes else "No.", SAY["yes_no"])


def briefly(questions: Sequence[str], answers: Sequence[str], brief: str) -> Wording:
    """Return the wording of a question that a word or two can answer: those of `brief`."""
    return Wording(questions, answers, brief, SAY["one_word"])


def about(view: View, /, **categories: str) -> dict[str, str]:
    """Return the words that templates use for things: a name `a` gives {a} "the dog", {A} "The dog", {a_be}, {a_Be}."""
    words: dict[str, str] = {}
    for name, category in categories.items():
        noun = view.thing(category)
        words[name], words[name.upper()] = noun.the, capital(noun.the)
        words[f"{name}_be"], words[f"{name}_Be"] = noun.be, noun.be.capitalize()
    return words
