"""Image files over HTTP: found where they usually lie, and nothing else on the disk can be asked for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from datagen.errors import InputError
from datagen.review.pictures import locate
from datagen.review.run import ReviewedRun
from tests.datagen.review.folders import JPEG, sample, scene, write, write_images
from tests.datagen.review.serving import serving

TEXT = "root:x:0:0"
HOSTILE = (
    "../secret.jpg",
    "..\\secret.jpg",
    "/etc/passwd",
    "C:\\secret.jpg",
    "a/../../secret.jpg",
    "",
    ".",
    "a\0.jpg",
    "pipe.jpg",
    "text.jpg",
    "folder.jpg",
    "missing.jpg",
    "script.svg",
)


def test_a_picture_is_sent_with_its_type_and_kept_by_the_browser(run: Path, images: Path) -> None:
    (images / "000000000002.jpg").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(9))
    with serving(run, images) as page:
        address = page.card("000000000001-conversation")["scene"]["picture"]
        assert address.startswith("/picture/0?v=")
        answer = page.get(address)
        assert (answer.status, answer.body, answer.headers["Content-Type"]) == (200, JPEG, "image/jpeg")
        assert answer.headers["Cache-Control"] == "private, max-age=3600"
        again = page.get(address, {"If-None-Match": answer.headers["ETag"]})
        assert (again.status, again.body) == (304, b"")
        assert page.get("/picture/1").headers["Content-Type"] == "image/png"
        assert page.send("HEAD", address).status == 200


def test_a_scene_without_an_image_has_no_picture(run: Path, images: Path) -> None:
    with serving(run, images) as page:
        assert page.card("000000000004-conversation")["scene"]["picture"] is None
        for path in ("/picture/3", "/picture/99", "/picture/-1", "/picture/x", "/picture/"):
            assert page.get(path).status == 404


def test_no_name_leads_out_of_the_folder_or_to_what_is_no_image(tmp_path: Path) -> None:
    images = write_images(tmp_path / "images", ["good.jpg"])
    (tmp_path / "secret.jpg").write_bytes(JPEG)
    (images / "text.jpg").write_text(TEXT)
    (images / "script.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")
    (images / "folder.jpg").mkdir()
    os.mkfifo(images / "pipe.jpg")
    names = ("good.jpg", *HOSTILE)
    scenes = [scene(n, file_name=name) for n, name in enumerate(names, 1)]
    run = write(tmp_path / "run", [sample(f"{n:012d}-detail") for n in range(1, len(names) + 1)], scenes)
    with serving(run, images) as page:
        assert page.get("/picture/0").status == 200
        for number, name in enumerate(HOSTILE, 1):
            answer = page.get(f"/picture/{number}")
            assert answer.status == 404, name
            assert TEXT.encode() not in answer.body


def test_a_link_inside_the_folder_is_followed_as_in_a_build(run: Path, tmp_path: Path) -> None:
    elsewhere = write_images(tmp_path / "elsewhere", ["photo"])
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "000000000001.jpg").symlink_to(elsewhere / "photo")
    with serving(run, tmp_path / "images") as page:
        assert page.get("/picture/0").body == JPEG


def test_an_image_larger_than_any_photo_is_not_sent(run: Path, images: Path) -> None:
    with (images / "000000000001.jpg").open("r+b") as file:
        file.truncate(65_000_000)
    with serving(run, images) as page:
        assert page.get("/picture/0").status == 404


@pytest.mark.parametrize(
    "place", ["coco", "coco/train2017", "train2017", "images", "images/train2017", "coco/images/train2017"]
)
def test_images_are_found_in_the_usual_places_beside_the_annotations(tmp_path: Path, place: str) -> None:
    (tmp_path / "coco").mkdir()
    write_images(tmp_path / place)
    run = ReviewedRun(tmp_path, {"coco": str(tmp_path / "coco"), "split": "train2017"})
    found = locate(None, run.image_folders(), [scene(3), scene(2)])
    assert found.has(scene(1))
    assert found.read(scene(1)) is not None


def test_the_folder_that_a_run_sent_its_images_from_comes_first(tmp_path: Path) -> None:
    (tmp_path / "coco").mkdir()
    own, usual = write_images(tmp_path / "own"), write_images(tmp_path / "train2017")
    run = ReviewedRun(tmp_path, {"coco": str(tmp_path / "coco"), "images": str(own)})
    assert locate(None, run.image_folders(), [scene(1)]).folder == own
    assert locate(usual, run.image_folders(), [scene(1)]).folder == usual
    with pytest.raises(InputError, match="--images"):
        locate(tmp_path / "nothing", run.image_folders(), [scene(1)])


def test_without_images_there_are_no_pictures(run: Path) -> None:
    with serving(run) as page:
        assert page.state()["run"]["pictures"] is False
        assert page.card("000000000001-conversation")["scene"]["picture"] is None
        assert page.get("/picture/0").status == 404
