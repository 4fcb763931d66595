"""Image files as small JPEGs that a page can hold: upright as browsers show them, without their metadata. Pure.

A file may be anybody's: none is decoded that would fill the memory, and a damaged one gives None.
"""

from __future__ import annotations

import base64
import contextlib
import io
import warnings

from PIL import Image, ImageOps

MAX_SIDE = 800
QUALITY = 80
MAX_PIXELS = 80_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
GROUND = "#20252e"
"""What shows through where an image is transparent: the ground on which the page shows images."""
SHRINKABLE = ("RGB", "L", "CMYK", "YCbCr")
XMP = ("xmp", "XML:com.adobe.xmp")


def data_url(content: bytes) -> str | None:
    """Return an image file as a `data:` URL of at most 800 pixels a side, or None where it cannot be decoded."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a browser says nothing of odd metadata either
            jpeg = _shrunk(content)
    except Exception:  # noqa: BLE001 - decoders raise whatever a damaged file leads them to
        return None
    return f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}"


def _shrunk(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
        if opened.width * opened.height > MAX_PIXELS:
            message = f"{opened.width}x{opened.height} pixels"
            raise ValueError(message)
        image = opened if opened.mode in SHRINKABLE else _flat(opened)
        image.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
        image = _upright(image).convert("RGB")
    image.info.clear()
    jpeg = io.BytesIO()
    image.save(jpeg, "JPEG", quality=QUALITY, optimize=True)
    return jpeg.getvalue()


def _flat(image: Image.Image) -> Image.Image:
    """Return colours without transparency; 16-bit greys become 8-bit ones."""
    if image.mode.startswith("I"):
        grey = image.convert("I").point(lambda value: value / 256).convert("L")
        grey.info = dict(image.info)
        return grey
    if not image.has_transparency_data:
        return image.convert("RGB")
    layer = image.convert("RGBA")
    flat = Image.alpha_composite(Image.new("RGBA", layer.size, GROUND), layer).convert("RGB")
    flat.info = dict(image.info)
    return flat


def _upright(image: Image.Image) -> Image.Image:
    """Turn as Exif says, and only Exif: browsers follow neither XMP nor what they cannot read."""
    for name in XMP:
        image.info.pop(name, None)
    with contextlib.suppress(Exception):
        return ImageOps.exif_transpose(image)
    return image
