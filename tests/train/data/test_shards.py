"""Tar files of images and captions are read in place."""

from __future__ import annotations

import io
import json
import pickle
import tarfile
from pathlib import Path

import pytest

from tests.train.drawn import PHOTOS
from tests.train.records import tar
from train.data import reasons
from train.data.images import load
from train.data.shards import Shards
from train.data.tar_offsets import shard_paths
from train.errors import DataError
from train.sample import IMAGE, Problem, Sample, Turn


def sample(shards: Shards, number: int = 0) -> Sample:
    outcome = shards.read(number).outcome
    assert isinstance(outcome, Sample), outcome
    return outcome


def problem(shards: Shards, number: int = 0) -> Problem:
    outcome = shards.read(number).outcome
    assert isinstance(outcome, Problem), outcome
    return outcome


@pytest.fixture
def photos() -> list[Path]:
    return PHOTOS[:6]


@pytest.fixture
def folder(tmp_path: Path, photos: list[Path]) -> Path:
    """Two shards of three real photos as img2dataset lays them out."""
    (tmp_path / "cc3m").mkdir()
    for shard in range(2):
        files: dict[str, bytes] = {}
        for number in range(3):
            key = f"{shard:05d}{number:04d}"
            about = {"caption": f"photo {number}", "url": "http://example.org/a.jpg", "width": 640}
            files |= {
                f"{key}.jpg": photos[3 * shard + number].read_bytes(),
                f"{key}.json": json.dumps(about).encode(),
                f"{key}.txt": f"photo {number} — of {shard}\n".encode(),
            }
        tar(tmp_path / "cc3m" / f"{shard:05d}.tar", files)
        (tmp_path / "cc3m" / f"{shard:05d}_stats.json").write_text("{}")
    return tmp_path / "cc3m"


def test_every_pair_is_a_sample_whose_image_lies_in_the_tar_file(folder: Path, photos: list[Path]) -> None:
    shards = Shards.open(folder)
    assert len(shards) == 6
    for number, photo in enumerate(photos):
        one = sample(shards, number)
        assert one.turns == (Turn("human", IMAGE), Turn("gpt", f"photo {number % 3} — of {number // 3}"))
        assert (one.kind, one.origin.line, one.id) == ("cc3m", number % 3 + 1, f"{number // 3:05d}:{number % 3 + 1}")
        [source] = one.images
        content = source.path.read_bytes()[source.offset : source.offset + (source.size or 0)]
        assert content == photo.read_bytes()
        assert load(source).mode == "RGB"
    assert len(set(shards.image_keys.tolist())) == 6


@pytest.mark.parametrize("pattern", ["", "*.tar", "{00000..00001}.tar", "0000[01].tar"])
def test_shards_are_named_by_folder_glob_or_range(folder: Path, pattern: str) -> None:
    assert [path.name for path in shard_paths(folder / pattern)] == ["00000.tar", "00001.tar"]
    assert [path.name for path in shard_paths(folder / "00001.tar")] == ["00001.tar"]


def test_a_range_with_a_gap_names_the_missing_shard(folder: Path) -> None:
    with pytest.raises(DataError, match=r"there is no .*00002\.tar"):
        shard_paths(folder / "{00000..00003}.tar")


@pytest.mark.parametrize(
    ("pattern", "says"), [("*.jpg", r"names no \.tar file"), ("empty", r"is a folder without \.tar files: name the")]
)
def test_a_pattern_without_shards_is_refused(tmp_path: Path, pattern: str, says: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataError, match=says):
        shard_paths(tmp_path / pattern)


def test_the_caption_of_the_json_serves_where_there_is_no_text_file(tmp_path: Path) -> None:
    path = tar(
        tmp_path / "a.tar", {"1.jpg": b"x", "1.json": b'{"caption": " A dog. "}', "2.json": b"{}", "2.png": b"x"}
    )
    shards = Shards.open(path)
    assert sample(shards).turns[1].text == "A dog."
    assert problem(shards, 1).reason == reasons.EMPTY_TURN


