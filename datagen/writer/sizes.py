"""Questions that compare things in the image: which is larger, which is the outermost. Pure."""

from __future__ import annotations

from datagen.facts import area, larger
from datagen.writer.phrases import AB, A, Phrases
from datagen.writer.relations import relation_of
from datagen.writer.talk import Asked, Talk, about, briefly, yes_or_no
from datagen.writer.view import related

SAY = Phrases(
    "sizes",
    whether_larger=AB,
    whether_smaller=AB,
    right="big big_be small small_be",
    wrong="big big_be small small_be",
    which_larger="one other",
    which_smaller="one other",
    this_larger=AB,
    this_smaller=AB,
    largest="one two three",
    largest_is=A,
    outermost="one two three end",
    outermost_is=f"{A} end",
    twins="many one other how",
    twin_is="side how",
)
ENDS = {
    "left of": "furthest to the left",
    "right of": "furthest to the right",
    "above": "highest up",
    "below": "lowest down",
}


def _sizes(talk: Talk) -> tuple[str, str, bool] | None:
    """Return two things in random order, and whether the first is the larger one."""
    single = talk.view.things
    for a, b in talk.pairs(single):
        bigger = larger(area(single[a]), area(single[b]))
        if bigger is not None and talk.is_new("size", a, b):
            return a, b, bigger
    return None


def whether_larger(talk: Talk) -> Asked | None:
    """Ask whether one thing is larger (smaller) in the image than another."""
    found = _sizes(talk)
    if found is None:
        return None
    a, b, bigger = found
    yes = talk.coin()
    big, small = (a, b) if bigger else (b, a)
    question = SAY["whether_larger" if bigger == yes else "whether_smaller"]
    wording = yes_or_no(question, SAY["right" if yes else "wrong"], yes=yes)
    return talk.ask("size", (a, b), wording, about(talk.view, a=a, b=b, big=big, small=small))


def which_larger(talk: Talk) -> Asked | None:
    """Ask which of two things is larger (smaller) in the image."""
    found = _sizes(talk)
    if found is None:
        return None
    a, b, bigger = found
    words = about(talk.view, a=a, b=b)
    one, other = (words["a"], words["b"]) if talk.coin() else (words["b"], words["a"])
    size = "larger" if bigger else "smaller"
    wording = briefly(SAY[f"which_{size}"], SAY[f"this_{size}"], "{a}.")
    return talk.ask("size", (a, b), wording, words | {"one": one, "other": other})


def _three(talk: Talk) -> list[str] | None:
    names = list(talk.view.things)
    return talk.sample(names, 3) if len(names) >= 3 else None  # noqa: PLR2004 - three things


def largest(talk: Talk) -> Asked | None:
    """Ask which of three things is the largest in the image."""
    names = _three(talk)
    if names is None or not talk.is_new("size", *names):
        return None
    boxes = talk.view.things
    first = max(names, key=lambda name: area(boxes[name]))
    if not all(larger(area(boxes[first]), area(boxes[name])) for name in names if name != first):
        return None
    words = about(talk.view, a=first, one=names[0], two=names[1], three=names[2])
    return talk.ask("size", names, briefly(SAY["largest"], SAY["largest_is"], "{a}."), words)


def outermost(talk: Talk) -> Asked | None:
    """Ask which of three things is furthest to one side."""
    names = _three(talk)
    relation = talk.pick(tuple(ENDS))
    axis = "x" if relation in {"left of", "right of"} else "y"
    if names is None or not talk.is_new(axis, *names):
        return None
    boxes = talk.view.things
    for first in names:
        if all(related(relation, boxes[first], boxes[name]) for name in names if name != first):
            words = about(talk.view, a=first, one=names[0], two=names[1], three=names[2]) | {"end": ENDS[relation]}
            return talk.ask(axis, names, briefly(SAY["outermost"], SAY["outermost_is"], "{a}."), words)
    return None


def twin_size(talk: Talk) -> Asked | None:
    """Ask which of two things of a kind is larger (smaller) in the image, the left or the right one."""
    sizes = {c: larger(area(a), area(b)) for c, (a, b) in talk.view.ends.items() if talk.is_new("size", c)}
    first = {category: left for category, left in sizes.items() if left is not None}
    return _twins(talk, "size", first, ("larger in the image", "smaller in the image"))


def twin_height(talk: Talk) -> Asked | None:
    """Ask which of two things of a kind is higher (lower) in the image, the left or the right one."""
    heights = {c: relation_of("y", a, b) for c, (a, b) in talk.view.ends.items() if talk.is_new("y", c)}
    first = {category: relation == "above" for category, relation in heights.items() if relation}
    return _twins(talk, "y", first, ("higher up in the image", "lower down in the image"))


def _twins(talk: Talk, relation: str, first: dict[str, bool], ends: tuple[str, str]) -> Asked | None:
    """Ask for one end of an order; `first` says, by category, whether the left one stands at its first end."""
    if not first:
        return None
    category = talk.pick(tuple(first))
    end = int(talk.coin())
    names = ("left", "right") if talk.view.counted[category] == 2 else ("leftmost", "rightmost")  # noqa: PLR2004
    one, other = names if talk.coin() else reversed(names)
    side = names[int(first[category] == bool(end))]
    words = {"many": talk.view.noun(category).many, "how": ends[end], "side": side, "one": one, "other": other}
    return talk.ask(relation, [category], briefly(SAY["twins"], SAY["twin_is"], "The {side} one."), words)
