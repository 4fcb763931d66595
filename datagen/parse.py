"""Reply text to turns: JSON as asked for, or failing that the plain forms that LLMs fall back to. Pure.

A slip that leaves no doubt what was meant is mended, because a reply costs money; whatever can be read in two ways is
refused.
"""

from __future__ import annotations

import json
import re

from pydantic import ValidationError

from datagen.kinds import KINDS, AnswerReply, DescriptionReply, Reply, TurnsReply
from datagen.sample import Turn

_THINKING = re.compile(r"\A.*</(?:think|thinking|thought|reasoning)>", re.DOTALL | re.IGNORECASE)
_FENCED = re.compile(r"\A\s*```\w*\s*\n(.*?)\n?\s*```\s*\Z", re.DOTALL)
_START = re.compile(r"\{\s*[\"\u201c}]|\[\s*\{")
_SLIP = re.compile(r"(\"(?:[^\"\\]|\\.)*+(?:\"|\\?\Z))|,(?=\s*[}\]])", re.DOTALL)
_STRAY_ESCAPE = re.compile(r"\\(\\|[^\"\\/bfnrtu])", re.DOTALL)
_CLOSINGS = ("", "}", "]", "]}", "}]}")

_LABEL = r"[*_#]{0,3}(?:%s)[ \t]{0,3}#?\d{0,3}[*_]{0,3}[ \t]{0,3}:[ \t]*[*_]{0,3}[ \t]*"
_ASKED = re.compile(
    r"^[ \t]{0,9}(?:[*>-][ \t]+|\d{1,3}[.)][ \t]*)?" + _LABEL % "question|request|q|user|human",
    re.IGNORECASE | re.MULTILINE,
)
_ANSWERED = re.compile(
    r"(?:^[ \t]{0,9}(?:[*>-][ \t]+|\d{1,3}[.)][ \t]*)?|(?<=[?.!][ \t]))" + _LABEL % "answer|response|a|assistant|gpt",
    re.IGNORECASE | re.MULTILINE,
)
_DESCRIBED = re.compile(r"\A" + _LABEL % "description", re.IGNORECASE)
_SEPARATOR = re.compile(r"^[ \t]{0,9}(?:[=*_-]{3,}|[*_#]{0,3} ?turn \d{1,3}[*_:]{0,4})[ \t]*$", re.IGNORECASE | re.MULTILINE)

_NAMES = {
    "question": ("question", "q", "request", "user", "human", "instruction"),
    "answer": ("answer", "a", "response", "assistant", "gpt"),
    "turns": ("turns", "conversation", "conversations", "dialogue", "dialog", "messages", "questions"),
    "description": ("description", "text", "answer", "caption"),
}


class UnreadableReplyError(ValueError):
    """The reply has no usable form; the message is written for whoever wrote it."""


def parse(kind: str, text: str, question: str = "") -> tuple[Turn, ...]:
    """Read the turns of a reply; `question` is what a description answers.

    Raises:
        UnreadableReplyError: it is neither the JSON asked for nor marked questions and answers.

    """
    form = KINDS[kind].reply
    try:
        return form.model_validate_json(text).to_turns(question)
    except ValidationError:
        pass
    ...
