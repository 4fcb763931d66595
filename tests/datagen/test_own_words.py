"""A data set of invented categories, whose words are found where their file is given and not without it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from datagen.report.summarise import summarise
from datagen.review.recheck import Recheck
from datagen.review.run import ReviewedRun
from datagen.run.scene_rows import decode_scene
from datagen.sample import Turn
from tests.datagen import annotation_files as files
from tests.datagen import command_line
from tests.fakes import MODEL, FakeLLM

OWN = """
[categories."traffic cone"]
same = ["traffic cone", "pylon"]

[categories.forklift]
same = ["forklift", "stacker"]
"""
PYLON = (
    "A pylon stands in front of the forklift, bright against the grey floor of the hall. Pale light falls over the "
    "scene from the far end, where everything grows soft, and nothing in it looks new, loud or hurried."
)
PLAIN = (
    "The stacker fills much of the image, and the floor of the hall around it is bare and clean. Its colours are "
    "muted, and the whole arrangement looks calm, as if work had ended for the day some time ago."
)
Command = Callable[..., str]


@pytest.fixture
def datagen() -> Command:
    return command_line.printed


@pytest.fixture
def llm() -> Iterator[FakeLLM]:
    with FakeLLM(script=lambda _, number: json.dumps({"description": (PYLON, PLAIN)[number % 2]})) as server:
        yield server


@pytest.fixture
def build(datagen: Command, llm: FakeLLM, tmp_path: Path) -> Command:
    """Build the run folder `run` with descriptions of two images that show a forklift and no traffic cone."""
    images = [files.image(1), files.image(2)]
    captions = files.caption_file(images, [files.caption(n, n, "A hall with a machine.") for n in (1, 2)])
    instances = files.instance_file(images, [files.box(n, n, category_id=2) for n in (1, 2)])
    instances["categories"] = [{"id": 1, "name": "traffic_cone"}, {"id": 2, "name": "forklift"}]
    coco = files.write(tmp_path / "coco", captions, instances)
    (tmp_path / "own.toml").write_text(OWN)

    def run(*options: str, status: int = 0) -> str:
        line = ["build", "--coco", str(coco), "--out", str(tmp_path / "run"), "--base-url", llm.url, "--model", MODEL]
        line += ["--mix", "detail=1", "--concurrency", "1", "--max-attempts", "1"]
        return datagen(*line, *options, status=status)

    return run


def rejected(out: Path) -> list[tuple[str, str]]:
    rows = [json.loads(line) for line in (out / "rejections.jsonl").read_text().splitlines()]
    return [(row["check"], row["message"]) for row in rows]


def test_own_words_decide_what_a_text_speaks_of_in_build_and_judge(
    build: Command, datagen: Command, tmp_path: Path, llm: FakeLLM
) -> None:
    out, own = tmp_path / "run", str(tmp_path / "own.toml")
    build()
    assert rejected(out) == []
    plain = (out / "run.json").read_bytes()
    build("--words", own)
    ((check, message),) = rejected(out)
    assert check == "objects"
    assert "pylon" in message
    assert (out / "words.toml").read_text() == OWN
    (tmp_path / "own.toml").unlink()
    (out / "rejections.jsonl").unlink()
    datagen("judge", str(out))
    assert rejected(out) == [(check, message)]
    build()
    assert rejected(out) == []
    assert (out / "run.json").read_bytes() == plain
    assert not (out / "words.toml").exists()
    assert len(llm.seeds) == 2, "words ask nothing anew"


def test_review_and_report_go_by_the_words_of_the_run(build: Command, tmp_path: Path) -> None:
    out = tmp_path / "run"
    build("--words", str(tmp_path / "own.toml"))
    run = ReviewedRun.read(out)
    scene = decode_scene((out / "scenes.jsonl").read_bytes().splitlines()[0], run.vocabulary, run.words)
    found = Recheck(run).findings("1", "detail", (Turn(question="Describe the image.", answer=PYLON),), scene)
    assert "objects" in {finding.check for finding in found if finding.verdict == "fail"}
    statistics, _, _ = summarise(out)
    assert statistics == summarise(out)[0]
    assert "forklift" in str(statistics), "the stacker in the accepted text"


def test_words_that_were_changed_in_the_run_folder_are_not_judged_by(
    build: Command, datagen: Command, tmp_path: Path
) -> None:
    build("--words", str(tmp_path / "own.toml"))
    (tmp_path / "run/words.toml").write_text(OWN.replace("pylon", "post"))
    assert "words.toml was changed since the run" in datagen("judge", str(tmp_path / "run"), status=1)


def test_a_faulty_file_is_told_before_anything_is_asked(build: Command, tmp_path: Path, llm: FakeLLM) -> None:
    own = tmp_path / "own.toml"
    for text, told in {
        OWN.replace("forklift]", "fork]"): "own.toml: categories.fork: 'fork' is not a category of this data set",
        OWN.replace("same", "sane"): "own.toml: categories.traffic cone.sane is not known here",
        OWN.replace('"]', '"'): "own.toml is not TOML",
    }.items():
        own.write_text(text)
        assert told in build("--words", str(own), status=1)
    own.unlink()
    assert "cannot read the words in" in build("--words", str(own), status=1)
    assert llm.seeds == []
