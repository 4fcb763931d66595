"""Coordinate leak: box numbers in the text. Prices, measures and scores are not coordinates."""

from __future__ import annotations

from collections.abc import Iterator

from datagen.checks.draft import Draft, quote
from datagen.checks.phrases import Phrases, outside
from datagen.sample import Finding

_FRACTION = r"0?\.\d+"
_QUOTE = "[\"'\u201c\u201d\u2018]"
_NUMBER = r"(?:\d{1,9}(?:\.\d{1,9})?|\.\d{1,9})"
_SIZE = r"(?:image|photo|photograph|picture|frame|scene|canvas|width|height)"
_NO_MEASURE = (
    r"(?![\s-]*(?!(?:of|in|on|at|to|from|and|or|but|for|while|with|which|that|is|are|was|wide|tall|high|across"
    r"|along|away|apart|you|there|he|she|they|this|where|if|when|before|after|above|below|beyond|into|onto"
    r"|within|towards?|off|out|then|than|can|has|have|will|would|lies|sits|stands"
    r"|down|up|left|right|near|so|as|by|it|its|the|horizontally|vertically|units?)(?!\w))[^\W\d]|\s?[%°$€£¥¢])"
)
"""A number with a word behind it, other than these, measures something: "0.5 liters", ".300 average"."""

_PERCENT = rf"{_NUMBER}\s?(?:%|percent|per cent)"
_ABOUT = r"(?:about |around |roughly |approximately |nearly |almost |some )"
_WAY = r"(?:horizontal(?:ly)?|vertical(?:ly)?|across|of the way|from left to right|from top to bottom)"
_BORDER = (
    r"(?:edge|border|boundary|corner|cent(?:er|re)|midpoint|(?:cent(?:er|re)|corner|upper left|lower right|top left"
    r"|bottom right|starting|end) point)s?"
)
_RANGE = rf"(?:from |between )?(?<![\d.,:$€£¥]){_NUMBER}\s?(?:to|and|-|\u2013|through|until|up to)\s?{_NUMBER}(?!\.?\d)"
_EXTENT = r"(?:width|height|extent|position|range|span|offset|area)"
_FILLS = r"(?:takes? up|occup(?:y|ies)|covers?|fills?|spans?|spanning|covering|filling)"
_PLACED = (
    r"(?:at|within|inside|in|spans?|spanning|covers?|covering|occup(?:y|ies|ying)|over|box|bbox|position(?:ed)?|region"
    r"|area|located|boxed|fills?|from|around|near|by)"
)
_TO = r"(?:\s*(?:of|at|is|=|:|to|about|around|near|from|between|equals?|roughly|runs?|goes|starts?|ends?|spans?))"

_UNITS = (
    r"(?:liters?|litres?|[mc]?l|miles?|mi|km|kilo\w*|meters?|metres?|[cm]?m|inch(?:es)?|in(?=[.,;])|feet|ft|foot"
    r"|yards?|pounds?|lbs?"
    r"|k?g|grams?|ounces?|oz|cups?|tea\w+|table\w+|tsp|tbsp|gallons?|quarts?|pints?|h|hours?|hrs?|min|minutes?|s|sec"
    r"|seconds?|days?|weeks?|years?"
    r"|degrees?|percent|per|dollars?|cents?|euros?|bucks|million|billion|thousand|acres?|hectares?|mph|kmh|average"
    r"|hitters?|stars?"
    r"|rating|calib\w+|cal|horsepower|hp|volts?|v|watts?|w|amps?|[gm]b|mega\w+|mp|gpa|era|rifle|pistol|bullets?|an?"
    r"|each|apiece|points?(?= (?:ahead|behind|each))"
    r"|times|on the (?:display|screen|scale|meter|scoreboard|board|gauge|sign|tag)|blood|probability|chance|odds|ml|k"
    r"|x)"
)
_NO_UNIT = rf"(?![\s-]*{_UNITS}(?!\w)|\s?[%°$€£¥¢]|\s?[xX]\s?\d)"

