"""Builds that send the image along: drawn images, the real command line, and a fake LLM on loopback."""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from datagen.chat import Message
from datagen.export.export import export
from datagen.images.hashes import IMAGES
from datagen.prompting.prompts import IMAGE_NOTES, default_folder, load
from datagen.sample import Context
from tests.datagen.command_line import Done, datagen
from tests.datagen.test_build import final_bytes, rows, run
from tests.fakes import FakeLLM, Fault

PREFIX = "data:image/jpeg;base64,"
COUNT = ("--count", "6", "--mix", "conversation=1,detail=1,reasoning=1")


@pytest.fixture
def photos(drawn: Path, tmp_path: Path) -> Path:
    """Copy the photos without the folder of their split."""
    return Path(shutil.copytree(drawn / "toy", tmp_path / "photos"))


def judge(folder: Path) -> Done:
    return datagen("judge", str(folder))


def scene_parts(body: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the one message of a request that has parts."""
    (parts,) = (message["content"] for message in body["messages"] if not isinstance(message["content"], str))
    assert isinstance(parts, list)
    return parts


def url_of(body: dict[str, Any]) -> str:
    url: str = scene_parts(body)[0]["image_url"]["url"]
    return url


def sent_files(llm: FakeLLM, photos: Path) -> list[str]:
    """Names of the files whose bytes were sent, in order of the requests."""
    names = {file.read_bytes(): file.name for file in photos.iterdir()}
    return [names[base64.b64decode(url_of(body).removeprefix(PREFIX), validate=True)] for body in llm.bodies]


def test_every_request_carries_the_bytes_of_its_image_and_then_what_is_said_of_it(
    drawn: Path, tmp_path: Path, fake_llm: FakeLLM
) -> None:
    done = run(drawn, tmp_path / "run", fake_llm, "--images", str(drawn), *COUNT)
    assert done.status == 0, done.err
    samples = rows(tmp_path / "run/samples.jsonl")
    assert len(samples) == 6
    sent = sent_files(fake_llm, drawn / "toy")
    assert sorted(sent) == sorted(sample["image"] for sample in samples)
    for body in fake_llm.bodies:
        image, text = scene_parts(body)
        assert image["type"] == "image_url"
        assert text["type"] == "text"
        assert text["text"].startswith((default_folder() / "image.md").read_text().strip())
        assert ": [0." in text["text"]
    assert all((s["provenance"]["images"], s["provenance"]["context"]) == (True, "full") for s in samples)


def test_a_faulty_reply_is_asked_again_with_the_image_in_the_same_message(
    drawn: Path, tmp_path: Path, fake_llm: FakeLLM
) -> None:
    faulty = '{"description": "The caption says: a dog."}'
    fake_llm.script = lambda body, _: None if body["messages"][-2]["content"] == faulty else faulty
    options = ("--images", str(drawn), "--count", "1", "--mix", "detail=1")
    done = run(drawn, tmp_path / "run", fake_llm, *options)
    assert done.status == 0, done.err
    first, second = fake_llm.bodies
    assert second["messages"][: len(first["messages"])] == first["messages"]
    assert len(second["messages"]) == len(first["messages"]) + 2
    assert url_of(second) == url_of(first)


def test_without_a_context_a_request_has_neither_captions_nor_boxes(
    drawn: Path, tmp_path: Path, fake_llm: FakeLLM
) -> None:
    done = run(drawn, tmp_path / "run", fake_llm, "--images", str(drawn), "--context", "none", *COUNT)
    assert done.status == 0, done.err
    note = (default_folder() / "no_context.md").read_text().strip()
    assert [scene_parts(body)[1]["text"] for body in fake_llm.bodies] == [note] * 6
    told = json.loads((drawn / "annotations/captions_toy.json").read_text())["annotations"]
    bodies = [json.dumps(body) for body in fake_llm.bodies]
    assert not [row for row in told if any(json.dumps(row["caption"].strip())[1:-1] in body for body in bodies)]
    assert {row["provenance"]["context"] for row in rows(tmp_path / "run/samples.jsonl")} == {"none"}


def test_repeating_asks_nothing_and_judging_needs_no_image(
    drawn: Path, photos: Path, tmp_path: Path, fake_llm: FakeLLM
) -> None:
    fake_llm.faulty_share = 0.3
    options = ("--images", str(photos), *COUNT)
    assert run(drawn, tmp_path / "run", fake_llm, *options).status == 0
    before, asked = final_bytes(tmp_path / "run"), len(fake_llm.seeds)
    assert run(drawn, tmp_path / "run", fake_llm, *options).status == 0
    assert final_bytes(tmp_path / "run") == before
    shutil.rmtree(photos)
    for name in ("samples.jsonl", "rejections.jsonl", "llava.jsonl", "report.json"):
        (tmp_path / "run" / name).unlink()
    done = judge(tmp_path / "run")
    assert done.status == 0, done.err
    assert final_bytes(tmp_path / "run") == before
    assert len(fake_llm.seeds) == asked


def test_lost_hashes_stop_judging_and_a_build_makes_them_again_without_asking(
    drawn: Path, tmp_path: Path, fake_llm: FakeLLM
) -> None:
    options = ("--images", str(drawn), *COUNT)
    assert run(drawn, tmp_path / "run", fake_llm, *options).status == 0
    before, hashes = final_bytes(tmp_path / "run"), (tmp_path / "run" / IMAGES).read_bytes()
    (tmp_path / "run" / IMAGES).unlink()
    done = judge(tmp_path / "run")
    assert done.status == 1
    assert f"{IMAGES}: run `datagen build` again" in done.err
    assert run(drawn, tmp_path / "run", fake_llm, *options).status == 0
    assert final_bytes(tmp_path / "run") == before
    assert (tmp_path / "run" / IMAGES).read_bytes() == hashes
    assert len(fake_llm.seeds) == 6


@pytest.mark.parametrize(
    ("context", "told"), [("full", "its human captions and object boxes"), ("none", "nothing else")]
)
def test_the_data_card_says_that_the_model_was_given_the_images_and_names_no_folder(
    drawn: Path, tmp_path: Path, fake_llm: FakeLLM, context: str, told: str
) -> None:
    options = ("--images", str(drawn), "--context", context, "--count", "2")
    assert run(drawn, tmp_path / "run", fake_llm, *options).status == 0
    card = export(tmp_path / "run", "llava", tmp_path / "llava.jsonl", None, "").card
    text = card.read_text()
    assert f"A model wrote them that was given each image and {told}." in text
    assert "| images | sent along |" in text
    assert str(drawn) not in text


def test_the_folder_of_the_images_may_move_between_runs(
    drawn: Path, photos: Path, tmp_path: Path, fake_llm: FakeLLM
) -> None:
    assert run(drawn, tmp_path / "run", fake_llm, "--images", str(photos), "--count", "4").status == 0
    photos.rename(tmp_path / "moved")
    done = run(drawn, tmp_path / "run", fake_llm, "--images", str(tmp_path / "moved"), "--count", "6")
    assert done.status == 0, done.err
    assert len(fake_llm.seeds) == 6


@pytest.mark.parametrize("change", [lambda file: file.write_bytes(file.read_bytes() + b"!"), Path.unlink])
def test_an_image_of_the_run_that_has_changed_or_gone_is_named_and_nothing_is_asked(
    drawn: Path, photos: Path, tmp_path: Path, fake_llm: FakeLLM, change: Callable[[Path], None]
) -> None:
    options = ("--images", str(photos), "--count", "4")
    assert run(drawn, tmp_path / "run", fake_llm, *options).status == 0
    before, name = final_bytes(tmp_path / "run"), rows(tmp_path / "run/samples.jsonl")[1]["image"]
    change(photos / name)
    done = run(drawn, tmp_path / "run", fake_llm, *options)
    assert done.status == 1
    assert name in done.err
    assert "run began with" in done.err or "part of this run" in done.err
    assert final_bytes(tmp_path / "run") == before
    assert len(fake_llm.seeds) == 4


def test_an_image_that_changes_during_the_run_stops_it_with_everything_kept(
    drawn: Path, photos: Path, tmp_path: Path, fake_llm: FakeLLM
) -> None:
    def script(_body: dict[str, Any], number: int) -> None:
        if number == 2:
            for file in photos.iterdir():
                file.write_bytes(file.read_bytes() + b"!")

    fake_llm.script = script
    done = run(drawn, tmp_path / "run", fake_llm, "--images", str(photos), *COUNT, "--concurrency", "1")
    assert done.status == 3
    assert "has changed since the run began" in done.err
    assert len(rows(tmp_path / "run/samples.jsonl")) == len(rows(tmp_path / "run/replies.jsonl")) == 3


def test_images_that_cannot_be_sent_get_no_job_and_are_counted_by_reason(
    drawn: Path, photos: Path, tmp_path: Path, fake_llm: FakeLLM
) -> None:
    kept = sorted(file.name for file in photos.iterdir())
    for name in kept[10:]:
        (photos / name).unlink()
    (photos / kept[0]).write_bytes(b"<html>not found</html>")
    with (photos / kept[1]).open("ab") as file:
        file.truncate(1_000_001)
    done = run(drawn, tmp_path / "run", fake_llm, "--images", str(photos), "--max-image-mb", "1")
    assert done.status == 0, done.err
    assert "16 images skipped: " in done.err
    assert f"no file in {photos}: 14, such as '000" in done.err
    assert f"larger than 1 MB: 1, such as '{kept[1]}'" in done.err
    assert f"neither JPEG, PNG, WebP nor GIF: 1, such as '{kept[0]}'" in done.err
    assert sorted(sent_files(fake_llm, photos)) == kept[2:10]
    skipped = json.loads((tmp_path / "run/run.json").read_text())["images"]["skipped"]
    assert {reason: row["count"] for reason, row in skipped.items()} == {
        f"no file in {photos}": 14,
        "larger than 1 MB": 1,
        "neither JPEG, PNG, WebP nor GIF": 1,
    }


def test_images_that_turn_up_later_are_asked_for_and_the_others_are_not_asked_again(
    drawn: Path, photos: Path, tmp_path: Path, fake_llm: FakeLLM
) -> None:
    late = sorted(photos.iterdir())[6:]
    for file in late:
        file.rename(tmp_path / file.name)
    assert run(drawn, tmp_path / "run", fake_llm, "--images", str(photos)).status == 0
    assert len(fake_llm.seeds) == 6
    for file in late[:4]:
        (tmp_path / file.name).rename(file)
    done = run(drawn, tmp_path / "run", fake_llm, "--images", str(photos))
    assert done.status == 0, done.err
    assert len(fake_llm.seeds) == len(rows(tmp_path / "run/samples.jsonl")) == 10


def test_names_in_the_annotations_open_no_file_outside_the_folder(
    drawn: Path, photos: Path, tmp_path: Path, fake_llm: FakeLLM
) -> None:
    coco = shutil.copytree(drawn / "annotations", tmp_path / "coco")
    secret = tmp_path / "secret.jpg"
    secret.write_bytes(b"\xff\xd8\xff secret")
    for file in coco.glob("*.json"):
        document = json.loads(file.read_text())
        for image, name in zip(document["images"], ["../secret.jpg", str(secret)], strict=False):
            image["file_name"] = name
        file.write_text(json.dumps(document))
    done = run(coco, tmp_path / "run", fake_llm, "--images", str(photos))
    assert done.status == 0, done.err
    assert f"2 images skipped: file name that leads out of {photos}: 2, such as " in done.err
    assert len(fake_llm.seeds) == 22
    assert base64.b64encode(secret.read_bytes()).decode() not in {url_of(body) for body in fake_llm.bodies}


@pytest.mark.parametrize(
    ("folder", "told"), [("gone", "gone: there is no such folder"), (".", "none of the 24 images of toy")]
)
def test_with_no_image_to_send_the_error_says_where_it_looked(
    drawn: Path, tmp_path: Path, fake_llm: FakeLLM, folder: str, told: str
) -> None:
    done = run(drawn, tmp_path / "run", fake_llm, "--images", str(tmp_path / folder))
    assert done.status == 1
    assert told in done.err
    assert str(tmp_path) in done.err
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    ("first", "then", "told"),
    [
        ((), ("--images", "{}"), "without images there, with now"),
        (("--images", "{}"), (), "with images there, without now"),
        (("--images", "{}"), ("--images", "{}", "--context", "none"), "context 'full' there, 'none' now"),
    ],
)
def test_a_run_folder_belongs_to_one_choice_of_images_and_context(
    drawn: Path, tmp_path: Path, fake_llm: FakeLLM, first: tuple[str, ...], then: tuple[str, ...], told: str
) -> None:
    options = [[part.format(drawn) for part in parts] for parts in (first, then)]
    assert run(drawn, tmp_path / "run", fake_llm, "--count", "2", *options[0]).status == 0
    done = run(drawn, tmp_path / "run", fake_llm, "--count", "2", *options[1])
    assert done.status == 1
    assert told in done.err
    assert len(fake_llm.seeds) == 2


def test_a_run_folder_from_before_there_were_images_goes_on(drawn: Path, tmp_path: Path, fake_llm: FakeLLM) -> None:
    assert run(drawn, tmp_path / "run", fake_llm, "--count", "3").status == 0
    path = tmp_path / "run/run.json"
    old = json.loads(path.read_text())
    del old["settings"]["images"], old["settings"]["context"]
    path.write_text(json.dumps(old))
    for name in IMAGE_NOTES.values():
        (tmp_path / "run/prompts" / name).unlink()
    assert judge(tmp_path / "run").status == 0
    done = run(drawn, tmp_path / "run", fake_llm, "--count", "3")
    assert done.status == 0, done.err
    assert len(fake_llm.seeds) == 3


def test_a_dry_run_says_that_images_are_not_estimated_and_shows_what_is_said_of_them(
    drawn: Path, tmp_path: Path, fake_llm: FakeLLM
) -> None:
    options = ("--images", str(drawn), "--context", "none", "--dry-run")
    done = run(drawn, tmp_path / "run", fake_llm, *COUNT, *options)
    assert done.status == 0, done.err
    assert "its tokens are not estimated" in done.out
    assert "Look at the photo and write the reply." in done.out
    assert not fake_llm.seeds
    assert not (tmp_path / "run").exists()


def test_an_endpoint_that_does_not_take_images_is_named_and_nothing_is_recorded(
    drawn: Path, tmp_path: Path, fake_llm: FakeLLM
) -> None:
    fake_llm.script = lambda _body, _number: Fault(400, "image_url is not supported by this model")
    done = run(drawn, tmp_path / "run", fake_llm, "--images", str(drawn))
    assert done.status == 1
    assert "image_url is not supported by this model" in done.err
    assert rows(tmp_path / "run/replies.jsonl") == []


@pytest.mark.parametrize("context", ["full", "none"])
def test_the_note_on_the_image_is_part_of_a_prompts_fingerprint_only_where_images_go_along(
    context: Context, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(default_folder(), tmp_path / "prompts"))
    text, seeing = load(folder), load(folder, context)
    assert len({p.fingerprint for p in (*text.kinds.values(), *seeing.kinds.values())}) == 2 * len(text.kinds)
    with (folder / IMAGE_NOTES[context]).open("a") as file:
        file.write("Be brief.\n")
    assert load(folder).kinds == text.kinds
    edited = load(folder, context).kinds
    assert all(edited[kind].fingerprint != prompt.fingerprint for kind, prompt in seeing.kinds.items())
    assert edited["detail"].messages("", "f" * 64)[-1] == Message("user", edited["detail"].note, "f" * 64)
