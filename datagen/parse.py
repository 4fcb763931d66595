"""Reply text to turns: JSON as asked for, or failing that the plain forms that LLMs fall back to. Pure.

A slip that leaves no doubt what was meant is mended, because a reply costs money; what can be read in two ways is
refused.
"""

from __future__ import annotations

import json
import re

from pydantic import ValidationError

from datagen.kinds import KINDS, AnswerReply, DescriptionReply, ReplyForm, TurnsReply
from datagen.sample import Turn

MAX_VALUES = 20
MAX_DEPTH = 3

_THINKING = re.compile(r"\A.*</(?:think|thinking|thought|reasoning)>", re.DOTALL | re.IGNORECASE)
_START = re.compile(r"\{\s*[\"\u201c}]|\[\s*[{\[]")
_SLIP = re.compile(r"(\"(?:[^\"\\]|\\.)*+(?:\"|\\?\Z))|,(?=\s*[}\]])", re.DOTALL)
_STRAY_ESCAPE = re.compile(r"\\(\\|[^\"\\/bfnrtu])", re.DOTALL)
_CLOSINGS = ("", "}", "]", "]}")
_STRAIGHT = str.maketrans("\u201c\u201d", '""')
# Numbers are kept as they are written: to "How many?" an LLM may answer 3 without quotation marks.
_DECODER = json.JSONDecoder(strict=False, parse_int=str, parse_float=str, parse_constant=str)

_NAMES = dict.fromkeys(("q", "request", "instruction", "user", "human"), "question") | dict.fromkeys(
    ("a", "response", "assistant", "gpt"), "answer"
)
_ROLE, _CONTENT = ("role", "from"), ("content", "value", "text")

_NUMBERED = r"^[ \t]{0,9}(?:[*>-][ \t]+|\d{1,3}[.)][ \t]*)?"
_LABEL = r"[*_#]{0,3}[ \t]?(?:%s)[ \t]{0,3}#?\d{0,3}[*_]{0,3}[ \t]{0,3}:[ \t]*[*_]{0,3}[ \t]*"
_ASKED = re.compile(
    rf"{_NUMBERED}(?:{_LABEL % 'question|request|q|user|human'}|q\d{{1,3}}[.)][ \t])", re.IGNORECASE | re.MULTILINE
)
_ANSWERED = re.compile(
    rf"(?:{_NUMBERED}|(?<=[?.!][ \t]))(?:{_LABEL % 'answer|response|a|assistant|gpt'}|a\d{{1,3}}[.)][ \t])",
    re.IGNORECASE | re.MULTILINE,
)
_DESCRIBED = re.compile(rf"\A{_LABEL % 'description'}", re.IGNORECASE)
_SEPARATOR = re.compile(
    r"^[ \t]{0,9}(?:[=*_-]{3,}|[*_#]{0,3} ?turn \d{1,3}[*_:]{0,4})[ \t]*$", re.IGNORECASE | re.MULTILINE
)


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
    text = _THINKING.sub("", text).strip("\ufeff \t\r\n")
    values = _json_within(text)
    content = _fitted(form, values) if values else _plain(form, _SEPARATOR.sub("", _without_fence(text)))
    try:
        return form.model_validate(content).to_turns(question)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        message = f"the reply does not have the form asked for: {place + ': ' if place else ''}{first['msg']}"
        raise UnreadableReplyError(message) from error


def _json_within(text: str) -> list[object]:
    """Find the JSON values inside fences or prose; the first must be whole, or is mended."""
    match = _START.search(text)
    if match is None:
        return []
    if match[0].endswith("\u201c") and '"' not in text:
        text = text.translate(_STRAIGHT)
    try:
        value, end = _DECODER.raw_decode(text, match.start())
    except (json.JSONDecodeError, RecursionError) as error:
        return [_mended(text[match.start() :], error)]
    values = [value]
    while len(values) < MAX_VALUES and (match := _START.search(text, end)):
        try:
            value, end = _DECODER.raw_decode(text, match.start())
        except (json.JSONDecodeError, RecursionError):
            break
        values.append(value)
    return values


