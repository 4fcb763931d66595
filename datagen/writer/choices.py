"""Questions with four options, of which exactly one is right; its place is drawn, each alike. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from datagen.facts import area, larger
from datagen.writer.nouns import capital
from datagen.writer.places import HALVES
from datagen.writer.talk import Asked, Talk, Topic, about
from datagen.writer.view import OPPOSED, related

LETTERS = "ABCD"
LETTER_ONLY = (
    "Answer with the letter of the right option.",
    "Reply with one letter.",
    "Please give the letter only.",
    "Which letter is right?",
)
PRESENT = (
    "Which of these can be seen in the image?",
    "What does the image show?",
    "Only one of these is in the picture. Which one?",
    "Which one of the following is visible here?",
    "Looking at the image, which of these do you find?",
    "Choose the thing that is in the image. Which is it?",
)
ABSENT = (
    "Which of these cannot be seen in the image?",
    "What is missing from the image?",
    "Only one of these is not in the picture. Which one?",
    "Which one of the following is not visible here?",
    "Looking at the image, which of these do you not find?",
    "Choose the thing that is not in the image. Which is it?",
)
COUNT = (
    "How many {many} are in the image?",
    "What is the number of {many} in this picture?",
    "How many {many} do you see?",
    "Count the {many}: how many are there?",
    "Which is the right number of {many}?",
    "Looking at the image, how many {many} can be found?",
)
QUARTER = (
    "In which part of the image {a_be} {a}?",
    "Where in the image {a_be} {a}?",
    "Which corner of the image {a_be} {a} nearest to?",
    "Whereabouts in the picture {a_be} {a}?",
    "Which part of the image shows {a}?",
    "Looking at the image, where {a_be} {a}?",
)
BESIDE = (
    "Which of these is {relation} {a} in the image?",
    "What can be seen {relation} {a}?",
    "Only one of these is {relation} {a}. Which one?",
    "In the image, which of the following is {relation} {a}?",
    "Starting at {a}, what do you find {relation} {a}?",
    "Looking at the image, which of these is {relation} {a}?",
)
BIGGEST = (
    "Which of these takes up the most of the image?",
    "What is the largest of these in the image?",
    "Which one of the following covers the most of the picture?",
    "Comparing these four, which is the largest in the image?",
    "In the image, which of these is the largest?",
    "Looking at the image, which of these appears largest?",
)
ANSWERS = (
    "{letter}. {Option}.",
    "The right option is {letter}: {option}.",
    "{letter}, {option}.",
    "The answer is {letter}, {option}.",
)
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
        return Asked(topic, "\n".join([*lines, talk.pick(LETTER_ONLY)]), f"{letter}.")
    words = {"letter": letter, "option": right, "Option": capital(right)}
    return Asked(topic, "\n".join(lines), talk.pick(ANSWERS).format_map(words))


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
    return _choose(talk, topic, talk.pick(PRESENT), talk.view.noun(right).one, _names(talk, away))


def which_is_missing(talk: Talk) -> Asked | None:
    """Ask which of four things is not in the image."""
    here, away = talk.view.present, _some_absent(talk, 1)
    if len(here) < 3 or away is None:  # noqa: PLR2004 - the wrong options
        return None
    topic = Topic("presence", (away[0],))
    names = _names(talk, talk.sample(here, 3))
    return _choose(talk, topic, talk.pick(ABSENT), talk.view.noun(away[0]).one, names)


def which_number(talk: Talk) -> Asked | None:
    """Ask for a number, with four to choose from."""
    view = talk.view
    categories = talk.new("count", view.counted)
    if not categories:
        return None
    category = talk.pick(categories)
    count = view.counted[category]
    wrong = [str(n) for n in range(max(1, count - 3), count + 4) if n != count]
    question = talk.pick(COUNT).format(many=view.noun(category).many)
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
    question = talk.say(QUARTER, about(talk.view, a=category))
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
        question = talk.say(BESIDE, about(talk.view, a=a) | {"relation": WAYS[relation]})
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
    return _choose(talk, topic, talk.pick(BIGGEST), talk.view.thing(first).one, _things(talk, others))
