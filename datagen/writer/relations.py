"""Questions for how two things stand to each other in the image. Pure."""

from __future__ import annotations

from datagen.facts import near
from datagen.scene import Box
from datagen.writer.phrases import AB, Phrases
from datagen.writer.talk import Asked, Talk, about, briefly, yes_or_no
from datagen.writer.view import OPPOSED, related

SAY = Phrases(
    "relations",
    stands_left_of="",
    stands_right_of="",
    stands_above="",
    stands_below="",
    whether=f"{AB} guess",
    right=f"{AB} guess",
    wrong=f"{AB} true",
    which_way_x=f"{AB} one other",
    which_way_y=f"{AB} one other",
    that_way=f"{AB} true",
    end_left_of="",
    end_right_of="",
    end_above="",
    end_below="",
    which="one other end",
    this_one=f"{AB} end",
    close=AB,
    they_are=AB,
    they_are_not=AB,
)
AXES = {"x": ("left of", "right of"), "y": ("above", "below")}


def spoken(relation: str) -> tuple[str, ...]:
    """Return the wordings of a relation; those of its opposite are the same in the other direction, in the same order.

    Where a person gave one of the two more wordings, the last ones go without a partner.
    """
    return SAY[f"stands_{relation.replace(' ', '_')}"]


def relation_of(axis: str, a: Box, b: Box) -> str | None:
    """Return the relation on an axis that surely holds."""
    return next((relation for relation in AXES[axis] if related(relation, a, b)), None)


def _pair(talk: Talk, axis: str) -> tuple[str, str, str] | None:
    """Return two things in random order, and how the first stands to the second."""
    single = talk.view.things
    for a, b in talk.pairs(single):
        relation = relation_of(axis, single[a], single[b])
        if relation and talk.is_new(axis, a, b):
            return a, b, relation
    return None


def _whether(talk: Talk, axis: str) -> Asked | None:
    found = _pair(talk, axis)
    if found is None:
        return None
    a, b, relation = found
    yes = talk.coin()
    guesses = spoken(relation if yes else OPPOSED[relation])
    guess, true = talk.pick(list(zip(guesses, spoken(relation), strict=False)))
    words = about(talk.view, a=a, b=b) | {"guess": guess, "true": true}
    return talk.ask(axis, (a, b), yes_or_no(SAY["whether"], SAY["right" if yes else "wrong"], yes=yes), words)


def _which_way(talk: Talk, axis: str) -> Asked | None:
    found = _pair(talk, axis)
    if found is None:
        return None
    a, b, relation = found
    ends = [relation.removesuffix(" of") for relation in AXES[axis]]
    one, other = ends if talk.coin() else reversed(ends)
    words = about(talk.view, a=a, b=b) | {"one": one, "other": other, "true": spoken(relation)[0]}
    brief = f"{relation.removesuffix(' of')}."
    return talk.ask(axis, (a, b), briefly(SAY[f"which_way_{axis}"], SAY["that_way"], brief), words)


def _which_one(talk: Talk, axis: str) -> Asked | None:
    found = _pair(talk, axis)
    if found is None:
        return None
    a, b, relation = found
    words = about(talk.view, a=a, b=b)
    one, other = (words["a"], words["b"]) if talk.coin() else (words["b"], words["a"])
    words |= {"end": talk.pick(SAY[f"end_{relation.replace(' ', '_')}"]), "one": one, "other": other}
    return talk.ask(axis, (a, b), briefly(SAY["which"], SAY["this_one"], "{a}."), words)


def whether_beside(talk: Talk) -> Asked | None:
    """Ask whether one thing is to the left (right) of another."""
    return _whether(talk, "x")


def whether_higher(talk: Talk) -> Asked | None:
    """Ask whether one thing is above (below) another."""
    return _whether(talk, "y")


def left_or_right(talk: Talk) -> Asked | None:
    """Ask on which side of another thing one is."""
    return _which_way(talk, "x")


def above_or_below(talk: Talk) -> Asked | None:
    """Ask whether a thing is above or below another."""
    return _which_way(talk, "y")


def further_aside(talk: Talk) -> Asked | None:
    """Ask which of two things is further to one side."""
    return _which_one(talk, "x")


def higher_one(talk: Talk) -> Asked | None:
    """Ask which of two things is higher (lower)."""
    return _which_one(talk, "y")


def whether_near(talk: Talk) -> Asked | None:
    """Ask whether two things are close to each other, in scenes where some are and some are not."""
    single = talk.view.things
    by_answer: dict[bool, tuple[str, str]] = {}
    for a, b in talk.pairs(single):
        close = near(single[a], single[b])
        if close is not None and talk.is_new("near", a, b):
            by_answer[close] = (a, b)
    if len(by_answer) < 2:  # noqa: PLR2004 - both answers
        return None
    yes = talk.coin()
    a, b = by_answer[yes]
    return talk.ask(
        "near",
        (a, b),
        yes_or_no(SAY["close"], SAY["they_are" if yes else "they_are_not"], yes=yes),
        about(talk.view, a=a, b=b),
    )
