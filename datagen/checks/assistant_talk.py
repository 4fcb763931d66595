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
    r"|revise)(?! (?:the (?:guests|customers|visitors|crowd)|them|him|her|his|their|everyone|guests|customers"
    r"|visitors|people)(?!\w))",
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

_UNABLE = (
    r"(?:cannot|can't|can not|could not|couldn't|won't|will not|do not wish to|don't wish to"
    r"|must not|may not|would rather not|'d rather not|prefer not to|(?:am|'m) (?:unable|not able|not allowed"
    r"|not permitted|not qualified|not supposed|not equipped|not designed|not in a position|not going|reluctant) to"
    r"|refuse to"
    r"|have to (?:decline|refuse|pass)|must (?:decline|refuse|pass)|decline to)"
)
_KINDS_OF_THINGS = (
    r"(?:(?:real|specific|individual|any|other|private|such|these kinds of|actual) )?(?:people|persons|individuals"
    r"|humans|animals|objects|faces|minors|children"
    r"|vehicles|places|locations|plants|food|strangers|someone|anyone|emotions|feelings|opinions|advice|ages|sizes"
    r"|relations?"
    r"|spatial \w+|images|photos|photographs|pictures|visuals|colou?rs|questions|comparisons|judg\w+|guess\w*"
    r"|comments?|requests?"
    r"|a person|a stranger|the (?:appearance|actions|identity|looks|behaviou?r|content|contents) of)"
)
IS_NO_PERSON = Phrases(
    r"(?:I am|I'm|as|being|I|me|myself),? (?:just |only |merely |simply |a mere |actually )?(?:an? )?(?:[\w-]+ ){0,2}"
    r"(?:AI|assistant|bot|chatbot|software|algorithm|automated system|computer|machine|program|model)"
    r"(?=\W*\Z|\s*[.,;!)]| (?:and|so|without|that|with|like|who|which|I|trained|designed|built|made|have|has|cannot"
    r"|can't)(?!\w))",
    r"(?:an |any )?(?:AI|bot|machine|program|assistant|model|software) (?:like|such as) (?:me|myself)",
    r"I(?:'m| am) (?:not (?:a |an )?(?:human|person|real person|physical|alive|living)"
    r"|(?:only |just )?(?:designed|built|made|programmed|developed|created|limited|restricted|trained|equipped|able"
    r"|here) (?:only |just )?"
    r"(?:for|to|by|on|as) (?!(?:a|the|my|be|last|stay|go|sit|walk|run|swim|fly|catch|guard|play|eat|jump|see|make"
    r"|watch)(?!\w))\w+)",
    r"I (?:was|were|have been) (?:only |just )?(?:designed|built|developed|created|programmed|trained) (?:for"
    r"|to (?:handle|work|help|assist"
    r"|process|read|answer|talk|write)|by|on|as|without)",
    r"(?:I (?:have|possess|lack)|I've|with|without|having|lacking) (?:no |any |neither )?(?:\w+ )?(?:visual|vision"
    r"|image|sensory|personal|human) "
    r"(?:capabilit\w+|abilit\w+|access|input|processing|perception|experiences?|opinions?|feelings?|recognition"
    r"|preferences?|senses?)",
    r"I(?:'ve| have) (?:no|never had) (?:\w+ )?(?:eyes|vision|eyesight|feelings|opinions?|taste|taste buds|senses"
    r"|body|emotions|sight|preferences"
    r"|(?:way|means|possibility|method) (?:of (?:seeing|viewing|looking|knowing what|accessing)|to (?:see|view|look"
    r"|access)))",
    r"I (?:do not|don't|can't|cannot) (?:actually |really |truly |physically |personally |literally )?(?:possess"
    r"|perceive|experience|have (?:eyes|"
    r"feelings|emotions|preferences|opinions|vision|senses|the tools|taste))|I ?(?:can't|cannot) (?:truly|actually"
    r"|really) see",
    r"my (?:own )?(?:abilities|capabilit\w+|programming|training|developers?|creators?|makers|polic\w+|safety"
    r"|limitations?|knowledge"
    r"|design|skills|role|function|purpose|context|input|system) (?:\w+ ){0,3}?(?:is|are|as|do|does|did|don't|doesn't"
    r"|didn't|has|have|haven't|hasn't|to|not|prevents?"
    r"|forbids?|allow|ends?|cover|include|only|comes?)",
    r"(?:outside|beyond|among|not part of|exceeds?|not within|within) (?:of )?(?:what I(?:'m| am| can| could|,)"
    r"|my (?:abilit\w+|capabilit\w+|scope|skills|expertise"
    r"|knowledge|competence|remit|reach as|limits|programming|powers as))|(?:is|lies|seems|falls"
    r"|are) (?:\w+ )?beyond me",
    r"(?:is not|isn't|are not|aren't|was not) (?:something|anything|a thing"
    r"|one thing) (?:that )?I(?:,[^,]{1,30},)? (?:can|could|am|do|have|would|want)"
    r"|(?:is|are) something (?:that )?I(?:, [^,\n]{1,30},)? (?:can't|cannot|can not|won't|am not|'m not"
    r"|would rather not|do not|don't)",
    r"(?:image|picture|photo|visual) (?:inputs?|uploads?|content) (?:is|are) not (?:supported|accepted|possible)"
    r"|(?:content|privacy|safety|usage) (?:polic\w+|guidelines|rules)"
    r"|(?:a |an )?(?:text|language)[\s-](?:only|based)(?: \w+)?|(?:for|out of|due to) (?:privacy|safety|ethical"
    r"|policy) (?:reasons|concerns)",
    stems=(
        (
            " i'm| i am | i've| i have| i was | i were| i do| i can| i poss| i lack| my | myself| me,| me | me."
            "|not supp"
            "|not acc|not poss|-only|-based|"
            "privacy|safety|ethical|policy|policies|guidelines|isn't|is not|are not|aren't|beyond| as a|being a"
            "|is something|are something| i, |text only|"
            "text based|language|outside|exceed|vision|visual"
        ),
        (
            " ai|assistant| bot|software|algorithm|automated|computer|machine|program|model|not a|human|person|physical"
            "|alive|design|built|made|"
            "develop|creat|limited|restricted|trained|equip|able to|here to|visual|vision|image|sens|eyes|eyesight"
            "|feeling|opinion|taste|body|emotion|"
            "sight|preference|way of|way to|means|possess|perceive|experience|tools|see|my |beyond|outside|among|exceed"
            "|within|not part|isn't|is not|"
            "aren't|are not|something|support|accept|polic|guidelines|text-|text |language|privacy|safety|ethical"
        ),
    ),
)
WAS_SENT_NOTHING = Phrases(
    rf"(?:attachment|upload|{_IMAGES}|link)s? (?:(?:seems?|appears?) to be |is |was |are |were |has been "
    rf"|have been )?(?:missing|empty|inaccessible|corrupt\w*|not (?:accessible|supported|provided|attached|available"
    r"|included|there)|blank)(?! (?:from|on|in|at|to the|for the)(?!\w))",
    r"(?:image|picture|photo|attachment)s? (?:isn't|is not|wasn't|was not|aren't) (?:accessible|available|attached"
    r"|included|visible) to me"
    r"|(?:no|any) (?:\w+ )?(?:image|picture|photo|attachment)s? (?:came|has come|arrived|reached|was received|got"
    r"|is attached|with your)",
    rf"(?:could|can|would|will|please|might|knew) (?:you )?(?:please |kindly )?(?:re)?-?(?:upload|send|share|attach"
    rf"|provide|resend|describe it|describe the (?:image|photo|picture) (?:to|for) me)"
    rf"(?: (?:it|me|the|a|an|your|another|once|again|more|that))+(?: (?:\w+ )?(?:{_IMAGES}|again|details|information"
    rf"|context))?",
    rf"(?:if|once|until|unless) (?:you|someone) (?:could |can |would |will )?(?:describe|upload|send|share|attach"
    rf"|provide)s? (?:it|the|a|an|me|more)(?: (?:{_IMAGES}|to me|for me|more|in words|details))?",
    rf"I(?:'d| would)? (?:need|have) to (?:see|view|look at) (?:the|an?|your) (?:actual )?{_IMAGES}|I (?:have|haven't"
    rf"|have not|was|wasn't|was not|never) (?:not )?(?:been |received |got )?"
    rf"(?:given|received|got|sent|shown) (?:an?|any|the|your) {_IMAGES}",
    stems=(
        "attach|upload|image|photo|picture|link|visual|provide",
        (
            "missing|empty|accessible|corrupt|is not |are not|be not|was not|been not|blank|n't|no image|no photo"
            "|no pic"
            "|no att|any image|any photo|any pic|any att|no other|came|come|could|can |would|will |please|kindly|if you"
            "|once you|until|unless|to see|to view|to look|never|given"
        ),
    ),
)
SAYS_SORRY = Phrases(
    r"(?<![\"\u201c'\u2018])(?:I'm |I am )?(?:so |very |really |terribly |truly |deeply )?sorry(?=[,.;:!]| (?:but"
    r"|that I|for the|for my|about|to say|I|if|no|for)(?!\w))|apologies|forgive me|pardon (?:me|my)|excuse me"
    r"|my (?:sincere )?apologies|(?:unfortunately|regrettably|alas),? (?:I|this (?:lies|is|falls) (?:outside|beyond)"
    r"|that (?:lies|is|falls) (?:outside|beyond))",
    opening=True,
)
REGRETS = Phrases(
    r", sorry(?=\W*\Z|[.!])|sorry(?:,| but| that) I|I regret|I (?:do )?apologi[sz]e|sorry about (?:that|this)"
    r"|I stand corrected|(?:I made|I've made) an? (?:mistake|error)|(?:my|the) (?:earlier|previous) (?:error"
    r"|mistake)"
    r"|no help (?:here|with)|let me try (?:that |this |it )?(?:again|once more)|I (?:have to|must|will have to"
    r"|'ll have to) (?:\w+ly )?(?:pass|decline|refuse|skip)",
    stems=("sorry|regret|apolog|corrected|mistake|error|no help|try|pass|decline|refuse|skip",),
)
REFUSES_KINDS_OF_TASKS = Phrases(
    rf"I ?{_UNABLE},? (?:\w+ly )?(?:help|assist|comply|continue|proceed|process|handle|answer|respond|reply"
    rf"|participate)(?! (?:the door|laughing|but|smil\w+|wonder\w*|notic\w+|think\w*|feel\w*|admir\w+)(?!\w))",
    rf"I ?{_UNABLE} (?:\w+ly )?(?:share|discuss|comment|speculate|engage|advise|recommend|offer|provide|produce"
    rf"|generate|make|give|talk about|weigh in|speak (?:to|about|for)|guess|attempt|say anything|tell you|go into"
    rf"|reveal|disclose|vouch)"
    rf"(?! (?:you )?(?:an? |the )?(?:exact|precise|definite|certain|out|it out|more|much|either)(?!\w))",
    rf"I ?{_UNABLE} (?:\w+ly )?(?:identify|recogni[sz]e|describe|name|compare|count|classify|analy[sz]e|interpret"
    rf"|label|locate|detect|evaluate|judge|assess|determine|infer|read|rate|confirm|estimate)"
    rf" {_KINDS_OF_THINGS}",
    r"(?:there is|there's) (?:nothing|little|not much) I can (?:tell|say|do|add)|I have (?:nothing to say"
    r"|no (?:answer|comment|information|knowledge|data|context))|I (?:don't|do not|lack"
    r"|have no) (?:have )?(?:the )?(?:tools|means|context|information|data|details)"
    r" (?:needed |required |necessary )?(?:to|about|for|on)",
    r"(?:please |you should |I (?:would )?suggest you )?(?:consult|contact|ask|speak to|see|talk to) (?:an? "
    r"|your )?(?:\w+ )?(?:doctor|vet|veterinarian|professional|expert|specialist|physician|lawyer)"
    r"|ask (?:me )?(?:something|anything) else|ask another question",
    rf"I ?{_UNABLE}(?=\W*\Z|\s*[.;!])|I(?:'d| would)? (?:rather|prefer) not(?: to)?(?: \w+)?|I(?:'d"
    rf"| would) (?:have to )?(?:decline|refuse)",
    r"not (?:comfortable|at liberty|permitted|allowed) (?:to|with|about)|without (?:more|further"
    r"|additional) (?:context|information|details|input)(?!,? (?:it is|it's) (?:hard|difficult|not easy))",
    stems=(
        (
            "cannot|can't|can not|could not|couldn't|won't|will not|would not|wouldn't|wish|must|may not|rather|prefer"
            "|unable|not |refuse|decline|"
            "nothing i|little i|not much i|no answer|no comment|no information|no knowledge|tools|means|consult|contact"
            "|ask|expert|doctor|without|i have|don't|lack|vet"
        ),
    ),
)
TALKS_ABOUT_THE_TALK = Phrases(
    r"(?:that's |that is |what )?an? (?:great|good|interesting|excellent|lovely|wonderful|tricky|tough|fascinating"
    r"|beautiful) (?:question|image you|photo you|picture you|one to ask)|(?:great|good|excellent|interesting"
    r"|nice) question(?=\W*\Z|[!.,:;])",
    r"thank(?:s| you)(?: \w+){0,2} for (?:ask|shar|your|the question|upload|send|provid|bring|wait|reach)\w*|(?:image"
    r"|photo|picture) (?:that )?you(?:'ve| have)? (?:shared|sent|uploaded|provided|attached|posted|gave|refer)\w*",
    r"I(?:'d| would) be (?:\w+ )?(?:delighted|happy|glad|pleased)|I(?:'m| am) (?:\w+ )?(?:happy|glad|pleased"
    r"|delighted|here|ready|always) to (?:help|assist|answer|describe|explain|provide|elaborate)|(?<!\w\s)(?:glad"
    r"|happy|pleased) to (?:help|assist|explain|expand|share|describe|elaborate|provide|add|oblige)",
    rf"(?:below|here|above)(?:,)? you(?:'ll| will| can| may)? (?:find|see) (?:my|a|the|an) (?:\w+ )?{_WORK}"
    rf"|here (?:comes?|is|are|goes) (?:my|your|the answer|an answer|what you (?:asked|wanted))|(?:the"
    rf"|this) following (?:\w+ )?(?:paragraph|{_WORK}|text|sentences?|passage|summary)"
    rf"|(?:this|the) (?:paragraph|summary|passage|text|reply|response) (?:above |below )?(?:describes|covers"
    rf"|summari[sz]es|gives|contains|should|aims|has been)",
    r"as (?:you )?(?:wished|wanted|asked|told|ordered|directed|specified by you|agreed|you (?:like|prefer)"
    r"|per)(?! (?:to|by|for|in|on|about)(?!\w))|as you (?:asked|wished|wanted|requested)|(?:in|to) (?:response|answer"
    r"|reply) (?:to )?your|answer your question|your (?:question|query|request|message|prompt|inquiry)(?! mark)",
    r"I (?:hope|trust) (?:this|that|it|these|my|the (?:answer|description|above))|(?:if|should|in case) you(?:'d"
    r"| would)? (?:\w+ )?(?:want|wish|like|need|require|prefer|are interested|have) (?:\w+ ){0,3}?(?:more|further"
    r"|details?|another|else|help|questions?|me|something|anything|elaborat\w+|changes?|I|information)",
    r"(?:do not|don't|never|please) hesitate|shall I|should I (?:also|describe|continue|go|add|explain|elaborate)"
    r"|(?:do|would) you (?:want|like|need) (?:me to|a different|another|more|further|anything|something else)|(?:is"
    r"|was) there (?:something|anything) else|just (?:say so|ask|let me know|say the word|tell me)|(?:tell"
    r"|let) me (?:know )?(?:if|when|whether|what) (?:you|there|this|I|else)",
    r"I can (?:\w+ )?(?:tell you more|go into|elaborate|expand|provide|add more|describe (?:the|more|it)"
    r"|give (?:you )?(?:more|further)|rewrite|revise|rephrase|shorten|adjust|help|assist)|I(?:'ll| will| shall"
    r"| am going to|'m going to) (?:\w+ )?(?:describe|try|do my best|keep|provide|answer|explain|attempt|give you"
    r"|walk you|start by|list|summari[sz]e|begin)",
    r"let me (?:\w+ )?(?:describe|explain|walk|give|provide|answer|summari[sz]e|elaborate|rephrase|tell you|start"
    r"|begin|know)|(?:that|this) (?:concludes|completes|ends|is|was) my (?:\w+ )?\w+|this is (?:my|the) final|(?:my"
    r"|final) answer(?: is)?",
    r"I (?:(?:have )?tried|tried|attempted|aimed|made sure|took care|was careful|wrote|kept|have kept|did not use"
    r"|didn't use|avoided|chose|used only|focused|have focused|followed|have followed|left out|have left out|omitted"
    r"|included|have included)(?= (?:to|this|it|my|the|that|any|only|all|on|your|not|in))"
    r"|(?:my|this) (?:reply|response|answer|description) (?:is|was|may|might|should|covers|focuses|relies|above|only"
    r"|assumes|does|has)",
    stems=(
        (
            " question|here to |you|thank|happy|glad|pleased|delighted| below| here c| here is| here are| here's"
            "| here,| here you"
            "| here goes|above| following|paragraph|summary|passage|text|reply|response|as told|as asked|as ordered"
            "|as directed|as agreed|as wanted|as wished|as per|i hope|i trust|hesitate|"
            "shall i|should i|else|let me|tell me|just ask|just say|i can |i'll|i will|going to|conclud|complet|my "
            "|final"
            "|i tried|i have|i attempted|i aimed|i made|i took|i was|i wrote|i kept|i did|i avoided|i chose|i used"
            "|i focused|i followed|i left|i omitted|i included|answer|description|i shall"
        ),
    ),
)
LABELS_ITS_TURN = Phrases(
    r"(?:assistant|answer|response|reply|output|AI|bot|GPT|A|disclaimer|note|edit|update|correction|description"
    r"|summary|final answer|system|user|human)\s?:",
    opening=True,
)
SPEAKS_LIKE_A_SERVICE = Phrases(
    r"(?<![\"\u201c'\u2018])(?:no problem|gladly|got it|sure thing|here you (?:go|are)|with pleasure|my pleasure"
    r"|understood|right away"
    r"|coming (?:right )?up|you got it|glad you asked|hello|hi|hey|greetings|dear user|thank you|thanks)"
    r"(?=\s*[!.,:;]|\W*\Z| (?:there|for|so much)(?!\w))",
    r"happy to \w+(?=[.!,])|(?:of course|certainly|absolutely|sure|okay|ok|alright|gladly)[!,.]? "
    r"(?:I(?:'ll| will| can|'d)|let me|let's|here's (?:my|the|a)|below)(?! (?:see|say|guess)(?!\w))",
    opening=True,
)
ENDS_LIKE_A_SERVICE = Phrases(
    r"any (?:other |more |further )?questions\s?\?|(?:does|did) (?:this|that|it) (?:answer|help|make sense|clarify)"
    r"|is (?:this|that) what you (?:were|had|are|wanted)|(?:look|looking) forward to (?:your|hearing|helping"
    r"|the next)"
    r"|have a (?:great|good|nice|lovely|wonderful) (?:day|one|time)(?=\W*\Z|[!.])|ask me (?:about|anything|another"
    r"|more|again|if)|please (?:rate|tell me|specify|clarify|rephrase|advise|try|ask|share|upload|resend|let)"
    r"|feel free|that was an? (?:\w+ )?(?:one|question)|I (?:do |really |sincerely |truly )(?:hope|trust)"
    r"|your (?:thoughts|feedback|next question|next request|patience|understanding)|here(?:'s| is) (?:how"
    r"|what) I(?:'d| would| can|'ve| have)?"
    r"|(?:the )?above (?:is|was|are) (?:my|the|a|an)|(?:in|with|for) (?:this|my) (?:answer|reply|response"
    r"|description)|my (?:best )?(?:attempt|description|answer|reply|response|summary|take on (?:this|the))(?: (?:is"
    r"|was|of|above|below)|\s?:)"
    r"|end of (?:my |the )?(?:answer|description|reply|response|message|text)|(?:about |approximately |under "
    r"|exactly |only )?\d+ words(?! (?:on|are|in the (?:sign|book))(?!\w))|(?:length|word count|words|tone|style"
    r"|format)\s?:",
    r"I(?:'ve| have) (?:\w+ )?(?:left out|omitted|included|described|tried|used|covered|listed|summari[sz]ed|focused"
    r"|limited|answered|mentioned|stuck|given (?:you|the|a|my)|provided|written|described)",
    stems=(
        (
            "(i have|(i've| question| answer| help|sense|clarif|what you| forward to|have a |ask me|please|feel free"
            "|that was a| i do "
            "| i really| i sincerely| i truly|your | here's| here is|the above| above is| above was|this answer"
            "|this reply|this resp|this desc|my |end of|words| length|word count| tone:| tone | style| format| i've"
            "| i have"
        ),
    ),
)
HAS_ITS_LIMITS = Phrases(
    r"I (?:can )?(?:only|just|merely) (?:\w+ )?(?:understand|process|handle|read|work|deal|operate|speak|know about"
    r"|respond|accept)|I (?:work|deal|operate) (?:only |purely |solely )?(?:with|on|in) (?:text|words|language)"
    r"|text alone|I (?:only )?process"
    r"|(?:I(?:'m| am)|being) (?:\w+ )?(?:incapable|blind|unequipped|prohibited|forbidden|barred|restricted|limited"
    r"|bound|required|instructed|obliged)(?! (?:the door|by the)(?!\w))",
    r"against (?:my|our) (?:rules|polic\w+|guidelines|ethics|principles|programming|instructions)"
    r"|against the rules for me|violates? (?:my|our|the|any) (?:\w+ )?(?:polic\w+|guidelines|rules|terms)",
    r"I(?:'d| would| will|'ll| must| have to| need to| choose to| shall| am going to)? (?:rather |prefer to |like to "
    r"|respectfully |choose to )?(?:refrain|skip (?:this|that|it)|pass on (?:this|that)|abstain|say no|opt out"
    r"|avoid (?:answer|comment|guess|speculat)\w*|leave (?:this|that|it) (?:question|unanswered|to))"
    r"|I pass(?=\W*\Z|[.,;])|I(?:'d| would) prefer (?:to|not)|I (?:don't|do not) (?:do|offer|handle|support|process"
    r"|describe|discuss|answer|work with|interpret|analy[sz]e|comment)(?!\w)",
    r"(?:request|query|task|prompt|instruction|command)s? (?:can't|cannot|can not|could not|couldn't|is not|isn't"
    r"|will not|won't) (?:be )?(?:\w+ )?\w+|question (?:can't|cannot) be (?:processed|handled)|not (?:a question"
    r"|an? \w+) (?:that )?I(?:'m| am| can|'d| would)",
    r"I(?:'m| am) not (?:really |actually )?(?:in a position|permitted|qualified|allowed|authori[sz]ed|equipped"
    r"|programmed|designed|supposed|meant|made|comfortable|at liberty|the right|trained|capable)|I (?:have not"
    r"|haven't|never) (?:\w+ )?(?:learned|been (?:taught|trained|made|built|shown|given|told))",
    r"my (?:model|architecture|vision|sensors|software|code|algorithms?|data|instructions|rules|reach"
    r"|powers)(?! (?:of|for)(?!\w))|hidden from me|(?:un)?(?:known|available|accessible|invisible) to me"
    r"|out of my (?:reach|scope|hands|league)",
    rf"there (?:isn't|is no|is not|doesn't seem to be|does not seem to be|doesn't appear to be|seems to be no"
    rf"|appears to be no|was no|wasn't) (?:an? |any )?(?:actual )?(?:{_IMAGES}) (?:here|attached|included|provided"
    rf"|for me|to (?:look|describe|see)|in (?:this|your|our|the) (?:chat|conversation|message|prompt|request))",
    rf"(?:show|send|give) me (?:the|a|an|your|that) (?:actual )?(?:{_IMAGES})|(?:please|kindly|try|could you|can you"
    rf"|would you|to) (?:\w+ )?(?:re-?)?(?:send(?:ing)?|upload(?:ing)?|attach(?:ing)?) (?:it|the|your|an?|another"
    rf"|that|this)",
    stems=(
        (
            " i only| i just| i merely| i can only| i can just|i process|i work|i deal|i operate| process|text|word"
            "|language|capable|blind|equip|prohibit|forbid|barred|restricted|limited| bound|required|instruct|oblige"
            "|against my|against our|against the rules|violate|refrain|skip| pass|abstain|say no|opt out|i avoid"
            "|i'd avoid|i will avoid|i'll avoid|i would avoid|i must avoid|i leave|i'll leave|i'd leave|i will leave"
            "|i would leave|i must leave|to leave|to avoid|"
            "prefer|don't|do not|request|query|task|prompt|command|question|not a question| not an |'m not| am not"
            "|i have not|i never|haven't| my |to me|out of my|no image|no photo|no picture|an image|any image|any photo"
            "|any picture|a photo|a picture|show me|send|give me|upload|attach"
        ),
    ),
)
_HELPERS = (
    r"(?:am|was|have|had|can|can't|cannot|could|couldn't|do|don't|did|didn't|will|won't|shall|should|must|may|might"
    r"|not|also|really|only|just|even"
    r"|still|rather|able|unable|to|quite|pretty|fairly|very|so|always|never|ever|now|then|again|mostly|neither|either"
    r"|\w+ly)"
)
_LOOKS_AND_OPINIONS = (
    r"(?:see|saw|seen|spot|notice|count|point|check|checked|examined|make|find|found|tell|say|said|think|thought|believe|guess|suppose|assume"
    r"|imagine|expect|doubt|know|recogni[sz]e|read|identify"
    r"|name|determine|discern|distinguish|sure|certain|confident|convinced|positive|no|any|like|love|enjoy|prefer"
    r"|wonder|feel|admit|call|agree|look|hear|smell|wish|hope|want"
    r"|go|figure|conclude|mean|bet|judge|rule|confirm|recall|remember|get|be|been|miss|leaning|inclined|tempted"
    r"|curious|reminded|drawn|struck|impressed|suspect|sense"
    r"|picture|estimate|understand|for|in|on|that|too|of|out|hardly|barely|guessing|looking|seeing|come|need|afraid"
    r"|wrong|mistaken|trust|worry|care|mind|fault|give|given"
    r"|perceive|attribute|place|date|the|an?|some|all|this|these|those|with|at|about|as|two|three|four|five|would"
    r"|wouldn't|might|knew)"
)
SPEAKS_OF_ITSELF = Phrases(
    rf"(?<![\"\u201c'\u2018])I(?:'m|'ve|'ll)?(?: {_HELPERS}){{0,4}} (?!(?:{_HELPERS}"
    rf"|{_LOOKS_AND_OPINIONS})(?!\w))[a-z]\w+",
    r"my (?!(?:best |first |own |main |only |personal |favou?rite )?(?:guess|impression|opinion|view|eyes?|bet|money"
    r"|favou?rite|pick|mind|taste|choice|feeling|sense|hunch|knowledge"
    r"|thought|heart|ears?|estimate|count|life|advice|reading|interpretation|point|suspicion|vote|liking|hunch"
    r"|assumption|conclusion|hat)(?!\w))(?:\w+)",
    r"(?:possible|appropriate|inappropriate|allowed|permitted|supposed|meant) for me|me (?:describe|help|assist|check"
    r"|correct|rephrase|clarify|take a (?:closer )?look)|(?:not |in)appropriate to (?:judge|comment|guess|speculate"
    r"|describe|discuss|assume|identify|name|label)",
    stems=(
        (
            " i |(i |(i'| i'm| i've| i'll| my | for me|me desc|me help|me ass|me check|me corr|me reph|me clar|me take"
            "|appropriate"
        ),
    ),
)
SPEAKS_OF_THE_QUESTION = Phrases(
    r"you(?:'ve| have| had)?(?: (?:not|just|also|only|already))? (?:asked|shared|sent|uploaded|mentioned|requested"
    r"|attached|provided|said|wrote|told me|described|referred)(?! (?:by|to him|to her)(?!\w))|what you (?:mean|meant"
    r"|asked|need|are asking|are after|wanted)"
    r"|you (?:want|wanted|would like|wish) to know|you(?:'re| are| were) asking|(?:could|can|would) you (?:please "
    r"|kindly )?(?:provide|clarify|specify|rephrase|elaborate|upload|share|resend|tell me more|give me)",
    r"the (?:task|question|prompt|request|instructions?) (?:asks?|wants?|is asking|requires?|calls? for|concerns?"
    r"|refers?|seems|says?|demands?)|(?:in accordance|in line|in keeping|as required|as per|following"
    r"|according) (?:with |to |by )?(?:the|my) (?:instructions?|task|question|request|prompt|guidelines)(?! on)"
    r"|understand (?:the|your|this) (?:question|request|task)",
    r"here(?:'s| is| are) (?:an?|the|some|my|your|a few|several) (?:[\w-]+ ){0,3}(?:answer|summary|details|facts"
    r"|points|information|breakdown|overview|list|description|version|response|observations|explanation)",
    r"(?:generated|written|produced|created) (?:automatically|by (?:an? |the )?(?:machine|AI|program|model|computer"
    r"|algorithm|bot))|(?:analysis|recognition|vision|processing|viewing) (?:is|are) (?:not|un)\s?(?:supported"
    r"|available|possible|enabled)"
    r"|ask away|(?:if )?anything (?:is |was |remains )?(?:unclear|missing|else)(?=[,.?])|what I (?:came up with|wrote"
    r"|could come up with)|as an? (?:\w+ ){0,2}(?:generator|tool|engine|network|intelligence|system)",
    r"(?:what|anything) an (?:AI|assistant) (?:can|could|does|knows)|would you like (?:an?|the|me|more"
    r"|another)(?: (?:longer|shorter|different"
    r"|other|new))? (?:description|answer|version|details?|summary|list)|anything (?:more|further|else) (?:that )?you"
    r"|I(?:'d| would)"
    r" need (?:more|further|additional|the|a|to (?:see|view))|(?:based|relies|relying|rests) (?:only |solely "
    r"|purely )?on (?:the )?text",
    r"enjoy (?:the|this|my|your) (?:description|reading|answer|story|read)|glad (?:you|to)|good (?:eye|catch"
    r"|observation|point)(?=!)|(?:oops|whoops|my bad)|tell me (?:if|when|whether|what) (?:you|I|this|that|there)"
    r"|for more (?:information|details),? (?:just )?(?:ask|let)",
    stems=(
        (
            "based on|relie|relying|rests|i would need|i'd need| an ai|assistant|you|the task|the question|prompt"
            "|request|instruct| here's| here is| here are|generat|written|produced"
            "|created|analysis|recognition|vision|processing|viewing|ask away|anything|came up|come up|i wrote"
            "|generator"
            "| tool| engine|network|intelligence|system|enjoy|glad|good eye|good catch|good obs|good point|oops|my bad"
            "|tell me|for more|understand|guideline"
        ),
    ),
)
