"""Refusal and meta text: the LLM speaks of itself or of its task instead of the image."""

from __future__ import annotations

import re
from collections.abc import Iterator

from datagen.checks.draft import Draft, fail_matches
from datagen.sample import Finding
from datagen.scene import Scene

_NOT = (
    r"(?:cannot|can't|can not|could not|couldn't|do not|don't|won't|will not|'m unable to|am unable to|'m not able to"
    r"|am not able to|'m not allowed to|am not allowed to|must decline to)"
)
_IMAGE = r"(?:images?|photos?|photographs?|pictures?|visuals?|visual content|attachments?|files?)"
_REFUSAL = re.compile(
    rf"\bas an? (?:\w+ )?(?:AI|language model|LLM|chatbot|(?:AI|virtual|digital) assistant)\b|\b(?:large )?language model\b"
    rf"|\bI(?:'m| am) (?:just |only )?an? (?:\w+ )?(?:AI|chatbot|language model|text-based)\b"
    rf"|\bI ?{_NOT} (?:\w+ ){{0,3}}?(?:see|view|access|look at|perceive|process|analy[sz]e|interpret|open|display)"
    rf" (?:\w+ ){{0,3}}{_IMAGE}\b"
    rf"|\bI ?{_NOT} (?:help|assist)(?: you)? with\b|\bI ?{_NOT} (?:comply|fulfil\w*|provide|generate) (?:a|an|the|any|that|this|with|your)\b"
    r"|\bI (?:do not|don't) have (?:\w+ )?(?:access to|the ability to|the capability to|enough information|(?:any )?information)\b"
    r"|\b(?:I'm|I am) (?:very |so |really )?sorry,? but I(?:'m| am| can(?:'t|not| not)| do(?:n't| not))\b"
    r"|\bI apologi[sz]e for (?:the|any|my) (?:confusion|error|mistake|oversight|inconvenience|misunderstanding)\b"
    rf"|\b(?:no|without (?:an?|the)) {_IMAGE} (?:was |is |has been )?(?:provided|attached|given|shared|available)\b"
    rf"|\bplease (?:provide|share|upload|attach) (?:\w+ ){{0,3}}(?:{_IMAGE}|information|details|context)\b"
    r"|\A\W*(?:sure|certainly|of course|okay|ok|absolutely)\W{1,3}\s*here\b"
    r"|\A\W*here(?:'s| is| are) (?:the|a|an|my|your)(?: [\w-]+){0,4} (?:JSON|response|reply|output|version|turns"
    r"|conversation|description|questions and answers)\b"
    r"|\b(?:corrected|revised|rewritten) (?:version|reply|response|answer)\b"
    r"|\bJSON\b|\bas (?:you )?(?:requested|instructed)\b",
    re.IGNORECASE,
)


def find_refusals(draft: Draft, scene: Scene) -> Iterator[Finding]:
    """Fail refusals, apologies and remarks on the task; an honest "cannot be determined" is none."""
    del scene
    return fail_matches(draft, "refusal", _REFUSAL, "is about the assistant or its task ({}), not about the image")
