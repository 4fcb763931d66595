"""Questions for where in the image one thing is. Pure."""

from __future__ import annotations

from datagen.facts import REGIONS
from datagen.scene import Box
from datagen.writer.nouns import number
from datagen.writer.talk import ONE_WORD, Asked, Talk, Topic, Wording, about, yes_or_no
from datagen.writer.view import View

WHERE = (
    "Where in the image {a_be} {a}?",
    "In which part of the image can {a} be found?",
    "Can you tell me where {a} {a_be} in this picture?",
    "Whereabouts {a_be} {a} in the image?",
    "What is the position of {a} in the image?",
    "Looking at the image, where would I find {a}?",
    "Please describe where {a} {a_be} in the picture.",
)
IT_IS = (
    "{A} {a_be} {place}.",
    "{A} can be found {place}.",
    "You can see {a} {place}.",
    "{A} {a_be} located {place}.",
)
WHICH_SIDE = (
    "On which side of the image {a_be} {a}, {one} or {other}?",
    "{a_Be} {a} on the {one} or on the {other} side of the image?",
    "Which side of the picture {a_be} {a} on, the {one} or the {other}?",
    "Would I have to look {one} or {other} to find {a} in the image?",
    "From the viewer's point of view, {a_be} {a} on the {one} or the {other} side?",
    "Looking at the image, {a_be} {a} on the {one} side or on the {other} side?",
)
ON_THE = (
    "{A} {a_be} on the {side} side of the image.",
    "{A} can be seen on the {side}.",
    "You find {a} on the {side} side.",
    "On the {side} side of the image.",
)
WHETHER = (
    "{a_Be} {a} on the {guess} side of the image?",
    "Can {a} be seen on the {guess} side of the picture?",
    "Is it true that {a} {a_be} on the {guess} side of the image?",
    "Does the {guess} side of the image show {a}?",
    "Would you find {a} on the {guess} side of the image?",
    "From the viewer's perspective, {a_be} {a} on the {guess} side?",
)
RIGHT = (
    "Yes, {a} {a_be} on the {side} side of the image.",
    "Yes, {a} can be seen on the {side}.",
    "Yes. {A} {a_be} on the {side} side.",
    "Yes, the {side} side shows {a}.",
)
WRONG = (
    "No, {a} {a_be} on the {side} side of the image.",
    "No, {a} can be seen on the {side}.",
    "No. {A} {a_be} on the {side} side.",
    "No, you find {a} on the other side, to the {side}.",
)
HEIGHT = (
    "{a_Be} {a} in the upper or in the lower part of the image?",
    "Which part of the image {a_be} {a} in, the lower or the upper one?",
    "Would I look for {a} near the top or near the bottom of the picture?",
    "How high up in the image {a_be} {a}: in its upper or in its lower half?",
    "In which half of the picture {a_be} {a}, the upper or the lower one?",
    "Looking at the image from top to bottom, {a_be} {a} in the upper or the lower part?",
)
AT_HEIGHT = (
    "{A} {a_be} in the {half} part of the image.",
    "{A} can be seen in the {half} half.",
    "You find {a} in the {half} part of the picture.",
    "In the {half} part of the image.",
)
SIDES = (
    "Where are the {many} in the image?",
    "On which side of the image do you see the {many}?",
    "Can you tell me how the {many} are spread over the image?",
    "How are the {many} placed in the picture?",
    "In which parts of the image can the {many} be found?",
    "Please say where the {many} are in the image. Are they on the left, on the right, or on both sides?",
)
APART = (
    "On the left side of the image I count {left}, on the right side {right}.",
    "There are some on both sides: {left} on the left, {right} on the right.",
    "Of the {many}, {left} can be seen on the left side of the image and {right} on the right.",
    "They are on both sides, with {left} on the left and {right} on the right.",
)
SAME_SIDE = (
    "They are {all} on the {side} side of the image.",
    "The {many} can {all} be seen on the {side} side.",
    "You find {all} of them on the {side}.",
    "The {many} are {all} on the {side} side of the picture.",
)
ON_ONE_SIDE = (
    "How many {many} are on the {side} side of the image?",
    "Looking only at the {side} side of the image, how many {many} do you count?",
    "What is the number of {many} on the {side} side of the picture?",
    "Could you count the {many} on the {side} side of the image?",
    "On the {side} side of the image, how many {many} can be seen?",
    "Of the {many}, how many are on the {side} side of the image?",
)
SO_MANY_THERE = (
    "There {be} {counted} on the {side} side.",
    "On the {side} side of the image I count {counted}.",
    "The {side} side of the picture shows {counted}.",
    "{counted} can be seen on the {side} side of the image.",
)
HALVES = {"top": "upper", "bottom": "lower"}