_COORDINATES = Phrases(
    rf"[\[(]\s*{_NUMBER}(?:\s*[,;]\s*{_NUMBER}){{3}}\s*[\])]",
    rf"[\[(]\s*(?:{_FRACTION}|[01](?:\.0+)?(?!,\d{{3}}\D))(?:\s*[,;]\s*{_NUMBER}){{1,3}}\s*[\])]",
    r"(?:at|corner|center|point|position|pixel|located)(?: is| are| at){0,2} [\[(]\s*\d{1,9}\s*,\s*\d{1,9}\s*[\])]",
    rf"(?<![\d.,:$€£¥])(?<![$€£¥]\s){_FRACTION}(?!\.?\d){_NO_UNIT}",
    r"(?-i:[xy][12])|[xy](?:min|max|[_-](?:min|max|values?|positions?))",
    r"[xy][\s-]coordinates?|[xy]\s?[=:]\s?\d[\d.]*",
    r"[xy][\s-]axis(?! (?:of|on) (?:the|a|his|her) (?:\w+ )?(?:graph|chart|plot|diagram))",
    r"(?:the|its|their|his|her|these|those|box|pixel|image|object|normali[sz]ed|given|provided|using) coordinates",
    r"(?:at|by|to|from|with|on|of|exact) coordinates",
    r"coordinates (?:indicate|suggest|range|place|given|provided|of|are)",
    r"coordinate (?:values?|systems?|pairs?|ranges?|data)|(?:image|pixel|box|normali[sz]ed) coordinates?",
    rf"\d{{1,9}}(?:\.\d{{1,9}})?\s?(?:%|percent|per cent) (?:(?:of|across|down|along|up|into) (?:the |its "
    rf"|this )?(?:\w+ )?{_SIZE}"
    r"|(?:in )?(?:from|to) the (?:left|right|top|bottom)|(?:across|down))(?:'s? \w+)?",
    r"\d{1,9}\s?(?:pixels?|px)",
    r"[\[({<]\s*\d{1,4}\s*[,;/]\s+\d{1,4}\s*[\])}>]|[\[({<](?:[a-z]+:? ?)?\s*\d{1,9}"
    r"(?:\.\d{1,9})?(?:\s*[,;]\s*\d{1,9}(?:\.\d{1,9})?){2,}",
    rf"{_PLACED} {_ABOUT}?(?:position |coordinates |pixels? )?\d{{1,4}}(?:(?:,\s?"
    rf"|\s)\d{{1,4}}){{3}}(?!\.?\d){_NO_MEASURE}(?! are)",
    rf"\d{{1,9}} ?\.\.\.? ?\d{{1,9}}|(?:positioned|located|placed|situated|cent(?:er|r)ed|sits?"
    rf"|lies?)(?: right)? (?:at|on|around"
    rf"|near|from) {_ABOUT}?\d{{2,4}}(?:,\s?\d{{1,4}})*(?!\.?\d)(?!:){_NO_MEASURE}",
    r"(?<!numbers\s)(?<!runners\s)(?<!numbered\s)(?<!are\s)(?<!rooms\s)(?<!buses\s)"
    r"(?<!lines\s)(?<!read\s)(?<![\d,.$€£]\s)(?<![\d,.$€£])\d{1,3}(?:,\s\d{1,3}){0,2},\s[1-9]\d{2}"
    r"(?:,\s\d{1,3})+(?!,?\d)",
    rf"(?<!\d\s)(?<!route\s)(?<!bus\s)(?<!line\s)[xy]{_TO}{{0,3}} ?{_FRACTION}|(?<!\d\s)[xy]{_TO}{{1,3}} ?\d{{1,9}}"
    rf"|(?<!\d\s)[xy] \d{{2,}} (?:and|to)|(?:to|at|near|around|about) [xy] \d{{2,}}"
    r"|(?<!\d\s)[xy] \d{2,}\s?[-\u2013] ?\d{1,9}",
    rf"[xy] (?:ranges?|runs?|values?|positions?|extents?|offsets?)|{_PERCENT} (?:(?:horizontal|vertical)ly"
    rf"|across(?! the (?!{_SIZE}))|of the way|from left to right|from top to bottom|[xy]|mark|wide|tall|in from|left"
    rf"|right)"
    r"|(?:leftmost|rightmost|topmost|(?:upper|lower|top|bottom|left|right)(?:most)?) "
    rf"{_ABOUT}?{_PERCENT}",
    rf"{_PERCENT}(?: {_WAY})? (?:of|from|across|along|into|down|up) (?:the |its |this )?(?:\w+ )?"
    r"(?:left|right|top|bottom|side|edge|border|width|height|view|shot)",
    rf"{_PERCENT} (?:over|in|away|out) (?:to|towards?|from) the (?:left|right|top|bottom)"
    rf"|{_PERCENT} (?:of )?(?:the )?(?:height|width)|(?:the|its|whose|his|her|their) (?-i:[xyXY]) (?:of|for|is|lies)"
    r"|\d{3} (?:wide|tall|high)(?!\w)|\d{2,4} ?(?:x|by|\u00d7) ?\d{2,4} (?:region|area|box|rectangle|patch)|(?:its"
    r"|his|her|the) (?:size|dimensions?|area|region)(?: (?:is|are|of|measures?)){1,2} \d{2,4} ?(?:x|by|\u00d7"
    r"|,) ?\d{2,4}(?! ?(?:feet|ft|cm|m|inch\w*|meters)(?!\w))"
    rf"|(?:starts?|begins?|from|between) (?:at )?{_PERCENT} (?:and|to) (?:ends? |finish\w* )?(?:at )?{_PERCENT}"
    r"|\d{1,9}\.\d{1,9}(?:, \d{1,9}\.\d{1,9}){3}|in coordinates|box(?:es)?:? \d{1,9}(?:[ ,]+\d{1,9}){2,}",
    rf"(?:left|right|top|bottom|upper|lower)(?:most)? (?:side|end|limit|line|bound)(?: is| lies| starts| sits)? (?:at"
    rf"|=) {_ABOUT}?\d{{1,9}}(?:\.\d{{1,9}})?(?!\.?\d){_NO_MEASURE}",
    rf"{_FILLS} {_ABOUT}?{_PERCENT} of (?:the (?:image|photo|picture|frame|scene|view|shot)|it)",
    rf"{_NUMBER} (?:horizontal|vertical)ly|(?:horizontal|vertical)(?:ly)?(?: \w+){{0,5}} {_NUMBER}{_NO_MEASURE}"
    rf"|{_RANGE} (?:on|in|along) (?:the )?[xy]|bounds \d{{1,9}}",
    rf"{_RANGE} (?:(?:percent )?(?:horizontal(?:ly)?|vertical(?:ly)?|across(?! the (?!{_SIZE})))|in (?:x|y|width"
    rf"|height))",
    rf"{_BORDER}(?: is| are| lies| sits| reaches| begins| ends)? (?:at |on |near |of |around |="
    rf"|: ?)?{_ABOUT}?[\[(]?\d{{1,4}}(?:\.\d{{1,9}})?"
    rf"(?:\s?[,/x]\s?\d{{1,4}}){{0,3}}(?!\.?\d)(?! (?:street|avenue|st|th)(?!\w)){_NO_MEASURE}",
    rf"{_EXTENT} of (?:\d{{1,4}}|{_FRACTION})(?!\.?\d){_NO_MEASURE}|(?:cx|cy|xywh|xyxy)|normali[sz]ed (?:\w+ )?"
    r"(?:position|value|unit|width|height|number)s?",
    r"(?:pixels?|columns?|coordinates?|coords?) (?:at |from |between |is |are )?\d{1,9}|(?:a |one |two |three |few "
    r"|several )?"
    r"(?:hundred|thousand|fifty|dozen) pixels|pixel (?:position|row|column|count|range|area|corner)s?|coords?"
    r"|in pixels",
    rf"box(?: (?:is|at|from|to|of|goes|runs|spans|covers|starts|ends|with|over|has the|the|corners?|values?"
    rf"|numbers?))+ (?!(?:19|20)\d\d(?!\d))\d{{1,9}}(?:\.\d{{1,9}})?(?!\.?\d){_NO_MEASURE}",
    rf"(?:at|near|around|about) {_ABOUT}?\d{{2,4}},\s?\d{{2,4}}(?!,? (?:and|or)(?!\w))(?![.,:]?\d)(?! (?:are"
    rf"|were))(?!,\s?\d){_NO_MEASURE}",
    r"(?:width|height|left|right|top|bottom|w|h)\s?[=:]\s?\d{1,9}|\d{1,4}\s?[x\u00d7]\s?\d{1,4} (?:pixels?|px|box"
    r"|region"
    r"|area)",
    rf"(?:at|to|from|as far as|until|by) {_ABOUT}?\d{{2,4}} ?(?:by|/) ?\d{{2,4}}(?! (?:feet|meters|metres"
    rf"|inch))(?!\w)(?!/)",
    r"\d(?:\.\d{1,9})?/\d{1,3} (?:of the|across the|down the) (?:width|height|way|image|picture|frame)|<(?:box|loc"
    r"|bbox)\w*>",
    stems=(
        (
            "0|1|2|3|4|5|6|7|8|9|coord|axis|xmi|xma|ymi|yma|x_|y_|x-|y-|pixel|normali|the x |the y |its x |its y |xywh"
            "|xyxy|x position|x range|y range|y position|x value|y value|loc>|box>"
        ),
    ),
)

