"""Every image is loaded as RGB of bounded size, or refused with a reason; no bytes make it fail otherwise."""

from __future__ import annotations

import contextlib
import io
import random
import warnings
import zlib
from pathlib import Path

import pytest
from PIL import Image

from tests.train.drawn import PHOTOS
from train.data import reasons
from train.data.images import BrokenImageError, Limits, load
from train.sample import ImageSource, Origin, Problem


@pytest.fixture
def photo() -> bytes:
    return PHOTOS[0].read_bytes()


def written(tmp_path: Path, content: bytes) -> ImageSource:
    path = tmp_path / "image"
    path.write_bytes(content)
    return ImageSource(path)


def encoded(image: Image.Image, form: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def reason(source: ImageSource, limits: Limits | None = None) -> str:
    with pytest.raises(BrokenImageError) as caught:
        load(source, limits or Limits())
    assert str(source.path) in caught.value.detail
    return caught.value.reason


def test_every_real_photo_is_loaded(coco_mini: Path) -> None:
    for path in (coco_mini / "train2017").glob("*.jpg"):
        with Image.open(path) as original:
            assert load(ImageSource(path)).size == original.size


def test_an_image_inside_a_larger_file_is_read_from_its_place(tmp_path: Path, photo: bytes) -> None:
    source = written(tmp_path, b"x" * 700 + photo + photo[:1000])
    inside = ImageSource(source.path, 700, len(photo))
    assert load(inside).tobytes() == load(written(tmp_path / ".", photo)).tobytes()


@pytest.mark.parametrize(
    ("mode", "form"),
    [
        ("RGB", "PNG"),
        ("RGBA", "PNG"),
        ("LA", "PNG"),
        ("L", "JPEG"),
        ("RGB", "MPO"),
        ("1", "PNG"),
        ("P", "GIF"),
        ("CMYK", "JPEG"),
        ("RGB", "WEBP"),
        ("RGB", "BMP"),
        ("I;16", "PNG"),
        ("F", "TIFF"),
    ],
)
def test_any_mode_becomes_rgb(tmp_path: Path, mode: str, form: str) -> None:
    image = load(written(tmp_path, encoded(Image.new(mode, (8, 6)), form)))
    assert (image.mode, image.size) == ("RGB", (8, 6))


def test_sixteen_bits_keep_their_shades(tmp_path: Path) -> None:
    grey = Image.new("I;16", (4, 4), 0x8000)
    assert load(written(tmp_path, encoded(grey, "PNG"))).getpixel((0, 0)) == (128, 128, 128)


def test_a_palette_with_transparent_colours_is_no_warning(tmp_path: Path) -> None:
    image = Image.new("P", (8, 8))
    image.putpalette([200, 10, 10] * 256)
    content = encoded(image, "PNG", transparency=bytes(range(256)))
    assert load(written(tmp_path, content)).getpixel((0, 0)) == (200, 10, 10)


def test_a_photo_is_turned_upright_as_its_exif_says(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert load(written(tmp_path, encoded(Image.new("RGB", (30, 20)), "JPEG", exif=exif))).size == (20, 30)


def test_an_animation_gives_its_first_frame(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (5, 5), colour) for colour in ("red", "blue")]
    content = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert load(written(tmp_path, content)).getpixel((0, 0)) == (255, 0, 0)


@pytest.mark.parametrize("share", [0.01, 0.3, 0.9])
def test_a_truncated_photo_is_broken(tmp_path: Path, photo: bytes, share: float) -> None:
    assert reason(written(tmp_path, photo[: int(len(photo) * share)])) == reasons.IMAGE_BROKEN


@pytest.mark.parametrize("content", [b"no image", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\xff\xd8\xff\xe0"])
def test_what_is_no_image_is_broken(tmp_path: Path, content: bytes) -> None:
    assert reason(written(tmp_path, content)) == reasons.IMAGE_BROKEN


def test_forms_that_start_other_programs_are_not_opened(tmp_path: Path) -> None:
    postscript = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\nshowpage\n"
    assert reason(written(tmp_path, postscript)) == reasons.IMAGE_BROKEN


def test_an_empty_or_missing_file_says_so(tmp_path: Path) -> None:
    assert reason(written(tmp_path, b"")) == reasons.IMAGE_EMPTY
    assert reason(ImageSource(tmp_path / "none.jpg")) == reasons.IMAGE_UNREADABLE
    assert reason(ImageSource(tmp_path)) == reasons.IMAGE_UNREADABLE


def _bomb(width: int, height: int) -> bytes:
    """A PNG that claims a size without holding it."""
    header = b"IHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 2, 0, 0, 0])
    chunk = (13).to_bytes(4, "big") + header + zlib.crc32(header).to_bytes(4, "big")
    data = b"IDAT" + zlib.compress(b"\0" * 100)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk
        + (len(data) - 4).to_bytes(4, "big")
        + data
        + zlib.crc32(data).to_bytes(4, "big")
        + b"\0\0\0\0IEND\xaeB`\x82"
    )


@pytest.mark.parametrize("size", [(9_500, 9_500), (13_000, 13_000), (60_000, 60_000)])
def test_a_decompression_bomb_is_refused_before_it_unfolds(tmp_path: Path, size: tuple[int, int]) -> None:
    source = written(tmp_path, _bomb(*size))
    assert reason(source) == reasons.IMAGE_TOO_LARGE
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert reason(source) == reasons.IMAGE_TOO_LARGE


def test_a_strip_that_resizing_would_blow_up_is_refused(tmp_path: Path) -> None:
    assert reason(written(tmp_path, encoded(Image.new("L", (3000, 2)), "PNG"))) == reasons.IMAGE_TOO_NARROW
    assert load(written(tmp_path, encoded(Image.new("L", (200, 2)), "PNG"))).size == (200, 2)


def test_a_file_above_the_limit_is_refused_unread(tmp_path: Path, photo: bytes) -> None:
    assert reason(written(tmp_path, photo), Limits(max_bytes=1000)) == reasons.IMAGE_TOO_LARGE


def test_damaged_bytes_give_an_image_or_a_reason_and_nothing_else(tmp_path: Path, photo: bytes) -> None:
    chance = random.Random(0)
    small = Image.open(io.BytesIO(photo)).resize((40, 30))
    originals = [encoded(small, form) for form in ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF")]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for _ in range(300):
            content = bytearray(chance.choice(originals))
            for _ in range(chance.randint(1, 20)):
                content[chance.randrange(len(content))] = chance.randrange(256)
            with contextlib.suppress(BrokenImageError):
                assert load(written(tmp_path, bytes(content))).mode == "RGB"


def test_a_broken_image_becomes_the_problem_of_its_sample(tmp_path: Path) -> None:
    origin = Origin(tmp_path / "data.json", 4)
    with pytest.raises(BrokenImageError) as caught:
        load(written(tmp_path, b"x"))
    found = caught.value.problem(origin)
    assert found == Problem(reasons.IMAGE_BROKEN, caught.value.detail, origin)
    assert str(caught.value) == f"{found.reason}: {found.detail}"


def test_what_is_no_image_is_told_by_its_file_and_not_by_an_object_in_memory(tmp_path: Path) -> None:
    with pytest.raises(BrokenImageError, match="no JPEG, PNG, WEBP, GIF, BMP or TIFF image") as caught:
        load(written(tmp_path, b"nonsense"))
    assert "BytesIO" not in str(caught.value)
