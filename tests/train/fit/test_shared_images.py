"""Samples of an image in one step, their image computed once."""

import json
from pathlib import Path

import numpy as np
import pytest

from tests.train import tiny as models
from tests.train.conftest import Data
from tests.train.processes import losses, ranks, rows
from train.__main__ import main

pytestmark = pytest.mark.slow


def image_tokens(out: Path) -> float:
    return float(sum(row["image_tokens_per_s"] * row["step_s"] for row in rows(out) if "loss" in row))


@pytest.fixture
def five_captions_an_image(data: Data) -> Path:
    """Records of five captions for each of twelve images, one after another as no shuffling would leave them."""
    lines = [json.loads(line) for line in data.captions.read_text().splitlines()[:12]]
    file = data.captions.with_name("five.jsonl")
    with file.open("w") as out:
        for number in range(5):
            for line in lines:
                question, answer = line["conversations"]
                said = {"from": "gpt", "value": f"{answer['value']} ({number})"}
                out.write(json.dumps(line | {"id": f"{line['id']}-{number}", "conversations": [question, said]}) + "\n")
    return file


def test_sharing_changes_no_loss_and_computes_fewer_tokens(
    five_captions_an_image: Path, tiny: models.Tiny, tmp_path: Path
) -> None:
    common = ["--data", str(five_captions_an_image), "--vision", str(tiny.clip), "--llm", str(tiny.llama)]
    common += ["--batch-size", "60", "--epochs", "3", "--learning-rate", "0.02"]
    for name, more in (("plain", []), ("shared", ["--share-images"])):
        assert main(["stage1", *common, *more, "--out", str(tmp_path / name)]) == 0
    np.testing.assert_allclose(losses(tmp_path / "shared"), losses(tmp_path / "plain"), rtol=1e-4)
    assert len(losses(tmp_path / "shared")) == 3
    assert image_tokens(tmp_path / "shared") < 0.3 * image_tokens(tmp_path / "plain")


def test_samples_of_an_image_come_in_one_step(five_captions_an_image: Path, tiny: models.Tiny, tmp_path: Path) -> None:
    command = ["stage1", "--data", str(five_captions_an_image), "--vision", str(tiny.clip), "--llm", str(tiny.llama)]
    assert main([*command, "--batch-size", "10", "--share-images", "--out", str(tmp_path / "out")]) == 0
    patches = (models.IMAGE_SIZE // models.PATCH) ** 2
    for row in rows(tmp_path / "out"):
        if "loss" in row:
            assert row["image_tokens_per_s"] * row["step_s"] == pytest.approx(2 * (patches - 1) + 10, rel=0.02)


def test_two_processes_share_images_and_learn_what_one_does(
    five_captions_an_image: Path, tiny: models.Tiny, tmp_path: Path
) -> None:
    command = ["stage1", "--data", str(five_captions_an_image), "--vision", str(tiny.clip), "--llm", str(tiny.llama)]
    command += ["--batch-size", "20", "--share-images", "--learning-rate", "0.02"]
    assert main([*command, "--out", str(tmp_path / "one")]) == 0
    ranks([*command, "--out", str(tmp_path / "two")], tmp_path / "log")
    np.testing.assert_allclose(losses(tmp_path / "two"), losses(tmp_path / "one"), rtol=1e-4)
    assert image_tokens(tmp_path / "two") == pytest.approx(image_tokens(tmp_path / "one"), rel=0.02)
