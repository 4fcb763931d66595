"""From questions to what a stock model reads: ids by its processor's chat template, padded on the left, and pixels.

One image is as many placeholders as the model has features for it, and no words of a question are such a placeholder.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import torch
from torch import Tensor

from train.ask.query import Query
from train.checkpoint.stock import Stock
from train.data import images
from train.sample import IMAGE, ImageSource

Message = dict[str, Any]


class UnaskableError(Exception):
    """A question that this model cannot be asked; the message says why."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question's tokens, its placeholders included, and its image's pixels (3, H, W)."""

    id: str
    ids: tuple[int, ...]
    pixels: Tensor | None


@dataclass(frozen=True, slots=True)
class Batch:
    """Prompts of equal length: input_ids and attention_mask (B, T), pixels (N, 3, H, W) of those with an image."""

    input_ids: Tensor
    attention_mask: Tensor
    pixels: Tensor | None


def user(text: str, *, image: bool) -> Message:
    """Return a user's turn as chat templates take it."""
    parts: list[Message] = [{"type": "image"}] if image else []
    return {"role": "user", "content": [*parts, {"type": "text", "text": text}]}


def assistant(text: str) -> Message:
    """Return a model's turn."""
    return {"role": "assistant", "content": [{"type": "text", "text": text}]}


def rendered(stock: Stock, messages: Sequence[Message]) -> str:
    """Return the text that asks for the next turn, `<image>` standing once for an image."""
    template = cast("Any", stock.processor).apply_chat_template
    return str(template(list(messages), add_generation_prompt=True, tokenize=False))


def ids_of(stock: Stock, messages: Sequence[Message]) -> tuple[int, ...]:
    """Return the tokens that ask for the next turn, with one token that opens a text and all placeholders.

    Raises:
        UnaskableError: the words of a turn spell `<image>`, or there are too many.

    """
    text = rendered(stock, messages)
    shown = sum(part["type"] == "image" for message in messages for part in message["content"])
    opening = stock.tokenizer.bos_token
    ids = stock.tokenizer(text, add_special_tokens=not (opening and text.startswith(opening)))["input_ids"]
    if ids.count(stock.image_token_id) != shown:
        message = f"its words hold {IMAGE}, which stands for an image"
        raise UnaskableError(message)
    if len(ids) + shown * (stock.tokens_per_image - 1) >= stock.context:
        message = f"it is longer than the {stock.context:,} tokens that this model can read"
        raise UnaskableError(message)
    times = {stock.image_token_id: stock.tokens_per_image}
    return tuple(one for one in ids for _ in range(times.get(one, 1)))


def pixels_of(stock: Stock, image: ImageSource | bytes) -> Tensor:
    """Return an image as the model takes it: (3, H, W).

    Raises:
        BrokenImageError: it cannot be used.

    """
    picture = images.decode(image, "the question's image") if isinstance(image, bytes) else images.load(image)
    prepare = cast("Any", stock.processor).image_processor
    return cast("Tensor", prepare(images=picture, return_tensors="pt")["pixel_values"][0])


def prompt_of(stock: Stock, query: Query) -> Prompt:
    """Prepare one question.

    Raises:
        UnaskableError: its words or its image cannot be used.

    """
    ids = ids_of(stock, [user(query.text, image=query.image is not None)])
    try:
        return Prompt(query.id, ids, None if query.image is None else pixels_of(stock, query.image))
    except images.BrokenImageError as error:
        raise UnaskableError(str(error)) from error


def batch_of(prompts: Sequence[Prompt], padding: int) -> Batch:
    """Put prompts side by side: what is shorter is filled up on the left, and nothing looks at the filling."""
    longest = max(len(prompt.ids) for prompt in prompts)
    input_ids = torch.full((len(prompts), longest), padding)
    attention_mask = torch.zeros_like(input_ids)
    for row, prompt in enumerate(prompts):
        input_ids[row, longest - len(prompt.ids) :] = torch.tensor(prompt.ids)
        attention_mask[row, longest - len(prompt.ids) :] = 1
    pixels = [prompt.pixels for prompt in prompts if prompt.pixels is not None]
    return Batch(input_ids, attention_mask, torch.stack(pixels) if pixels else None)
