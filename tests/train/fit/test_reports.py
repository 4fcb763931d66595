"""Where `--report-to` sends the figures of metrics.jsonl."""

from pathlib import Path
from typing import Any

import pytest
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator  # type: ignore[import-untyped]

from tests.train.conftest import Data
from tests.train.processes import rows
from train.__main__ import main

pytestmark = pytest.mark.slow

OPTIONS = [
    "--max-steps",
    "3",
    "--batch-size",
    "4",
    "--eval-share",
    "0.1",
    "--save-steps",
    "2",
    "--learning-rate",
    "0.01",
]


def named(name: str) -> str:
    return name.replace("eval_", "eval/", 1) if name.startswith("eval_") else f"train/{name}"


def test_tensorboard_has_the_figures_of_metrics_jsonl(stage1: Path, data: Data, tmp_path: Path) -> None:
    out = tmp_path / "out"
    arguments = ["--data", str(data.instructions), "--from", str(stage1), "--out", str(out)]
    assert main(["stage2", *arguments, *OPTIONS, "--report-to", "tensorboard"]) == 0
    figures = {(named(name), row["step"]): value for row in rows(out) for name, value in row.items() if name != "step"}
    assert figures.keys() >= {("train/loss", 3), ("train/text_tokens_per_s", 3), ("eval/loss", 3)}
    (file,) = out.rglob("events.out.*")
    events: Any = EventAccumulator(str(file))
    events.Reload()
    written = {(tag, event.step): event.value for tag in events.Tags()["scalars"] for event in events.Scalars(tag)}
    assert {key: written[key] for key in figures} == pytest.approx(figures, rel=1e-6)
