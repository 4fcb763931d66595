"""Questions for whether something is there at all. Pure."""

from __future__ import annotations

from datagen.writer.nouns import capital, listed
from datagen.writer.phrases import Phrases
from datagen.writer.talk import Asked, Talk, Topic, Wording, yes_or_no

SAY = Phrases(
    "absences",
    is_there="any be Be",
    there_is="some Some there_be",
    there_is_none="any one be",
    what_is_there="",
    lists="things be",
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
    return talk.ask(
        "presence",
        [category],
        yes_or_no(SAY["is_there"], SAY["there_is" if yes else "there_is_none"], yes=yes),
        words,
    )


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
    return talk.ask("inventory", (), Wording(SAY["what_is_there"], SAY["lists"]), {"things": listed(names), "be": be})
