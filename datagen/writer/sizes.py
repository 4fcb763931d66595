"""Questions that compare things in the image: which is larger, which is the outermost. Pure."""

from __future__ import annotations

from datagen.facts import area, larger
from datagen.writer.relations import relation_of
from datagen.writer.talk import ONE_WORD, Asked, Talk, Wording, about, yes_or_no
from datagen.writer.view import related

SIZE_WHETHER = {
    True: (
        "Does {a} take up more of the image than {b}?",
        "{a_Be} {a} larger in the image than {b}?",
        "Would you say that {a} covers more of the picture than {b}?",
        "In the image, {a_be} {a} bigger than {b}?",
        "Is it true that {a} takes up more of the picture than {b}?",
        "Comparing their size in the image, {a_be} {a} larger than {b}?",
    ),
    False: (
        "Does {a} take up less of the image than {b}?",
        "{a_Be} {a} smaller in the image than {b}?",
        "Would you say that {a} covers less of the picture than {b}?",
        "In the image, {a_be} {a} smaller than {b}?",
        "Is it true that {a} takes up less of the picture than {b}?",
        "Comparing their size in the image, {a_be} {a} smaller than {b}?",
    ),
}
SIZE_RIGHT = (
    "Yes, {big} {big_be} clearly larger in the image than {small}.",
    "Yes, {big} {big_be} the larger one in the image, compared with {small}.",
    "Yes. In the picture, {small} {small_be} smaller than {big}.",
    "Yes, in the image {small} {small_be} smaller than {big}.",
)
SIZE_WRONG = (
    "No, {big} {big_be} clearly larger in the image than {small}.",
    "No, {big} {big_be} the larger one in the image, compared with {small}.",
    "No. In the picture, {small} {small_be} smaller than {big}.",
    "No, in the image {small} {small_be} smaller than {big}.",
)
SIZE_WHICH = {
    True: (
        "Which takes up more of the image, {one} or {other}?",
        "Of {one} and {other}, which is larger in the image?",
        "What covers the larger part of the picture: {one} or {other}?",
        "Comparing {one} with {other}, which appears larger in the image?",
        "Between {one} and {other}, which one is bigger in the image?",
        "In the image, which is larger, {one} or {other}?",
    ),
    False: (
        "Which takes up less of the image, {one} or {other}?",
        "Of {one} and {other}, which is smaller in the image?",
        "What covers the smaller part of the picture: {one} or {other}?",
        "Comparing {one} with {other}, which appears smaller in the image?",
        "Between {one} and {other}, which one is smaller in the image?",
        "In the image, which is smaller, {one} or {other}?",
    ),
}
SIZE_THIS = {
    True: (
        "{A}.",
        "{A} {a_be} larger in the image than {b}.",
        "Of the two, {a} {a_be} larger in the image.",
        "In the picture, {a} {a_be} the larger one.",
    ),
    False: (
        "{A}.",
        "{A} {a_be} smaller in the image than {b}.",
        "Of the two, {a} {a_be} smaller in the image.",
        "In the picture, {a} {a_be} the smaller one.",
    ),
}
LARGEST = (
    "Which of these is the largest in the image: {one}, {two} or {three}?",
    "Of {one}, {two} and {three}, which takes up the most of the image?",
    "What covers the most of the picture: {one}, {two} or {three}?",
    "Comparing {one}, {two} and {three}, which is the largest in the image?",
    "Among {one}, {two} and {three}, which appears largest in the image?",
    "In the image, which is the largest, {one}, {two} or {three}?",
)
LARGEST_IS = (
    "{A}.",
    "{A} {a_be} the largest of the three in the image.",
    "Of these, {a} {a_be} the largest in the image.",
    "In the picture, {a} {a_be} larger than the other two.",
)
OUTERMOST = (
    "Which of these is {end} in the image: {one}, {two} or {three}?",
    "Of {one}, {two} and {three}, which is {end} in the image?",
    "What is {end} in the picture: {one}, {two} or {three}?",
    "Comparing {one}, {two} and {three}, which is {end} in the image?",
    "Among {one}, {two} and {three}, which is {end} in the image?",
    "In the image, which is {end}, {one}, {two} or {three}?",
)
OUTERMOST_IS = (
    "{A}.",
    "{A} {a_be} {end} among the three.",
    "Of these, {a} {a_be} {end} in the image.",
    "In the picture, {a} {a_be} {end}.",
)
ENDS = {
    "left of": "furthest to the left",
    "right of": "furthest to the right",
    "above": "highest up",
    "below": "lowest down",
}
TWINS = (
    "Of the {many}, which one is {how}, the {one} or the {other} one?",
    "Which of the {many} is {how}, the {one} one or the {other} one?",
    "Look at the {one} and the {other} one of the {many}. Which of them is {how}?",
    "Comparing two of the {many}, the {one} and the {other} one, which is {how}?",
    "Between the {one} and the {other} one of the {many}, which is {how}?",
    "Looking at the {many}, which is {how}: the {one} or the {other} one?",
)
TWIN_IS = (
    "The {side} one.",
    "The {side} one is {how}.",
    "It is the {side} one that is {how}.",
    "Of the two, the {side} one is {how}.",
)


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
    wording = yes_or_no(SIZE_WHETHER[bigger == yes], SIZE_RIGHT if yes else SIZE_WRONG, yes=yes)
    return talk.ask("size", (a, b), wording, about(talk.view, a=a, b=b, big=big, small=small))


def which_larger(talk: Talk) -> Asked | None:
    """Ask which of two things is larger (smaller) in the image."""
    found = _sizes(talk)
    if found is None:
        return None
    a, b, bigger = found
    words = about(talk.view, a=a, b=b)
    one, other = (words["a"], words["b"]) if talk.coin() else (words["b"], words["a"])
    wording = Wording(SIZE_WHICH[bigger], SIZE_THIS[bigger], "{a}.", ONE_WORD)
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
    return talk.ask("size", names, Wording(LARGEST, LARGEST_IS, "{a}.", ONE_WORD), words)


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
            return talk.ask(axis, names, Wording(OUTERMOST, OUTERMOST_IS, "{a}.", ONE_WORD), words)
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
    return talk.ask(relation, [category], Wording(TWINS, TWIN_IS, "The {side} one.", ONE_WORD), words)
