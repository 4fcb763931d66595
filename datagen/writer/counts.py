"""Questions for numbers: how many, whether so many, how many together. Pure."""

from __future__ import annotations

from datagen.writer.nouns import capital, listed, number
from datagen.writer.talk import ONE_WORD, Asked, Talk, Wording, yes_or_no

HOW_MANY = (
    "How many {many} are there in the image?",
    "How many {many} can you see?",
    "What is the number of {many} in this picture?",
    "Could you count the {many} in the image?",
    "Please count the {many}. How many do you find?",
    "In this image, how many {many} are visible?",
    "Can you tell me how many {many} the picture shows?",
    "Looking at the whole image, how many {many} do you count?",
)
SO_MANY = (
    "There {be} {counted} in the image.",
    "I can see {counted}.",
    "{counted} {be} visible in the picture.",
    "The image shows {counted}.",
    "I count {counted} here.",
    "In total, there {be} {counted}.",
)
WHETHER = (
    "{Be} there exactly {guess} in the image?",
    "Does the image show exactly {guess}?",
    "Is it correct that exactly {guess} can be seen here?",
    "Would you count exactly {guess} in this picture?",
    "Do you see {guess}, no more and no fewer?",
    "Looking at the image, {be_guess} there exactly {guess}?",
)
RIGHT = (
    "Yes, there {be} {counted}.",
    "Yes, exactly {counted} can be seen.",
    "Yes, that is the right number: {counted}.",
    "Yes. The image shows {counted}.",
)
WRONG = (
    "No, there {be} {counted}.",
    "No, the image shows {counted}.",
    "No, I count {counted}.",
    "No. The right number is {number}: there {be} {counted}.",
)
MORE_THAN = (
    "Are there more than {limit} {many} in the image?",
    "Can you see more than {limit} {many}?",
    "Does the image show more than {limit} {many}?",
    "Would you count more than {limit} {many} in this picture?",
    "Is it true that there are more than {limit} {many} here?",
    "Looking at the image, is the number of {many} greater than {limit}?",
)
MORE_RIGHT = (
    "Yes, there are more than {limit} {many}.",
    "Yes, the image shows more than {limit} {many}.",
    "Yes, more than {limit} {many} can be seen.",
    "Yes, the number of {many} is greater than {limit}.",
)
MORE_WRONG = (
    "No, there are not more than {limit} {many}.",
    "No, the image does not show more than {limit} {many}.",
    "No. There are at most {limit} {many}.",
    "No, the number of {many} is not greater than {limit}.",
)
TOGETHER = (
    "How many {a} and {b} are there together?",
    "Counting both {a} and {b}, how many are there in the image?",
    "If you add up the {a} and the {b}, what number do you get?",
    "What is the total number of {a} and {b} in the picture?",
    "Taken together, how many {a} and {b} can you see?",
    "Please add the {a} and the {b} in the image. How many are there in all?",
)
SUMS = (
    "There are {total} in all: {parts}.",
    "{parts} make {total} altogether.",
    "Together there are {total}, namely {parts}.",
    "The total is {total}, with {parts}.",
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
    return talk.ask("count", [category], Wording(HOW_MANY, SO_MANY, "{number}.", ONE_WORD), words)


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
    return talk.ask("count", [category], yes_or_no(WHETHER, RIGHT if yes else WRONG, yes=yes), words)


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
    return talk.ask("limit", [category], yes_or_no(MORE_THAN, MORE_RIGHT if yes else MORE_WRONG, yes=yes), words)


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
        return talk.ask("together", (a, b), Wording(TOGETHER, SUMS, "{total}.", ONE_WORD), words)
    return None
