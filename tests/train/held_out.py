"""What a run held out, seen by a stock model."""

from pathlib import Path
from typing import Any

import torch

from train.checkpoint.parts import build
from train.checkpoint.run_file import StageRun
from train.data.mixture import Mixture
from train.data.sources import sources
from train.fit.examples import Examples, Ready


def held_out_loss(out: Path, data: Path, model: Any) -> float:
    """Mean loss a token on what the run held out, by the stock model on one sample after another."""
    run = StageRun.load(out)
    assert run is not None
    parts = build(run, torch.float32)
    mixture = Mixture.open(sources([data]))
    examples = Examples(mixture, parts.tokeniser, parts.images)
    total, count = 0.0, 0
    for index in mixture.split(run.eval_share, run.seed).evaluation.tolist():
        ready = examples.read(index)
        assert isinstance(ready, Ready)
        pixels = torch.stack([ready.pixels[image.key] for image in ready.example.images])
        ids, labels = torch.from_numpy(ready.example.ids)[None], torch.from_numpy(ready.example.labels)[None]
        with torch.no_grad():
            loss = model(input_ids=ids, pixel_values=pixels, labels=labels).loss
        total, count = total + float(loss) * ready.example.trained, count + ready.example.trained
    return total / count
