"""One image's bytes to pixels. Reads files.

Whatever the bytes are, the result is an RGB image of bounded size or a BrokenImageError: no image ends a run.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from train.data import reasons
from train.sample import ImageSource, Origin, Problem

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
"""Those found in the published data, and no more: Pillow knows formats that start other programs."""
_SIXTEEN_TO_EIGHT = 1 / 256


class BrokenImageError(Exception):
    """An image that cannot be used: `reason` is the same for all that share it, `detail` is this one's."""

    def __init__(self, reason: str, detail: str) -> None:
        """Keep both apart."""
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail

    def __str__(self) -> str:
        """Write both."""
        return f"{self.reason}: {self.detail}"

    def problem(self, origin: Origin) -> Problem:
        """Say it of the sample that shows the image."""
        return Problem(self.reason, self.detail, origin)


@dataclass(frozen=True, slots=True)
class Limits:
    """What is refused before it is decoded.

    `max_pixels`: as Pillow's own guard against decompression bombs. `max_aspect`: longer side by shorter; resizing
    the shorter side of a strip to an encoder's input would make the longer one huge.
    """

    max_pixels: int = 89_478_485
    max_bytes: int = 100_000_000
    max_aspect: float = 100.0


DEFAULT = Limits()


def load(source: ImageSource, limits: Limits = DEFAULT) -> Image.Image:
    """Return the image as RGB, turned upright as its EXIF says (as transformers' `load_image` does).

    Raises:
        BrokenImageError: it is missing, too large, too narrow, no image, or damaged.

    """
    return decode(read(source, limits.max_bytes), source.key, limits)


def decode(content: bytes, key: str, limits: Limits = DEFAULT) -> Image.Image:
    """Return the image that the bytes hold, as `load` does; `key` names it in errors.

    Raises:
        BrokenImageError: it is too large, too narrow, no image, or damaged.

    """
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            _check_size(key, image.size, limits)
            return _as_rgb(ImageOps.exif_transpose(image))
    except BrokenImageError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BrokenImageError(reasons.IMAGE_TOO_LARGE, f"{key}: {error}") from error
    except UnidentifiedImageError as error:
        detail = f"{key}: no {', '.join(FORMATS[:-1])} or {FORMATS[-1]} image"
        raise BrokenImageError(reasons.IMAGE_BROKEN, detail) from error
    except Exception as error:  # decoders raise whatever a damaged file makes of them
        raise BrokenImageError(reasons.IMAGE_BROKEN, f"{key}: {error}") from error


def read(source: ImageSource, max_bytes: int = DEFAULT.max_bytes) -> bytes:
    """Return the bytes of an image that is there.

    Raises:
        BrokenImageError: it cannot be read, is too large, or empty.

    """
    try:
        with source.path.open("rb") as file:
            file.seek(source.offset)
            content = file.read(max_bytes + 1 if source.size is None else min(source.size, max_bytes + 1))
    except OSError as error:
        raise BrokenImageError(reasons.IMAGE_UNREADABLE, f"{source.key}: {error.strerror}") from error
    if len(content) > max_bytes:
        raise BrokenImageError(reasons.IMAGE_TOO_LARGE, f"{source.key}: more than {max_bytes:,} bytes")
    if not content:
        raise BrokenImageError(reasons.IMAGE_EMPTY, source.key)
    return content


def _check_size(key: str, size: tuple[int, int], limits: Limits) -> None:
    width, height = size
    if width * height > limits.max_pixels:
        raise BrokenImageError(reasons.IMAGE_TOO_LARGE, f"{key}: {width} x {height} pixels")
    if max(size) > limits.max_aspect * min(size):
        raise BrokenImageError(reasons.IMAGE_TOO_NARROW, f"{key}: {width} x {height} pixels")


def _as_rgb(image: Image.Image) -> Image.Image:
    """Convert any mode; the first frame of several."""
    if image.mode.startswith("I;16"):
        image = image.convert("I").point(lambda value: value * _SIXTEEN_TO_EIGHT).convert("L")
    if image.mode == "P" and "transparency" in image.info:
        image = image.convert("RGBA")
    image.load()
    return image.convert("RGB")
