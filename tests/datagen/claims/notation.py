"""Claims in a compact notation, so that a table of them can be read at a glance.

`2 dog` (of all), `2 dog?` (likely of all), `2+ dog~` (of some), `dog`, `no dog`, `dog left of cat`, `dog @left`
(`!` where the text names the image or a side), `bus > car`, `bus taller car`, `dog #> cat`, `dog #= cat`; `not:` in
front of what is denied, `dog/cat` where it may be either.
"""

from collections.abc import Iterable

from datagen.claims import Claim, Counts, Exists, Noun, Outnumbers, Relates, Sits, Sizes, read
from datagen.kinds import KINDS
from datagen.lexicon import lexicon_of
from datagen.lexicon.table import coco
from datagen.sample import Turn

LEXICON = lexicon_of(tuple(coco().categories))
_SCOPES = {"total": "", "likely": "?", "part": "~"}
_SIZES = {"size": ">", "height": "taller", "width": "wider"}


def claims(question: str, answer: str, *only: type[Claim], kind: str = "conversation") -> tuple[Claim, ...]:
    """Return the claims of these types, or all, of one turn."""
    found = read((Turn(question=question, answer=answer),), KINDS[kind], LEXICON)
    return tuple(claim for claim in found if not only or isinstance(claim, only))


def told(question: str, answer: str, *only: type[Claim], kind: str = "conversation") -> set[str]:
    """Return the claims of one turn, each as a short text."""
    return {brief(claim) for claim in claims(question, answer, *only, kind=kind)}


def brief(claim: Claim) -> str:
    """Return a claim as a short text."""
    if isinstance(claim, Exists):
        return f"{'' if claim.holds else 'no '}{claim.noun.concept.name}"
    return ("" if claim.holds else "not: ") + _asserted(claim)


def _asserted(claim: Counts | Relates | Sits | Sizes | Outnumbers) -> str:
    match claim:
        case Counts(noun=noun, quantity=quantity, total=scope):
            most = "+" if quantity.most is None else "" if quantity.most == quantity.least else f"-{quantity.most}"
            return f"{quantity.least}{most} {noun.concept.name}{_SCOPES[scope]}"
        case Relates(relation=relation, figures=figures, ground=ground):
            return f"{_either(figures)} {relation} {_either([ground])}"
        case Sits(region=region, nouns=nouns, absolute=absolute):
            return f"{_either(nouns)} @{region}{'!' if absolute else ''}"
        case Sizes(quality=quality, larger=larger, smaller=smaller):
            sides = [_either([noun]) if noun else "all" for noun in (larger, smaller)]
            return f" {_SIZES[quality]} ".join(sides)
        case Outnumbers(more=more, fewer=fewer, equal=equal):
            return f"{_either([more])} #{'=' if equal else '>'} {_either([fewer])}"


def _either(nouns: Iterable[Noun]) -> str:
    return "/".join(dict.fromkeys(concept.name for noun in nouns for concept in (noun.concept, *noun.perhaps)))
