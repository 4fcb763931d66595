"""Questions that compare numbers: more, fewer, as many, by how many. Pure."""

from __future__ import annotations

from datagen.facts import COUNTED, more
from datagen.writer.nouns import number
from datagen.writer.talk import ONE_WORD, Asked, Talk, Wording, yes_or_no

NUMBER_WHETHER = (
    "Are there {more} {a} than {b} in the image?",
    "Can you see {more} {a} than {b}?",
    "Does the image show {more} {a} than {b}?",
    "Is it true that there are {more} {a} than {b} here?",
    "Would you count {more} {a} than {b} in the picture?",
    "Looking at the numbers, are there {more} {a} than {b} in the image?",
)
NUMBER_RIGHT = (
    "Yes, there {be} {first} and {second}.",
    "Yes. The image shows {first} and {second}.",
    "Yes, I count {first} and {second}.",
    "Yes, as there {be} {first} and {second}.",
)
NUMBER_WRONG = (
    "No, there {be} {first} and {second}.",
    "No. The image shows {first} and {second}.",
    "No, I count {first} and {second}.",
    "No, as there {be} {first} and {second}.",
)
NUMBER_WHICH = (
    "Are there {more} {one} or {more} {other} in the image?",
    "Which are there {more} of, {one} or {other}?",
    "Do you see {more} {one} or {more} {other} in the picture?",
    "Of {one} and {other}, which are there {more} of in the image?",
    "What does the image show {more} of: {one} or {other}?",
    "Counting {one} and {other}, which are there {more} of?",
)
NUMBER_THIS = (
    "There are {more} {a}: I count {first} and {second}.",
    "There are {more} {a} than {b}.",
    "The image shows {more} {a}, with {first} and {second}.",
    "With {first} and {second}, there are {more} {a}.",
)
DIFFERENCE = (
    "How many more {a} than {b} are there in the image?",
    "By how many do the {a} outnumber the {b}?",
    "What is the difference between the number of {a} and the number of {b}?",
    "If you compare the number of {a} with that of {b}, how many more {a} are there?",
    "In the image, how many more {a} do you see than {b}?",
    "Please compare the {a} and the {b}: how many more {a} are there?",
)
SO_MANY_MORE = (
    "The difference is {number}: there {be} {first} and {second}.",
    "It is {number}, as there {be} {first} and {second}.",
    "By {number}: the image shows {first} and {second}.",
    "The number is {number}, with {first} against {second}.",
)
THREE_WAYS = (
    "Are there more {one}, more {other}, or as many of each?",
    "Which are there more of in the image, {one} or {other}, or are they equal in number?",
    "Do you see more {one}, more {other}, or the same number of both?",
    "How does the number of {one} compare with the number of {other}?",
    "Counting both, are there more {one}, more {other}, or equally many?",
    "Which is larger, the number of {one} or that of {other}, or are they equal?",
)
MORE_OF = (
    "There are more {a} than {b}: {first} and {second}.",
    "The {a} are more numerous, with {first} and {second}.",
    "With {first} and {second}, there are more {a}.",
    "I see {first} and {second}, so there are more {a}.",
)
AS_MANY = (
    "There are as many {a} as {b}: {first} and {second}.",
    "They are equal in number, with {first} and {second}.",
    "With {first} and {second}, there are as many of each.",
    "I see {first} and {second}, so the numbers are the same.",
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
    return talk.ask("more", (a, b), yes_or_no(NUMBER_WHETHER, NUMBER_RIGHT if yes else NUMBER_WRONG, yes=yes), words)


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
    return talk.ask("more", (a, b), Wording(NUMBER_WHICH, NUMBER_THIS, "{a}.", ONE_WORD), words)


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
    return talk.ask("more", (a, b), Wording(DIFFERENCE, SO_MANY_MORE, "{number}.", ONE_WORD), words)


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
        wording = Wording(THREE_WAYS, MORE_OF if difference else AS_MANY, "", ())
        return talk.ask("more", (a, b), wording, words)
    return None
