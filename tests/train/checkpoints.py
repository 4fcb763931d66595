"""Stock checkpoints of random weights, whose best next tokens are far enough apart to be told."""

import warnings
from pathlib import Path
from typing import Any, cast

import pytest
import torch

from tests.train import tiny as models
from train.checkpoint.parts import Parts, build, template_of
from train.checkpoint.run_file import StageRun
from train.checkpoint.weights import save_published
from train.recipe import resolve

LOUDER = 20.0


def run_of(vision: Path, llm: Path) -> StageRun:
    return StageRun(
        recipe=resolve("llava-v1.5", 2, {}),
        vision=str(vision),
        llm=str(llm),
        from_=None,
        data="",
        seed=0,
        eval_share=0.0,
        sharded=False,
        llm_template=template_of(str(llm), None),
    )


def parts_of(vision: Path, llm: Path) -> Parts:
    parts = build(run_of(vision, llm), torch.float32)
    with torch.no_grad():
        cast("Any", parts.llava).lm_head.weight.mul_(LOUDER)
    return parts


def save(parts: Parts, to: Path) -> Path:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        save_published(parts.llava, to)
        parts.processor.save_pretrained(to)
        parts.images.save_pretrained(to)
    return to


def make(tiny: models.Tiny, root: Path) -> tuple[Path, Path]:
    """One in Vicuna's form on CLIP, one in ChatML on SigLIP."""
    return (
        save(parts_of(tiny.clip, tiny.llama), root / "vicuna"),
        save(parts_of(tiny.siglip, tiny.chatml), root / "chatml"),
    )


@pytest.fixture(scope="session")
def stocks(tiny: models.Tiny, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return make(tiny, tmp_path_factory.mktemp("stocks"))
