"""Every reason for which a sample cannot be trained on, worded once: figures by reason add up over all modules."""

from __future__ import annotations

NOT_JSON = "not valid JSON"
NOT_UTF8 = "not UTF-8"
NOT_A_RECORD = "not a LLaVA record"
NO_ANSWER = "no question with an answer"
NO_ALTERNATION = "turns do not alternate"
EMPTY_TURN = "empty turn"
UNKNOWN_ROLE = "unknown role"
UNKNOWN_PART = "unknown content part"
NO_TEXT = "turn without text"
NO_CAPTION = "no caption"
PLACEHOLDER_IN_ANSWER = "placeholder in an answer"
PLACEHOLDER_COUNT = "placeholders and images differ in number"
IMAGE_LEADS_OUT = "image name that leads out of its folder"
IMAGE_NOT_FOUND = "image not found"
IMAGE_EMPTY = "empty image file"
IMAGE_UNREADABLE = "image cannot be read"
IMAGE_TOO_LARGE = "image too large"
IMAGE_TOO_NARROW = "image too narrow"
IMAGE_BROKEN = "broken image"


def stray_byte(content: bytes) -> str | None:
    """Name the first byte that is not UTF-8; None where all of it is."""
    try:
        content.decode()
    except UnicodeDecodeError as error:
        return f"byte 0x{content[error.start]:02x}"
    return None
