"""Questions with four options, of which exactly one is right; its place is drawn, each alike. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from datagen.facts import area, larger
from datagen.writer.nouns import capital
from datagen.writer.phrases import A, Phrases
from datagen.writer.places import HALVES
from datagen.writer.talk import Asked, Talk, Topic, about
from datagen.writer.view import OPPOSED, related

SAY = Phrases(
    "choices",
    letter_only="",
    present="",
    absent="",
    count="many",
    quarter=A,
    beside=f"{A} relation",
    biggest="",
    answers="letter option Option",
)
LETTERS = "ABCD"
QUARTERS = ("top left", "top right", "bottom left", "bottom right")
WAYS = {"left of": "to the left of", "right of": "to the right of", "above": "above", "below": "below"}


def _choose(talk: Talk, topic: Topic, question: str, right: str, wrong: Sequence[str]) -> Asked:
    """Write the options beneath the question, the right one at a place drawn by chance."""
    options = talk.sample(wrong, len(LETTERS) - 1)
    place = int(talk.rng.random() * len(LETTERS))
    options.insert(place, right)
    letter = LETTERS[place]
    lines = [question, *(f"{name}. {option}" for name, option in zip(LETTERS, options, strict=True))]
    if talk.rng.random() < talk.brief_share:
        return Asked(topic, "\n".join([*lines, talk.pick(SAY["letter_only"])]), f"{letter}.")
    words = {"letter": letter, "option": right, "Option": capital(right)}
    return Asked(topic, "\n".join(lines), talk.pick(SAY["answers"]).format_map(words))


def _names(talk: Talk, categories: Sequence[str]) -> list[str]:
    return [talk.view.noun(category).one for category in categories]


def _things(talk: Talk, categories: Sequence[str]) -> list[str]:
    return [talk.view.thing(category).one for category in categories]


def _some_absent(talk: Talk, count: int) -> list[str] | None:
    """Draw absent categories: first of those that one could expect here."""
    view = talk.view
    likely = talk.new("presence", view.missed)
    if len(likely) >= count:
        return talk.sample(likely, count)
    away = talk.new("presence", view.absent)
    return talk.sample(away, count) if len(away) >= count else None


def which_is_there(talk: Talk) -> Asked | None:
    """Ask which of four things is in the image."""
    here = [category for category in talk.new("presence", talk.view.present) if not talk.has_named(category)]
    away = _some_absent(talk, 3)
    if not here or away is None:
        return None
    right = talk.pick(here)
    topic = Topic("presence", (right,))
    return _choose(talk, topic, talk.pick(SAY["present"]), talk.view.noun(right).one, _names(talk, away))


def which_is_missing(talk: Talk) -> Asked | None:
    """Ask which of four things is not in the image."""
    here, away = talk.view.present, _some_absent(talk, 1)
    if len(here) < 3 or away is None:  # noqa: PLR2004 - the wrong options
        return None
    topic = Topic("presence", (away[0],))
    names = _names(talk, talk.sample(here, 3))
    return _choose(talk, topic, talk.pick(SAY["absent"]), talk.view.noun(away[0]).one, names)


def which_number(talk: Talk) -> Asked | None:
    """Ask for a number, with four to choose from."""
    view = talk.view
    categories = talk.new("count", view.counted)
    if not categories:
        return None
    category = talk.pick(categories)
    count = view.counted[category]
    wrong = [str(n) for n in range(max(1, count - 3), count + 4) if n != count]
    question = talk.pick(SAY["count"]).format(many=view.noun(category).many)
    return _choose(talk, Topic("count", (category,)), question, str(count), wrong)


def which_quarter(talk: Talk) -> Asked | None:
    """Ask in which quarter of the image a thing is."""
    view = talk.view
    sure = []
    for category in talk.new("where x", view.things):
        if not talk.is_new("where y", category):
            continue
        side, height = (view.region(view.things[category], axis) for axis in "xy")
        if side and height:
            sure.append((category, f"{height} {side}"))
    if not sure:
        return None
    category, quarter = talk.pick(sure)
    talk.asked.add(Topic("where y", (category,)))
    question = talk.say(SAY["quarter"], about(talk.view, a=category))
    assert quarter.partition(" ")[0] in HALVES
    wrong = [name for name in QUARTERS if name != quarter]
    return _choose(talk, Topic("where x", (category,)), question, quarter, wrong)


def which_beside(talk: Talk) -> Asked | None:
    """Ask which of four things is to one side of another; what is absent or on the other side is wrong."""
    single = talk.view.things
    relation = talk.pick(tuple(WAYS))
    axis = "x" if relation in {"left of", "right of"} else "y"
    for a, b in talk.pairs(single):
        if not related(relation, single[b], single[a]) or not talk.is_new(axis, a, b):
            continue
        wrong = [c for c in single if c not in {a, b} and related(OPPOSED[relation], single[c], single[a])][:3]
        absent = _some_absent(talk, 3 - len(wrong)) if len(wrong) < 3 else []  # noqa: PLR2004 - the wrong options
        if absent is None or not wrong:
            continue
        question = talk.say(SAY["beside"], about(talk.view, a=a) | {"relation": WAYS[relation]})
        names = [*_things(talk, wrong), *_names(talk, absent)]
        return _choose(talk, Topic(axis, tuple(sorted((a, b)))), question, talk.view.thing(b).one, names)
    return None


def which_is_largest(talk: Talk) -> Asked | None:
    """Ask which of four things is the largest in the image."""
    single = talk.view.things
    names = list(single)
    if len(names) < len(LETTERS):
        return None
    names = talk.sample(names, len(LETTERS))
    first = max(names, key=lambda name: area(single[name]))
    others = [name for name in names if name != first]
    if not talk.is_new("size", *names) or not all(larger(area(single[first]), area(single[c])) for c in others):
        return None
    topic = Topic("size", tuple(sorted(names)))
    return _choose(talk, topic, talk.pick(SAY["biggest"]), talk.view.thing(first).one, _things(talk, others))
