"""Whether a JSON text ends too early, as a download that was cut off does: told by the text itself."""

from __future__ import annotations

import mmap
import re

import msgspec

_STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+'
_BETWEEN_BRACKETS = re.compile(rb"(?:[\s,:\d.eE+-]++|" + _STRING + rb'"|true|false|null)*+', re.DOTALL)
_CUT_TOKEN = re.compile(_STRING + rb"\\?|t(?:ru?)?|f(?:a(?:ls?)?)?|n(?:ul?)?", re.DOTALL)
_CLOSING = {ord("["): ord("]"), ord("{"): ord("}")}


def is_cut_off(text: bytes | memoryview | mmap.mmap | msgspec.Raw) -> bool:
    """Whether all is well as far as the text goes, and a bracket, a string or a word is open at its end."""
    content = memoryview(text)
    due: list[int] = []
    at = _skip(content, 0)
    while at < len(content):
        sign = content[at]
        if sign in _CLOSING:
            due.append(_CLOSING[sign])
        elif not due or sign != due.pop():
            return _CUT_TOKEN.fullmatch(content, at) is not None
        at = _skip(content, at + 1)
    return bool(due)


def _skip(content: memoryview, start: int) -> int:
    match = _BETWEEN_BRACKETS.match(content, start)
    return match.end() if match else start