_EXCUSES = Phrases(
    r"coordinates(?: \w+){0,8} (?:sign|map|chart|plaque|stone|screen|display|phone|GPS|compass|engraved|carved)",
    rf"(?:tag|label|scale|screen|display|dial|gauge|clock|watch|counter|timer|board|sign|odds|ERA|ratio|price|average"
    rf"|meter|gauge)s?(?: \w+){{0,2}}"
    rf" (?:is|are|was|says?|reads?|shows?|of|at) {_QUOTE}?{_FRACTION}",
    rf"(?:prices?|priced|costs?|sells?|selling|reads?|reading|displays?|displaying|marked|sign|tag"
    rf"|version|score|rated|rating|average|hitting|batting)(?: (?:at|for|of|is|was|a|only|just|from))*"
    rf" {_QUOTE}?{_FRACTION}(?: (?:to|and|or|-) {_FRACTION})?",
    rf"{_QUOTE}{_FRACTION}{_QUOTE}",
    rf"(?:menu|price|cost|sticker|sale|offer|deal|receipt|bill|cash|sell|sold|discount|\$)\w*(?:[^\n.]"
    rf"|\.\d){{0,60}}\W{_FRACTION}",
    r"(?:BMW|bus|line|route|train|model) [xy][12]",
)


def find_coordinates(draft: Draft) -> Iterator[Finding]:
    """Fail every number or word that can only come from a box's coordinates."""
    if not _COORDINATES.may_be_in(f" {draft.flat}"):
        return
    for passage in draft.passages:
        matches = _COORDINATES.find(passage.text)
        for match in outside(matches, _EXCUSES.find(passage.text) if matches else []):
            fault = f"gives a position as a number ({quote(match[0])}); say it in words"
            yield passage.fail("coordinates", match.start(), match.end(), fault)
