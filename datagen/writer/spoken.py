"""What the questions of a conversation that others wrote are about, as far as words tell. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from datagen.lexicon import Lexicon
from datagen.sample import Turn

Spoken = tuple[frozenset[str], frozenset[str]]

_RELATIONS = {
    "count": r"how many|numbers?|count|exactly|one|two|three|four|five|six|seven|eight|nine|ten|total",
    "presence": r"is there|are there|any|see|seen|visible|what|which|show|shows|how many|find|present|there",
    "sides": r"where|left|right|side|sides|spread|placed|how many",
    "where y": r"where|top|bottom|upper|lower|position|part|located|placed|half|high|corner",
    "where x": r"where|left|right|top|bottom|upper|lower|side|corner|position|part|located|placed|center|middle|half",
    "x": r"left|right|where|beside|next|side|relation|position|between",
    "y": r"above|below|over|under|beneath|higher|lower|top|on|where|position|relation",
    "near": r"near|close|closest|next|beside|by|far|distance|between",
    "size": r"large|larger|largest|big|bigger|biggest|small|smaller|smallest|size|more of|less of|most of|tall|taller",
    "more": r"more|fewer|less|most|than|outnumber|equal|equally|number|numbers|many",
    "limit": r"how many|numbers?|count|more than|fewer than|at least|at most",
    "together": r"together|total|sum|all|altogether|how many",
    "inventory": r"what|things|objects|items|describe|tell",
}
_SAYS = {relation: re.compile(rf"\b(?:{words})\b") for relation, words in _RELATIONS.items()}


def spoken_of(lexicon: Lexicon, turns: Sequence[Turn]) -> tuple[Spoken, ...]:
    """Return, a turn, which relations its question may ask for, and the categories that it names.

    Wide on purpose: a topic that was perhaps asked about is left alone.
    """
    return tuple(_of(lexicon, turn.question) for turn in turns)


def _of(lexicon: Lexicon, question: str) -> Spoken:
    text = question.lower()
    relations = frozenset(relation for relation, says in _SAYS.items() if says.search(text))
    return relations, frozenset(c for word in lexicon.find(question) for c in word.concept.categories)
