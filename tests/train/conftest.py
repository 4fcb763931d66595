"""Tiny models and data of the drawn scenes, made once a session, and both stages trained on them."""

from __future__ import annotations

import json
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from datagen.__main__ import main as datagen
from tests.train.drawn import ANNOTATIONS, IMAGES
from train.__main__ import main as train

if TYPE_CHECKING:
    from tests.train import tiny as models

SLOW_FIXTURES = frozenset(("stage1", "stage2", "real"))
"""They train a stage or load a real LLM: whoever asks for one, itself or through others, is slow."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what trains, before pytest itself selects by markers."""
    for item in items:
        if not SLOW_FIXTURES.isdisjoint(getattr(item, "fixturenames", ())):
            item.add_marker("slow")


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> models.Tiny:
    from tests.train import tiny as models  # noqa: PLC0415 - tests without a model need not wait for transformers

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return models.make(tmp_path_factory.mktemp("tiny"))


@dataclass(frozen=True)
class Data:
    """Files in one folder, beside a folder of the images, as a person would put them."""

    captions: Path
    instructions: Path
    with_text_only: Path


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Data:
    """What `datagen align` and `datagen build --llm template` make of the drawn scenes."""
    folder = tmp_path_factory.mktemp("data")
    found = Data(folder / "align.jsonl", folder / "llava.jsonl", folder / "mixed.jsonl")
    annotations = ["--coco", str(ANNOTATIONS)]
    assert datagen(["align", *annotations, "--to", str(found.captions)]) == 0
    assert datagen(["build", *annotations, "--llm", "template", "--count", "80", "--out", str(folder / "run")]) == 0
    found.instructions.write_bytes((folder / "run" / "llava.jsonl").read_bytes())
    lines = found.instructions.read_text().splitlines()
    for number, line in enumerate(lines):
        if number % 2:
            record = json.loads(line)
            del record["image"]
            record["conversations"][0]["value"] = record["conversations"][0]["value"].replace("<image>", "").strip()
            lines[number] = json.dumps(record)
    found.with_text_only.write_text("\n".join(lines) + "\n")
    (folder / "images").symlink_to(IMAGES)
    return found


@pytest.fixture(scope="session")
def stage1(tiny: models.Tiny, data: Data, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished stage 1 on the CLIP tower and the Llama, with its last checkpoints."""
    out = tmp_path_factory.mktemp("runs") / "stage1"
    sources = ["--vision", str(tiny.clip), "--llm", str(tiny.llama)]
    options = ["--batch-size", "8", "--epochs", "3", "--learning-rate", "0.02", "--keep-checkpoints", "2"]
    assert train(["stage1", "--data", str(data.captions), *sources, "--out", str(out), *options]) == 0
    return out


@pytest.fixture(scope="session")
def stage2(stage1: Path, data: Data) -> Path:
    """A finished stage 2 after it, with a held-out part, and its last checkpoints."""
    out = stage1.parent / "stage2"
    options = ["--batch-size", "8", "--learning-rate", "0.003", "--eval-share", "0.2", "--save-steps", "5"]
    arguments = ["--data", str(data.instructions), "--from", str(stage1), "--out", str(out), *options]
    assert train(["stage2", *arguments, "--keep-checkpoints", "2"]) == 0
    return out
