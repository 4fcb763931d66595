"""Pronouns and numbers alone, which stand for something that was spoken of before. Pure.

Which one is not always clear: a stand-in keeps all that it may mean, and a claim about it fails only if it is wrong of
every one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from datagen.claims.claim import Noun, Quantity
from datagen.claims.nouns import Phrase
from datagen.claims.numbers import number_of
from datagen.lexicon import Token

MAX_CHOICES = 4
_THING, _PERSON, _MANY = frozenset({"it"}), frozenset({"he", "she", "him"}), frozenset({"they", "them"})
_ALONE = re.compile(
    r"on|in|at|to|near|is|are|was|of|and|,|with|stands?|sits?|lies|lying|sitting|standing|behind|beside|next|by|"
    r"above|below|under|facing|has|appears?|positioned|located|closer|further|farther|towards?|visible|seen|total|"
    r"altogether|here|\.|\?|!|;|\)|walking|riding|each|while|whose|who|which|that|looking|eating|parked|placed|"
    r"resting|over|up|down|high|low|follow|follows|grouped|clustered|together|half|against|from|nearer|nearest|closest|farthest|furthest|partly"
)
_SIDES = frozenset({"left", "right", "top", "bottom"})
_OF_THEM = frozenset({"them", "these", "those", "which", "whom"})


def with_stand_ins(found: Sequence[Token], own: list[Phrase], context: Sequence[Noun], *, number: bool) -> list[Phrase]:
    """Return a sentence's noun phrases together with its stand-ins, in order."""
    taken = {at for phrase in own for at in range(phrase.first, phrase.last)}
    added: list[Phrase] = []
    for at in range(len(found)):
        if at in taken:
            continue
        known = [*context, *(phrase.noun for phrase in own if phrase.last <= at and not phrase.noun.unreal)]
        stand_in = (
            _former_or_latter(found, at, known)
            or _pronoun(found, at, known)
            or (_alone(found, at, known, taken) if number else None)
        )
        if stand_in is not None:
            added.append(stand_in)
            taken.update(range(stand_in.first, stand_in.last))
    return sorted([*own, *added], key=lambda phrase: phrase.first)


def _pronoun(found: Sequence[Token], at: int, known: Sequence[Noun]) -> Phrase | None:
    word = found[at].word
    if word in _THING:
        fitting = [noun for noun in known if not noun.plural and noun.concept.categories != ("person",)]
        fitting = fitting or (list(known) if len(known) == 1 else [])
    elif word in _PERSON:
        fitting = [noun for noun in known if noun.concept.categories == ("person",)]
    elif word in _MANY:
        fitting = sorted(known, key=lambda noun: noun.plural is not False or noun.concept.categories == ("person",))
    else:
        return None
    if not fitting:
        return None
    last = at + 1
    first = (
        at - 2
        if word in _MANY and at > 1 and [t.word for t in found[at - 2 : at]] in (["both", "of"], ["all", "of"])
        else at
    )
    stand_in = _stand_in(found, first, last, fitting)
    if word in _MANY:
        stand_in = replace(stand_in, plural=True, every=first < at)
    return Phrase(stand_in, first, last)


def _stand_in(found: Sequence[Token], first: int, last: int, fitting: Sequence[Noun]) -> Noun:
    noun = fitting[-1]
    concepts = dict.fromkeys(other.concept for other in reversed(fitting) if other.concept != noun.concept)
    return replace(
        noun,
        start=found[first].start,
        end=found[last - 1].end,
        stand_in=True,
        definite=True,
        every=False,
        denied=False,
        genitive=False,
        quantity=Quantity(1, None),
        picked=None,
        perhaps=tuple(concepts)[: MAX_CHOICES - 1],
    )


def _former_or_latter(found: Sequence[Token], at: int, known: Sequence[Noun]) -> Phrase | None:
    """Read "the former", "the first one" and their like: one of the last two things spoken of."""
    place = _PLACES.get(found[at].word)
    if place is None or len(known) < 2 or at == 0 or found[at - 1].word != "the":  # noqa: PLR2004 - one of two
        return None
    following = found[at + 1].word if at + 1 < len(found) else "."
    is_one = following == "one"
    if found[at].word in ("first", "second") and not (is_one or _ALONE.fullmatch(following)):
        return None
    noun = replace(_stand_in(found, at - 1, at + 1 + is_one, [known[place]]), perhaps=(), plural=known[place].plural)
    return Phrase(noun, at - 1, at + 1 + is_one)


_PLACES = {"former": -2, "first": -2, "latter": -1, "second": -1}


def choices(known: Sequence[Noun], pronoun: str) -> Noun | None:
    """Return what "its", "his", "her" or "their" may mean, or None."""
    is_person = pronoun in ("his", "her")
    fitting = [noun for noun in known if pronoun == "their" or (noun.concept.categories == ("person",)) == is_person]
    if not fitting:
        return None
    concepts = dict.fromkeys(other.concept for other in reversed(fitting) if other.concept != fitting[-1].concept)
    return replace(fitting[-1], stand_in=True, picked=None, perhaps=tuple(concepts)[: MAX_CHOICES - 1])


def _alone(found: Sequence[Token], at: int, known: Sequence[Noun], taken: set[int]) -> Phrase | None:
    """Read "one", "another", "the other", "two" where no noun follows."""
    word = found[at].word
    count = number_of(word)
    if not known or word == "dozen" or (count is None and word not in ("another", "other", "others")):
        return None
    if count is not None and not (count and word.replace("-", "").isalpha()):
        return None
    following = found[at + 1].word if at + 1 < len(found) else "."
    if at + 1 in taken or not (_ALONE.fullmatch(following) or (following == "can" and word != "one")):
        return None
    if following == "of" and not (at + 2 < len(found) and found[at + 2].word in _OF_THEM):
        return None
    side = found[at - 1].word if at > 1 and found[at - 1].word in _SIDES and found[at - 2].word == "the" else None
    if at and found[at - 1].word == "other":
        return None
    first = at - 1 if at and found[at - 1].word == "the" and at - 1 not in taken else at - 2 if side else at
    last = at + 3 if following == "of" else at + 1
    plural = (count is not None and count > 1) or word == "others"
    quantity = Quantity(count or 1, count, spoken=count is not None)
    own = _stand_in(found, first, last, known[-1:])
    stand_in = replace(own, other=True, plural=plural, quantity=quantity, definite=first < at, picked=side)
    return Phrase(stand_in, first, last)
