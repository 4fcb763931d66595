"""An image as endpoints take it: a data URL in a message, before the text. Reads files."""

from __future__ import annotations

import base64
import io
from typing import Any

from train.data import images
from train.sample import ImageSource

SENT_AS_THEY_ARE = ((b"\xff\xd8\xff", "jpeg"), (b"\x89PNG\r\n\x1a\n", "png"))
"""Images that every endpoint reads, by their first bytes; others are sent as PNG."""


def picture_and_text(image: ImageSource | bytes | None, text: str) -> str | list[dict[str, Any]]:
    """Return a message's content: the image as a data URL, then the text. Reads the image.

    Raises:
        BrokenImageError: it cannot be used.

    """
    if image is None:
        return text
    picture = {"type": "image_url", "image_url": {"url": _data_url(image)}}
    return [picture, {"type": "text", "text": text}]


def _data_url(image: ImageSource | bytes) -> str:
    content = image if isinstance(image, bytes) else images.read(image)
    kind = next((kind for start, kind in SENT_AS_THEY_ARE if content.startswith(start)), None)
    if kind is None:
        buffer, kind = io.BytesIO(), "png"
        name = image.key if isinstance(image, ImageSource) else "the question's image"
        images.decode(content, name).save(buffer, "PNG")
        content = buffer.getvalue()
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"