@pytest.mark.parametrize("order", ["1.txt 1.json", "1.json 1.txt"])
def test_the_text_file_is_preferred_in_any_order(tmp_path: Path, order: str) -> None:
    captions = {"1.txt": b"A dog.", "1.json": b'{"caption": "other"}'}
    path = tar(tmp_path / "a.tar", {"1.jpg": b"x"} | {name: captions[name] for name in order.split()})
    assert sample(Shards.open(path)).turns[1].text == "A dog."


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"1.txt": b"A dog."}, reasons.IMAGE_NOT_FOUND),
        ({"1.jpg": b"", "1.txt": b"A dog."}, reasons.IMAGE_EMPTY),
        ({"1.jpg": b"x"}, reasons.NO_CAPTION),
        ({"1.jpg": b"x", "1.txt": b" \n"}, reasons.EMPTY_TURN),
        ({"1.jpg": b"x", "1.txt": b"caf\xe9"}, reasons.NOT_UTF8),
        ({"1.jpg": b"x", "1.json": b'{"caption": "caf\xe9"}'}, reasons.NOT_UTF8),
        ({"1.jpg": b"x", "1.json": b"{"}, reasons.NOT_JSON),
        ({"1.jpg": b"x", "1.json": b'{"caption": null}'}, reasons.EMPTY_TURN),
        ({"1.jpg": b"x", "1.json": b'{"caption": 5}'}, reasons.NOT_JSON),
        ({"1.jpg": b"x", "1.txt": b"an <image>"}, reasons.PLACEHOLDER_IN_ANSWER),
        ({"1.mp4": b"x", "1.txt": b"A dog."}, reasons.IMAGE_NOT_FOUND),
    ],
)
def test_an_entry_that_cannot_be_used_says_why(tmp_path: Path, files: dict[str, bytes], reason: str) -> None:
    found = problem(Shards.open(tar(tmp_path / "a.tar", files)))
    assert found.reason == reason
    assert found.origin.line == 1


def test_long_names_folders_and_links_do_not_confuse_the_places(tmp_path: Path) -> None:
    path = tmp_path / "a.tar"
    long = "x" * 150
    with tarfile.open(path, "w", format=tarfile.PAX_FORMAT) as archive:
        for name, content in ((f"d/{long}.jpg", b"one"), (f"d/{long}.txt", "größer".encode()), ("e/2.JPG", b"two")):
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
        link = tarfile.TarInfo("e/2.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    shards = Shards.open(path)
    one = sample(shards)
    assert one.turns[1].text == "größer"
    assert path.read_bytes()[one.images[0].offset :].startswith(b"one")
    assert problem(shards, 1).reason == reasons.NO_CAPTION


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.97])
def test_a_shard_that_breaks_off_is_refused_by_name(folder: Path, share: float) -> None:
    path = folder / "00001.tar"
    end = len(path.read_bytes().rstrip(b"\0"))
    path.write_bytes(path.read_bytes()[: int(end * share)])
    with pytest.raises(DataError, match=r"00001\.tar is cut off"):
        Shards.open(folder)


def test_a_damaged_header_is_no_end_of_the_shard(tmp_path: Path) -> None:
    path = tar(tmp_path / "a.tar", {"1.jpg": b"x", "1.txt": b"A dog.", "2.jpg": b"x", "2.txt": b"A cat."})
    content = bytearray(path.read_bytes())
    content[2048:2100] = b"\xff" * 52
    path.write_bytes(content)
    with pytest.raises(DataError, match="damaged at byte 2,048"):
        Shards.open(path)


def test_a_compressed_or_foreign_file_is_refused(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar", "w:gz") as archive:
        archive.addfile(tarfile.TarInfo("1.jpg"))
    (tmp_path / "b.tar").write_bytes(b"no tar at all" * 100)
    for name in ("a.tar", "b.tar"):
        with pytest.raises(DataError, match="compressed, or no tar file"):
            Shards.open(tmp_path / name)
    tar(tmp_path / "c.tar", {})
    with pytest.raises(DataError, match=r"holds no KEY\.jpg"):
        Shards.open(tmp_path / "c.tar")


def test_the_index_is_kept_and_shards_can_be_pickled(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Shards.open(folder, tmp_path / "index")
    monkeypatch.setattr("train.data.shards.entry_offsets", lambda _: pytest.fail("read again"))
    again = pickle.loads(pickle.dumps(Shards.open(folder, tmp_path / "index")))  # noqa: S301 - our own bytes
    assert [again.read(n) for n in range(6)] == [first.read(n) for n in range(6)]


def test_a_folder_that_datagen_made_is_sent_to_the_file_in_it(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"folder without \.tar files: name the \.json or \.jsonl file in it"):
        shard_paths(tmp_path)
    (tmp_path / "llava.jsonl").write_text("{}\n")
    with pytest.raises(DataError, match=r"name .*/llava\.jsonl, what `datagen build` made there"):
        shard_paths(tmp_path)
