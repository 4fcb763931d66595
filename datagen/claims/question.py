"""A question: what it asks about, and in which form it wants its answer. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from datagen.claims.claim import Noun
from datagen.claims.patterns import IMAGE, REGION, N, one_of
from datagen.claims.sentence import Sentence, sentences
from datagen.lexicon import Lexicon

_YES_NO = re.compile(
    r"^(?:[^?]*, )?(?:and |so |but |also )?(?:is|are|was|were|do|does|did|can|could|has|have|would|will)(?: not)?\b"
)
_ENDS = r"\b(?:left|right|top|bottom)\b"
_CHOICE = re.compile(
    rf"{N}(?:'s)? or {N}|\bwhich\b|\bor (?:on |to |in |at )?(?:the )?(?:\w+ ){{0,3}}{_ENDS}"
    r"|(?:more|fewer|smaller|larger|above|below|higher|lower) or (?:more|fewer|smaller|larger|above|below|higher|lower)"
)
_HOW_MANY = re.compile(
    r"\b(?:how many|what number of|what is the (?:total )?number of|what is the count of|count the|number of)\b"
    rf"(?: \w+){{0,3}}? (?P<noun>{N})"
)
_SUM = re.compile(
    rf"\b(?:add|sum|combined|difference|by how many|how many more|how many fewer)\b|\bhow many {N}(?: ,)? (?:and|{N})"
    rf"|\bnumber of {N} and|\bcounting {N} and|\bcounting both\b|\b(?:together|both),? how many\b"
)
_DENIES = re.compile(r"\b(?:not|missing|absent|lacks?|lacking|without|except)\b")
_ASKS_SIDE = re.compile(rf"\bwhich side of {N}|\bwhich side is {N} (?:on )?(?:of|from|relative|compared)")
_OPTION = re.compile(r"(?:^|[\s(])\(?([A-F])[).:]\s*([^\n]+?)(?=[\s;,]*(?:\s\(?[A-F][).:]\s|\n|$))")
_LETTER = re.compile(
    r"^\W*(?i:(?:it is |it's )?(?:the )?(?:correct |right )?(?:answer|option|choice)(?: is)?:?\s*)?"
    r"\(?([A-F])\)?(?=[).:,]|\s*$)"
)
_TO_EACH_OTHER = re.compile(
    r"\b(?:relative|relation|compared|respect|relationship|to each other|from|side of|left|right)\b"
)
_HARMLESS = re.compile(
    r"\b(?:"
    + one_of(
        "are is were was there can could do does did be been being have has you we one i it see seen spot spotted find"
        " found count counted notice noticed identify identified make made out observe observed visible present shown"
        " appear appears pictured depicted captured altogether total overall all here in within across on_display this"
        " the sight entire whole exactly roughly about together different contain contains show include exist of that"
        " up tell me street road room kitchen bathroom bedroom office field beach terrace patio yard garden court zoo"
        " barn enclosure pen meadow pasture park intersection crossing place area platform at on stacked gathered"
        " living lie lying would say around stand standing sit sitting parked waiting lined"
    )
    + rf"|{IMAGE})\b"
)
"""What does not make "how many" ask for some only."""


@dataclass(frozen=True)
class Question:
    """The sentence that asks, the options offered (letter to text), what was spoken of before, all as one skeleton."""

    sentence: Sentence | None
    options: dict[str, str]
    context: tuple[Noun, ...] = ()
    whole: str = ""

    @classmethod
    def of(cls, text: str, lexicon: Lexicon, context: Sequence[Noun] = ()) -> Question:
        """Read a question."""
        options = dict(_OPTION.findall(text))
        stem = _OPTION.split(text, maxsplit=1)[0] if len(options) > 1 else text
        found = list(sentences(stem, lexicon, context, number=False))
        asking = [sentence for sentence in found if sentence.asks] or found
        main = next((sentence for sentence in reversed(asking) if sentence.nouns), asking[-1] if asking else None)
        whole = " ".join(sentence.skeleton for sentence in found)
        earlier = tuple(noun for sentence in found if sentence is not main for noun in sentence.nouns)
        return cls(main, options if len(options) > 1 else {}, (*context, *earlier), whole)

    @property
    def skeleton(self) -> str:
        """The sentence's skeleton, or nothing."""
        return self.sentence.skeleton if self.sentence else ""

    @property
    def is_yes_no(self) -> bool:
        """Whether it can be answered with yes or no."""
        return _YES_NO.match(self.skeleton) is not None and _CHOICE.search(self.skeleton) is None

    @property
    def is_among(self) -> bool:
        """Whether it names the things to choose from, so that the largest is the largest of these."""
        return len(self.options) > 1 or (self.sentence is not None and len(self.sentence.nouns) > 1)

    @property
    def asks_side_of(self) -> bool:
        """Whether it asks on which side of one thing another is."""
        return _ASKS_SIDE.search(self.skeleton) is not None

    @property
    def denies(self) -> bool:
        """Whether it asks for what is not there."""
        return _DENIES.search(self.whole) is not None

    @property
    def adds_up(self) -> bool:
        """Whether it asks for a number that is no count of one thing: a sum, a difference."""
        return _SUM.search(self.whole) is not None

    @property
    def counted(self) -> Noun | None:
        """What it asks the number of."""
        if self.sentence is None or self.adds_up:
            return None
        if match := _HOW_MANY.search(self.skeleton):
            return self.sentence.noun(match["noun"])
        if self.sentence.nouns or "how many" not in self.skeleton:
            return None
        return next((noun for noun in reversed(self.context) if noun.plural), None)

    @property
    def restricts(self) -> bool:
        """Whether the number asked for is of some only: "how many dogs are on the couch"."""
        noun = self.counted
        if noun is None or self.sentence is None:
            return False
        after = self.sentence.after(noun) if any(noun is own for own in self.sentence.nouns) else self.skeleton
        rest = _HARMLESS.sub("", after.replace("how many", "")).strip(" ?.,!")
        return noun.restricted or noun.other or rest != "" or REGION.search(self.skeleton) is not None

    @property
    def about(self) -> Noun | None:
        """The first thing it speaks of."""
        if self.sentence is None:
            return None
        return next((noun for noun in self.sentence.nouns if not noun.unreal and not noun.genitive), None)

    @property
    def other(self) -> Noun | None:
        """The second thing, where it asks how two stand to each other."""
        if self.sentence is None or self.asks_side_of or not _TO_EACH_OTHER.search(self.skeleton):
            return None
        return self.sentence.nouns[1] if len(self.sentence.nouns) == 2 else None  # noqa: PLR2004 - one and the other

    def chosen(self, answer: str) -> tuple[str, bool]:
        """Return the answer, with the text of the option in place of its letter; and whether it was one."""
        match = _LETTER.match(answer) if self.options else None
        if match and match[1] in self.options:
            return self.options[match[1]], True
        return answer, False
