"""Questions that compare numbers: more, fewer, as many, by how many. Pure."""

from __future__ import annotations

from datagen.facts import COUNTED, more
from datagen.writer.nouns import number
from datagen.writer.phrases import Phrases
from datagen.writer.talk import Asked, Talk, Wording, briefly, yes_or_no

SAY = Phrases(
    "numbers",
    whether="a b more",
    right="first second be",
    wrong="first second be",
    which="one other more",
    this="a b first second more",
    difference="a b",
    so_many_more="first second be number",
    three_ways="one other",
    more_of="a b first second",
    as_many="a b first second",
)


def _numbers(talk: Talk) -> tuple[str, str, dict[str, str]] | None:
    """Return two categories, the more frequent one first, and the words for them and their numbers."""
    numbered = talk.view.numbered
    for a, b in talk.pairs(numbered):
        if more(numbered[a], numbered[b]) is True and talk.is_new("more", a, b):
            words = {"a": talk.view.noun(a).many, "b": talk.view.noun(b).many, "be": "are"}
            return a, b, words | {"first": _so_many(talk, a), "second": _so_many(talk, b)}
    return None


def _so_many(talk: Talk, category: str) -> str:
    count, noun = talk.view.numbered[category], talk.view.noun(category)
    if count.exact:
        return noun.counted(count.exact)
    return f"many {noun.many}" if count.least > COUNTED else f"some {noun.many}"


def whether_more(talk: Talk) -> Asked | None:
    """Ask whether there are more (fewer) of one than of another."""
    found = _numbers(talk)
    if found is None:
        return None
    a, b, words = found
    yes, is_more = talk.coin(), talk.coin()
    if yes != is_more:
        words |= {"a": words["b"], "b": words["a"]}
    words["more"] = "more" if is_more else "fewer"
    return talk.ask("more", (a, b), yes_or_no(SAY["whether"], SAY["right" if yes else "wrong"], yes=yes), words)


def which_more(talk: Talk) -> Asked | None:
    """Ask which there are more (fewer) of."""
    found = _numbers(talk)
    if found is None:
        return None
    a, b, words = found
    is_more = talk.coin()
    if not is_more:
        words |= {"a": words["b"], "b": words["a"]}
    one, other = (words["a"], words["b"]) if talk.coin() else (words["b"], words["a"])
    words |= {"one": one, "other": other, "more": "more" if is_more else "fewer"}
    return talk.ask("more", (a, b), briefly(SAY["which"], SAY["this"], "{a}."), words)


def how_many_more(talk: Talk) -> Asked | None:
    """Ask for the difference of two numbers."""
    found = _numbers(talk)
    if found is None:
        return None
    a, b, words = found
    counted = talk.view.counted
    if a not in counted or b not in counted:
        return None
    words["number"] = number(counted[a] - counted[b])
    return talk.ask("more", (a, b), briefly(SAY["difference"], SAY["so_many_more"], "{number}."), words)


def more_or_as_many(talk: Talk) -> Asked | None:
    """Ask which of two there are more of, or whether there are equally many."""
    view = talk.view
    for a, b in talk.pairs(view.counted):
        difference = view.counted[a] - view.counted[b]
        if (difference and not more(view.numbered[a], view.numbered[b])) or not talk.is_new("more", a, b):
            continue
        words = {"a": view.noun(a).many, "b": view.noun(b).many}
        words |= {"first": _so_many(talk, a), "second": _so_many(talk, b)}
        one, other = (words["a"], words["b"]) if talk.coin() else (words["b"], words["a"])
        words |= {"one": one, "other": other}
        wording = Wording(SAY["three_ways"], SAY["more_of" if difference else "as_many"], "", ())
        return talk.ask("more", (a, b), wording, words)
    return None
