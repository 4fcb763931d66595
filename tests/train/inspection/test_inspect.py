"""`inspect` says what training would make of the data: what is skipped, how long it is, what is trained on."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.paths import ROOT
from tests.train.drawn import ANNOTATIONS, IMAGES, PHOTOS
from tests.train.records import jsonl, raw, record, tar, turns
from tests.train.tiny import Tiny
from train.console import plain_console
from train.data import reasons
from train.errors import DataError, ModelError, UsageError
from train.inspection.inspect import inspect
from train.inspection.settings import InspectSettings
from train.sample import IMAGE
from train.terminal import visible


def said(*data: Path, **options: Any) -> str:
    """What is printed where there is no terminal."""
    buffer = io.StringIO()
    inspect(InspectSettings(data=data, **options), plain_console(file=buffer, width=100))
    return buffer.getvalue()


def datagen(*arguments: object) -> None:
    """Run the real command."""
    command = [sys.executable, "-m", "datagen", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files that datagen wrote from the drawn scenes: run/llava.jsonl, align.json, shared.json, chat.jsonl."""
    root = tmp_path_factory.mktemp("made")
    coco = ANNOTATIONS
    datagen("build", "--llm", "template", "--coco", coco, "--out", root / "run", "--count", 60)
    datagen("align", "--coco", coco, "--to", root / "align.json", "--image-prefix", "coco/toy/")
    datagen("export", root / "run", "--to", root / "shared.json", "--format", "sharegpt")
    datagen("export", root / "run", "--to", root / "chat.jsonl", "--format", "messages")
    return root


@pytest.mark.slow
def test_all_that_datagen_writes_can_be_trained_on(made: Path) -> None:
    shown = [said(made / name, images=IMAGES) for name in ("run/llava.jsonl", "shared.json", "chat.jsonl")]
    count = len((made / "run" / "llava.jsonl").read_bytes().splitlines())
    assert count > 50
    for text in shown:
        assert f"{count} of {count} records can be used" in text
        assert "skipped" not in text
        assert {f"  {kind}: " in text for kind in ("conversation", "detail", "spatial", "comparison")} == {True}
    bodies = [text.split("\n\n")[0] for text in shown]
    assert bodies[0] == bodies[1] == bodies[2]


@pytest.mark.slow
def test_captions_for_stage_1_can_be_trained_on(made: Path) -> None:
    text = said(made / "align.json", images=IMAGES)
    assert "24 of 24 records can be used: 24 answers, 24 images" in text
    assert "  caption: 24" in text


@pytest.mark.slow
def test_images_of_several_samples_are_told(made: Path) -> None:
    datagen("align", "--coco", ANNOTATIONS, "--to", made / "five.jsonl", "--all-captions")
    text = said(made / "five.jsonl", images=IMAGES)
    assert "120 of 120 records can be used: 120 answers, 24 images" in text
    assert "an image is shown 5.0 times on average: --share-images computes its tokens once per step" in text


def test_weights_of_a_mix_are_told_by_what_an_epoch_takes(tmp_path: Path) -> None:
    for name, count in (("a", 30), ("b", 8)):
        jsonl(tmp_path / f"{name}.jsonl", *([raw(record("Hello?", image=None))] * count))
    mix = tmp_path / "mix.toml"
    mix.write_text('[[data]]\npath = "a.jsonl"\nweight = 0.5\n[[data]]\npath = "b.jsonl"\nweight = 2\n')
    assert (
        "an epoch takes 31 records, as the weights have it:\n"
        f"  15 for the 30 of {tmp_path / 'a.jsonl'} (weight 0.5)\n"
        f"  16 for the 8 of {tmp_path / 'b.jsonl'} (weight 2)\n"
    ) in said(mix)
    assert "an epoch takes" not in said(tmp_path / "a.jsonl", tmp_path / "b.jsonl")


def test_answers_are_marked_and_questions_are_not(tmp_path: Path) -> None:
    conversation = turns(("human", "One?"), ("gpt", "First."), ("human", "Two?"), ("gpt", "Second\nline."))
    text = said(jsonl(tmp_path / "a.jsonl", raw(record(conversations=conversation, image=None))))
    shown = "human: One?\ngpt: [[First.]]\nhuman: Two?\ngpt: [[Second\nline.]]\n"
    assert text.endswith(f"7 ({tmp_path / 'a.jsonl'}:1), trained on what is between [[ and ]]:\n{shown}")


def test_on_a_terminal_what_is_trained_on_is_green(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "a.jsonl", raw(record("Hello?", image=None)))
    buffer = io.StringIO()
    console = plain_console(file=buffer, force_terminal=True, no_color=False, color_system="standard", width=100)
    inspect(InspectSettings(data=(path,)), console)
    assert "gpt: \x1b[32mA horse.\x1b[0m" in buffer.getvalue()
    assert "[[" not in buffer.getvalue()


