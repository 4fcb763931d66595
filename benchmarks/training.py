"""Time of an optimizer step against the plain way, in one run, on this machine's processor.

    python -m benchmarks.training [--models tiny 12-layer] [--stages 1 2] [--repetitions 7] [--json ROWS.json]

The plain way is the stock model as most scripts run it: batches of four padded to the longest, a score for every token
of the vocabulary at every position, pixels through the whole vision tower every step. Each saving is timed alone and
then all of them as `train` does it, with pixels, with cached features, and with those and `--share-images`. Every way
computes the same loss on the same samples, which is checked; the learning rate is 0, so that this stays true. Ways take
turns within a repetition: read the ratios, not the seconds. On a machine that is shared, processor time with
OMP_NUM_THREADS=1 says more than wall-clock time.
"""

from __future__ import annotations

import argparse
import copy
import json
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy
from transformers import (
    CLIPVisionConfig,
    CLIPVisionModel,
    LlamaConfig,
    LlamaForCausalLM,
    LlavaForConditionalGeneration,
)
from transformers.modeling_outputs import BaseModelOutputWithPooling

from benchmarks.measured import machine
from train.batch.collate import collate
from train.batch.packed_batch import PackedBatch
from train.batch.packing import Packing
from train.example import IGNORED, Example
from train.model.attention import packed_arguments
from train.model.composition import assemble
from train.model.features import encode
from train.model.freezing import freeze
from train.model.learner import Learner
from train.recipe import Stage, resolve
from train.sample import ImageSource, Origin

VOCABULARY = 32_000
SAMPLES, PADDED_BATCH, TOKENS_PER_BATCH = 8, 4, 2048
PATCHES_A_SIDE, PATCH = 16, 14
"""As LLaVA v1: an image of 224 pixels a side is 256 tokens."""
TURNS = {"conversation": (4, 12, 23), "detail": (1, 12, 104), "reasoning": (1, 16, 150)}
"""Turns, tokens per question and tokens per answer: LLaVA-Instruct's means in words, 4 tokens for 3 words."""
SHARES = (0.37, 0.15, 0.48)
TOLERANCE = 1e-4


@dataclass(frozen=True)
class Shape:
    """Sizes of a model: the LLM's width and layers, and the vision tower's."""

    width: int
    layers: int
    vision_width: int
    vision_layers: int


SHAPES = {"tiny": Shape(64, 2, 64, 4), "12-layer": Shape(512, 12, 384, 6)}


@dataclass(frozen=True)
class Row:
    """One timed step."""

    model: str
    stage: int
    repetition: int
    way: str
    wall_s: float
    cpu_s: float
    wall_ratio: float
    cpu_ratio: float
    loss: float


def build(shape: Shape, stage: Stage) -> LlavaForConditionalGeneration:
    torch.manual_seed(0)
    heads = shape.width // 32
    llm = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=VOCABULARY,
            hidden_size=shape.width,
            intermediate_size=shape.width * 8 // 3,
            num_hidden_layers=shape.layers,
            num_attention_heads=heads,
            num_key_value_heads=heads,
        )
    )
    tower = CLIPVisionModel(
        CLIPVisionConfig(
            hidden_size=shape.vision_width,
            intermediate_size=4 * shape.vision_width,
            num_hidden_layers=shape.vision_layers,
            num_attention_heads=shape.vision_width // 32,
            image_size=PATCHES_A_SIDE * PATCH,
            patch_size=PATCH,
        )
    )
    recipe = resolve("llava-v1.5", stage, {"checkpointing": False})
    model = assemble(tower, llm, recipe, image_token_id=VOCABULARY, vocabulary=VOCABULARY + 1)
    freeze(model, recipe)
    return model


