"""Several sources are one list of samples; weights, held-out images and estimates are exact and repeatable."""

from __future__ import annotations

import json
import pickle
import re
import shutil
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from tests.train.drawn import IMAGES, PHOTOS
from tests.train.records import Record, jsonl, raw, record, tar
from train.data import reasons
from train.data.image_roots import ImageRoots
from train.data.mixture import Mixture
from train.data.sources import Source, sources
from train.errors import DataError, UsageError
from train.sample import ImageSource, Origin, Problem, Sample


@pytest.fixture
def photos() -> list[Path]:
    return PHOTOS


def data(path: Path, rows: list[Record]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return jsonl(path, *map(raw, rows))


def text_only(path: Path, count: int) -> Path:
    return data(path, [record(f"Question {n}?", image=None, id=str(n)) for n in range(count)])


def test_sources_follow_each_other_under_one_numbering(tmp_path: Path, photos: list[Path]) -> None:
    first = data(tmp_path / "a.jsonl", [record(image=path.name, id=path.stem) for path in photos[:3]])
    second = text_only(tmp_path / "b.jsonl", 2)
    shard = tar(tmp_path / "c.tar", {"1.jpg": photos[0].read_bytes(), "1.txt": b"A dog."})
    mixture = Mixture.open(sources([first, second, shard], IMAGES))
    assert len(mixture) == 6
    outcomes = [mixture.sample(number) for number in range(6)]
    samples = [one for one in outcomes if isinstance(one, Sample)]
    assert [one.id for one in samples] == [*(path.stem for path in photos[:3]), "0", "1", "c:1"]
    assert [one.kind for one in samples] == ["a", "a", "a", "b", "b", tmp_path.name]
    assert samples[1].images == (ImageSource(photos[1]),)
    assert pickle.loads(pickle.dumps(mixture)).sample(5) == samples[5]  # noqa: S301 - our own bytes


def test_a_record_that_cannot_be_used_is_a_problem_with_its_place(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "a.jsonl", raw(record("Hello?", image=None)), b"{torn", raw(record()))
    mixture = Mixture.open(sources([path]))
    torn, lost = mixture.sample(1), mixture.sample(2)
    assert isinstance(torn, Problem)
    assert (torn.reason, str(torn.origin)) == (reasons.NOT_JSON, f"{path}:2")
    assert isinstance(lost, Problem)
    assert lost.reason == reasons.IMAGE_NOT_FOUND
    assert "--images" in lost.detail


def test_what_was_mended_is_told(tmp_path: Path, photos: list[Path]) -> None:
    path = data(tmp_path / "a.jsonl", [record("No place", image=photos[0].name)])
    assert len(Mixture.open(sources([path], IMAGES)).read(0).notes) == 1


def test_a_source_of_which_nothing_can_be_used_is_refused_at_once(tmp_path: Path) -> None:
    path = data(tmp_path / "a.jsonl", [record()] * 100)
    with pytest.raises(
        DataError, match=r"none of 32 samples tried of .*a\.jsonl can be used: image not found.*--images DIR"
    ):
        Mixture.open(sources([path]))


def test_one_usable_sample_among_some_is_enough_to_start(tmp_path: Path) -> None:
    path = data(tmp_path / "a.jsonl", [record()] * 10 + [record("Hello?", image=None)])
    assert len(Mixture.open(sources([path]))) == 11


def test_weights_give_each_epoch_its_share_and_every_sample_its_turn(tmp_path: Path) -> None:
    given = [
        Source(path=text_only(tmp_path / f"{n}.jsonl", 20), weight=weight) for n, weight in enumerate((1, 0.5, 2, 1.25))
    ]
    mixture = Mixture.open(given)
    epochs = [Counter(mixture.epoch(0, number).tolist()) for number in range(4)]
    for epoch in epochs:
        sizes = [sum(epoch[n] for n in range(start, start + 20)) for start in (0, 20, 40, 60)]
        assert sizes == [20, 10, 40, 25]
        assert {epoch[n] for n in range(20)} == {1}
        assert {epoch[n] for n in range(40, 60)} == {2}
    halves = [{n for n in range(20, 40) if epoch[n]} for epoch in epochs]
    assert halves[0] | halves[1] == halves[2] | halves[3] == set(range(20, 40))
    assert halves[0] != halves[2]
    total = sum(epochs, Counter())
    assert {total[n] for n in range(60, 80)} == {5}


def test_an_epoch_is_sorted_and_decided_by_seed_and_number_alone(tmp_path: Path) -> None:
    path = text_only(tmp_path / "a.jsonl", 50)
    first, again = (Mixture.open([Source(path=path, weight=0.5)]) for _ in range(2))
    once = first.epoch(3, 1)
    assert once.dtype == np.int64
    assert (np.diff(once) > 0).all()
    assert np.array_equal(once, again.epoch(3, 1))
    assert not np.array_equal(once, first.epoch(4, 1))
    assert not np.array_equal(once, first.epoch(3, 0))


def test_an_epoch_takes_only_from_what_is_trained_on(tmp_path: Path) -> None:
    given = [Source(path=text_only(tmp_path / f"{n}.jsonl", 20), weight=weight) for n, weight in enumerate((1, 0.5))]
    mixture = Mixture.open(given)
    among = np.array([39, 1, 2, 30, 31, 32], dtype=np.int64)
    epoch = mixture.epoch(0, 0, among)
    assert set(epoch.tolist()) <= set(among.tolist())
    assert len(epoch) == 2 + 2
    assert len(mixture.epoch(0, 0, np.array([], dtype=np.int64))) == 0


def test_missing_images_of_several_files_are_told_once(tmp_path: Path) -> None:
    lost = [data(tmp_path / f"{n}.jsonl", [record(image=f"{n}.jpg")] * 5) for n in range(5)]
    with pytest.raises(DataError) as caught:
        Mixture.open(sources([text_only(tmp_path / "sound.jsonl", 3), *lost]))
    told = str(caught.value)
    assert f"none of 25 samples tried of {lost[0]}, {lost[1]}, {lost[2]} and 2 more files can be used" in told
    assert told.count("--images DIR") == 1


def test_a_folder_of_images_that_was_given_is_to_be_another_one(tmp_path: Path) -> None:
    path = data(tmp_path / "a.jsonl", [record()])
    with pytest.raises(DataError, match="give another --images DIR"):
        Mixture.open(sources([path], tmp_path))


def test_no_image_is_on_both_sides_of_a_split(tmp_path: Path) -> None:
    rows = [record("Hello?", image=None, id=str(n)) for n in range(200)]
    rows += [record(image=f"{folder}/{n % 150}.jpg") for n in range(400) for folder in ("a", "coco/a")]
    pairs = [record("<image><image>", image=[f"{n}.jpg", f"{n + 1}.jpg"]) for n in range(100)]
    given = sources([data(tmp_path / "a.jsonl", rows), data(tmp_path / "b.jsonl", [*pairs, rows[0]])])
    mixture = Mixture.open(given)
    split = mixture.split(0.2, seed=0)
    assert sorted([*split.train.tolist(), *split.evaluation.tolist()]) == sorted(
        set(split.train.tolist()) | set(split.evaluation.tolist())
    )
    assert len(split.train) + len(split.evaluation) + split.left_out == len(mixture)
    assert split.left_out > 0

    def names(numbers: list[int]) -> set[str]:
        values = [[*rows, *pairs, rows[0]][n].get("image", []) for n in numbers]
        return {Path(name).name for value in values for name in ([value] if isinstance(value, str) else value)}

    assert not names(split.train.tolist()) & names(split.evaluation.tolist())
    assert 0.1 < len(names(split.evaluation.tolist())) / 151 < 0.3
    texts = [n for n in split.evaluation.tolist() if n < 200]
    assert 20 < len(texts) < 60
    assert not np.array_equal(mixture.split(0.2, seed=1).evaluation, split.evaluation)
    assert np.array_equal(Mixture.open(given).split(0.2, seed=0).evaluation, split.evaluation)


def test_without_a_share_nothing_is_held_out(tmp_path: Path) -> None:
    mixture = Mixture.open(sources([text_only(tmp_path / "a.jsonl", 20)]))
    assert mixture.split(0.0, seed=0).train.tolist() == list(range(20))


def test_estimates_count_text_and_images(tmp_path: Path, photos: list[Path]) -> None:
    rows = [
        record("x" * 400, "y" * 400, image=None),
        record("<image>" + "x" * 393, "y" * 400, image=photos[0].name),
        record("<image><image>", "y" * 4, image=[photos[0].name, photos[1].name]),
    ]
    mixture = Mixture.open(sources([data(tmp_path / "a.jsonl", rows)], IMAGES))
    estimated = mixture.estimated_tokens(576)
    assert estimated.dtype == np.int32
    assert estimated.tolist() == [201, 777, 1157]


def test_a_fingerprint_tells_other_data_and_other_weights(tmp_path: Path) -> None:
    path = text_only(tmp_path / "a.jsonl", 5)
    first = Mixture.open([Source(path=path)]).fingerprint
    assert first == Mixture.open([Source(path=path)], tmp_path / "index").fingerprint
    assert first != Mixture.open([Source(path=path, weight=2)]).fingerprint
    text_only(path, 6)
    assert first != Mixture.open([Source(path=path)]).fingerprint


def test_a_mix_names_files_images_and_weights_from_its_own_folder(tmp_path: Path) -> None:
    mix = tmp_path / "mix.toml"
    mix.write_text('[[data]]\npath = "a.json"\nweight = 0.5\n\n[[data]]\npath = "/b/{00..09}.tar"\nimages = "photos"\n')
    found = sources([mix, Path("c.jsonl")], Path("given"))
    assert found == (
        Source(path=tmp_path / "a.json", images=Path("given"), weight=0.5),
        Source(path=Path("/b/{00..09}.tar"), images=tmp_path / "photos"),
        Source(path=Path("c.jsonl"), images=Path("given")),
    )


OTHER_MIXES = [
    ("", "data: "),
    ("data = []", "data: "),
    ('[[data]]\npath = "a"\nweight = 0', "data.0.weight: "),
    ('[[data]]\npath = "a"\nweight = nan', "data.0.weight"),
    ('[[data]]\npath = "a"\nweight = "2"', "data.0.weight: .*, not '2'"),
    ('[[data]]\npath = "a"\nweight = true', "data.0.weight: .*, not True"),
    ('[[data]]\nfile = "a"', "data.0.path: "),
    ('[[data]]\npath = "a"\nwieght = 1', "data.0.wieght: "),
    ("[[data", "not valid TOML"),
]


def test_a_mix_that_says_something_else_is_refused_with_the_place(tmp_path: Path) -> None:
    mix = tmp_path / "mix.toml"
    for content, says in OTHER_MIXES:
        mix.write_text(content)
        with pytest.raises(DataError) as caught:
            sources([mix])
        assert re.search(says, str(caught.value)), content
        assert str(mix) in str(caught.value), content


def test_no_data_at_all_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--data names no file"):
        sources([])
    with pytest.raises(DataError, match="No such file"):
        sources([tmp_path / "none.toml"])
    with pytest.raises(DataError, match="No such file"):
        Mixture.open(sources([tmp_path / "none.json"]))


ORIGIN = Origin(Path("data.json"), 1)


def placed(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"x")


def found(roots: ImageRoots, name: str) -> str:
    outcome = roots.find(name, ORIGIN)
    return outcome.reason if isinstance(outcome, Problem) else str(outcome.path)


BESIDE = [
    ("data/a.jpg", "a.jpg"),
    ("data/images/a.jpg", "a.jpg"),
    ("data/train2017/a.jpg", "a.jpg"),
    ("data/coco/train2017/a.jpg", "a.jpg"),
    ("data/coco/train2017/a.jpg", "coco/train2017/a.jpg"),
    ("data/gqa/images/a.jpg", "gqa/images/a.jpg"),
    ("train2017/a.jpg", "a.jpg"),
    ("images/a.jpg", "a.jpg"),
    ("coco/train2017/a.jpg", "coco/train2017/a.jpg"),
]


def test_images_are_found_beside_the_data(tmp_path: Path) -> None:
    for number, (place, name) in enumerate(BESIDE):
        folder = tmp_path / str(number)
        placed(folder, place)
        roots = ImageRoots(folder / "data" / "llava.json")
        assert [found(roots, name) for _ in range(2)] == [str(folder / place)] * 2, (place, name)


@pytest.mark.parametrize("given", ["coco", "coco/train2017", "."])
def test_a_given_folder_may_begin_anywhere_along_the_names(tmp_path: Path, given: str) -> None:
    placed(tmp_path, "coco/train2017/a.jpg", "coco/train2017/b.jpg")
    roots = ImageRoots(tmp_path / "elsewhere" / "llava.json", tmp_path / given)
    expected = tmp_path / "coco" / "train2017" / "a.jpg"
    for name in ("a.jpg", "train2017/a.jpg", "coco/train2017/a.jpg"):
        if given == "." and name == "train2017/a.jpg":
            assert found(roots, name) == reasons.IMAGE_NOT_FOUND
        else:
            assert Path(found(roots, name)).samefile(expected), name


def test_an_image_of_another_folder_with_the_same_name_is_not_taken(tmp_path: Path) -> None:
    placed(tmp_path, "vg/VG_100K/2.jpg", "ocr/2.jpg", "2.jpg")
    roots = ImageRoots(tmp_path / "llava.json", tmp_path)
    assert found(roots, "vg/VG_100K/2.jpg") == str(tmp_path / "vg/VG_100K/2.jpg")
    assert found(roots, "textvqa/2.jpg") == reasons.IMAGE_NOT_FOUND


LEADING_OUT = [
    "../secret.jpg",
    "a/../../secret.jpg",
    "/etc/passwd",
    "//host/share/a.jpg",
    "..\\secret.jpg",
    "C:\\secret.jpg",
    "\\\\host\\share\\a.jpg",
    "a\0.jpg",
    ".",
]


def test_a_name_that_leads_out_of_its_folder_is_not_followed(tmp_path: Path) -> None:
    placed(tmp_path, "secret.jpg", "data/a.jpg")
    for images in (None, tmp_path / "data"):
        roots = ImageRoots(tmp_path / "data" / "llava.json", images)
        assert {name: found(roots, name) for name in LEADING_OUT} == dict.fromkeys(LEADING_OUT, reasons.IMAGE_LEADS_OUT)


def test_an_absolute_name_is_followed_into_the_given_folder_only(tmp_path: Path) -> None:
    placed(tmp_path, "photos/a.jpg", "private/b.jpg")
    roots = ImageRoots(tmp_path / "llava.json", tmp_path / "photos")
    assert found(roots, str(tmp_path / "photos" / "a.jpg")) == str(tmp_path / "photos" / "a.jpg")
    assert found(roots, str(tmp_path / "private" / "b.jpg")) == reasons.IMAGE_LEADS_OUT
    assert found(roots, str(tmp_path / "photos" / ".." / "private" / "b.jpg")) == reasons.IMAGE_LEADS_OUT


def test_links_are_followed_since_data_sets_are_put_together_with_them(tmp_path: Path) -> None:
    placed(tmp_path, "disk/a.jpg")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "coco").symlink_to(tmp_path / "disk")
    assert found(ImageRoots(tmp_path / "data" / "llava.json"), "coco/a.jpg").endswith("coco/a.jpg")


