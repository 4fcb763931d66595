"""Sentences with their noun phrases, and as a skeleton in which each noun phrase is one character. Pure.

A skeleton makes grammar short: "⓪ is sitting to the left of ①". Words are in lower case with single spaces between
them, marks stand alone, a genitive has "'s" behind it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from datagen.claims.claim import Noun
from datagen.claims.nouns import Phrase, phrases
from datagen.claims.patterns import FIRST_NOUN, IMAGE, MARK, N
from datagen.claims.pronouns import with_stand_ins
from datagen.lexicon import Lexicon, Token, tokens

ENDS = frozenset(".?!;")
MAX_TOKENS = 150
"""Longer sentences are cut: no person writes them, and what is quadratic in their length stays small."""
MAX_CONTEXT = 12

HEDGES = re.compile(
    r"\b(?:may|might|could(?! (?:be )?see)|would(?! (?:say|find|see|notice|count))|should(?! expect)|perhaps"
    r"|possibly|probably|likely|maybe|potentially|if|suppose"
    r"|imagin\w+|suggest\w*|impl(?:y|ies|ying)|presumably|typically|usually|often|generally|commonly|sometimes"
    r"|tends? to|whether|unless|in case|pretend\w*|as though|assum\w+)\b"
)


@dataclass(frozen=True)
class Sentence:
    """One sentence: its noun phrases, and the skeleton with the character where each word of it begins.

    `context` is what was spoken of before it.
    """

    text: str
    start: int
    end: int
    nouns: tuple[Noun, ...]
    skeleton: str
    offsets: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    context: tuple[Noun, ...] = ()

    @cached_property
    def asks(self) -> bool:
        """Whether it is a question."""
        return self.skeleton.endswith("?")

    @cached_property
    def hedged(self) -> bool:
        """Whether it says what may be, should be or usually is, not what is."""
        return HEDGES.search(self.skeleton) is not None

    @cached_property
    def nouns_before_verb(self) -> bool:
        """Whether it has a subject of its own in front: something before its first verb."""
        return (
            re.match(rf"^[^,]*?{N}(?:'s)? (?:is|are|was|were|has|have|can|sits?|stands?|lies)\b", self.skeleton)
            is not None
        )

    def noun(self, character: str) -> Noun:
        """Return the noun phrase that a character of the skeleton stands for."""
        return self.nouns[ord(character) - FIRST_NOUN]

    def nouns_in(self, part: str) -> list[Noun]:
        """Return the noun phrases in a piece of the skeleton, in order."""
        return [self.noun(character) for character in part if character >= "\ue000" and character <= "\uf8ff"]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Characters of the text that a stretch of the skeleton stands for."""
        first = max(0, bisect_right(self.offsets, start) - 1)
        last = max(first, bisect_right(self.offsets, max(start, end - 1)) - 1)
        return self.starts[first], self.ends[last]

    def after(self, noun: Noun) -> str:
        """Return the skeleton behind a noun phrase."""
        at = self.skeleton.find(self.character(noun))
        return self.skeleton[at + 1 :]

    def before(self, noun: Noun) -> str:
        """Return the skeleton before a noun phrase."""
        return self.skeleton[: self.skeleton.find(self.character(noun))]

    def character(self, noun: Noun) -> str:
        """Return the character that stands for a noun phrase of this sentence."""
        return chr(FIRST_NOUN + next(n for n, other in enumerate(self.nouns) if other is noun))


_SUGGESTS = re.compile(r"\b(?:suggest|impl)\w*")
"""What is said to suggest something is there itself."""


def is_hedged(sentence: Sentence, noun: Noun) -> bool:
    """Whether the clause of a noun phrase says what may be, should be or usually is."""
    before = MARK.split(sentence.before(noun))[-1]
    after = MARK.split(sentence.after(noun))[0]
    return HEDGES.search(before) is not None or HEDGES.search(_SUGGESTS.sub("", after)) is not None


