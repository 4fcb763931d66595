"""Question-answer pairs from facts, with no LLM: every answer is right by construction. Pure.

The same job and seed always give the same turns. What the boxes leave open is not spoken of.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Callable, Sequence
from functools import cache

from datagen.facts import Facts
from datagen.job import Job, derived_seed
from datagen.kinds import KINDS
from datagen.sample import Turn
from datagen.writer import absences, choices, counts, detail, numbers, places, relations, sizes, talk
from datagen.writer.spoken import spoken_of
from datagen.writer.talk import Asked, Talk
from datagen.writer.view import View

Ask = Callable[[Talk], Asked | None]
Menu = Sequence[tuple[Ask, int]]

SHORT = 4
"""Answers of more words are given once in a conversation."""
MIN_TURNS, MAX_TURNS = 3, 6
BRIEF_SHARE = 0.3
FEW = 3
"""Where fewer categories are to be seen, their presence is asked about first, as nobody would afterwards."""

_TALK: Menu = (
    (counts.how_many, 2),
    (counts.whether_so_many, 2),
    (absences.is_there, 3),
    (places.where, 2),
    (places.whether_on_side, 1),
    (places.which_half, 1),
    (places.where_several, 1),
    (relations.whether_beside, 2),
    (relations.left_or_right, 1),
    (relations.whether_higher, 1),
    (sizes.which_larger, 1),
    (numbers.which_more, 1),
)
MENUS: dict[str, Menu] = {
    "talk": (
        *_TALK,
        (counts.together, 1),
        (choices.which_is_there, 1),
        (choices.which_is_missing, 1),
        (choices.which_number, 1),
    ),
    "sides": (
        (relations.whether_beside, 3),
        (relations.left_or_right, 3),
        (relations.further_aside, 1),
        (relations.whether_higher, 2),
        (relations.above_or_below, 1),
        (relations.higher_one, 1),
        (relations.whether_near, 1),
        (places.where, 1),
        (places.which_side, 2),
        (places.whether_on_side, 2),
        (places.which_half, 2),
        (places.where_several, 1),
        (places.how_many_on_side, 2),
        (sizes.outermost, 2),
        (sizes.twin_height, 2),
        (sizes.twin_size, 1),
        (choices.which_quarter, 1),
        (choices.which_beside, 2),
    ),
    "sizes": (
        (sizes.whether_larger, 3),
        (sizes.which_larger, 2),
        (numbers.whether_more, 2),
        (numbers.which_more, 2),
        (numbers.how_many_more, 1),
        (numbers.more_or_as_many, 1),
        (counts.whether_more_than, 2),
        (sizes.largest, 1),
        (sizes.outermost, 1),
        (sizes.twin_size, 2),
        (sizes.twin_height, 1),
        (relations.higher_one, 1),
        (relations.further_aside, 1),
        (choices.which_is_largest, 1),
        (counts.together, 1),
    ),
}
"""The questions that a kind's `menu` names, each with how often it may be put in one sample; a description has none."""
OPENINGS: dict[str, Ask] = {"talk": absences.what_is_there}
OPENING_SHARE = 0.3
KINDS_WRITTEN = tuple(kind.name for kind in KINDS.values() if kind.menu is not None)


def write(job: Job, seed: int) -> tuple[Turn, ...] | None:
    """Return the turns of a job; None where the boxes prove too little for its kind."""
    rng = random.Random(derived_seed(seed, job.id, "template"))
    talk = Talk(View(Facts(job.scene)), rng, BRIEF_SHARE)
    menu = KINDS[job.kind].menu
    assert menu is not None, job.kind  # prepare refuses a mix with such a kind
    if menu == "description":
        text = detail.describe(talk)
        return None if text is None else (Turn(question=talk.pick(detail.SAY["questions"]), answer=text),)
    wanted = rng.randint(MIN_TURNS, MAX_TURNS)
    order = _in_random_order(talk, MENUS[menu])
    if talk.coin() or len(talk.view.present) < FEW:
        order.sort(key=_opens, reverse=True)
    if menu in OPENINGS and rng.random() < OPENING_SHARE:
        order.insert(0, OPENINGS[menu])
    asked = _converse(talk, [*order, *order], wanted)
    return _turns(asked) if len(asked) >= MIN_TURNS else None


def ground(job: Job, seed: int, count: int, turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """Return up to `count` turns to append to a conversation, none of them on what `turns` have asked."""
    facts = Facts(job.scene)
    rng = random.Random(derived_seed(seed, job.id, "ground"))
    talk = Talk(View(facts), rng, spoken=spoken_of(facts.lexicon, turns))
    known = {plain(turn.question) for turn in turns}
    return _turns(
        [
            one
            for one in _converse(talk, _in_random_order(talk, _TALK), count + len(known))
            if plain(one.question) not in known
        ][:count]
    )


def plain(question: str) -> str:
    """Return a question without case, marks and spaces that differ: equal ones are the same question."""
    return " ".join(re.findall(r"\w+", question.lower()))


def _in_random_order(talk: Talk, menu: Menu) -> list[Ask]:
    return sorted((ask for ask, times in menu for _ in range(times)), key=talk.at_random)


def _converse(talk: Talk, order: Sequence[Ask], wanted: int) -> list[Asked]:
    """Put questions in this order until there are enough, none on a topic that has been asked about."""
    found: list[Asked] = []
    said: set[str] = set()
    for ask in order:
        if len(found) == wanted:
            break
        one = ask(talk)
        if one is not None and said.isdisjoint((one.question, one.answer)):
            talk.asked.add(one.topic)
            said.add(one.question)
            if len(one.answer.split()) > SHORT:
                said.add(one.answer)
            found.append(one)
    return found


def _opens(ask: Ask) -> bool:
    """Whether people ask this first: what is there, before how many and where."""
    return ask in {absences.is_there, choices.which_is_there}


def _turns(asked: Sequence[Asked]) -> tuple[Turn, ...]:
    return tuple(Turn(question=one.question, answer=one.answer) for one in asked)


VERSION = 1
"""To be raised when the same phrases are used in another way."""
SAYING = tuple(module.SAY for module in (absences, choices, counts, detail, numbers, places, relations, sizes, talk))


@cache
def fingerprint() -> str:
    """Return a hash over the phrases: samples with the same one were written in the same words."""
    texts = [(say.subject, sorted(say.lists.items())) for say in SAYING]
    return hashlib.sha256(repr((VERSION, texts)).encode()).hexdigest()[:16]
