"""Questions for how two things stand to each other in the image. Pure."""

from __future__ import annotations

from datagen.facts import near
from datagen.scene import Box
from datagen.writer.talk import ONE_WORD, Asked, Talk, Wording, about, yes_or_no
from datagen.writer.view import OPPOSED, related

SPOKEN = {
    "left of": ("to the left of", "on the left-hand side of", "further to the left than"),
    "right of": ("to the right of", "on the right-hand side of", "further to the right than"),
    "above": ("above", "higher up than", "placed higher than"),
    "below": ("below", "lower down than", "placed lower than"),
}
AXES = {"x": ("left of", "right of"), "y": ("above", "below")}
WHETHER = (
    "{a_Be} {a} {guess} {b}?",
    "In the image, {a_be} {a} {guess} {b}?",
    "Can you confirm that {a} {a_be} {guess} {b}?",
    "Is it true that {a} {a_be} {guess} {b}?",
    "Would you say that {a} {a_be} {guess} {b}?",
    "From the viewer's perspective, {a_be} {a} {guess} {b}?",
    "Comparing {a} and {b}, {a_be} {a} {guess} {b}?",
    "Does the image show {a} {guess} {b}?",
)
RIGHT = (
    "Yes, {a} {a_be} {guess} {b}.",
    "Yes, in the image {a} {a_be} {guess} {b}.",
    "Yes. {A} {a_be} {guess} {b}.",
    "Yes, that is right: {a} {a_be} {guess} {b}.",
)
WRONG = (
    "No, {a} {a_be} {true} {b}.",
    "No, it is the other way round: {a} {a_be} {true} {b}.",
    "No. {A} {a_be} {true} {b}.",
    "No, in the image {a} {a_be} {true} {b}.",
)
WHICH_WAY = {
    "x": (
        "{a_Be} {a} to the {one} or to the {other} of {b}?",
        "On which side of {b} {a_be} {a}, {one} or {other}?",
        "In the image, {a_be} {a} {one} or {other} of {b}?",
        "Relative to {b}, {a_be} {a} on the {one} or on the {other} in the image?",
        "Which side of {b} {a_be} {a} on, the {one} or the {other} one?",
        "Starting at {b}, do you go {one} or {other} in the image to reach {a}?",
    ),
    "y": (
        "{a_Be} {a} {one} or {other} {b} in the image?",
        "In the picture, {a_be} {a} {one} or {other} {b}?",
        "How {a_be} {a} placed with respect to {b}: {one} or {other}?",
        "Would you say that {a} {a_be} {one} or {other} {b}?",
        "Looking at {b} in the image, {a_be} {a} {one} or {other}?",
        "Starting at {b}, would you look {one} or {other} to find {a} in the image?",
    ),
}
THAT_WAY = (
    "{A} {a_be} {true} {b}.",
    "In the image, {a} {a_be} {true} {b}.",
    "You can see {a} {true} {b}.",
    "From the viewer's point of view, {a} {a_be} {true} {b}.",
)
WHICH_ONE = {
    "left of": ("further to the left", "closer to the left edge"),
    "right of": ("further to the right", "more to the right"),
    "above": ("higher up", "placed higher"),
    "below": ("lower down", "placed lower"),
}
WHICH = (
    "Which is {end} in the image, {one} or {other}?",
    "Of {one} and {other}, which is {end} in the picture?",
    "What is {end} in the image: {one} or {other}?",
    "Comparing {one} with {other}, which one is {end} in the image?",
    "Between {one} and {other}, which appears {end} in the image?",
    "Can you say which of the two is {end} in the image, {one} or {other}?",
)
THIS_ONE = (
    "{A} {a_be} {end} than {b}.",
    "{A}.",
    "It is {a} that {a_be} {end}.",
    "Of the two, {a} {a_be} {end} in the image.",
)
CLOSE = (
    "{a_Be} {a} close to {b} in the image?",
    "In the picture, {a_be} {a} near {b}?",
    "Would you say that {a} and {b} are close to each other in the image?",
    "Do {a} and {b} appear near each other?",
    "Is there only little space between {a} and {b} in the image?",
    "Looking at the image, {a_be} {a} close to {b}?",
)
THEY_ARE = (
    "Yes, {a} and {b} are close to each other in the image.",
    "Yes, {a} {a_be} near {b}.",
    "Yes. {A} {a_be} close to {b} in the picture.",
    "Yes, there is little or no space between {a} and {b} in the image.",
)
THEY_ARE_NOT = (
    "No, {a} and {b} are far apart in the image.",
    "No, {a} {a_be} not near {b}.",
    "No. There is a lot of space between {a} and {b} in the picture.",
    "No, {a} {a_be} a good distance away from {b} in the image.",
)


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
    spoken = int(talk.rng.random() * 3)
    guess = relation if yes else OPPOSED[relation]
    words = about(talk.view, a=a, b=b) | {"guess": SPOKEN[guess][spoken], "true": SPOKEN[relation][spoken]}
    return talk.ask(axis, (a, b), yes_or_no(WHETHER, RIGHT if yes else WRONG, yes=yes), words)


def _which_way(talk: Talk, axis: str) -> Asked | None:
    found = _pair(talk, axis)
    if found is None:
        return None
    a, b, relation = found
    ends = [relation.removesuffix(" of") for relation in AXES[axis]]
    one, other = ends if talk.coin() else reversed(ends)
    words = about(talk.view, a=a, b=b) | {"one": one, "other": other, "true": SPOKEN[relation][0]}
    brief = f"{relation.removesuffix(' of')}."
    return talk.ask(axis, (a, b), Wording(WHICH_WAY[axis], THAT_WAY, brief, ONE_WORD), words)


def _which_one(talk: Talk, axis: str) -> Asked | None:
    found = _pair(talk, axis)
    if found is None:
        return None
    a, b, relation = found
    words = about(talk.view, a=a, b=b)
    one, other = (words["a"], words["b"]) if talk.coin() else (words["b"], words["a"])
    words |= {"end": talk.pick(WHICH_ONE[relation]), "one": one, "other": other}
    return talk.ask(axis, (a, b), Wording(WHICH, THIS_ONE, "{a}.", ONE_WORD), words)


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
        "near", (a, b), yes_or_no(CLOSE, THEY_ARE if yes else THEY_ARE_NOT, yes=yes), about(talk.view, a=a, b=b)
    )
