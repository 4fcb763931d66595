"""Questions for numbers: how many, whether so many, how many together. Pure."""

from __future__ import annotations

from datagen.writer.nouns import capital, listed, number
from datagen.writer.phrases import Phrases
from datagen.writer.talk import Asked, Talk, briefly, yes_or_no

SAY = Phrases(
    "counts",
    how_many="many",
    so_many="counted be",
    whether="guess be_guess Be",
    right="counted be",
    wrong="counted be number",
    more_than="many limit",
    more_right="many limit",
    more_wrong="many limit",
    together="a b",
    sums="total parts",
)


def how_many(talk: Talk) -> Asked | None:
    """Ask for the number of one thing."""
    categories = talk.new("count", talk.view.counted)
    if not categories:
        return None
    category = talk.pick(categories)
    count, noun = talk.view.counted[category], talk.view.noun(category)
    be = "is" if count == 1 else "are"
    words = {"many": noun.many, "counted": noun.counted(count), "be": be, "number": number(count)}
    return talk.ask("count", [category], briefly(SAY["how_many"], SAY["so_many"], "{number}."), words)


def whether_so_many(talk: Talk) -> Asked | None:
    """Ask whether there is exactly this number."""
    categories = talk.new("count", talk.view.counted)
    if not categories:
        return None
    yes, category = talk.coin(), talk.pick(categories)
    count, noun = talk.view.counted[category], talk.view.noun(category)
    guess = count if yes else count + (1 if count == 1 or talk.coin() else -1)
    be, be_guess = ("is" if n == 1 else "are" for n in (count, guess))
    words = {"counted": noun.counted(count), "be": be, "number": number(count), "guess": noun.counted(guess)}
    words |= {"be_guess": be_guess, "Be": capital(be_guess)}
    return talk.ask("count", [category], yes_or_no(SAY["whether"], SAY["right" if yes else "wrong"], yes=yes), words)


def whether_more_than(talk: Talk) -> Asked | None:
    """Ask whether there are more than so many, of things of which there are several."""
    numbered = talk.view.numbered
    ranges = {c: (numbered[c].least, numbered[c].most) for c in talk.new("limit", numbered)}
    sure = [(c, least, most) for c, (least, most) in ranges.items() if least > 2 and most]  # noqa: PLR2004 - several
    if not sure:
        return None
    category, least, most = talk.pick(sure)
    yes, close = talk.coin(), talk.coin()
    limit = (least - 1 if close else least - 2) if yes else (most if close else most + 1)
    words = {"many": talk.view.noun(category).many, "limit": number(limit)}
    return talk.ask(
        "limit",
        [category],
        yes_or_no(SAY["more_than"], SAY["more_right" if yes else "more_wrong"], yes=yes),
        words,
    )


def together(talk: Talk) -> Asked | None:
    """Ask for the sum of two numbers."""
    view = talk.view
    for a, b in talk.pairs(view.counted):
        exact = view.facts.count(a, b).exact
        if exact is None or not talk.is_new("together", a, b):
            continue
        nouns, counts = (view.noun(a), view.noun(b)), (view.counted[a], view.counted[b])
        parts = listed([noun.counted(n) for noun, n in zip(nouns, counts, strict=True)])
        words = {"a": nouns[0].many, "b": nouns[1].many, "total": number(exact), "parts": parts}
        return talk.ask("together", (a, b), briefly(SAY["together"], SAY["sums"], "{total}."), words)
    return None