def samples(stage: Stage) -> list[Example]:
    """Stage 1: a caption of about 12 tokens per image. Stage 2: LLaVA-Instruct's lengths, and two samples per image."""
    generator = np.random.default_rng(0)
    made = []
    for at in range(SAMPLES):
        kind = str(generator.choice(list(TURNS), p=SHARES))
        turns, question, answer = TURNS[kind] if stage == 2 else (1, 0, 12)
        labels = [np.full(PATCHES_A_SIDE**2, IGNORED)]
        for _ in range(turns):
            asked, said = (int(size * generator.lognormal(0, 0.35)) for size in (question, answer))
            labels += [np.full(asked, IGNORED), generator.integers(3, VOCABULARY, size=said + 1)]
        flat = np.concatenate(labels).astype(np.int64)
        ids = np.where(flat == IGNORED, generator.integers(3, VOCABULARY, size=len(flat)), flat)
        ids[: PATCHES_A_SIDE**2] = VOCABULARY
        image = ImageSource(Path(f"{at if stage == 1 else at // 2}.jpg"))
        made.append(Example(str(at), ids, flat, (image,), kind, Origin(Path("made"), at + 1)))
    return made


def padded(examples: Sequence[Example], images: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Lay examples side by side, padded on the right to the longest."""
    longest = max(len(one.ids) for one in examples)
    ids, labels = np.zeros((len(examples), longest), np.int64), np.full((len(examples), longest), IGNORED)
    mask = np.zeros_like(ids)
    for row, one in enumerate(examples):
        ids[row, : len(one.ids)], labels[row, : len(one.ids)], mask[row, : len(one.ids)] = one.ids, one.labels, 1
    arrays = {"input_ids": ids, "labels": labels, "attention_mask": mask}
    tensors = {name: torch.from_numpy(array) for name, array in arrays.items()}
    return tensors | {"images": torch.stack([images[one.images[0].key] for one in examples])}


def padded_loss(model: Any, batch: dict[str, Tensor], *, label_only: bool, cached: bool) -> Tensor:
    """Sum the losses of a padded batch with the stock model."""
    given: dict[str, Any] = {name: batch[name] for name in ("input_ids", "attention_mask")}
    if cached:
        projected = model.model.multi_modal_projector(batch["images"])
        given["mm_encoder_outputs"] = {"image": BaseModelOutputWithPooling(pooler_output=cast("Any", [projected]))}
    else:
        given["pixel_values"] = batch["images"]
    if not label_only:
        count = (batch["labels"][:, 1:] != IGNORED).sum()
        return cast("Tensor", model(**given, labels=batch["labels"], use_cache=False).loss * count)
    targets = torch.nn.functional.pad(batch["labels"], (0, 1), value=IGNORED)[:, 1:]
    keep = targets != IGNORED
    logits = model(**given, logits_to_keep=keep, use_cache=False).logits
    return cross_entropy(logits.reshape(-1, logits.shape[-1]).float(), targets[keep], reduction="sum")


def packed_loss(model: Any, batch: PackedBatch) -> Tensor:
    """Sum the losses of a packed batch with all scores and the whole tower: packing alone."""
    features = model.model.multi_modal_projector(encode(model, cast("Tensor", batch.pixels)))
    if batch.features_at is not None:
        features = features.flatten(0, 1)[batch.features_at]
    hidden = model.model(
        input_ids=batch.input_ids,
        position_ids=batch.position_ids,
        mm_encoder_outputs={"image": BaseModelOutputWithPooling(pooler_output=cast("Any", [features]))},
        **packed_arguments(batch.cu_seq_lens, batch.max_seq_len),
    ).last_hidden_state
    logits = model.lm_head(hidden)[0].float()
    return cross_entropy(logits, batch.targets[0], ignore_index=IGNORED, reduction="sum")


def ways(shape: Shape, stage: Stage) -> dict[str, Callable[[], float]]:
    """Return a function for each way, that makes one optimizer step and returns the sum of its losses."""
    plain = build(shape, stage)
    learner = Learner(copy.deepcopy(plain)).train()
    plain.train()
    examples = samples(stage)
    size = PATCHES_A_SIDE * PATCH
    pixels = {one.images[0].key: torch.randn(3, size, size) for one in examples}
    features = {key: encode(plain, pixel[None])[0] for key, pixel in pixels.items()}
    fours = [examples[at : at + PADDED_BATCH] for at in range(0, SAMPLES, PADDED_BATCH)]
    beside = {cached: [padded(four, features if cached else pixels) for four in fours] for cached in (False, True)}
    packs = {
        (cached, shares): [
            collate(group, features if cached else pixels, image_token_id=VOCABULARY)
            for group in Packing(TOKENS_PER_BATCH, shares_images=shares).batches(examples)
        ]
        for cached, shares in ((False, False), (True, False), (True, True))
    }
    steps = {id(model): optimizer(model) for model in (plain, learner)}

    def make(model: torch.nn.Module, losses: Callable[[Any], Tensor], batches: Sequence[Any], *, whole: bool) -> Any:
        def step() -> float:
            with ExitStack() as stack:
                if whole:
                    stack.enter_context(learner.whole())
                total = 0.0
                for batch in batches:
                    loss = losses(batch)
                    loss.backward()  # type: ignore[no-untyped-call]
                    total += loss.item()
                steps[id(model)].step()
                steps[id(model)].zero_grad()
                return total

        return step

    def side_by_side(*, label_only: bool, cached: bool) -> Any:
        return make(
            plain, lambda b: padded_loss(plain, b, label_only=label_only, cached=cached), beside[cached], whole=False
        )

    return {
        "plain": side_by_side(label_only=False, cached=False),
        "label-only head": side_by_side(label_only=True, cached=False),
        "cached features": side_by_side(label_only=False, cached=True),
        "packing": make(learner, lambda b: packed_loss(learner.llava, b), packs[False, False], whole=True),
        "train, pixels": make(learner, lambda b: learner(b).sum, packs[False, False], whole=False),
        "train, cached": make(learner, lambda b: learner(b).sum, packs[True, False], whole=False),
        "train, shared": make(learner, lambda b: learner(b).sum, packs[True, True], whole=False),
    }


def optimizer(model: torch.nn.Module) -> torch.optim.Optimizer:
    return torch.optim.AdamW([one for one in model.parameters() if one.requires_grad], lr=0.0)


def measure(name: str, stage: Stage, repetitions: int) -> list[Row]:
    made = ways(SHAPES[name], stage)
    for step in made.values():
        step()
    rows = []
    for repetition in range(repetitions):
        taken, losses = {}, {}
        for way, step in made.items():
            wall, cpu = time.perf_counter(), time.process_time()
            losses[way] = step()
            taken[way] = time.perf_counter() - wall, time.process_time() - cpu
            if abs(losses[way] - losses["plain"]) > TOLERANCE * losses["plain"]:
                message = f"{way} computes {losses[way]}, the plain way {losses['plain']}"
                raise RuntimeError(message)
        for way, (wall, cpu) in taken.items():
            ratios = round(taken["plain"][0] / wall, 3), round(taken["plain"][1] / cpu, 3)
            rows.append(Row(name, stage, repetition, way, round(wall, 4), round(cpu, 4), *ratios, losses[way]))
            print(f"{name:9} stage {stage}  {way:16} wall {wall:8.3f} s  cpu {cpu:8.3f} s", flush=True)
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--models", nargs="+", choices=sorted(SHAPES), default=sorted(SHAPES, reverse=True))
    parser.add_argument("--stages", nargs="+", type=int, choices=(1, 2), default=(1, 2))
    parser.add_argument("--repetitions", type=int, default=7)
    parser.add_argument("--json", type=Path)
    told = parser.parse_args()
    rows = []
    for name in told.models:
        for stage in told.stages:
            rows += measure(name, stage, told.repetitions)
    print(f"\n{machine()}, torch {torch.__version__} with {torch.get_num_threads()} threads")
    print("the plain way's time against each, median of the repetitions (smallest to largest)")
    for name, stage, way in dict.fromkeys((row.model, row.stage, row.way) for row in rows):
        mine = [row for row in rows if (row.model, row.stage, row.way) == (name, stage, way)]
        walls, cpus = [row.wall_ratio for row in mine], [row.cpu_ratio for row in mine]
        print(f"{name:9} stage {stage}  {way:16} wall {_spread(walls)}  cpu {_spread(cpus)}")
    if told.json is not None:
        told.json.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n", encoding="utf-8")


def _spread(ratios: list[float]) -> str:
    return f"{statistics.median(ratios):5.2f}x ({min(ratios):.2f} to {max(ratios):.2f})"


if __name__ == "__main__":
    main()
