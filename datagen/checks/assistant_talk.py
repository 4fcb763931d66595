"""How LLMs speak of themselves and of their task: the phrases that `refusal` looks for."""

from __future__ import annotations

from datagen.checks.phrases import Phrases

_NOT = (
    r"(?:cannot|can't|can not|could not|couldn't|do not|don't|did not|didn't|won't|will not|must decline to"
    r"|won't be able to|(?:(?:am|'m) )?(?:unable|not able|not allowed) to)"
)
_IMAGES = r"(?:images?|photos?|photographs?|pictures?|visuals?|visual (?:content|data|input)s?|attachments?)"
_THE = r"(?:(?:the|this|that|your|an?|any|actual|attached|provided|uploaded|original|specific) )"
_UNLESS_IN_SIGHT = r"(?! (?:frames?|books?|windows?|on|hanging|above|behind|inside|that hangs?|she|he|they)(?!\w))"
_LOOK = r"(?:see|view|access|look at|perceive|process|analy[sz]e|interpret|open|display|describe|load)"
_TASK = r"(?:request|task|question|query|instruction|prompt|requirement|guideline|feedback)s?"
_WORK = (
    r"(?:poem|haiku|limerick|story|letter|monologue|dialogue|advertisement|report|riddle|entry|text|caption|list|piece"
    r"|description|account|conversation|answer|question|turn|example|version|response|reply|output|JSON)s?"
)
_MISTAKE = r"(?:confusion|errors?|mistakes?|oversight|inconvenience|misunderstanding)"
_HERE_IS = r"(?:here(?:'s| is| are)|below (?:is|are)|the following (?:is|are))"
_CANNOT = "cannot|can not|could not|do not|did not|will not|n't|not able|unable|not allowed|decline"

