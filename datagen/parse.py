"""Reply text to turns: JSON as asked for, or failing that the plain forms that LLMs fall back to. Pure."""

from __future__ import annotations

import json
import re

from pydantic import ValidationError

from datagen.kinds import KINDS, AnswerReply, DescriptionReply, Reply, TurnsReply
from datagen.sample import Turn

_THINKING = re.compile(r"\A\s*<think>.*?</think>\s*", re.DOTALL)
_ASKED = re.compile(r"^[\s*#\d.)-]*(?:question|q|user|human)\b[\s\d*]*:[\s*]*", re.IGNORECASE | re.MULTILINE)
_ANSWERED = re.compile(r"^[\s*#\d.)-]*(?:answer|a|assistant|gpt)\b[\s\d*]*:[\s*]*", re.IGNORECASE | re.MULTILINE)
_DECODER = json.JSONDecoder(strict=False)


class UnreadableReplyError(ValueError):
    """The reply has no usable form; the message is written for whoever wrote it."""


def parse(kind: str, text: str, question: str = "") -> tuple[Turn, ...]:
    """Read the turns of a reply; `question` is what a description answers.

    Raises:
        UnreadableReplyError: it is neither the JSON asked for nor marked questions and answers.

    """
    form = KINDS[kind].reply
    text = _THINKING.sub("", text).strip()
    try:
        return form.model_validate_json(text).to_turns(question)
    except ValidationError:
        pass
    content = _json_within(text)
    if content is None:
        content = _plain(form, text)
    try:
        return form.model_validate(content).to_turns(question)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        message = f"the reply does not have the form asked for: {place + ': ' if place else ''}{first['msg']}"
        raise UnreadableReplyError(message) from error


def _json_within(text: str) -> object | None:
    """Find the JSON value inside a fence or prose; raw line breaks in strings are let pass."""
    start = min((at for at in (text.find("{"), text.find("[")) if at >= 0), default=-1)
    if start < 0:
        return None
    try:
        value, _ = _DECODER.raw_decode(text, start)
    except json.JSONDecodeError as error:
        if text[start:].lstrip("[{ \n").startswith('"') or text[start] == "[":
            message = f"the reply is broken JSON: {error.msg} at character {error.pos}"
            raise UnreadableReplyError(message) from error
        return None
    return {"turns": value} if isinstance(value, list) else value


def _plain(form: type[Reply], text: str) -> object:
    """Read `Question: ... Answer: ...`, or for a description the prose itself."""
    pairs = []
    for part in _ASKED.split(text)[1:]:
        asked, *answered = _ANSWERED.split(part, maxsplit=1)
        if answered:
            pairs.append({"question": asked.strip(" \n*="), "answer": answered[0].strip(" \n*=")})
    if form is TurnsReply and pairs:
        return {"turns": pairs}
    if form is AnswerReply and len(pairs) == 1:
        return pairs[0]
    if form is DescriptionReply and text and not pairs:
        return {"description": text}
    message = "the reply is not the JSON object asked for, and has no marked questions and answers either"
    raise UnreadableReplyError(message)
