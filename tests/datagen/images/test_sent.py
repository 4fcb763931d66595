"""Image files: which are sent, which are not, and what names them."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

import pytest

from datagen import plan
from datagen.annotations.rows import ImageRow
from datagen.chat import ChatRequest, Message
from datagen.errors import RunFolderError, StoppedEarlyError
from datagen.images import image_file
from datagen.images.hashes import IMAGES
from datagen.images.image_file import UnusableImageError
from datagen.images.sent import Images
from datagen.scene import Scene

JPEG = b"\xff\xd8\xff\xe0 a photo"
SPLIT = "val2014"
HOSTILE = [
    "../secret.jpg",
    "a/../../secret.jpg",
    "/etc/passwd",
    "C:\\secret.jpg",
    "..\\secret.jpg",
    "\\x",
    "",
    ".",
    "a\0b",
]


def request(image: str = "", file: Path | None = None) -> ChatRequest:
    messages = (Message("system", "s"), Message("user", "a dog", image))
    return ChatRequest("j", 1, "m", messages, 0.7, 100, 5, {"type": "object"}, {"top_k": 2}, file)


def table(folder: Path | None, *names: str, max_mb: float = 20.0) -> Images:
    return Images([ImageRow(10 * n, name) for n, name in enumerate(names, 1)], SPLIT, folder, max_mb)


def scene(number: int, name: str) -> Scene:
    return Scene(10 * number, name, 2, 2, (), (), SPLIT)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "secret.jpg").write_bytes(JPEG)
    (tmp_path / "photos").mkdir()
    return tmp_path / "photos"


@pytest.fixture
def run(tmp_path: Path) -> Path:
    (tmp_path / "run").mkdir()
    return tmp_path / "run"


def test_a_request_without_an_image_has_the_fingerprint_that_it_had_before_there_were_images() -> None:
    assert request().fingerprint == "39b3cc70f75d701f306e8cadbad7ee83"


def test_a_fingerprint_depends_on_the_images_content_and_not_on_where_it_lies() -> None:
    one, other = "a" * 64, "b" * 64
    assert len({request().fingerprint, request(one).fingerprint, request(other).fingerprint}) == 3
    assert request(one, Path("here/1.jpg")).fingerprint == request(one, Path("there/1.jpg")).fingerprint


@pytest.mark.parametrize(
    ("content", "type_"),
    [
        (JPEG, "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"GIF89a......", "image/gif"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "image/webp"),
    ],
)
def test_a_data_url_tells_the_type_by_content_and_holds_every_byte(folder: Path, content: bytes, type_: str) -> None:
    file = folder / "wrongly_named.txt"
    file.write_bytes(content)
    image_file.check(file, 1.0)
    head, _, data = image_file.data_url(file, hashlib.sha256(content).hexdigest()).partition(",")
    assert head == f"data:{type_};base64"
    assert base64.b64decode(data, validate=True) == content


@pytest.mark.parametrize("content", [b"", b"<html>not found</html>", b"RIFF\x10\0\0\0WAVEfmt ", b"\xff\xd8"])
def test_a_file_that_is_no_image_is_not_sent(folder: Path, content: bytes) -> None:
    (folder / "1.jpg").write_bytes(content)
    with pytest.raises(UnusableImageError, match="neither JPEG, PNG, WebP nor GIF"):
        image_file.check(folder / "1.jpg", 1.0)


def test_the_limit_itself_may_be_sent_and_one_byte_more_may_not(folder: Path) -> None:
    (folder / "1.jpg").write_bytes(JPEG.ljust(2_000, b"."))
    image_file.check(folder / "1.jpg", 0.002)
    (folder / "1.jpg").write_bytes(JPEG.ljust(2_001, b"."))
    with pytest.raises(UnusableImageError, match=r"larger than 0\.002 MB"):
        image_file.check(folder / "1.jpg", 0.002)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_that_leads_out_of_the_folder_is_not_followed(folder: Path, name: str) -> None:
    assert not image_file.places(folder, SPLIT, name)
    with pytest.raises(UnusableImageError, match="file name that leads out of"):
        image_file.find(folder, SPLIT, name)


def test_an_image_is_found_in_the_folder_before_the_splits_folder_in_it(folder: Path) -> None:
    (folder / SPLIT).mkdir()
    (folder / SPLIT / "1.jpg").write_bytes(JPEG)
    assert image_file.find(folder, SPLIT, "1.jpg") == (1, folder / SPLIT / "1.jpg")
    (folder / "1.jpg").write_bytes(JPEG)
    assert image_file.find(folder, SPLIT, "1.jpg") == (0, folder / "1.jpg")


def test_folders_pipes_and_names_too_long_for_any_file_are_no_files_and_nothing_waits_for_them(folder: Path) -> None:
    (folder / "1.jpg").mkdir()
    os.mkfifo(folder / "2.jpg")
    seen = table(folder, "1.jpg", "2.jpg", "x" * 5_000, "none.jpg")
    assert not any(map(seen.usable, range(4)))
    assert seen.problems.counts == {f"no file in {folder}": 4}


def test_an_unreadable_image_is_counted_with_the_systems_reason(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "1.jpg").write_bytes(JPEG)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    seen = table(folder, "1.jpg")
    assert not seen.usable(0)
    assert seen.problems.listed == {"unreadable (Permission denied)": ["'1.jpg'"]}


def test_each_image_is_looked_for_once(folder: Path) -> None:
    seen = table(folder, "1.jpg")
    assert not seen.usable(0)
    assert not seen.usable(0)
    assert seen.problems.counts.total() == 1


def test_a_changed_or_vanished_file_is_not_sent(folder: Path) -> None:
    (folder / "1.jpg").write_bytes(JPEG)
    sha256 = image_file.digest(folder / "1.jpg").hex()
    (folder / "1.jpg").write_bytes(JPEG + b"!")
    with pytest.raises(StoppedEarlyError, match=r"1\.jpg has changed since the run began"):
        image_file.data_url(folder / "1.jpg", sha256)
    (folder / "1.jpg").unlink()
    with pytest.raises(StoppedEarlyError, match=r"cannot read the image .*1\.jpg: No such file"):
        image_file.data_url(folder / "1.jpg", sha256)


def test_hashes_outlive_the_folder_and_only_recorded_images_stay_in_the_run(folder: Path, run: Path) -> None:
    (folder / "1.jpg").write_bytes(JPEG)
    (folder / "2.jpg").write_bytes(JPEG + b"2")
    (folder / "3.jpg").write_bytes(JPEG + b"3")
    seen = table(folder, "1.jpg", "2.jpg", "3.jpg")
    seen.record(run, [2, 0, 2])
    sha256 = hashlib.sha256(JPEG + b"3").hexdigest()
    assert seen.of(scene(3, "3.jpg")) == (sha256, folder / "3.jpg")
    later = table(None, "1.jpg", "2.jpg", "3.jpg")
    later.read(run)
    assert [later.usable(number) for number in range(3)] == [True, False, True]
    assert later.of(scene(3, "3.jpg")) == (sha256, None)


def test_a_file_as_it_was_is_not_hashed_again_and_a_copy_of_another_time_is(
    folder: Path, run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "1.jpg").write_bytes(JPEG)
    table(folder, "1.jpg").record(run, [0])
    hashed: list[Path] = []
    digest = image_file.digest

    def noted(file: Path) -> bytes:
        hashed.append(file)
        return digest(file)

    monkeypatch.setattr(image_file, "digest", noted)
    for _ in range(2):
        again = table(folder, "1.jpg")
        again.read(run)
        again.record(run, [0])
    assert not hashed
    os.utime(folder / "1.jpg", ns=(1, 1))
    again = table(folder, "1.jpg")
    again.read(run)
    again.record(run, [0])
    assert hashed == [folder / "1.jpg"]


@pytest.mark.parametrize("line", ["{", '{"image_id": 10}', "[]"])
def test_damaged_hashes_are_named(run: Path, line: str) -> None:
    (run / IMAGES).write_text(line + "\n")
    with pytest.raises(RunFolderError, match=r"images\.jsonl is damaged"):
        table(None, "1.jpg").read(run)


def test_a_hash_that_is_none_is_damage(run: Path) -> None:
    row = {"image_id": 10, "image": "1.jpg", "sha256": "abcd", "size": 1, "mtime_ns": 1}
    (run / IMAGES).write_text(json.dumps(row) + "\n")
    with pytest.raises(RunFolderError, match="'abcd' is not a SHA-256"):
        table(None, "1.jpg").read(run)


def slots_of(jobs: int, usable: set[int]) -> list[tuple[str, int]]:
    scenes = [scene(number, f"{number}.jpg") for number in range(20)]
    mix = {"conversation": 2, "detail": 1}
    planned = plan.make_plan(scenes, [3] * 20, mix, jobs, 1, usable=usable.__contains__)
    return [(scenes[image].file_name, kind) for image, kind in zip(planned.images, planned.kinds, strict=True)]


def test_an_image_that_turns_up_later_adds_jobs_and_changes_none() -> None:
    few = slots_of(25, {1, 4, 7, 11, 13, 17})
    more = slots_of(60, {1, 4, 7, 11, 13, 17, 18})
    assert [slot for slot in more if slot[0] != "18.jpg"][:25] == few
    assert any(name == "18.jpg" for name, _ in more)


def test_a_larger_plan_of_some_images_begins_with_the_smaller_one() -> None:
    assert slots_of(40, {2, 3, 5})[:9] == slots_of(9, {2, 3, 5})


def test_a_plan_looks_only_at_images_that_it_comes_to_and_at_all_before_it_gives_up() -> None:
    asked: list[int] = []

    def usable(image: int) -> bool:
        asked.append(image)
        return True

    scenes = [scene(number, "1.jpg") for number in range(100)]
    plan.make_plan(scenes, [3] * 100, {"detail": 1}, 5, 0, usable=usable)
    assert len(asked) == 5

    def endless() -> Iterator[plan.Slot]:
        return (plan.Slot(number % 7, "detail", 1) for number in count())

    assert list(islice(plan._usable(endless(), {6}.__contains__, 7), 2)) == [(6, "detail", 1)] * 2
    assert list(plan._usable(endless(), set[int]().__contains__, 7)) == []
