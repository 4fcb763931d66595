"""What a question asks of two things: relation and operands, in their order. Pure.

"Is the cat left of the laptop?" and "Is the laptop left of the cat?" have the same words and are different questions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from datagen.lexicon.sentences import words
from datagen.sample import Turn


class SpatialKey(NamedTuple):
    """A relation and the words on its two sides; `complete` where these are the two things and nothing else is asked.

    Two questions with the same complete key ask the same, however they are worded.
    """

    relation: str
    first: str
    second: str
    complete: bool = False


SpatialKeys = Callable[[Turn], Iterable[SpatialKey]]

_RELATION = re.compile(
    r"(?<!\w)(?:(?:located|positioned|placed) )?(?:(?:on|to|at|towards?) )?(?:the )?"
    r"(?P<side>left|right|top|bottom)(?: ?hand)?(?: side)? of(?!\w)"
    r"|(?<!\w)(?P<place>above|below|over|under|underneath|beneath|behind|in front of|inside|outside|ahead of)(?!\w)"
    r"|(?<!\w)(?P<part>(?:more|fewer|less|[a-z]{2,}er)(?: [a-z]+)? than|left|right)(?!\w)"
)
_ASKS = re.compile(r"(?:is|are|was|were) ")
_ARTICLE = re.compile(r"\A(?:the|a|an|this|that|these|those) ")
_IN_THE_IMAGE = re.compile(r" (?:in|of) (?:the|this) (?:image|picture|photo|photograph|scene)\Z")
_THING = re.compile(
    r"(?!(?:it|they|he|she|one|other|any|anything|anyone|something|someone|there|you|them)\Z)\w+(?: \w+){0,3}"
)
_MORE_THAN_A_THING = re.compile(
    r"(?<!\w)(?:and|or|but|not|than|of|in|on|at|to|from|with|which|what|who|that|than|is|are|was|were|if|how|why)(?!\w)"
)


def spatial_keys(turn: Turn) -> Iterator[SpatialKey]:
    """Yield a key for each relation in the question."""
    text = " ".join(words(turn.question))
    found = list(_RELATION.finditer(text))
    for match in found:
        relation = match["side"] or match["place"] or match["part"]
        before, after = text[: match.start()].strip(), text[match.end() :].strip()
        asked = _ASKS.match(before)
        if len(found) == 1 and asked and not match["part"]:
            first, second = _ARTICLE.sub("", before[asked.end() :]), _ARTICLE.sub("", _IN_THE_IMAGE.sub("", after))
            if _is_thing(first) and _is_thing(second):
                yield SpatialKey(relation, first, second, complete=True)
                continue
        yield SpatialKey(relation, before, after)


def _is_thing(side: str) -> bool:
    return bool(_THING.fullmatch(side)) and not _MORE_THAN_A_THING.search(side)
