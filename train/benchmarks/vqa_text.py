"""How VQA's scorers put answers into one form: punctuation, number words, articles, contractions.

Two exact readings of the same steps exist, Python 2's (the VQA scorer) and Python 3's (mmf's for TextVQA): they differ
in what a digit, a space and a small letter is outside ASCII.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

MARKS = ';/[]"{}()=+\\_-><@`,?!'
PERIODS_AT_MOST = 32
"""Both scorers hand re.UNICODE to `sub` in the place of the count."""
ARTICLES = frozenset(("a", "an", "the"))
NUMBERS: Mapping[str, str] = {"none": "0"} | {
    word: str(value)
    for value, word in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    )
}
_FORMS = """
ain't aren't can't could've couldn't couldn't've didn't doesn't don't hadn't hadn't've hasn't haven't he'd he'd've he's
how'd how'll how's isn't it'd it'd've it'll ma'am mightn't mightn't've might've mustn't must've needn't not've o'clock
oughtn't 'ow's'at shan't she'd've should've shouldn't shouldn't've somebody'd've somebody'll somebody's someone'd
someone'd've someone'll someone's something'd something'd've something'll that's there'd there'd've there're there's
they'd they'd've they'll they're they've 'twas wasn't we'd've we've weren't what'll what're what's what've when's
where'd where's where've who'd who'd've who'll who's who've why'll why're why's won't would've wouldn't wouldn't've
y'all y'all'll y'all'd've you'd you'd've you'll you're you've
"""
CONTRACTIONS: Mapping[str, str] = {"somebody'd": "somebodyd"} | {
    form[:place] + form[place + 1 :]: form for form in _FORMS.split() for place, sign in enumerate(form) if sign == "'"
}
"""Each form by its spellings with one apostrophe left out. Capitals ("Im") are in the scorers' table too but can
never match, as words are lowercased before."""
_CASELESS = re.compile(
    r"[\u037f\u0526-\u052f\u10c6-\u10cf\u13a0-\u13f5\u1c80-\u1cbf\u2c2f\u2cf2\ua660\ua698-\ua69a\ua78d-\ua7fa"
    r"\U00010450-\U0010ffff]"
)
"""Capitals that got a small letter after Unicode 5.2, which is Python 2.7's."""
_PYTHON2_SPACES = "".join(sign for sign in map(chr, range(0x3001)) if sign.isspace()) + "\u180e"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the steps take for a digit, and how they strip, lowercase and split."""

    comma: re.Pattern[str]
    period: re.Pattern[str]
    strip: Callable[[str], str]
    words: Callable[[str], list[str]]


def _python2_strip(text: str) -> str:
    return text.strip() if text.isascii() else text.strip(_PYTHON2_SPACES)


def _python2_words(text: str) -> list[str]:
    if text.isascii():
        return text.lower().split()
    # One sign becomes one sign: no final sigma, and the dot of a Turkish capital I is lost.
    lowered = (sign if _CASELESS.match(sign) else sign.lower()[0] for sign in text)
    return "".join(lowered).replace("\u180e", " ").split()


PYTHON2 = Reading(re.compile(r"[0-9],[0-9]"), re.compile(r"\.(?![0-9])"), _python2_strip, _python2_words)
PYTHON3 = Reading(re.compile(r"\d,\d"), re.compile(r"\.(?!\d)"), str.strip, lambda text: text.lower().split())


def one_line(text: str, reading: Reading) -> str:
    """Turn line ends and tabs into spaces, and strip."""
    return reading.strip(text.replace("\n", " ").replace("\t", " "))


def punctuation(text: str, reading: Reading) -> str:
    """Delete or blank each mark, as it stands in the text that was given; then delete periods."""
    if text.isalnum():
        return text
    after = text
    thousands = "," in text and reading.comma.search(text) is not None
    for mark in MARKS:
        if mark in text:
            deleted = thousands or f"{mark} " in text or f" {mark}" in text
            after = after.replace(mark, "" if deleted else " ")
    return reading.period.sub("", after, count=PERIODS_AT_MOST) if "." in after else after


def digits_and_articles(text: str, reading: Reading) -> str:
    """Lowercase, write number words as digits, drop articles, restore contractions; one space between words."""
    words = (NUMBERS.get(word, word) for word in reading.words(text))
    return " ".join(CONTRACTIONS.get(word, word) for word in words if word not in ARTICLES)