def place(view: View, box: Box) -> str | None:
    """Name the part of the image that a box is in, as far as it is sure."""
    side, height = view.region(box, "x"), view.region(box, "y")
    if side and height:
        return f"in the {HALVES[height]} {side} part of the image"
    if side:
        return f"on the {side} side of the image"
    middle = REGIONS["middle"](box) is True
    if height:
        center = " and near the center" if middle else ""
        return f"in the {HALVES[height]} part of the image{center}"
    return "about halfway between the left and right edges of the image" if middle else None


def where(talk: Talk) -> Asked | None:
    """Ask where a thing is."""
    view = talk.view
    categories = (c for c in talk.new("where x", view.things) if talk.is_new("where y", c))
    places = {c: place(view, view.things[c]) for c in categories}
    sure = [(category, found) for category, found in places.items() if found]
    if not sure:
        return None
    category, found = talk.pick(sure)
    talk.asked.add(Topic("where y", (category,)))
    return talk.ask("where x", [category], Wording(WHERE, IT_IS), about(talk.view, a=category) | {"place": found})


def _on_side(talk: Talk, axis: str) -> tuple[str, str] | None:
    view = talk.view
    regions = {c: view.region(view.things[c], axis) for c in talk.new(f"where {axis}", view.things)}
    sure = [(category, side) for category, side in regions.items() if side]
    return talk.pick(sure) if sure else None


def which_side(talk: Talk) -> Asked | None:
    """Ask on which side of the image a thing is."""
    found = _on_side(talk, "x")
    if found is None:
        return None
    category, side = found
    one, other = ("left", "right") if talk.coin() else ("right", "left")
    words = about(talk.view, a=category) | {"side": side, "one": one, "other": other}
    return talk.ask("where x", [category], Wording(WHICH_SIDE, ON_THE, "{side}.", ONE_WORD), words)


def whether_on_side(talk: Talk) -> Asked | None:
    """Ask whether a thing is on this side of the image."""
    found = _on_side(talk, "x")
    if found is None:
        return None
    category, side = found
    yes = talk.coin()
    guess = side if yes else "right" if side == "left" else "left"
    words = about(talk.view, a=category) | {"side": side, "guess": guess}
    return talk.ask("where x", [category], yes_or_no(WHETHER, RIGHT if yes else WRONG, yes=yes), words)


def which_half(talk: Talk) -> Asked | None:
    """Ask whether a thing is in the upper or in the lower part of the image."""
    found = _on_side(talk, "y")
    if found is None:
        return None
    category, side = found
    words = about(talk.view, a=category) | {"half": HALVES[side]}
    return talk.ask("where y", [category], Wording(HEIGHT, AT_HEIGHT, "{half} part.", ONE_WORD), words)


def where_several(talk: Talk) -> Asked | None:
    """Ask on which sides of the image the things of a kind are."""
    sides = talk.view.sides
    categories = talk.new("sides", sides)
    if not categories:
        return None
    category = talk.pick(categories)
    noun, (left, right) = talk.view.noun(category), sides[category]
    words = {"many": noun.many, "left": number(left), "right": number(right), "all": "all"}
    if left and right:
        return talk.ask("sides", [category], Wording(SIDES, APART), words)
    words |= {"side": "left" if left else "right", "all": "both" if left + right == 2 else "all"}  # noqa: PLR2004
    return talk.ask("sides", [category], Wording(SIDES, SAME_SIDE), words)


def how_many_on_side(talk: Talk) -> Asked | None:
    """Ask how many of a kind are on one side of the image."""
    sides = talk.view.sides
    categories = talk.new("sides", sides)
    if not categories:
        return None
    category = talk.pick(categories)
    side = int(talk.coin())
    count, noun = sides[category][side], talk.view.noun(category)
    words = {"many": noun.many, "side": ("left", "right")[side], "number": number(count), "be": "is"}
    words |= {"counted": f"no {noun.many}" if count == 0 else noun.counted(count)}
    words["be"] = "is" if count == 1 else "are"
    brief = "{number}." if count else "None."
    return talk.ask("sides", [category], Wording(ON_ONE_SIDE, SO_MANY_THERE, brief, ONE_WORD), words)
