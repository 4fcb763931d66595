"""Which is larger, and of which there are more. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from datagen.claims.claim import Noun, Outnumbers, Place, Quality, Sizes
from datagen.claims.numbers import FEWER
from datagen.claims.patterns import IMAGE, N, one_of
from datagen.claims.sentence import Sentence
from datagen.claims.subjects import subjects

WORDS: dict[str, tuple[Quality, bool]] = {
    "larger": ("size", True), "bigger": ("size", True), "smaller": ("size", False), "greater": ("size", True),
    "tinier": ("size", False), "taller": ("height", True), "shorter": ("height", False), "wider": ("width", True),
    "narrower": ("width", False), "more": ("size", True), "less": ("size", False),
}  # fmt: skip
"""What a comparative measures, and whether its subject has more of it."""
COMPARATIVE = one_of("larger bigger smaller tinier taller shorter wider narrower")
_FAR = (
    r"(?:(?:much|far|a good deal|a great deal|way|quite|rather|by far|clearly|slightly|noticeably|significantly|visibly"
    r"|considerably|a lot|a bit|somewhat|even|quite a bit|also|obviously|substantially|distinctly|many times) ){0,4}"
)
_SPACE = rf"(?:space|room|area|surface|pixels?|of (?:the|this) {IMAGE}|frame)"
_PORTION = one_of("part portion share amount section region area chunk visual_area stretch")
_IN_IMAGE = rf"(?: (?:in|within) (?:size|area|height|the {IMAGE}|terms of \w+)){{0,2}}"
_THAN = rf"than (?:that of |the (?:size|area) of |does |is )?(?P<other>{N})(?!'s)"
_LARGER = re.compile(
    rf"\b{_FAR}(?P<word>{COMPARATIVE}){_IN_IMAGE}(?: (?:in )?size)?(?: object| animal| item| thing"
    rf"| one)? ?(?:, )?{_THAN}"
)
_TAKES_SPACE = re.compile(
    r"\b(?:dominates?(?: the \w+)?|takes? up|taking up|occup(?:y|ies|ying)|covers?|covering|fills?|filling|has"
    r"|have|uses?|using) "
    rf"{_FAR}(?:an? |the )?{_FAR}(?P<word>more|less|larger|bigger|smaller|greater)"
    rf"(?: {_SPACE}| {_PORTION}(?: {_SPACE})?)?(?: \w+){{0,5}}? {_THAN}"
)
_LARGE = frozenset({"large", "big", "huge", "enormous"})
_LOOKS = r"(?:is|are|looks?|appears?|seems?)(?: to be)?(?: \w+){0,2}?"
_SMALL_NEXT_TO = re.compile(
    rf"(?P<noun>{N}) {_LOOKS} (?P<word>small|tiny|little|large|big|huge|enormous)"
    rf" (?:next to|beside|compared (?:to|with)|in comparison (?:to|with)|against) (?P<other>{N})(?!'s)"
)
_COMPARED_WITH = re.compile(
    rf"\b(?:compared (?:to|with)|in comparison (?:to|with)|relative to|next to) (?P<other>{N}) ,"
    rf" (?P<noun>{N}) {_LOOKS} "
    rf"(?P<word>{COMPARATIVE}|small|tiny|large|big|huge)\b(?! than)"
)
_ONE_AND_OTHER = re.compile(
    rf"(?P<noun>{N}) (?:is|looks|appears) the (?P<word>{COMPARATIVE})\b[^\ue000-\uf8ff]*?\b(?:and|while|with"
    rf"|whereas) (?P<other>{N})"
    rf" (?:\w+ )?(?:the )?{COMPARATIVE}\b"
)
_DWARFS = re.compile(rf"(?P<large>{N}) (?:dwarfs?|towers? over) (?P<small>{N})")
_DWARFED = re.compile(rf"(?P<small>{N}) (?:\w+ ){{0,2}}dwarfed by (?P<large>{N})")
_TIMES = re.compile(
    rf"(?P<noun>{N}) (?:is|are|appears?|looks?) (?:\w+ ){{0,3}}?(?P<word>times|twice|half|double|triple|fraction)"
    rf"(?: of)? (?:the size of|as (?:large|big) as) (?P<other>{N})"
)
_SUPERLATIVE = "(?P<word>largest|biggest|smallest)"
_LARGEST = re.compile(
    rf"(?P<noun>{N}) (?:is|are|appears?(?: to be)?|seems? to be) (?:(?:clearly|by far|easily) )?the {_SUPERLATIVE}"
    rf"(?: (?:object|thing|item|element|one|subject|of (?:all|them)))?(?! (?:{N}|\w+ than))"
)
_TURNED_LARGEST = re.compile(rf"^the {_SUPERLATIVE} (?:object|thing|item|element)(?: \w+){{0,6}}? is (?P<noun>{N})")
_BETWEEN_THAN = (
    r"(?: (?!than\b)[^ \ue000-\uf8ff]+){0,8}? than"
    r"(?: (?:there (?:are|is)|the number of|the amount of|it has|we see|you see|it does|they do)){0,2}"
)
_AMOUNT = r"(?:more|fewer|less)|(?:greater|larger|higher|smaller|lower) numbers?"
_MORE = re.compile(rf"\b(?P<word>{_AMOUNT})(?: of)? (?P<a>{N}){_BETWEEN_THAN} (?P<b>{N})(?!'s)")
_COMPARED_NUMBER = re.compile(
    rf"\bcompared (?:to|with) (?P<b>{N}) , (?:there (?:are|is) |the {IMAGE} (?:shows|has"
    rf"|contains) )?(?P<word>more|fewer|less) (?P<a>{N})"
)
_NUMEROUS = re.compile(
    rf"(?P<a>{N}) (?:is|are) (?P<word>more|less|fewer)(?: numerous| common| in number| plentiful)? than (?P<b>{N})"
)
_NUMBER_OF = re.compile(
    rf"\bnumber of (?P<a>{N})(?: \w+){{0,6}}? (?:is (?:\w+ )?(?P<word>greater|larger|higher|more|bigger|lower"
    rf"|smaller|less"
    rf"|fewer) than|exceeds) (?:the number of |that of )?(?P<b>{N})"
)
_OUTNUMBER = re.compile(rf"(?P<a>{N})(?: \w+){{0,4}}? outnumber(?:s|ed)? (?P<b>{N})")
_OUTNUMBERED = re.compile(rf"(?P<b>{N}) (?:is|are) outnumbered by (?P<a>{N})")
_EQUAL = re.compile(
    rf"\b(?:(?<!twice )(?<!times )as many (?P<a>{N}) as(?: there are)? (?P<b>{N})"
    rf"|(?:same|equal)(?: number of| numbers of) (?P<c>{N}) (?:and|as) (?P<d>{N}))"
)
_MULTIPLE = re.compile(rf"\b(?:twice|times) as many (?P<a>{N}) as(?: there are)? (?P<b>{N})")
_NOT = re.compile(r"\b(?:not|never|neither|no (?:more|fewer|less|larger|bigger|smaller))\b")
_HAS_SIZE = re.compile(r"size of|as (?:large|big)|dwarf|tower|(?:larg|bigg|small)est")
_HAS_AMOUNT = re.compile(r"than|exceeds|compared|outnumber|as many|same|equal")
_CLAUSE = re.compile(r"[,;:]| and | but | so ")


def sizes(sentence: Sentence, whole: Place) -> Iterator[Sizes]:
    """Yield which thing is said to be larger than which."""
    for pattern in (_LARGER, _TAKES_SPACE) if " than " in sentence.skeleton else ():
        for match in pattern.finditer(sentence.skeleton):
            quality, up = WORDS[match["word"]]
            other = sentence.noun(match["other"])
            holds = not _denied(sentence.skeleton, match.start())
            for noun in next(iter(subjects(sentence, match.start())), ()):
                if noun is not other and not noun.genitive:
                    larger, smaller = (noun, other) if up else (other, noun)
                    yield Sizes(_around(whole, noun, other), quality, larger, smaller, holds)
    yield from _plain_sizes(sentence, whole)


def _plain_sizes(sentence: Sentence, whole: Place) -> Iterator[Sizes]:
    for match in (*_SMALL_NEXT_TO.finditer(sentence.skeleton), *_COMPARED_WITH.finditer(sentence.skeleton)):
        noun, other = sentence.noun(match["noun"]), sentence.noun(match["other"])
        quality, up = WORDS.get(match["word"], ("size", match["word"] in _LARGE))
        larger, smaller = (noun, other) if up else (other, noun)
        yield Sizes(_around(whole, noun, other), quality, larger, smaller)
    for match in _ONE_AND_OTHER.finditer(sentence.skeleton):
        noun, other = sentence.noun(match["noun"]), sentence.noun(match["other"])
        quality, up = WORDS[match["word"]]
        larger, smaller = (noun, other) if up else (other, noun)
        yield Sizes(_around(whole, noun, other), quality, larger, smaller)
    if not _HAS_SIZE.search(sentence.skeleton):
        return
    for match in _TIMES.finditer(sentence.skeleton):
        noun, other = sentence.noun(match["noun"]), sentence.noun(match["other"])
        larger, smaller = (other, noun) if match["word"] in ("half", "fraction") else (noun, other)
        yield Sizes(_around(whole, noun, other), "size", larger, smaller)
    for match in (*_DWARFS.finditer(sentence.skeleton), *_DWARFED.finditer(sentence.skeleton)):
        large, small = sentence.noun(match["large"]), sentence.noun(match["small"])
        yield Sizes(_around(whole, large, small), "size", large, small)
    for match in (*_LARGEST.finditer(sentence.skeleton), *_TURNED_LARGEST.finditer(sentence.skeleton)):
        noun = sentence.noun(match["noun"])
        start, end = sentence.span(*match.span())
        place = whole._replace(start=start, end=end)
        yield Sizes(place, "size", None, noun) if match["word"] == "smallest" else Sizes(place, "size", noun, None)


def numbers(sentence: Sentence, whole: Place) -> Iterator[Outnumbers]:
    """Yield of which things there are said to be more."""
    skeleton = sentence.skeleton
    if len(sentence.nouns) < 2 or not _HAS_AMOUNT.search(skeleton):  # noqa: PLR2004 - of one and of another
        return
    for pattern in (_MORE, _NUMEROUS, _NUMBER_OF, _OUTNUMBER, _OUTNUMBERED, _MULTIPLE, _COMPARED_NUMBER):
        for match in pattern.finditer(skeleton):
            a, b = sentence.noun(match["a"]), sentence.noun(match["b"])
            if a.stand_in or b.stand_in:
                continue
            word = (match.groupdict().get("word") or "more").split()[0]
            more, fewer = (b, a) if word in FEWER else (a, b)
            yield Outnumbers(_around(whole, a, b), more, fewer, holds=not _denied(skeleton, match.start()))
    for match in _EQUAL.finditer(skeleton):
        a, b = sentence.noun(match["a"] or match["c"]), sentence.noun(match["b"] or match["d"])
        yield Outnumbers(_around(whole, a, b), a, b, equal=True, holds=not _denied(skeleton, match.start()))


def _denied(skeleton: str, at: int) -> bool:
    """Whether the clause before a comparison, or its first word, denies it."""
    return _NOT.search(_CLAUSE.split(skeleton[:at])[-1] + skeleton[at : at + 14]) is not None


def _around(whole: Place, a: Noun, b: Noun) -> Place:
    return whole._replace(start=min(a.start, b.start), end=max(a.end, b.end))