def test_every_kind_of_fault_is_counted_with_its_place(tmp_path: Path) -> None:
    photo = PHOTOS[0]
    images = tmp_path / "images"
    images.mkdir()
    (images / "sound.jpg").write_bytes(photo.read_bytes())
    (images / "cut.jpg").write_bytes(photo.read_bytes()[:5000])
    (images / "none.jpg").write_bytes(b"no image")
    (images / "empty.jpg").touch()
    path = jsonl(
        tmp_path / "a.jsonl",
        raw(record(image="sound.jpg")),
        raw(record(image="sound.jpg")),
        b"{torn",
        raw(record(conversations=turns(("robot", "x")))),
        raw(record(image="cut.jpg")),
        raw(record(image="none.jpg")),
        raw(record(image="empty.jpg")),
        raw(record(image="lost.jpg")),
        raw(record(image="../../etc/passwd")),
        raw(record("<image> <image>", image="sound.jpg")),
        raw(record(answer="", image="sound.jpg")),
        raw(record()).replace(b"horse", b"h\xf6rse"),
        raw(record("No place", image="sound.jpg")),
    )
    said(path, decode=True, json=tmp_path / "out" / "figures.json")
    figures = json.loads((tmp_path / "out" / "figures.json").read_bytes())
    counts = {reason: found["count"] for reason, found in figures["problems"].items()}
    assert counts == {
        reasons.IMAGE_BROKEN: 2,
        reasons.NOT_JSON: 1,
        reasons.UNKNOWN_ROLE: 1,
        reasons.IMAGE_EMPTY: 1,
        reasons.IMAGE_NOT_FOUND: 1,
        reasons.IMAGE_LEADS_OUT: 1,
        reasons.PLACEHOLDER_COUNT: 1,
        reasons.EMPTY_TURN: 1,
        reasons.NOT_UTF8: 1,
    }
    assert figures["problems"][reasons.NOT_JSON]["first"][0].startswith(f"{path}:3: ")
    assert (figures["samples"], figures["repeated_ids"], list(figures["mended"].values())) == (3, 2, [1])
    text = said(path)
    assert "5 of 13 records can be used" in text
    assert "images are there, but were not opened" in text
    assert f"skipped: {reasons.UNKNOWN_ROLE}: 1, such as {path}:4: 'robot' in turn 1" in text
    with pytest.raises(DataError, match=r"a\.jsonl:3"):
        said(path, strict=True)


def test_lengths_are_counted_by_doubling_groups(tmp_path: Path) -> None:
    rows = [raw(record("w " * length, "w", image=None)) for length in (1, 30, 31, 63, 200)]
    text = said(jsonl(tmp_path / "a.jsonl", *rows))
    assert "length in words, of 5 samples: 66 on average, 2% trained on" in text
    bars = [line.split() for line in text.splitlines() if "#" in line or line.strip().startswith("64-127")]
    assert [(bar[0], bar[-1]) for bar in bars] == [("0-31", "2"), ("32-63", "1"), ("64-127", "1"), ("128-255", "1")]


def test_only_some_samples_are_measured_but_all_are_checked(tmp_path: Path) -> None:
    rows = [raw(record("Hello?", image=None))] * 99 + [b"{torn"]
    text = said(jsonl(tmp_path / "a.jsonl", *rows), measure=10)
    assert "of 10 samples" in text
    assert "99 of 100 records can be used" in text


def test_a_later_sample_is_shown_on_demand(tmp_path: Path) -> None:
    rows = [raw(record(f"Number {n}?", image=None)) for n in range(1, 6)]
    rows[2] = b"{torn"
    assert "human: Number 4?" in said(jsonl(tmp_path / "a.jsonl", *rows), show=3)
    assert said(jsonl(tmp_path / "a.jsonl", *rows), show=6).endswith("no usable sample from --show 6 on\n")


def test_captions_in_tar_files_are_inspected_too(tmp_path: Path) -> None:
    photo = PHOTOS[0].read_bytes()
    path = tar(tmp_path / "00000.tar", {"1.jpg": photo, "1.txt": b"A dog.", "2.jpg": photo[:900], "2.txt": b"A cat."})
    text = said(tmp_path, decode=True)
    assert "1 of 2 records can be used" in text
    assert f"skipped: {reasons.IMAGE_BROKEN}: 1, such as {path}:2" in text


