"""Writes the chat template that an exported processor carries: the same text for a question that training used.

It takes a message's content as a string with <image> in it, or as a list of image and text parts.
"""

from __future__ import annotations

import json
import re

from train.errors import ModelError
from train.text.chat_template import VARIABLES
from train.text.conversation import Frame, Plain, TextForm

_CONTENTS = """\
{%- set all = namespace(messages=[], text='', open=false) -%}
{%- for message in messages -%}
{%- set all.text = '' -%}
{%- set all.open = false -%}
{%- if message['content'] is string -%}
{%- set all.text = message['content'] -%}
{%- elif message['content'] -%}
{%- for part in message['content'] -%}
{%- if part['type'] in ['image', 'image_url'] -%}
{%- set all.text = all.text + ('\\n' if all.text and not all.text.endswith('\\n') else '') + '<image>' -%}
{%- set all.open = true -%}
{%- elif part['type'] == 'text' -%}
{%- set all.text = all.text + ('\\n' if all.open and not part['text'].startswith('\\n') else '') + part['text'] -%}
{%- set all.open = false -%}
{%- endif -%}
{%- endfor -%}
{%- endif -%}
{%- if message['role'] == 'user' and all.text.split('<image>') | length == 2 -%}
{%- set all.text = ('<image>\\n' + all.text.replace('<image>', '').strip()).strip() -%}
{%- endif -%}
{%- set all.messages = all.messages + [dict(message, content=all.text)] -%}
{%- endfor -%}
{% set messages = all.messages %}
"""
"""Makes every content a string, with a turn's only image before its words; the line break at its end is Jinja's."""

_FRAME = """\
{%- for message in messages -%}
{%- if message['role'] == 'user' -%}
{{- (OPENING if loop.first else BETWEEN) + message['content'] -}}
{{- ASKING if not loop.last or add_generation_prompt -}}
{%- elif message['role'] == 'assistant' -%}
{{- LEAD + message['content'] + CLOSING -}}
{%- else -%}
{{- raise_exception('the roles of this model are user and assistant, not ' + message['role']) -}}
{%- endif -%}
{%- endfor -%}"""

_PLAIN = """\
{%- for message in messages -%}
{%- if message['role'] == 'user' -%}
{{- '<image>' * (message['content'].split('<image>') | length - 1) -}}
{%- elif message['role'] == 'assistant' -%}
{{- message['content'] + CLOSING -}}
{%- endif -%}
{%- endfor -%}"""


def processor_template(form: TextForm) -> str:
    """Write the Jinja text for a form; ModelError for a form that this module has no text for."""
    match form:
        case Frame(template=str(own)):
            return _CONTENTS + _fixed(own) + own
        case Frame():
            words = {"OPENING": form.opening, "BETWEEN": form.between, "ASKING": form.asking}
            return _CONTENTS + _filled(_FRAME, **words, LEAD=form.lead, CLOSING=form.closing)
        case Plain():
            return _CONTENTS + _filled(_PLAIN, CLOSING=form.closing)
        case _:
            message = f"no chat template can be written for the text form {form!r}"
            raise ModelError(message)


def _filled(text: str, **words: str) -> str:
    """Write each word as a Jinja string, which JSON's escapes fit."""
    return re.sub("|".join(words), lambda found: json.dumps(words[found[0]], ensure_ascii=False), text)


def _fixed(own: str) -> str:
    """Give the template's own variables the values that training measured it with, unless the caller sets them."""
    return "".join(
        f"{{% set {name} = {name} if {name} is defined else {json.dumps(value)} %}}\n"
        for name, value in VARIABLES.items()
        if name in own
    )
