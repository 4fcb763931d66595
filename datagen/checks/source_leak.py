"""Source leak: the text speaks of captions, boxes or given information instead of the image.

The words themselves are innocent: a poster has a caption, a jar a label, a board information. So a wording counts only
in a construction that points to a source, and not where an excuse overlaps it that places the words in the scene.
"""

from __future__ import annotations

from collections.abc import Iterator

from datagen.checks.draft import Draft, quote
from datagen.checks.phrases import Phrases, outside
from datagen.sample import Finding
from datagen.scene import Scene

_BY = r"(?:according to|based (?:up)?on|as per|per|judging (?:by|from)|going by|inferred from)"
_WHICH = (
    r"(?:the|this|that|these|those|all|each|every|most|some|several|other|another|both|many|multiple|various|different"
    r"|first|second|third|fourth|fifth|one|two|three|four|five|given|provided|your|original|image|photo|picture)"
)
_GIVEN = r"(?:provided|given|supplied|available|accompanying|above)"
_NOT = r"(?:do(?:es)? not|don't|doesn't|did not|didn't|never)"
_SAYS = (
    r"(?:says?|said|differ|disagree|agree|vary|speaks? of|names?|calls?|mention(?:s|ed|ing)?|stat(?:es?|ed|ing)"
    r"|describ(?:es?|ed|ing)|indicat(?:es?|ed|ing)|not(?:es?|ed|ing)"
    r"|specif(?:y|ies|ied|ying)|list(?:s|ed|ing)?|suggest(?:s|ed|ing)?|report(?:s|ed)?|refer(?:s|red)? to|tells?"
    rf"|confirm(?:s|ed)?|impl(?:y|ies|ied)|identif(?:y|ies|ied)|shows?|(?:only |also |all |both )?{_NOT}"
    r"|(?:(?:also|only|all|both|explicitly|specifically|clearly) )+(?:say|mention|state|describe|note|specify|list)s?)"
)
_STATES = rf"(?:mentions?|states?|stated|describes?|indicates?|notes|specif(?:y|ies)|{_NOT})"
_PLAINLY = (
    r"(?: (?:also|ever|explicitly|specifically|directly|clearly|otherwise|further|actually|even|previously|already))?"
)
_IS = r"(?:is|are|was|were|been|being|isn't|aren't|wasn't|weren't)"
_NEVER = r"(?:not|never|isn't|aren't|wasn't|weren't|hasn't been|haven't been)(?: been)?"
_MATTER = (
    r"(?:descriptions?|text|context|information|details|data|input|labels?|list|sentences?|statements?|boxes"
    r"|coordinates)"
)
_PICTURE = r"(?:image|photo|photograph|picture|scene)"
_UNPLACED = r"(?! (?:\w+ )?(?:on|in|of|at|from|under|above|around|visible|shown|seen|displayed|printed|written)(?!\w))"