IS_A_MODEL = Phrases(
    r"(?:as|being) an? (?:[\w-]+ ){0,3}(?:AI|LLM|chatbot|computer program)|artificial intelligence",
    r"(?:as|I am|I'm) (?:just |only |merely )?an? (?:[\w-]+ ){0,2}?(?:AI|LLM|chatbot|computer program|language model)",
    r"as an? (?:AI|virtual|digital|text|visual|vision|multimodal|helpful)[\s-](?:[\w-]+ )?(?:assistant|model)",
    r"language models?|my (?:training data|programming|knowledge cutoff|guidelines)|browse the (?:internet|web)",
    r"I (?:was|am) trained (?:on|by)|I(?:'m| am) programmed",
    stems=(
        (
            "an ai|-ai| ai|llm|chatbot|computer program|artificial|language model|assistant|model|training data|"
            "programm|cutoff|guidelines|browse|trained"
        ),
    ),
)
SEES_NO_IMAGE = Phrases(
    rf"(?:I ?)?{_NOT} (?:\w+ )?{_LOOK} (?:or \w+ )?{_THE}{{1,3}}{_IMAGES}{_UNLESS_IN_SIGHT}",
    rf"I ?{_NOT} (?:\w+ )?(?:(?:view|access|process|analy[sz]e) (?:{_IMAGES}|visual)|see images)",
    rf"I (?:have no|(?:do not|don't) (?:\w+ )?have(?: \w+)?) access to {_THE}{{0,3}}(?:{_IMAGES}|visual)",
    r"I (?:do not|don't) have (?:visual|vision|image) \w+",
    r"I (?:do not have|don't have|lack) the (?:ability|capability|capacity)"
    r" to (?:see|view|look|perceive|process|access)",
    stems=(
        f"{_CANNOT}|lack|have no",
        "image|photo|picture|visual|vision|attachment|abilit|capacity",
    ),
)
GOT_NO_IMAGE = Phrases(
    rf"without (?:seeing|viewing|access to|having|being able to see) {_THE}{{1,3}}{_IMAGES}{_UNLESS_IN_SIGHT}",
    rf"(?:no|without (?:an?|the)) {_IMAGES} (?:(?:was|is|were|has been|have been) )?"
    r"(?:provided|attached|given|shared|uploaded|included|sent)",
    rf"(?:the|your) {_IMAGES} (?:did not|didn't|could not be|couldn't be|failed to|is not|isn't) (?:up)?load\w*",
    rf"please (?:provide|share|upload|attach) (?:\w+ ){{0,5}}(?:{_IMAGES}|information|details|context)",
    stems=(
        "provide|attach|given|share|load|seeing|viewing|access|having|to see|included|sent",
        "image|photo|picture|visual|attachment|please",
    ),
)
DECLINES = Phrases(
    rf"I ?{_NOT} assist|I ?{_NOT} help(?: you)? with (?:that|this|your|the|such)(?: {_TASK}|(?=\W*\Z|\s*[.,;!]))",
    rf"I ?{_NOT} (?:comply|fulfil\w*|complete|answer|respond to|generate|create|write|provide) (?:with )?"
    rf"(?:that|this|your|the|an?|any|such) (?:\w+ )?(?:{_TASK}|{_WORK})",
    r"I(?: must|(?:'m| am) going to have to| have to) (?:\w+ly )?decline",
    stems=(
        f"{_CANNOT}|to decline",
        "assist|help|comply|fulfil|plete|answer|respond|generat|creat|writ|provid|decl",
    ),
)
APOLOGIZES = Phrases(
    rf"I(?: must)? apologi[sz]e(?: again)?(?: for (?:the|any|my) (?:\w+ )?{_MISTAKE}|,? but I)",
    rf"apologies(?: for (?:the|any|my) (?:\w+ )?{_MISTAKE}|,? but I)",
    stems=("apolog",),
)
OPENS_LIKE_AN_ASSISTANT = Phrases(
    rf"(?:sure|certainly|of course|absolutely|definitely)\W{{1,3}}(?:thing\W{{1,3}})?"
    rf"(?:here you (?:go|are)|(?:{_HERE_IS}|below) (?:an?|the|my|your|some|another)|the following)",
    r"(?:sure|certainly|of course|absolutely|definitely)\W{1,3}(?:I(?:'d| would) be (?:happy|glad)"
    r"|(?:I|let me)(?:'ll| will| can)? (?:\w+ )?(?:help|write|describe|create|generate|provide|rewrite))",
    rf"(?:ok|okay|great|got it|understood|alright)\W{{1,3}}(?:(?:{_HERE_IS}|below) (?:[\w-]+ ){{0,4}}{_WORK}"
    r"|let me (?:re\w+|try again|correct|fix))",
    rf"{_HERE_IS}(?: [\w-]+){{0,5}}"
    r" (?:JSON|response|reply|output|version|turns|conversation|description|questions and answers|q&a)",
    rf"{_HERE_IS} (?:an?|the|my|your) (?:[\w-]+ ){{0,4}}{_WORK}(?: [\w'-]+){{0,10}}:(?=\s|\Z)",
    r"you're welcome",
    r"(?:I'm|I am)? ?(?:very |so |really |terribly )?(?:sorry|afraid),? (?:but |that )?I(?:'m| am)? ?"
    r"(?:can(?:'t|not| not)|unable|not able|won't) (?:to )?"
    r"(?:assist|comply|fulfil\w*|answer|provide|generate|create|complete|do that|view|access|continue)",
    opening=True,
)
PRESENTS_ITS_WORK = Phrases(
    r"(?:corrected|revised|rewritten|updated) (?:version|reply|response|answer|JSON|conversation|description|output)",
    r"(?:the|valid|a|this|in|following) JSON(?! (?:files?|code|data|text)(?!\w))",
    r"end of (?:the )?(?:conversation|response|output|dialogue)|this (?:conversation|exchange) (?:has|contains"
    r"|consists)",
    r"JSON (?:object|format|reply|response|output)|(?:this|the above) (?:response|reply|output)",
    r"I(?: have|'ve) (?:\w+ )?(?:corrected|revised|rewritten|updated|fixed|removed|avoided|followed|ensured|replaced"
    r"|adjusted|made) (?:[\w']+ ){1,3}?"
    rf"(?:{_TASK}|{_WORK}|rules?|faults?|changes?|references?|mentions?|constraints|errors?|mistakes?|placeholders?)",
    rf"I(?: have|'ve) (?:written|created|generated|provided|kept) (?:the|this|these|all|each) (?:\w+ )?{_WORK}",
    rf"I (?:corrected|revised|rewrote|updated|fixed|replaced) (?:the|my|all|this) (?:\w+ )?{_WORK}",
    r"I(?: have|'ve) made sure (?:to (?:avoid|use|include|keep|follow|mention)|that (?:the|all|each|every))",
    stems=(
        (
            "corrected|revised|rewritten|updated|json|this re|above re|output|end of|conversation|exchange|i have|"
            "i've|rewrote|fixed|replaced"
        ),
    ),
)
ADDS_A_NOTE = Phrases(
    r"please note(?: that)? I|\((?:please )?note(?:\s?:| that)|\[note\s?:",
    r"note(?: that)?[:,]? (?:that )?I(?:'ve| have (?:\w+ed|made|kept|written|not)| used| did| made| avoided)",
    r"note(?: that)?[:,]? (?:that )?(?:the|this|these|all|my) (?:above |following )?"
    rf"{_WORK} (?:above|is|are|was|were|has|have|does|do)(?! (?:on|in|at)(?!\w))",
    stems=("note",),
)
SPEAKS_TO_ITS_USER = Phrases(
    r"(?:the|my|your) previous (?:reply|response|answer|attempt|version|output)|word (?:count|limit)",
    r"thank you for (?:your|the) (?:feedback|correction|clarification)",
    rf"(?:as per|per|based on|following|according to|regarding|in response to) your (?:\w+ )?{_TASK}",
    r"the user (?:asks|asked|wants|wanted|requests|requested|provided|is asking)",
    r"you(?:'ve| have)? asked me to (?:write|describe)",
    r"I hope (?:this|that|it|these) (?:\w+ )?(?:helps|help|is helpful|answers?|meets?|clarif\w+|works for you)",
    r"I hope you find (?:this|it) (?:helpful|useful)|the prompt (?:asks|asked|requests|wants)",
    r"thanks? (?:you )?for (?:pointing (?:that |this )?out|the (?:feedback|correction))",
    rf"hope (?:this|that) helps|I hope you (?:like|enjoy|enjoyed) (?:this|the|my) {_WORK}",
    r"let me know (?:if|whether) (?:you(?:'d| would)? (?:need|have|like|want)|there's|there is|this|I (?:can"
    r"|should)) (?:\w+ ){0,3}"
    r"(?:anything|any|more|further|other|another|helps?|changes?|adjust\w*|assist\w*|else|works|add)",
    r"(?:in accordance|in line|in keeping) with your|happy to (?:answer|provide|assist|describe|elaborate|rewrite"
    r"|revise)",
    r"feel free to (?:ask|reach out|let me know|adjust|modify|edit|request|provide)",
    r"if you have (?:any )?(?:\w+ )?questions|do you have (?:any )?(?:other|further|more|additional) questions",
    r"if you(?:'d| would)? (?:need|have|like) (?:anything|any)\W+(?:\w+\W+){0,2}(?:just |please )?(?:let me know|ask)",
    r"anything else (?:I can|you(?:'d| would) like)|would you like me to",
    r"how (?:can|may) I (?:assist you|help you (?:today|with))",
    stems=(
        (
            "previous|feedback|correction|clarif|word count|word limit|the user|asked me|request|task|"
            "quest|quer|instruction|prompt|requirement|guideline|i hope|hope th|with your|happy to|let me know|"
            "feel free|questions|if you|anything else|you like me|help you|assist you|thank|find this|find it"
        ),
    ),
)
ONLY_AN_ASSISTANT = Phrases(
    r"I ?(?:'m|am) (?:unable|not able) to (?:view|access|process|analy[sz]e|display|interpret|open|assist|help)",
    r"I (?:do not|don't) have (?:\w+ )?"
    r"(?:access to|the ability to|the capability to|enough information|(?:any )?information)",
    r"I (?:do not|don't) have personal|I(?:'m| am) (?:not comfortable|afraid I can(?:'t|not))",
    r"sorry,? but I(?:'m| am| can(?:'t|not| not)| do(?:n't| not))|sorry,? (?:but )?I(?: can(?:'t|not)|(?:'m"
    r"| am) (?:not able|unable))",
    rf"I ?{_NOT} (?:comment on|speculate|discuss|engage)",
    rf"I ?{_NOT} (?:provide|give|offer|generate|create) (?:(?:any|an?|the|that|this|you) (?:\w+ )?)?"
    r"(?:assistance|information|description|details|answer|advice|content)",
    rf"I ?{_NOT} (?:identify|recogni[sz]e|name) (?:(?:real|specific|any|the|this|these|that) ){{0,3}}"
    r"(?:people|persons?|individuals?|identity)",
    stems=(f"{_CANNOT}|sorry|not comfortable",),
)
ONLY_AN_ASSISTANT_SAYS_OF_ITS_TASK = Phrases(
    r"(?:my|your) (?:earlier|last) (?:reply|response|answer)|would you like (?:to know|more|another|any)",
    r"as an? (?:[\w-]+ ){1,3}(?:model|assistant),? I|my training (?:did|does)\w*|happy to help you with",
    r"(?:rules|instructions|guidelines) (?:say|state|require|forbid|ask)s?(?: that)? (?:I|me)",
    rf"I ?{_NOT} describe {_THE}(?:person|people|individual)s?",
    r"(?:I will|I'll|let me) now (?:re)?(?:write|describe|provide|correct|generate)",
    r"I was asked to|you asked (?:me )?for|my instructions|against my \w+|as (?:you )?(?:requested|instructed)",
    r"this (?:answer|description) (?:has|contains|is based|follows|uses|does|meets|avoids|adheres)|(?:\A"
    r"|(?<=[.!?]\s))note\s?:",
    stems=(
        (
            "reply|response|answer|you like|asked|instruct|against my|requested|this desc|note|model|assistant|"
            "my training|happy to|rules|guidelines|describe|will now|'ll now|me now"
        ),
    ),
)