def sentences(text: str, lexicon: Lexicon, context: Sequence[Noun] = (), *, number: bool = True) -> Iterator[Sentence]:
    """Yield the sentences of a text; `context` is what was spoken of before it, the latest last.

    Pronouns stand for something in the context or earlier in the text, and so does a `number` alone.
    """
    known = list(context)
    for found in _split(tokens(text)):
        own = list(phrases(found, lexicon))
        sentence = _pick(_sentence(text, found, with_stand_ins(found, own, known, number=number), tuple(known)))
        known = known[-MAX_CONTEXT:]
        known += [noun for noun in sentence.nouns if not noun.stand_in and not noun.unreal and not noun.denied]
        yield sentence


_PICKED = re.compile(
    rf"(?P<noun>{N}) (?:(?:that|which|who) (?:is|are) )?(?:\w+ing )?"
    r"(?:(?:over|far|farther|further|nearer|nearest|closer|closest|near|up|down|out|seen|shown) )*"
    r"(?:on|at|to|in) the (?:far |very |extreme )?(?P<side>left|right|top|bottom)(?:-hand)?"
    rf"(?: side| edge| end| corner| half)?\b(?! of (?!the {IMAGE}\b))"
)
_LARGEST = re.compile(
    rf"(?P<noun>{N}) (?:that|who|which) (?:appears?|looks?|is) (?:the )?(?P<side>largest|biggest|smallest)\b"
)
_MOST = re.compile(rf"\b(?P<side>left|right|top|bottom|upper|lower)(?:-)?most (?P<noun>{N})")
_PICKS = re.compile(r"\b(?:left|right|top|bottom|\w+est|\w+most)\b")
_SIDES = {"upper": "top", "lower": "bottom", "biggest": "largest"}


def _pick(sentence: Sentence) -> Sentence:
    """Mark the noun phrases that say which of several is meant: "the one on the left"."""
    marked = {}
    if not _PICKS.search(sentence.skeleton):
        return sentence
    for match in chain.from_iterable(pattern.finditer(sentence.skeleton) for pattern in (_PICKED, _LARGEST, _MOST)):
        noun = sentence.noun(match["noun"])
        one = noun.stand_in and noun.quantity.most == 1
        if ((noun.definite or one) and noun.plural is not True) or one:
            at = ord(match["noun"]) - FIRST_NOUN
            marked[at] = replace(noun, picked=_SIDES.get(match["side"], match["side"]))
    if not marked:
        return sentence
    return replace(sentence, nouns=tuple(marked.get(n, noun) for n, noun in enumerate(sentence.nouns)))


def _split(found: Sequence[Token]) -> Iterator[list[Token]]:
    start = 0
    for at, token in enumerate(found):
        if token.word in ENDS or at - start >= MAX_TOKENS:
            if at > start:
                yield list(found[start : at + 1])
            start = at + 1
    if start < len(found):
        yield list(found[start:])


def _sentence(text: str, found: Sequence[Token], known: list[Phrase], context: tuple[Noun, ...]) -> Sentence:
    pieces: list[str] = []
    offsets: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    length = at = 0
    for number, phrase in enumerate([*known, None]):
        first = phrase.first if phrase else len(found)
        for token in found[at:first]:
            pieces.append(token.word + ("'s" if token.genitive else ""))
            offsets.append(length)
            starts.append(token.start)
            ends.append(token.end)
            length += len(pieces[-1]) + 1
        if phrase:
            pieces.append(chr(FIRST_NOUN + number) + ("'s" if phrase.noun.genitive else ""))
            offsets.append(length)
            starts.append(phrase.noun.start)
            ends.append(phrase.noun.end)
            length += len(pieces[-1]) + 1
            at = phrase.last
    nouns = tuple(phrase.noun for phrase in known)
    return Sentence(
        text,
        found[0].start,
        found[-1].end,
        nouns,
        " ".join(pieces),
        tuple(offsets),
        tuple(starts),
        tuple(ends),
        context,
    )