_LEAKS = Phrases(
    rf"(?:{_BY} )?{_WHICH} (?:[\w-]+ )?captions?(?: {_SAYS})?|captions? {_SAYS}|(?:{_BY}|from|in|by) captions?",
    rf"captions? (?:of|for) (?:the|this) {_PICTURE}|{_PICTURE} {_IS} captioned|captioned as|captions? \d"
    r"|as captioned|captioners?",
    r"annotat(?:ions?|ors?|ed)|bounding[\s-]?(?:box(?:es)?|areas?|regions?|rectangles?)|data ?sets?|bbox(?:es)?"
    r"|metadata|ground[\s-]truth",
    r"(?:object|class|category|image|detection|segmentation) (?:labels?|masks?|tags)",
    r"(?:detected|labell?ed|listed) (?:objects?|items?|instances?)(?! (?:on|at|in)(?!\w))",
    r"(?:object|detection|labell?ed|annotation) box(?:es)?|(?:according to|as per|per) (?:the|their|its) boxes",
    r"(?:their|its|whose|respective) box(?:es)? (?:overlap|extend|span|reach|start|cover)\w*",
    r"(?:another|one|some|other) (?:person|people|observers?|viewers?|sources?|accounts?) (?:describe|mention"
    r"|note)[sd]?",
    r"object[\s-]detect(?:ions?|ors?)|(?:object|category) list|listed among|image data"
    r"|the text says(?! [\"\u201c])|objects? listed|source (?:text|material)",
    rf"{_WHICH} (?:\w+ )?descriptions? (?:{_GIVEN}|{_SAYS})|descriptions? {_SAYS}|(?:the|these) descriptions?(?! of)",
    rf"{_BY} what {_IS} (?:provided|given|described|stated|mentioned|said|listed)",
    rf"(?:{_BY}|from|in) (?:a|its|our|{_WHICH})(?: (?:{_GIVEN}|{_PICTURE}|object|text))? descriptions?",
    rf"the descriptions? (?:of|for) (?:the|this) {_PICTURE}|(?:the|these) (?:{_PICTURE}|text|textual) descriptions?",
    rf"(?:the|this|these|those|all|any|your|no|from|{_BY}) {_GIVEN} (?:\w+ )?{_MATTER}",
    rf"(?:{_MATTER}|objects)(?: that| which)?(?: {_IS})?(?: (?:I|we|you) (?:was|were|have been|are))?(?: not)?"
    r" (?:provided|given|supplied|available|at hand)(?! (?:on|by|at|to (?!me|us)|for (?!this|the image)|with)(?!\w))",
    rf"{_BY} (?:the|this|these|all|your|our)(?: (?:{_GIVEN}|object|image|text|textual|box))?"
    rf" (?:information|data|text|input|labels|list|prompt|statements?|sentences?|notes){_UNPLACED}",
    rf"{_BY} (?:the|this|a|your) list of (?:\w+ )?(?:objects|items|labels|categories)|the list of (?:\w+ )?objects",
    r"(?:the|this|these|your|our) (?:information|data|input|labels|list|prompt|sentences?|statements?"
    rf"|sources?) {_SAYS}",
    rf"(?:the|this|these|your|our) (?:text {_STATES}|(?:details|context) (?:mention|state|specif|{_NOT})\w*)",
    r"(?:the|this|your) input(?! (?:of|devices?|ports?|jacks?|fields?|methods?|panels?|sockets?)(?!\w))|in the prompt",
    rf"from the (?:\w+ )?(?:text|information|data){_UNPLACED}",
    r"there(?:'s| is| was) no (?:\w+ )?information (?:about|on|regarding)|any mention of|no (?:\w+ )?mention"
    r"|nothing (?:is|was) said",
    rf"(?:{_IS}(?: \w+){{0,3}}|(?:as|not|never){_PLAINLY}) mentioned(?! (?:on|by|at|in (?:many|most|every|several"
    r"|some|travel))(?!\w))",
    r"(?:objects?|items|things|animals|vehicles|details)(?: that| which)?(?: (?:is|are|were))?(?: not)? mentioned",
    rf"mentioned (?:above|earlier|previously|objects?|items?|in (?:the|this|any|a) (?:\w+ )?(?:{_PICTURE}|text"
    r"|list|data))",
    rf"(?:the|this) {_PICTURE} {_NOT}{_PLAINLY} (?:mention|state|specify)",
    rf"it {_NOT}{_PLAINLY} (?:say|mention|state|specify) (?:whether|if|what|how|where|who|which|when|why)",
    rf"{_NEVER}{_PLAINLY} (?:specified|stated|described|indicated)(?! (?:on|by|at)(?!\w))",
    rf"{_IS}{_PLAINLY} (?:specified|stated)(?! (?:on|by|at)(?!\w))",
    rf"{_NEVER} (?:provided|given)(?= in the {_PICTURE}|\W*\Z|[.,;])|un(?:specified|stated|mentioned)",
    rf"as{_PLAINLY} (?:described|stated|specified|noted|listed|indicated)(?! (?:by|on|at|in)(?!\w))",
    rf"as (?:described|stated|specified|noted|listed|indicated) in (?:the|this) (?:{_PICTURE}|text|list|data)",
    rf"(?:it|this|that) (?:is|was|has been){_PLAINLY} (?:stated|noted|specified|described|reported) (?:that|as"
    r"|to be|in)",
    rf"{_IS}(?: \w+)? (?:described|annotated) (?:as|in|by)|described as|we(?:'re| are| were) (?:only |also |not )?told",
    stems=(
        (
            "caption|annotat|bounding|bbox|metadata|truth|label|mask|tags|detect|boxes|list|source|descri|"
            "provided|given|input|information|data|text|prompt|statement|sentence|note|details|context|mention|"
            "state|specif|indicated|reported|told| say |said|at hand|object|coordinates|nothing|respective|box "
        ),
    ),
)

