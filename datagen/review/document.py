"""The read-only page's HTML: style, script and data in one file whose own policy lets it ask for nothing.

Style and script are named by their hashes, so markup that a text smuggled in would neither run nor be applied; and no
text can be markup, as data stand in script blocks with every sign that could end one escaped. Reads static/.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from pathlib import Path

import msgspec
from pydantic import BaseModel

STATIC = Path(__file__).with_name("static")
FIRST_MODULE = "readonly.js"
STYLES = ("review.css", "readonly.css")
ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}

_IMPORT = re.compile(r'^import \{[^}]*\} from "\./([\w.]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|let|class)\b)", re.MULTILINE)
_BODY = """<body>
<a class="skip-link" href="#card">To the card</a>
<header class="top" id="top"></header>
<div id="alarms" class="alarms" role="alert"></div>
<main id="card" class="stage" tabindex="-1" aria-label="The card"></main>
<footer class="bar" id="bar"></footer>
<div id="toast" class="toast" hidden></div>
<p id="spoken" class="spoken" role="status" aria-live="polite"></p>
<noscript>This page needs JavaScript; it asks no server for anything.</noscript>
"""


def opening(title: str) -> str:
    """Return everything before the data."""
    style, script = _style(), joined_modules()
    policy = (
        f"default-src 'none'; img-src data:; script-src {_hash(script)}; style-src {_hash(style)}; "
        "base-uri 'none'; form-action 'none'"
    )
    icon = base64.b64encode(_read("icon.svg").encode()).decode()
    return (
        '<!doctype html>\n<html lang="en" class="starting">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{html.escape(title)}</title>\n"
        f'<link rel="icon" href="data:image/svg+xml;base64,{icon}">\n<style>{style}</style>\n</head>\n{_BODY}'
    )


def data_block(data: object) -> str:
    """Return a value as a block that the script reads as JSON."""
    text = msgspec.json.encode(data, enc_hook=_plain).decode().translate(ESCAPES)
    return f'<script type="application/json" id="data">{text}</script>\n'


def picture_block(number: int, address: str) -> str:
    """Return a picture's `data:` URL as a block of its own, which is read when its card is shown."""
    return f'<script type="text/plain" id="picture-{number}">{address}</script>\n'


def closing() -> str:
    """Return everything after the data: the script, which begins once all of it is there."""
    return f'<script type="module">{joined_modules()}</script>\n</body>\n</html>\n'


def joined_modules(first: str = FIRST_MODULE) -> str:
    """Join a module and all that it imports into one script, each after what it imports itself.

    Their top-level names differ and their imports rename nothing, so leaving out `import` and `export` is enough.
    """
    placed: dict[str, str] = {}

    def place(name: str) -> None:
        source = _read(name)
        for imported in _IMPORT.findall(source):
            if imported not in placed:
                place(imported)
        placed[name] = _EXPORT.sub("", _IMPORT.sub("", source))

    place(first)
    return "\n".join(placed.values())


def _plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return value.model_dump()
    raise NotImplementedError(type(value))


def _style() -> str:
    return "\n".join(map(_read, STYLES))


def _read(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
