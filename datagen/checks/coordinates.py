"""Coordinate leak: box numbers in the text. Prices, measures and scores are not coordinates."""

from __future__ import annotations

from collections.abc import Iterator

from datagen.checks.draft import Draft, quote
from datagen.checks.phrases import Phrases, outside
from datagen.sample import Finding
from datagen.scene import Scene

_FRACTION = r"0?\.\d+"
_QUOTE = "[\"'\u201c\u201d\u2018]"
_NUMBER = r"\d*\.?\d+"
_SIZE = r"(?:image|photo|photograph|picture|frame|scene|canvas|width|height)"
_NO_MEASURE = (
    r"(?![\s-]*(?!(?:of|in|on|at|to|from|and|or|but|for|while|with|which|that|is|are|was|wide|tall|high|across"
    r"|along|away"
    r"|down|up|left|right|near|so|as|by|it|its|the|horizontally|vertically|units?)(?!\w))[^\W\d]|\s?[%°$€£¥¢])"
)
"""A number with a word behind it, other than these, measures something: "0.5 liters", ".300 average"."""

_COORDINATES = Phrases(
    rf"[\[(]\s*{_NUMBER}(?:\s*[,;]\s*{_NUMBER}){{3}}\s*[\])]",
    rf"[\[(]\s*(?:{_FRACTION}|[01](?:\.0+)?)(?:\s*[,;]\s*{_NUMBER}){{1,3}}\s*[\])]",
    r"(?:at|corner|center|point|position|pixel|located)(?: is| are| at){0,2} [\[(]\s*\d+\s*,\s*\d+\s*[\])]",
    rf"(?<![\d.,:$€£¥])(?<![$€£¥]\s){_FRACTION}(?!\.?\d){_NO_MEASURE}",
    r"(?-i:[xy][12])|[xy](?:min|max|[_-](?:min|max|values?|positions?))",
    r"[xy][\s-]coordinates?|[xy]\s?[=:]\s?\d[\d.]*",
    r"[xy][\s-]axis(?! (?:of|on) (?:the|a|his|her) (?:\w+ )?(?:graph|chart|plot|diagram))",
    r"(?:the|its|their|his|her|these|those|box|pixel|image|object|normali[sz]ed|given|provided|using) coordinates",
    r"(?:at|by|to|from|with|on|of|exact) coordinates",
    r"coordinates (?:indicate|suggest|range|place|given|provided|of|are)",
    r"coordinate (?:values?|systems?|pairs?|ranges?|data)|(?:image|pixel|box|normali[sz]ed) coordinates?",
    rf"\d+(?:\.\d+)?\s?(?:%|percent|per cent) (?:(?:of|across|down|along|up|into) (?:the |its |this )?(?:\w+ )?{_SIZE}"
    r"|(?:in )?(?:from|to) the (?:left|right|top|bottom)|(?:across|down))(?:'s? \w+)?",
    r"\d+\s?(?:pixels?|px)",
    stems=("0|1|2|3|4|5|6|7|8|9|coordinate|axis|xmi|xma|ymi|yma|x_|y_|x-|y-",),
)

_EXCUSES = Phrases(
    r"coordinates(?: \w+){0,8} (?:sign|map|chart|plaque|stone|screen|display|phone|GPS|compass|engraved|carved)",
    rf"(?:tag|label|scale|odds|ERA|ratio|price|average|meter|gauge)s?(?: \w+){{0,2}}"
    rf" (?:is|are|was|says?|reads?|shows?|of|at) {_QUOTE}?{_FRACTION}",
    rf"(?:prices?|priced|costs?|sells?|selling|reads?|reading|displays?|displaying|marked|sign|tag"
    rf"|version|score|rated|rating|average|hitting|batting)(?: (?:at|for|of|is|was|a|only|just|from))*"
    rf" {_QUOTE}?{_FRACTION}(?: (?:to|and|or|-) {_FRACTION})?",
    rf"{_QUOTE}{_FRACTION}{_QUOTE}",
    r"(?:BMW|bus|line|route|train|model) [xy][12]",
)


def find_coordinates(draft: Draft, scene: Scene) -> Iterator[Finding]:
    """Fail every number or word that can only come from a box's coordinates."""
    del scene
    if not _COORDINATES.may_be_in(draft.flat):
        return
    for passage in draft.passages:
        matches = _COORDINATES.find(passage.text)
        for match in outside(matches, _EXCUSES.find(passage.text) if matches else []):
            fault = f"gives a position as a number ({quote(match[0])}); say it in words"
            yield passage.fail("coordinates", match.start(), match.end(), fault)