def test_text_of_the_data_cannot_steer_the_terminal(tmp_path: Path) -> None:
    row = record("\x1b]0;title\x07 [red]x[/red]", "\x1b[2J\u202eanswer\r", image=None, id="\x1b[31m")
    text = said(jsonl(tmp_path / "a.jsonl", raw(row), b'{"\x1b": '))
    assert "\x1b" not in text
    assert "[red]x[/red]" in text
    assert visible("a\x1b\u202e\tb\n") == "a\ufffd\ufffd\tb\n"


def test_data_of_which_nothing_can_be_used_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="--images DIR"):
        said(jsonl(tmp_path / "a.jsonl", raw(record())))


@pytest.mark.parametrize("option", ["measure", "show", "max_length"])
def test_a_value_that_cannot_work_is_wrong_usage(option: str) -> None:
    with pytest.raises(UsageError, match=f"--{option.replace('_', '-')} 0"):
        InspectSettings(data=(Path("a.json"),), **{option: 0})  # type: ignore[arg-type]


def marked(text: str) -> list[str]:
    return [piece.split("]]")[0] for piece in text.split("trained on what is between [[ and ]]:")[1].split("[[")[1:]]


def test_with_an_llm_its_tokens_are_counted_and_its_text_is_shown(tmp_path: Path, tiny: Tiny) -> None:
    photo = PHOTOS[0]
    conversation = turns(
        ("human", f"{IMAGE}\nWhat is in the picture?"),
        ("gpt", "Two dogs."),
        ("human", "And a ball?"),
        ("gpt", "A red ball."),
    )
    path = jsonl(tmp_path / "a.jsonl", raw(record(conversations=conversation, image=photo.name)))
    chat = said(path, images=IMAGES, llm=str(tiny.chatml), vision=str(tiny.clip))
    assert marked(chat) == ["Two dogs.<|im_end|>", "A red ball.<|im_end|>"]
    assert f"<|im_start|>user\n{IMAGE} x 16\nWhat is in the picture?<|im_end|>" in chat
    assert "length in tokens, of 1 samples" in chat
    vicuna = said(path, images=IMAGES, llm=str(tiny.llama))
    assert marked(vicuna) == ["Two dogs.</s>", "A red ball.</s>"]
    assert f"{IMAGE} x 576" in vicuna
    plain = said(path, images=IMAGES, llm=str(tiny.llama), text="plain", vision=str(tiny.siglip))
    assert f"<s>{IMAGE} x 16[[Two dogs.\nA red ball.\n]]" in plain


def test_samples_that_the_length_cuts_or_empties_are_counted(tmp_path: Path, tiny: Tiny) -> None:
    rows = [record("Hello?", "dogs " * 200, image=None), record("Hello? " * 200, "dogs", image=None)]
    path = jsonl(tmp_path / "a.jsonl", *map(raw, rows))
    text = said(path, llm=str(tiny.chatml), max_length=100)
    assert "1 of 2 records can be used" in text
    assert "cut off at the greatest length: 1 samples" in text
    assert f"skipped: no trained token within the greatest length: 1, such as {path}:2" in text


@pytest.mark.parametrize("option", ["llm", "vision"])
def test_a_model_that_cannot_be_read_is_a_plain_message(
    tmp_path: Path, tiny: Tiny, option: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    path = jsonl(tmp_path / "a.jsonl", raw(record("Hello?", image=None)))
    options = {"llm": str(tiny.llama)} | {option: str(tmp_path / "none")}
    with pytest.raises(ModelError, match=f"--{option}"):
        said(path, **options)


def test_figures_are_not_written_over_the_data(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "a.jsonl", raw(record("Hello?", image=None)))
    before = path.read_bytes()
    with pytest.raises(UsageError, match="is the data itself"):
        said(path, json=path)
    assert path.read_bytes() == before


def test_models_of_the_wrong_kind_are_told_in_words_before_the_data_is_read(tiny: Tiny, tmp_path: Path) -> None:
    absent = tmp_path / "a.jsonl"
    with pytest.raises(ModelError, match=r"--llm .*clip' is a vision tower \(clip_vision_model\)"):
        said(absent, llm=str(tiny.clip))
    with pytest.raises(ModelError, match=r"--vision .*llama' is an LLM \(llama\)"):
        said(absent, llm=str(tiny.llama), vision=str(tiny.llama))


def test_an_llm_without_a_tokenizer_is_told_in_words(tiny: Tiny, tmp_path: Path) -> None:
    shutil.copy(tiny.llama / "config.json", tmp_path)
    with pytest.raises(ModelError, match=r"has no tokenizer that can be used \(no tokenizer\.json"):
        said(tmp_path / "a.jsonl", llm=str(tmp_path))


def test_a_vision_tower_without_an_llm_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="--vision 'tower' counts an image's tokens: give --llm with it"):
        InspectSettings(data=(Path("a.json"),), vision="tower")
