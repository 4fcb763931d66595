"""Turns to claims: statements as they stand, and answers together with what was asked. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from datagen.claims.answering import answered
from datagen.claims.claim import Claim, Noun, Place
from datagen.claims.comparing import numbers, sizes
from datagen.claims.counting import counts
from datagen.claims.existing import existences
from datagen.claims.placing import relations
from datagen.claims.question import Question
from datagen.claims.regions import regions
from datagen.claims.sentence import Sentence, sentences
from datagen.kinds import Kind, Voice
from datagen.lexicon import Lexicon
from datagen.sample import Turn

MAX_CONTEXT = 6
"""So many of the things last spoken of can a pronoun in the next turn stand for."""


def read(turns: Sequence[Turn], kind: Kind, lexicon: Lexicon) -> tuple[Claim, ...]:
    """Return the claims of a sample's questions and answers, in the order of the turns."""
    found: list[Claim] = []
    context: tuple[Noun, ...] = ()
    for number, turn in enumerate(turns):
        question = Question.of("" if kind.question_is_ours else turn.question, lexicon, context)
        claims, context = _of_turn(number, question, turn.answer, kind.voice, lexicon)
        found += claims
    return tuple(found)


def read_text(text: str, lexicon: Lexicon) -> tuple[Claim, ...]:
    """Return the claims of a text that answers nothing, such as a caption."""
    return tuple(
        _statements(list(sentences(text, lexicon)), Place(0, "answer", 0, 0), "describes", Question.of("", lexicon))
    )


def _of_turn(
    number: int, question: Question, answer: str, voice: Voice, lexicon: Lexicon
) -> tuple[list[Claim], tuple[Noun, ...]]:
    """Return a turn's claims, and what it spoke of."""
    whole = Place(number, "answer", 0, len(answer))
    text, chosen = question.chosen(answer)
    asked = question.sentence.nouns if question.sentence else ()
    found = list(
        sentences(
            text,
            lexicon,
            [noun for noun in (*question.context, *reversed(asked)) if not noun.unreal],
            number=not question.adds_up,
        )
    )
    claims: list[Claim] = [*_statements(found, whole, voice, question), *answered(question, found, whole)]
    heads = [sentence.nouns[0] for sentence in found if sentence.nouns]
    context = tuple(noun for noun in (*question.context, *asked, *heads) if not noun.unreal)[-MAX_CONTEXT:]
    return [replace(claim, place=whole) for claim in claims] if chosen else claims, context


def _statements(found: list[Sentence], whole: Place, voice: Voice, question: Question) -> Iterator[Claim]:
    for number, sentence in enumerate(found):
        if sentence.asks:
            continue
        yield from existences(sentence, whole, voice=voice, asserted=not question.denies)
        yield from counts(sentence, whole, found)
        if sentence.hedged:
            continue
        first = number == 0
        is_fragment = first and not sentence.nouns_before_verb and not question.asks_side_of
        about = question.about if is_fragment else None
        yield from relations(sentence, whole, about)
        if not (first and question.asks_side_of):
            yield from regions(sentence, whole, about, question.other if first else None)
        for claim in sizes(sentence, whole):
            if not (question.is_among and (claim.larger is None or claim.smaller is None)):
                yield claim
        yield from numbers(sentence, whole)
