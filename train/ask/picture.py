"""A question with its image as endpoints take it: a data URL in a message, before the text. Reads files."""

from __future__ import annotations

import base64
import io

from datagen.llm import Message
from train.ask.query import Query
from train.data import images
from train.sample import ImageSource

SENT_AS_THEY_ARE = ((b"\xff\xd8\xff", "jpeg"), (b"\x89PNG\r\n\x1a\n", "png"))
"""Images that every endpoint reads, by their first bytes; others are sent as PNG."""


def message_of(query: Query) -> Message:
    """Return a question as a message. Reads its image.

    Raises:
        BrokenImageError: it cannot be used.

    """
    return Message("user", query.text, "" if query.image is None else _data_url(query.image))


def _data_url(image: ImageSource | bytes) -> str:
    content = image if isinstance(image, bytes) else images.read(image)
    kind = next((kind for start, kind in SENT_AS_THEY_ARE if content.startswith(start)), None)
    if kind is None:
        buffer, kind = io.BytesIO(), "png"
        name = image.key if isinstance(image, ImageSource) else "the question's image"
        images.decode(content, name).save(buffer, "PNG")
        content = buffer.getvalue()
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"
