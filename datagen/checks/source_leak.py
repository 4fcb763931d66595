"""Source leak: the text speaks of captions, boxes or given information instead of the image."""

from __future__ import annotations

import re
from collections.abc import Iterator

from datagen.checks.draft import Draft, quote
from datagen.sample import Finding
from datagen.scene import Scene

_SOURCE = r"(?:captions?|annotations?|descriptions?|metadata|labels|context|text|prompt|data|information|details|input)"
_SAYS = (
    r"(?:say|says|said|mention|mentions|mentioned|state|states|stated|describe|describes|described|indicate|indicates"
    r"|indicated|note|notes|noted|suggest|suggests|specify|specifies|specified|list|lists|listed|report|reports)"
)
_LEAK = re.compile(
    r"\b(?:bounding[ -]box(?:es)?|box coordinates?|(?:object|image) annotations?"
    r"|image captions?|captions? (?:of|for) (?:the|this) (?:image|photo|picture)"
    r"|(?:the|this|these|those|all|each|most|one of the|several|other|another|first|second|third|given) captions?"
    rf"|captions? (?:that )?(?:also )?{_SAYS}"
    r"|(?:the|this|these|given|provided|image) (?:description|annotation|metadata|context|data|information)s?"
    rf" (?:provided|given|above|{_SAYS})"
    rf"|(?:provided|given|supplied) (?:to (?:me|us) )?{_SOURCE}"
    r"|(?:information|details|context|data|descriptions?) (?:that (?:was|were|is|are) )?(?:provided|given|supplied)"
    r"|(?:according to|based on|judging (?:by|from)|as per|per|from|in) (?:the|this|these|all|its)"
    r"(?: (?:given|provided|image|object|photo))* (?:captions?|annotations?|descriptions?|metadata|bounding)"
    r"|(?:as|is|are|was|were|been|not|never|isn't|aren't|wasn't)(?: (?:explicitly|specifically|directly))? mentioned"
    r"|(?:not|never|isn't|aren't|wasn't)(?: (?:explicitly|specifically|directly))? (?:specified|stated|described|annotated)"
    r"|(?:is|are|was|were) (?:described|annotated|captioned) (?:as|in|by)"
    r"|described as|annotations?|annotators?|annotated)\b",
    re.IGNORECASE,
)
_VISIBLE_CAPTION = re.compile(
    r"\bcaptions? (?:printed |written |shown |displayed )?"
    r"(?:on|under|beneath|underneath|below|above|across|at|along|reads|reading|that reads)\b",
    re.IGNORECASE,
)
_VISIBLE_CARRIER = re.compile(
    r"\b(?:poster|sign|banner|screen|tv|television|newspaper|magazine|book|page|label|bottle"
    r"|shirt|t-shirt|billboard|plaque|card|map|menu|board|packag\w+|meme|artwork|painting|exhibit)\b",
    re.IGNORECASE,
)
_CAPTION_WISH = re.compile(
    r"\b(?:write|suggest|give|create|compose|come up with|invent|funny|witty|catchy|short|social media|playful)\b"
    r".{0,40}\bcaptions?\b",
    re.IGNORECASE,
)


def find_source_leaks(draft: Draft, scene: Scene) -> Iterator[Finding]:
    """Fail every mention of a source; text that is visible in the scene ("a caption on the poster") is let pass."""
    del scene
    wished = draft.kind == "creative" and any(_CAPTION_WISH.search(turn.question) for turn in draft.turns)
    for passage in draft.passages():
        for match in _LEAK.finditer(passage.text):
            if _is_visible(passage.text, match) or (wished and "caption" in match[0].lower()):
                continue
            fault = f"speaks of its source ({quote(match[0])}) instead of the image"
            yield passage.fail("source", match.start(), match.end(), fault)


def _is_visible(text: str, match: re.Match[str]) -> bool:
    """Whether the words are about writing in the image, such as the caption of a poster."""
    start = max(text.rfind(end, 0, match.start()) for end in ".!?") + 1
    stop = min((at for at in (text.find(end, match.end()) for end in ".!?") if at >= 0), default=len(text))
    sentence = text[start:stop]
    about_text = re.search(r"caption|label|describ|text", match[0], re.IGNORECASE)
    return bool(about_text and (_VISIBLE_CAPTION.search(sentence) or _VISIBLE_CARRIER.search(sentence)))