def test_empty_files_folders_and_overlong_names_are_no_images(tmp_path: Path) -> None:
    (tmp_path / "b.jpg").mkdir()
    (tmp_path / "a.jpg").touch()
    roots = ImageRoots(tmp_path / "llava.json")
    assert found(roots, "a.jpg") == reasons.IMAGE_EMPTY
    assert found(roots, "b.jpg") == reasons.IMAGE_NOT_FOUND
    assert found(roots, "x" * 5000) == reasons.IMAGE_NOT_FOUND


def test_a_given_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is not a folder"):
        ImageRoots(tmp_path / "llava.json", tmp_path / "none")


def test_datasets_of_several_folders_keep_their_places_apart(tmp_path: Path) -> None:
    placed(tmp_path, "train2017/a.jpg", "val2017/b.jpg")
    roots = ImageRoots(tmp_path / "llava.json")
    assert [found(roots, name) for name in ("a.jpg", "b.jpg", "a.jpg")] == [
        str(tmp_path / place) for place in ("train2017/a.jpg", "val2017/b.jpg", "train2017/a.jpg")
    ]


def test_llavas_layout_works_without_a_word_on_images(tmp_path: Path, photos: list[Path]) -> None:
    """playground/data/llava.json beside playground/data/coco/train2017, as LLaVA's README asks for."""
    (tmp_path / "coco" / "train2017").mkdir(parents=True)
    for photo in photos[:3]:
        shutil.copy(photo, tmp_path / "coco" / "train2017")
    rows = [record(image=f"coco/train2017/{photo.name}") for photo in photos[:3]]
    (tmp_path / "llava.json").write_text(json.dumps(rows, indent=2))
    mixture = Mixture.open(sources([tmp_path / "llava.json"]), tmp_path / "index")
    assert all(isinstance(mixture.sample(number), Sample) for number in range(3))
