"""Questions for whether something is there at all. Pure."""

from __future__ import annotations

from datagen.writer.nouns import capital, listed
from datagen.writer.talk import Asked, Talk, Topic, Wording, yes_or_no

IS_THERE = (
    "{Be} there {any} in the image?",
    "Can you see {any} here?",
    "Does the image show {any}?",
    "Do you notice {any} in this picture?",
    "{Be} {any} visible anywhere in the image?",
    "Have a close look: {be} there {any} in this image?",
    "Looking at the whole image, {be} there {any}?",
    "Would I find {any} in this picture?",
)
THERE_IS = (
    "Yes, there {there_be} {some} in the image.",
    "Yes, the image shows {some}.",
    "Yes, I can see {some}.",
    "Yes. {Some} can be seen here.",
    "Yes, {some} can be found in the picture.",
)
THERE_IS_NONE = (
    "No, there {be} no {one} in this image.",
    "No, the image does not show {any}.",
    "No, I cannot see {any} here.",
    "No. There {be} no {one} to be seen.",
    "No, there {be} no {one} anywhere in this picture.",
)
WHAT_IS_THERE = (
    "What things can you see in the image?",
    "Which objects stand out in this picture?",
    "Can you name some of the things that are visible here?",
    "What does the image show?",
    "Tell me what can be seen in the picture.",
    "Looking at the image, what do you recognize?",
)
LISTS = (
    "The image shows {things}.",
    "I can see {things}.",
    "Among other things, there {be} {things}.",
    "Things that can be seen include {things}.",
    "What can be seen here includes {things}.",
)
LISTED = 6


def is_there(talk: Talk) -> Asked | None:
    """Ask whether a thing is there: one that is, or one that could be expected and is not."""
    view = talk.view
    here = [category for category in talk.new("presence", view.present) if not talk.has_named(category)]
    away = talk.new("presence", view.absent)
    if not here or not away:
        return None
    yes = talk.coin()
    if yes:
        category = talk.pick(here)
    else:
        missed = talk.new("presence", view.missed)
        category = talk.pick(missed if missed and talk.rng.random() < 0.7 else away)  # noqa: PLR2004 - mostly
    noun = view.noun(category)
    some = something(talk, category, exact=talk.coin()) if yes else noun.a
    if yes and some == noun.counted(view.counted.get(category, 0)):
        talk.asked.add(Topic("count", (category,)))
    be = "are" if noun.any.startswith("any ") and noun.be == "are" else "is"
    words = {"any": noun.any, "be": be, "Be": capital(be), "one": noun.one, "some": some, "Some": capital(some)}
    words["there_be"] = "is" if some == noun.a and noun.there_be == "is" else "are"
    return talk.ask("presence", [category], yes_or_no(IS_THERE, THERE_IS if yes else THERE_IS_NONE, yes=yes), words)


def something(talk: Talk, category: str, *, exact: bool = True) -> str:
    """Name what is there of a category, with its number where that is sure and `exact` wishes it."""
    view, noun = talk.view, talk.view.noun(category)
    count = view.counted.get(category)
    if count == 1:
        return noun.a
    if count is not None and exact:
        return noun.counted(count)
    return noun.many if noun.countable and view.are_several(category) else noun.a


def what_is_there(talk: Talk) -> Asked | None:
    """Ask for the things in the image."""
    present = talk.view.present
    if len(present) < 3:  # noqa: PLR2004 - a list is three at the least
        return None
    shown = talk.sample(present, min(len(present), LISTED))
    names = [something(talk, category) for category in shown]
    talk.asked.update(Topic("count", (category,)) for category in shown)
    first = talk.view.noun(shown[0])
    be = "is" if names[0] == first.a and first.there_be == "is" else "are"
    return talk.ask("inventory", (), Wording(WHAT_IS_THERE, LISTS), {"things": listed(names), "be": be})
