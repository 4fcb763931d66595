"""Makes an LLM's tokenizer ready: <image> and padding tokens, the form its text takes, and the vocabulary in use.

The prepared tokenizer is what an export saves, so what is set here is what others load.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from jinja2 import TemplateError
from tokenizers import AddedToken
from transformers import PreTrainedTokenizerBase

from train.errors import ModelError
from train.sample import IMAGE, Turn
from train.text.chat_template import VARIABLES, Message, measure
from train.text.conversation import PLAIN, VICUNA_V1, Frame, TextForm
from train.text.processor_template import processor_template
from train.text.vocabulary import Control, Vocabulary, plain_encoder, without_leading_space

_BYTE = re.compile("<0x[0-9A-F]{2}>")
"""Tokens for bytes write text, even where a tokenizer counts them among its special tokens."""
FormName = Literal["plain", "vicuna-v1", "chat", "auto"]


@dataclass(frozen=True, slots=True)
class PreparedTokenizer:
    """A tokenizer that knows <image>; `added`: it did not before, so the LLM needs an embedding for it."""

    tokenizer: PreTrainedTokenizerBase
    image_token_id: int
    added: bool


def prepare_tokenizer(tokenizer: PreTrainedTokenizerBase) -> PreparedTokenizer:
    """Change a tokenizer in place so that images can stand in its text and batches can be padded.

    ModelError for one without a fast implementation: only those tell text from control tokens reliably.
    """
    if not tokenizer.is_fast:
        raise _unusable(
            tokenizer,
            f"is slow ({type(tokenizer).__name__})",
            "convert it to a tokenizer.json, or choose an LLM that comes with one",
        )
    known = IMAGE in tokenizer.get_vocab()
    tokenizer.add_tokens([AddedToken(IMAGE, special=True, normalized=False)], special_tokens=True)
    if tokenizer.pad_token is None:
        spare = tokenizer.unk_token or tokenizer.eos_token
        tokenizer.add_special_tokens({"pad_token": spare or "<pad>"})
    if getattr(tokenizer, "add_eos_token", False):
        tokenizer.add_eos_token = False
    image_token_id = tokenizer.convert_tokens_to_ids(IMAGE)
    assert isinstance(image_token_id, int)
    return PreparedTokenizer(tokenizer, image_token_id, added=not known)


def choose_form(name: FormName, tokenizer: PreTrainedTokenizerBase) -> TextForm:
    """Pick how conversations are written; "auto" is the LLM's chat template, or Vicuna's form where it has none.

    ModelError where the LLM has no such template, or one that cannot be trained on, or no token to end a turn.
    """
    match name:
        case "plain":
            return PLAIN
        case "auto" if tokenizer.chat_template is None:
            return _vicuna(tokenizer)
        case "vicuna-v1":
            return _vicuna(tokenizer)
        case "chat" | "auto":
            return _chat(tokenizer)


def read_vocabulary(tokenizer: PreTrainedTokenizerBase, form: TextForm) -> Vocabulary:
    """Read what makes ids out of a prepared tokenizer, for a form's text."""
    backend = tokenizer.backend_tokenizer
    encoder = backend.to_str()
    turns = [Turn("human", "Q"), Turn("gpt", "A"), Turn("human", "Q"), Turn("gpt", "A")]
    words = "\0".join(segment.text for segment in form.segments(turns) if not segment.data)
    controls = {
        token.content: Control(index, strips_before=token.lstrip, strips_after=token.rstrip)
        for index, token in backend.get_added_tokens_decoder().items()
        if (token.special and not _BYTE.fullmatch(token.content)) or (token.content in words and token.content.strip())
    }
    continued = plain_encoder(without_leading_space(encoder), controls).encode("a", add_special_tokens=False).ids
    after_image = backend.encode(f"{IMAGE}a", add_special_tokens=False).ids
    return Vocabulary(
        encoder=encoder,
        controls=controls,
        image_token_id=controls[IMAGE].id,
        bos=_bos(tokenizer),
        bos_text=tokenizer.bos_token,
        eos_id=tokenizer.eos_token_id,
        unknown_id=tokenizer.unk_token_id,
        spaces_after_controls=after_image[1:] != continued,
    )


def export_template(form: TextForm, tokenizer: PreTrainedTokenizerBase) -> str:
    """Write the chat template of an exported processor, tried out here: ModelError where it asks otherwise."""
    template = processor_template(form)
    turns = [Turn("human", f"{IMAGE}\nfirst"), Turn("gpt", "answer"), Turn("human", "second")]
    expected = "".join(segment.text for segment in form.segments(turns))
    messages = [{"role": "user" if t.role == "human" else "assistant", "content": t.text} for t in turns]
    text = tokenizer.apply_chat_template(messages, chat_template=template, tokenize=False, add_generation_prompt=True)
    if text != expected:
        raise _unusable(
            tokenizer, "has a chat template that changes with the day or the words", "choose --text vicuna-v1"
        )
    return template


def _bos(tokenizer: PreTrainedTokenizerBase) -> tuple[int, ...]:
    """Find what the tokenizer puts before any text by itself."""
    bare = tokenizer.backend_tokenizer.encode("a", add_special_tokens=False).ids
    full = tokenizer.backend_tokenizer.encode("a", add_special_tokens=True).ids
    before = len(full) - len(bare)
    if full[before:] != bare:
        raise _unusable(tokenizer, "puts tokens behind every text, questions too", "save it with add_eos_token=False")
    return tuple(full[:before])


def _vicuna(tokenizer: PreTrainedTokenizerBase) -> Frame:
    if tokenizer.eos_token is None:
        raise _unusable(tokenizer, "has no EOS token to end an answer with", "set tokenizer.eos_token and save it")
    return replace(VICUNA_V1, closing=tokenizer.eos_token)


def _chat(tokenizer: PreTrainedTokenizerBase) -> Frame:
    if tokenizer.chat_template is None:
        raise _unusable(
            tokenizer, "has no chat template", "choose --text vicuna-v1, or set tokenizer.chat_template and save it"
        )

    def render(messages: Sequence[Message], *, asks: bool) -> str:
        rendered = tokenizer.apply_chat_template(
            list(messages), tokenize=False, add_generation_prompt=asks, **VARIABLES
        )
        assert isinstance(rendered, str)
        return rendered

    controls = [token.content for token in tokenizer.added_tokens_decoder.values() if not token.content.isspace()]
    try:
        return measure(render, controls, tokenizer.eos_token, tokenizer.get_chat_template())
    except (TemplateError, TypeError, ValueError, KeyError) as error:
        raise _unusable(
            tokenizer,
            f"has a chat template that fails on questions and answers ({error})",
            "choose --text vicuna-v1, or give another template",
        ) from error


def _unusable(tokenizer: PreTrainedTokenizerBase, what: str, remedy: str) -> ModelError:
    return ModelError(f"the tokenizer of {tokenizer.name_or_path!r} {what}: {remedy}")