_CARRIER = (
    r"(?:posters?|signs?|banners?|screens?|tv|television|monitors?|newspapers?|magazines?|books?|pages?|bottles?|jars?"
    r"|cans|cartons?|shirts?|t-shirts?|billboards?|plaques?|cards?|maps?|menus?|boards?|packag\w+|memes?|cartoons?"
    r"|comics?|artworks?|paintings?|exhibits?|displays?|brochures?|flyers?|tickets?|subtitles|videos?|movies?)"
)
_WRITING = r"(?:captions?|labels?|text|descriptions?|information|details|data|list|notes?|annotations?)"
_SHOWN = (
    r"(?: (?:text|is|are|was|that is|that are|which is|printed|written|handwritten|shown|displayed|painted|placed"
    r"|posted|provided|given|listed|visible|running|appears|appearing|in (?:\w+ )?(?:letters|print|type)))*"
)
_ITS = r"(?:the|a|an|his|her|its|their|each|every|one|this|that|it|them|top of)"

_EXCUSES = Phrases(
    rf"{_WRITING}{_SHOWN} (?:under|beneath|underneath|below|across|along|beside|next to|over) {_ITS}",
    rf"{_WRITING}{_SHOWN} (?:on|above|by) {_ITS}(?! {_PICTURE}(?! (?:on|in|of|hanging)))",
    rf"{_WRITING}{_SHOWN} (?:at|in|near) the (?:very )?(?:top|bottom|side|edge|foot|(?:\w+[\s-])?corner)",
    rf"{_WRITING}{_SHOWN} (?:on|in|at|for|from) (?:\w+ ){{0,3}}{_CARRIER}",
    rf"{_CARRIER}(?:'s?)? (?:\w+ )?{_WRITING}|closed captions?",
    rf"{_CARRIER}\W(?:[^\n]{{0,120}}\W)?(?:it {_NOT} say|(?:the|its|their|whose) (?:caption (?:reads|says)"
    rf"|(?:text|label|data|information|list)s? (?:reads?|says?|shows?|warns?|{_STATES})))",
    rf"an? (?:[\w-]+ ){{0,3}}caption(?! {_STATES})|caption(?=:?\s[\"\u201c])",
    rf"annotated (?:\w+ )?(?:{_CARRIER}|scores?|scripts?|diagrams?|drawings?|plans?|copy|copies|manuscripts?)"
    r"|(?:handwritten|pencil(?:led)?|margin) annotations?",
    r"(?:can|could|may|might|would|should|to|best|often|commonly|sometimes|usually|frequently|generally"
    r"|typically|aptly)"
    r"(?: also| well| best| aptly)?(?: be)?(?: best| well| aptly| also)? described as",
    r"(?:fit|match|answer|def[iy])(?:s|ted|es|ed)? (?:the|that|this) description",
)
_CAPTION_WISH = Phrases(
    r"(?:write|suggest|give|create|compose|come up with|invent|propose|craft|draft|think of|make|add|need|want"
    r"|funny|witty|catchy|clever|fitting|suitable|good|perfect|playful|creative|would)(?: [^\s.!?]+){0,7} captions?",
    r"captions? (?:contest|would|could|idea|for (?:a|an|my|our|social))",
    stems=("caption",),
)


def find_source_leaks(draft: Draft, scene: Scene) -> Iterator[Finding]:
    """Fail every mention of a source; writing in the scene and wishes for a caption are let pass."""
    del scene
    if not _LEAKS.may_be_in(draft.flat):
        return
    for passage in draft.passages:
        matches = _LEAKS.find(passage.text)
        if not matches:
            continue
        wished = bool(_CAPTION_WISH.find(draft.turns[passage.turn].question))
        for match in outside(matches, _EXCUSES.find(passage.text)):
            if not (wished and "caption" in match[0].lower()):
                fault = f"speaks of its source ({quote(match[0])}) instead of the image"
                yield passage.fail("source", match.start(), match.end(), fault)
