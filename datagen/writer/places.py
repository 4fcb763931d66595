"""Questions for where in the image one thing is. Pure."""

from __future__ import annotations

from datagen.facts import REGIONS
from datagen.scene import Box
from datagen.writer.nouns import number
from datagen.writer.phrases import A, Phrases
from datagen.writer.talk import Asked, Talk, Topic, Wording, about, briefly, yes_or_no
from datagen.writer.view import View

SAY = Phrases(
    "places",
    where=A,
    it_is=f"{A} place",
    which_side=f"{A} one other",
    on_the=f"{A} side",
    whether=f"{A} guess",
    right=f"{A} side",
    wrong=f"{A} side",
    height=A,
    at_height=f"{A} half",
    sides="many",
    apart="many left right",
    same_side="many all side",
    on_one_side="many side",
    so_many_there="counted be side",
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
    return talk.ask(
        "where x", [category], Wording(SAY["where"], SAY["it_is"]), about(talk.view, a=category) | {"place": found}
    )


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
    return talk.ask("where x", [category], briefly(SAY["which_side"], SAY["on_the"], "{side}."), words)


def whether_on_side(talk: Talk) -> Asked | None:
    """Ask whether a thing is on this side of the image."""
    found = _on_side(talk, "x")
    if found is None:
        return None
    category, side = found
    yes = talk.coin()
    guess = side if yes else "right" if side == "left" else "left"
    words = about(talk.view, a=category) | {"side": side, "guess": guess}
    return talk.ask("where x", [category], yes_or_no(SAY["whether"], SAY["right" if yes else "wrong"], yes=yes), words)


def which_half(talk: Talk) -> Asked | None:
    """Ask whether a thing is in the upper or in the lower part of the image."""
    found = _on_side(talk, "y")
    if found is None:
        return None
    category, side = found
    words = about(talk.view, a=category) | {"half": HALVES[side]}
    return talk.ask("where y", [category], briefly(SAY["height"], SAY["at_height"], "{half} part."), words)


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
        return talk.ask("sides", [category], Wording(SAY["sides"], SAY["apart"]), words)
    words |= {"side": "left" if left else "right", "all": "both" if left + right == 2 else "all"}  # noqa: PLR2004
    return talk.ask("sides", [category], Wording(SAY["sides"], SAY["same_side"]), words)


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
    return talk.ask("sides", [category], briefly(SAY["on_one_side"], SAY["so_many_there"], brief), words)
