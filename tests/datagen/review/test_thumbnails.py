"""Image files made small for a page: as browsers show them, with nothing else that stood in the file."""

from __future__ import annotations

import base64
import io
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from datagen.review import thumbnails
from datagen.review.thumbnails import GROUND, data_url

RED, BLUE = (250, 0, 0), (0, 0, 250)
ORIENTATION, QUARTER_LEFT = 0x0112, 8
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><r tiff:Orientation="6"/></x:xmpmeta>'


def encoded(image: Image.Image, format_: str = "PNG", **options: Any) -> bytes:
    content = io.BytesIO()
    image.save(content, format_, **options)
    return content.getvalue()


def halves(width: int = 40, height: int = 20, mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (width // 2, 0, width, height))
    return image.convert(mode)


def shown(content: bytes) -> Image.Image:
    address = data_url(content)
    assert address
    head, _, payload = address.partition(",")
    assert head == "data:image/jpeg;base64"
    image = Image.open(io.BytesIO(base64.b64decode(payload)))
    assert (image.format, image.mode) == ("JPEG", "RGB")
    return image


def is_near(found: Any, wanted: tuple[int, ...]) -> bool:
    return all(abs(one - other) < 25 for one, other in zip(found, wanted, strict=True))


@pytest.mark.parametrize("size", [(1600, 400), (400, 1600), (5000, 3), (800, 800)])
def test_no_side_is_longer_than_800_pixels_and_the_shape_stays(size: tuple[int, int]) -> None:
    image = shown(encoded(Image.new("RGB", size, RED)))
    assert max(image.size) == 800
    assert image.size == tuple(max(1, round(side * 800 / max(size))) for side in size)


def test_a_small_image_is_not_enlarged() -> None:
    assert shown(encoded(halves())).size == (40, 20)


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP"])
def test_an_image_is_turned_as_its_exif_says(format_: str) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = QUARTER_LEFT
    image = shown(encoded(halves(), format_, exif=exif))
    assert image.size == (20, 40)
    assert is_near(image.getpixel((10, 35)), RED)
    assert is_near(image.getpixel((10, 5)), BLUE)


def test_an_image_is_not_turned_by_what_browsers_do_not_follow() -> None:
    assert shown(encoded(halves(), "JPEG", xmp=XMP)).size == (40, 20)
    damaged = encoded(halves(), "JPEG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff\x01\x12")
    assert shown(damaged).size == (40, 20)


def test_place_camera_and_comments_do_not_go_along() -> None:
    exif = Image.Exif()
    exif[0x010E] = "my home at 48.1, 11.5"
    content = encoded(halves(), "JPEG", exif=exif, comment=b"a secret", xmp=XMP, icc_profile=b"a profile" * 30)
    image = shown(content)
    assert not {"exif", "comment", "xmp", "icc_profile"} & image.info.keys()
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "a secret")
    assert "comment" not in shown(encoded(halves(), pnginfo=notes)).info


@pytest.mark.parametrize(
    ("mode", "format_"),
    [("L", "JPEG"), ("CMYK", "JPEG"), ("1", "PNG"), ("P", "PNG"), ("P", "GIF"), ("LA", "PNG"), ("RGBA", "WEBP")],
)
def test_every_sort_of_image_is_shown(mode: str, format_: str) -> None:
    image = halves(mode="L").convert(mode) if mode in ("1", "L", "LA") else halves(mode=mode)
    assert shown(encoded(image, format_)).size == (40, 20)


def test_a_16_bit_grey_keeps_its_brightness() -> None:
    grey = Image.new("I;16", (8, 8), 0x8000)
    assert is_near(shown(encoded(grey)).getpixel((4, 4)), (128, 128, 128))


def test_through_a_transparent_image_shows_the_ground_of_the_page() -> None:
    image = shown(encoded(Image.new("RGBA", (8, 8), (*RED, 0))))
    ground = tuple(int(GROUND[place : place + 2], 16) for place in (1, 3, 5))
    assert is_near(image.getpixel((4, 4)), ground)


def test_what_would_fill_the_memory_is_not_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = encoded(Image.new("1", (20_000, 20_000)), optimize=True)
    assert len(bomb) < 100_000
    assert data_url(bomb) is None
    monkeypatch.setattr(thumbnails, "MAX_PIXELS", 40 * 20 - 1)
    assert data_url(encoded(halves())) is None


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xd8\xff\xe0" + bytes(64), b"<svg xmlns='http://www.w3.org/2000/svg'/>", encoded(halves(), "BMP")],
    ids=["empty", "no image", "svg", "bmp"],
)
def test_what_is_no_image_gives_none(content: bytes) -> None:
    assert data_url(content) is None


def test_an_image_cut_off_anywhere_gives_an_image_or_none() -> None:
    for format_ in ("JPEG", "PNG", "GIF", "WEBP"):
        content = encoded(halves(), format_)
        assert all(isinstance(data_url(content[:end]), str | None) for end in range(0, len(content), 7))


def test_equal_files_give_equal_addresses() -> None:
    assert data_url(encoded(halves())) == data_url(encoded(halves()))
