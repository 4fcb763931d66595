"""How texts speak of captions, boxes and given information: the phrases that `source_leak` looks for."""

from __future__ import annotations

from datagen.checks.phrases import Phrases

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

POINTS_TO_A_SOURCE = Phrases(
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
    rf"from the (?:\w+ )?(?:text|information|data){_UNPLACED}(?! (?:desk|board|booth|center|centre|panel|counter|sign"
    rf"|kiosk|stand|point|office)(?!\w))",
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

_SOURCE = (
    r"(?:descriptions?|texts?|context|info(?:rmation)?|details|data|inputs?|labels?|tags|lists?|listings?|sentences?"
    r"|statements?|coordinates|notes|hints?|clues?|facts|sources?|records?|keywords?|summar(?:y|ies)|accounts?"
    r"|materials?|references?|entr(?:y|ies)|wording|annotations?|boxes|captions?|prompt|files?|figures)"
)
_HAS_SAID = (
    rf"(?:{_SAYS}|(?:only |also |all |both |just )?(?:counts?|calls?|places?|puts?|adds?|explains?|includes?|contains?"
    r"|covers?|omits?|lacks?|hints? at|points? to|leaves? (?:it|this|that|open|out)|spoke|wrote|has (?:only|no"
    r"|nothing|just)|have (?:only|no|nothing|just)|makes? (?:it|no|this)|records?|recorded|go(?:es)? into|gives? (?:no"
    r"|us|me|only)|told|makes? clear|uses?|supports?)|(?:is|are|stays?|remains?) (?:silent|vague|unclear|clear"
    r"|incomplete"
    r"|inconsistent|unanimous|not (?:clear|unanimous|complete)))"
)
_ADVERB = r"(?:\w+ly |also |only |all |both |never |not |each |just |even |actually )"
_MORE = r"(?:larg|bigg|wid|tall|small|narrow|short|low|high|long)(?:er|est)"
_SIDE = rf"(?:left|right|above|below|beneath|overlap\w*|touch\w*|{_MORE}|closer|closest)"
_REACHES = (
    r"(?:overlap|extend|span|reach|start|end|cover|touch|fill|occup(?:y|ies)|takes? up|runs?|goes|go|stretch|belong"
    r"|tell|show|say|indicate|suggest|place|put|has the|have the)\w*"
)
_THING = (
    r"(?:person|people|m[ae]n|wom[ae]n|child|boy|girl|player|dog|cow|horse|sheep|bird|elephant|bear|zebra|giraffe|car"
    r"|bus|truck|train|motorcycle|bicycle|bike|boat|airplane|plane|chair|couch|sofa|table|bed|toilet|tv|umbrella"
    r"|kite|clock|vase|animal|vehicle|object|class|crowd|instance)"
)

NAMES_A_DATA_SET = Phrases(
    r"COCO|alt[\s-]text|keywords? (?:for|of|given|list|say|include)\w*|scene graph|segment(?:ation|ed as)\w*"
    r"|labell?ers?|describers?"
    r"|(?:is|are|was|were) captioned|(?<!metal\s)(?<!smoke\s)(?<!motion\s)detectors?(?! (?:on|in|at|hangs))|detections?"
    r"|(?:object|image|scene|class|category) (?:data|information|categor(?:y|ies)|classes|text|tags|entries|annotation)"
    rf"|(?:categor(?:y|ies)|class|classes) (?:{_IS} )?(?:given|listed|assigned)|crowd (?:flag|box|region|annotation)",
    rf"who(?:ever)? (?:\w+ )?(?:described|labell?ed|captioned|tagged|marked up|wrote (?:about|of)|summari[sz]ed"
    rf"|annotated)"
    rf" (?:it|this|the|these)(?: {_PICTURE}| objects?)?|(?:writers?|authors?) of the (?:captions?|descriptions?|notes)"
    r"|one of the (?:\w+ )?(?:writers|describers|observers|sources|sentences|statements|accounts)",
    stems=(
        (
            "coco|alt|scene|keyword|segment|labeler|labeller|describer|captioned|detect|object|image|scene|class"
            "|categor"
            "|crowd|"
            "who|writer|author|one of the"
        ),
        (
            "coco|graph|text|keyword|segment|labeler|labeller|describer|captioned|detect|data|information|categor|class"
            "|tag|entries|annot|"
            "given|listed|assigned|flag|box|region|labeled|labelled|described|marked up|wrote|summari|writer|author|"
            "observers|sources|sentences|statements|accounts"
        ),
    ),
)
TELLS_WHAT_IT_RECEIVED = Phrases(
    rf"{_SOURCE}(?: that| which)? (?:(?:I|we|you)(?:'ve| have| had)?(?: (?:was|were|am|are|been|only|also))*"
    r" (?:given|told|got|gotten|received|have|had|sent|shown|supplied|provided|gave|shared|saw|read)"
    r"|(?:came|come|comes) with (?:the|this)|(?:was|were|is|are) (?:shared with|handed to|sent to|available to"
    r"|given to)"
    r" (?:me|us))",
    r"(?:I|we)(?:'ve| have)? (?:was|were|am|been) (?:only |also |not )?(?:given|told|provided|supplied|shown|informed)"
    r"(?=\W*\Z|\s*[.,;)]| (?:with|that|about|here|only|nothing|no|in|is|are|does|do|for this))",
    r"(?:from|by|to|of|on|with) what (?:little )?(?:I|we)(?:'ve| have| was| were| am| are)* (?:been )?(?:told|given"
    r"|provided"
    r"|supplied|informed|received)",
    rf"(?:my|our) {_SOURCE} (?:{_HAS_SAID}|says)|(?:in|from|by|per) (?:my|your|our) (?:\w+ )?{_SOURCE}|what (?:you"
    rf"|they)(?:'ve| have)? (?:provided|gave|given|supplied|wrote|described|sent)",
    r"at (?:my|our) disposal|all (?:that )?(?:I|we) (?:know|have|got|was given|was told)(?: (?:is|are|to go on|here))?"
    r"(?=\W*\Z|\s*[.,;)]| (?:is|are|to go|to work|here|about))|I only (?:know|have)",
    rf"(?:{_SOURCE}|this) (?:\w+ )?tells? (?:me|us)(?! (?:to|how to|stories)(?!\w))"
    r"|I (?:inferred|took|derived|gathered|deduced|drew|got) (?:this|that|it) (?:from|out of)"
    r"|(?:have|had|has) to go on(?=\W*\Z|\s*[.,;)])",
    stems=(
        (
            " i | i'| we |we'|my | our |you|tells me|tells us|tell me|tell us|to go on|they|came with|come with"
            "|comes with| to me| to us"
        ),
        (
            "given|told|got|received|have|had|sent|shown|supplied|provided|gave|shared| saw|read|came|comes|informed"
            "|disposal|"
            "know|tell|inferred|took|derived|gathered|deduced|drew|available|handed|caption|descri|label|text|list|info"
            "|data|"
            "sentence|note|record|source|tag|fact|wrote|'ve"
        ),
    ),
)
NAMES_TEXT_OF_THE_IMAGE = Phrases(
    rf"{_SOURCE} (?:\w+ )?(?:accompanying|that (?:goes|go|went|comes|came|belongs?) with|belonging to|for|about"
    rf"|attached to"
    rf"|paired with|of|supplied with|given for|provided for) (?:the|this) (?:image|photo|photograph|picture)(?! (?:on"
    rf"|in|of|hanging)(?!\w))"
    rf"|{_PICTURE} (?:comes|came) with (?:\w+ )?{_SOURCE}|(?:given|provided|supplied) {_PICTURE}"
    rf"|(?:{_SOURCE}) (?:{_GIVEN})(?! (?:on|by|at|to (?!me|us)|for (?!this|the image)|with)(?!\w))|{_GIVEN} {_SOURCE}",
    stems=(
        "image|photo|picture|given|provided|supplied|available|accompanying|above",
        (
            "caption|descri|label|text|list|info|data|sentence|note|record|source|tags|fact|statement|hint|clue"
            "|keyword|"
            "summar|account|material|reference|entr|wording|annot|boxes|prompt|file|figures|given|provided|supplied"
            "|detail|context|"
            "coord|input"
        ),
    ),
)
QUOTES_OTHER_EYES = Phrases(
    rf"(?:people|person|someone|those|one|man|woman)(?: who)?(?: (?:is|was|are|were))? (?:describ|label|annotat"
    rf"|caption|tagg)(?:ing|ed|l\w+) (?:the|this) {_PICTURE}",
    rf"(?:detected|annotated) in (?:the|this) {_PICTURE}|boxes (?:mark|outline|frame|enclose|denote|represent)",
    r"(?:someone|somebody|people|others|one person|another person|they all|one of them|writers) (?:\w+ )?(?:wrote"
    r"|written|noted|mentioned|described"
    r"|reported) (?:that|about|it|this|of)|(?:one|another|two|three|each|every|most|several) (?:\w+ )?(?:writers?"
    r"|describers?|observers?)",
    stems=(
        "describing|label|annotat|caption|tagg|detected|boxes|wrote|written|noted|mentioned|described|reported|writer|describer|observer",
    ),
)
TREATS_TEXT_AS_A_WITNESS = Phrases(
    r"(?:the|this|these|those|your|our|all|no|any|two|three|four|five|most|some|several|other) (?:\w+ )?"
    r"(?:notes|summar(?:y|ies)|records?|accounts|wording|labels|tags|reference|sentences?|statements|listing|data"
    r"|input|sources"
    rf"|source text|information|entries|facts|keywords) (?:(?:of|about|for) (?:the|this) {_PICTURE} )?{_HAS_SAID}",
    rf"(?:the|this|that|these|your) list {_HAS_SAID}|captions? {_HAS_SAID}|(?:not one|none|neither|one|some|most|all"
    rf"|each|both"
    r"|several|two|three) of the (?:\w+ )?(?:sentences|statements|notes|labels|accounts|sources|records|entries|tags)",
    rf"(?:going|go) (?:off|by) the {_SOURCE}|(?:{_BY}|in|among|from|with) (?:the|these|those|all|any|my|our|your)"
    r" (?:\w+ )?(?:labels|records?|entries|sentences?|statements|tags|summar(?:y|ies)|listing|keywords|list|data|info"
    rf"|notes|hints|facts)(?=\W*\Z|\s*[.,;)]| (?:it|there|we|I|he|she|they|the|is|are|was|were|that|so|but|and)(?!\w))",
    rf"{_SOURCE} (?:{_ADVERB})?(?:can|are|is|may|could|were|was) (?:to )?(?:be )?(?:trusted|believed|right|correct"
    r"|accurate|reliable|anything to go by)|on record(?! (?:players?|sales))|reference (?:text|sentence|description)s?"
    r"|(?:written|source|reference|textual|given|supplied|provided) materials?",
    r"(?:in|by) the (?:first|second|third|fourth|fifth|last|longest|other) (?:sentence|statement|line of the text)"
    r"|(?:an|no|one|two|three|four|five|\d+) (?:\w+ )?entr(?:y|ies) (?:for|of) ",
    stems=(
        (
            "notes|summar|record|accounts|wording|hint|label|tags|sentence|statement|listing|list|data|input|source|"
            "info|entr|facts|keyword|caption|material|reference|line of the text|text|description|boxes|annotation"
            "|clue|"
            "prompt|file|figures|details|context|coordinates"
        ),
    ),
)
SPEAKS_OF_BEING_LABELLED = Phrases(
    rf"(?:{_IS}|been|get|gets|got) (?:{_ADVERB}){{0,2}}(?:labell?ed|tagged|annotated|flagged|classified"
    r"|categori[sz]ed|recorded|logged|catalogu?ed|listed|counted|entered|identified|designated|given"
    r"|referred to|reported) as(?! (?:well|a gift|presents?|part of)(?!\w))",
    r"(?:tagged|flagged|annotated|classified|categori[sz]ed|labell?ed|outlined|listed) as (?:an? |one )?"
    r"(?:\w+)(?! (?:on|in) )|marked as (?:an? |one |two )?(?:single )?(?:regions?|crowds?|groups?|objects?|instances?"
    r"|class)",
    rf"(?:{_IS}|been|get|gets) (?:{_ADVERB}){{0,2}}(?:detected(?! by)|(?:labell?ed|listed|boxed|registered"
    rf"|catalogu?ed|annotated"
    r"|reported|documented|flagged)(?=\W*\Z|\s*[.,;):]| (?:here|separately|individually|together|twice|once|again|and"
    r"|but"
    r"|for (?:this|the) image|in (?:the|this) (?:image|photo|picture|scene))(?!\w)))",
    rf"{_IS} (?:{_ADVERB}){{0,2}}listed (?:under|among|along with|twice){_UNPLACED}|(?:tagged|annotated) [\"\u201c]"
    r"|(?:listed|given|provided|detected|annotated|available) (?:objects|instances|categories|classes|labels|animals"
    r"|people)"
    rf"|the (?:label|class|category|tag) (?:[\"\u201c]\w|{_THING}s?)|(?:instances?|members?) of the (?:class|category"
    rf"|label)|(?:labell?ed|annotated|boxed) (?:{_THING}|cat)s?|as (?:was|were) (?:described|mentioned|noted|stated)",
    r"(?:nothing|no \w+)(?: \w+){0,4} (?:is|was) (?:given|provided|included|recorded)(?=\W*\Z|[.,;])"
    r"|(?:information|details?|data|this|that) (?:is not|isn't|was not|wasn't|are not) (?:included|given|provided"
    r"|available|part of)"
    r"(?=\W*\Z|[.,;]| in| the)|in the information(?! (?:desk|board|booth|center|centre|panel|counter|kiosk|stand"
    r"|office)(?!\w))",
    rf"no (?:other )?(?:[\w-]+ ){{1,3}}{_IS} (?:\w+ )?(?:listed|labell?ed|tagged|recorded|reported|detected|registered"
    rf"|noted){_UNPLACED}|(?:noted|reported|recorded|registered|marked) in (?:two|both|all|several|the"
    rf"|one) (?:of the )?"
    r"(?:captions?|descriptions?|sentences|data)",
    stems=(
        (
            "as was|as were|nothing|included|given|provided|instance|member|the label|the class|the category|the tag"
            "|in the information|labeled|labelled|tagged|annotated|flagged|classified|categori|registered|recorded"
            "|logged"
            "|catalog|listed|"
            "counted as|entered as|identified as|designated|given as|referred to as|reported|outlined|marked|boxed|"
            "detected|documented|noted"
        ),
    ),
)
SPEAKS_OF_BOXES = Phrases(
    rf"(?:their|its|his|her|whose|respective|own|\w+'s?) (?:\w+ )?box(?:es)?(?: (?:also|only|clearly|just|both|all))?"
    rf" (?:{_REACHES}|(?:is|are|was|were) (?:\w+ )?(?:the |far |a bit |much |also |clearly )*{_MORE}|{_MORE}|is the"
    rf"|(?:sits|lies|stands|is placed|is located|is) (?:\w+ )?{_MORE}"
    r"|is(?=\W*\Z|\s*[.,;)]))",
    r"box (?:areas?|sizes?|widths?|heights?|edges?|corners?|positions?|dimensions?|cent(?:er|re)s?|overlaps?"
    r"|coordinates?"
    rf"|numbers?|data|values?)|{_THING} box(?:es)?(?! office)|box(?:es)? (?:drawn|marking|enclosing|surrounding"
    rf"|outlining"
    rf"|belong\w*|assigned)|box(?:es)? (?:around|for|of) (?:the|a|each|every|one|this|that) (?:\w+ )?{_THING}",
    rf"(?:{_MORE}|one|two|both|all|second|first) box(?:es)? (?:of all|belongs?|is that of|overlap\w*(?!,){_UNPLACED}"
    rf"|is for)"
    rf"|box(?:es)? (?:is|are) (?:right|correct|accurate|reliable)|(?:overlap|areas?|sizes?|edges"
    rf"|positions?) of (?:the|their"
    r"|both|its) (?:\w+ )?box(?:es)?",
    rf"(?:no|one|two|three|four|five|\d+|another|separate|any) (?:\w+ )?box(?:es)? (?:for|around) (?:an? "
    rf"|the )?(?:\w+ )?(?:{_THING}|cat)s?|no box for an?|with the {_MORE} box"
    rf"|(?:{_MORE}) of the (?:two )?boxes is|the {_MORE} box is (?:the|that|his|her|for)",
    rf"{_BY} (?:its|his|her|their|\w+'s) box(?:es)?|(?:second|third|next)[\s-]{_MORE} box(?:es)?|boxes (?:of|for"
    rf"|around) (?:the|both|these|those)"
    rf" (?:[\w-]+ ){{1,3}}{_REACHES}",
    rf"(?:{_BY}|from|comparing|if you compare|given|in) (?:the|their|both) (?:\w+ )?boxes(?:\W+\w+){{0,9}}?\W+{_SIDE}",
    rf"(?:the|both|two) (?:\w+ )?boxes (?:\w+ )?(?:put|place|tell|show|say|give|suggest|indicate|have)s?"
    rf"(?:\W+\w+){{0,8}}?\W+{_SIDE}",
    r"(?:region|area|rectangle|outline|frame)s? (?:that is |that was )?(?:marked|drawn|given|listed|assigned|labell?ed)"
    r" (?:for|around|as|to) |marked (?:area|region)s? (?:of|for) the|annotated area",
    stems=("box|region|area|rectangle|outline|frame",),
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

IN_THE_SCENE = Phrases(
    rf"{_WRITING}{_SHOWN} (?:under|beneath|underneath|below|across|along|beside|next to|over) {_ITS}",
    rf"{_WRITING}{_SHOWN} (?:on|above|by) {_ITS}(?! {_PICTURE}(?! (?:on|in|of|hanging)))",
    rf"{_WRITING}{_SHOWN} (?:at|in|near) the (?:very )?(?:top|bottom|side|edge|foot|(?:\w+[\s-])?corner)",
    rf"{_WRITING}{_SHOWN} (?:on|in|at|for|from) (?:\w+ ){{0,3}}{_CARRIER}",
    rf"{_CARRIER}(?:'s?)? (?:\w+ )?{_WRITING}|closed captions?",
    rf"{_CARRIER}\W(?:[^\n]{{0,120}}\W)?(?:it {_NOT} say|(?:the|its|their|whose) (?:caption (?:reads|says)"
    rf"|(?:text|label|data|information|list)s? (?:reads?|says?|shows?|warns?|{_STATES})))",
    rf"an? (?:[\w-]+ ){{0,3}}caption(?! (?:{_HAS_SAID}|tells))|caption(?=:?\s[\"\u201c])",
    rf"annotated (?:\w+ )?(?:{_CARRIER}|scores?|scripts?|diagrams?|drawings?|plans?|copy|copies|manuscripts?)"
    r"|(?:handwritten|pencil(?:led)?|margin) annotations?",
    r"(?:can|could|may|might|would|should|to|best|often|commonly|sometimes|usually|frequently|generally"
    r"|typically|aptly)"
    r"(?: also| well| best| aptly)?(?: be)?(?: best| well| aptly| also)? described as",
    r"(?:fit|match|answer|def[iy])(?:s|ted|es|ed)? (?:the|that|this) description",
)
CAPTION_WISH = Phrases(
    r"(?:write|suggest|give|create|compose|come up with|invent|propose|craft|draft|think of|make|add|need|want"
    r"|funny|witty|catchy|clever|fitting|suitable|good|perfect|playful|creative|would)(?: [^\s.!?]+){0,7} captions?",
    r"captions? (?:contest|would|could|idea|for (?:a|an|my|our|social))",
    stems=("caption",),
)
BARE = Phrases(
    r"captions?(?! contest)|(?:the|all|these|those|each|any|my|no|per|both|every) (?:object |class |image |given "
    r"|human |written )?(?:labels|descriptions)|(?:each|no|every) label (?:for|stands|says|is|of)",
    r"(?:per|in|from|by|all|both|two|three|four|five|most|some|several|no|every|each|one"
    r"|another) (?:the )?(?:\w+ )?(?:descriptions?|sentences|statements)",
    r"(?:the|this|these|five|two|first|second|third|last) sentences?(?! (?:of|for)(?!\w))|the (?:first|second|third"
    r"|fourth|fifth|last|longest) description",
    stems=("caption|label|descri|sentence|statement",),
)
"""Words that speak of a source wherever nothing in the text could carry writing."""
MAY_CARRY_WRITING = Phrases(
    _CARRIER,
    r"(?:walls?|chalkboards?|papers?|desks?|whiteboards?|blackboards?|letters?|notebooks?|phones?|laptops?|doors?"
    r"|fridge|drawers?|shel(?:f|ves)|wine|clothes|jackets?"
    r"|luggage|suitcases?|bags?|spices?|products?|food|branches|museum|viewers|photographs?|floats?|guide|drawn|thief"
    r"|clothing|beer|teachers?|stands?|plants?|pots?"
    r"|buttons?|trees|goods|store|shop|bins?|crates?|coolers?|containers?|tubes?|tins?|cups?|mugs?|bowls?|plates?"
    r"|cans?|judge|handwrit\w+|printed|reads)",
)