def _mended(text: str, error: Exception) -> object:
    """Read JSON with commas too many, escapes that are none, or brackets that are missing at its end."""
    mended = _SLIP.sub(lambda slip: _STRAY_ESCAPE.sub(_kept, slip[1]) if slip[1] else "", text).rstrip("` \t\r\n")
    for closing in _CLOSINGS:
        try:
            return _DECODER.raw_decode(mended + closing)[0]
        except (json.JSONDecodeError, RecursionError):
            continue
    place = f"{error.msg} at character {error.pos}" if isinstance(error, json.JSONDecodeError) else "nested too deeply"
    message = f"the reply is broken JSON: {place}"
    raise UnreadableReplyError(message) from error


def _kept(escape: re.Match[str]) -> str:
    return escape[0] if escape[1] == "\\" else escape[1]


def _fitted(form: type[ReplyForm], values: list[object]) -> object:
    """Bring JSON under the keys asked for: other names, wrappers, a bare list, one object per line."""
    if len(values) > 1 and (form is not TurnsReply or not all(_pair(value) for value in values)):
        if any(value != values[0] for value in values):
            message = f"the reply holds {len(values)} JSON values; write one"
            raise UnreadableReplyError(message)
        values = values[:1]
    value = values[0] if len(values) == 1 else values
    if form is DescriptionReply:
        while isinstance(value, dict) and len(value) == 1 and "description" not in value:
            (value,) = value.values()
        return {"description": value} if isinstance(value, str) else value
    turns = _turns(value)
    if form is TurnsReply:
        return value if turns is None else {"turns": turns}
    return turns[0] if turns is not None and len(turns) == 1 else value


def _turns(value: object, depth: int = 0) -> list[object] | None:
    if isinstance(value, dict):
        if pair := _pair(value):
            return [pair]
        inner = value.get("turns", next(iter(value.values())) if len(value) == 1 else None)
        return _turns(inner, depth + 1) if depth < MAX_DEPTH and isinstance(inner, (dict, list)) else None
    if not isinstance(value, list):
        return None
    return _chat(value) or [_pair(item) or item for item in value]


def _pair(value: object) -> dict[str, object] | None:
    """Return a question and answer under these names, if the value is one under names that mean the same."""
    if not isinstance(value, dict):
        return None
    named = {_NAMES.get(key.strip().lower(), key.strip().lower()): part for key, part in value.items()}
    return named if len(named) == len(value) and {"question", "answer"} <= named.keys() else None


def _chat(value: list[object]) -> list[object]:
    """Pair messages that name their role, if they alternate."""
    told: list[tuple[str, object]] = []
    for item in value:
        if not isinstance(item, dict):
            return []
        role = next((str(item[key]).lower() for key in _ROLE if key in item), "")
        told.append((_NAMES.get(role, role), next((item[key] for key in _CONTENT if key in item), None)))
    if told and told[0][0] == "system":
        del told[0]
    if len(told) % 2 or any(role != ("question", "answer")[n % 2] for n, (role, _) in enumerate(told)):
        return []
    return [{"question": told[n][1], "answer": told[n + 1][1]} for n in range(0, len(told), 2)]


def _without_fence(text: str) -> str:
    if text.startswith("```") and text.endswith("```") and "\n" in text:
        return text[3:-3].partition("\n")[2].strip()
    return text


def _plain(form: type[ReplyForm], text: str) -> object:
    """Read `Question: ... Answer: ...`, or for a description the prose itself."""
    pairs = []
    for part in _ASKED.split(text)[1:]:
        asked, *answered = _ANSWERED.split(part, maxsplit=1)
        if answered:
            pairs.append({"question": asked.strip(), "answer": answered[0].strip()})
    if form is TurnsReply and pairs:
        return {"turns": pairs}
    if form is AnswerReply and len(pairs) == 1:
        return pairs[0]
    prose = _DESCRIBED.sub("", text).strip()
    if form is DescriptionReply and prose and not pairs:
        return {"description": prose[1:-1] if re.fullmatch(r'"[^"]*"', prose) else prose}
    message = "the reply is not the JSON object asked for, and has no marked questions and answers either"
    raise UnreadableReplyError(message)
