"""What of a tokenizer makes ids: its encoder, its control tokens, and where it adds spaces and a BOS token by itself.

Text given to `encode` never becomes a control token, whatever it spells.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tokenizers import Tokenizer


@dataclass(frozen=True, slots=True)
class Control:
    """A control token; one that strips takes the white space of that side with it."""

    id: int
    strips_before: bool
    strips_after: bool


@dataclass(frozen=True)
class Vocabulary:
    """A tokenizer as training uses it; `encoder` is its JSON, and it crosses to other processes as that."""

    encoder: str = field(repr=False)
    controls: dict[str, Control]
    image_token_id: int
    bos: tuple[int, ...]
    bos_text: str | None
    eos_id: int | None
    unknown_id: int | None
    spaces_after_controls: bool

    def __getstate__(self) -> dict[str, Any]:
        """Leave out the encoders, which are made again where they are used."""
        return {key: value for key, value in self.__dict__.items() if key not in {"_fresh", "_plain"}}

    @cached_property
    def _fresh(self) -> Tokenizer:
        return plain_encoder(self.encoder, self.controls)

    @cached_property
    def _plain(self) -> Tokenizer:
        continued = without_leading_space(self.encoder)
        return self._fresh if continued == self.encoder else plain_encoder(continued, self.controls)

    @cached_property
    def control_ids(self) -> frozenset[int]:
        """Ids that plain text must not give."""
        return frozenset(c.id for c in self.controls.values()) - {self.unknown_id}

    def encode(self, text: str, *, leads: bool) -> list[int]:
        """Encode plain text; `leads` where the tokenizer sees a beginning, and may put a space before it."""
        encoder = self._fresh if leads else self._plain
        ids: list[int] = encoder.encode(text, add_special_tokens=False).ids
        return ids

    def decode(self, ids: list[int]) -> str:
        """Turn ids into text without the control tokens."""
        return str(self._plain.decode(ids, skip_special_tokens=True))


def plain_encoder(encoder: str, controls: dict[str, Control]) -> Tokenizer:
    """Make an encoder to which every control token's name is plain text."""
    parts = json.loads(encoder) | {"truncation": None, "padding": None}
    for token in parts["added_tokens"]:
        token["special"] = token["content"] in controls
    made = Tokenizer.from_str(json.dumps(parts))
    made.encode_special_tokens = True
    return made


def without_leading_space(encoder: str) -> str:
    """Take the space that a tokenizer puts before a beginning out of its JSON; the same JSON if it puts none.

    SentencePiece's tokenizers put one; text that goes on after other text must not get it.
    """
    parts = json.loads(encoder)
    normalizer, splitter = _unprefixed(parts["normalizer"]), _unprefixed(parts["pre_tokenizer"])
    if normalizer == parts["normalizer"] and splitter == parts["pre_tokenizer"]:
        return encoder
    return json.dumps(parts | {"normalizer": normalizer, "pre_tokenizer": splitter})


def _unprefixed(part: Any) -> Any:
    match part:
        case {"type": "Prepend"}:
            return None
        case {"type": "Metaspace"}:
            return part | {"prepend_scheme": "never"}
        case {"type": "ByteLevel", "add_prefix_space": True}:
            return part | {"add_prefix_space": False}
        case {"type": "Sequence"}:
            key = "normalizers" if "normalizers" in part else "pretokenizers"
            return part | {key: [kept for item in part[key] if (kept := _unprefixed(item)) is not None]}
        case _:
            return part
