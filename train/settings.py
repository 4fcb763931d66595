"""What a person can set for a stage; each field's docstring is its help.

`RecipeValues` are the fields of a recipe that may be given on the command line; None leaves the recipe's own.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import Group, Parameter

from train.errors import UsageError
from train.recipe import (
    DEFAULT,
    PRESETS,
    Connector,
    Dtype,
    FeatureSelect,
    ImageFit,
    Recipe,
    Schedule,
    Stage,
    TextName,
    Trains,
)
from train.recipe import resolve as resolve_recipe

RUNNING = Group("Run", sort_key=1)
RECIPE = Group("Recipe values", help="Each replaces the recipe's own value; --dry-run prints them.", sort_key=2)
Many = Annotated[tuple[Path, ...], Parameter(negative="", consume_multiple=True)]
Model = Annotated[str, Parameter(metavar="MODEL")]
Flag = Annotated[bool, Parameter(negative="", show_default=False)]
Running = Parameter(group=RUNNING)
ReportTo = Literal["tensorboard", "wandb", "trackio"]
Distribution = Literal["auto", "ddp", "fsdp"]
STAGE1_OUT = Path("out/stage1")
STAGE2_OUT = Path("out/stage2")


@Parameter(name="*", group=RECIPE)
@dataclass(frozen=True, kw_only=True)
class RecipeValues:
    """Values that replace those of the recipe."""

    trains: Trains | None = None
    """What learns; the vision tower never does."""
    learning_rate: float | None = None
    """Highest learning rate."""
    projector_learning_rate: float | None = None
    """Highest learning rate of the projector, if not the same."""
    batch_size: int | None = None
    """Samples that an optimizer step takes, on all devices together."""
    epochs: float | None = None
    """How often the data is seen."""
    max_steps: int | None = None
    """Stop after so many optimizer steps; the learning rate's schedule ends there too."""
    max_length: int | None = None
    """Tokens a sample may have, its image tokens included; longer ones are cut and counted."""
    warmup_ratio: float | None = None
    """Share of the steps in which the learning rate rises."""
    schedule: Schedule | None = None
    """How the learning rate falls afterwards."""
    weight_decay: float | None = None
    """AdamW's weight decay."""
    max_grad_norm: float | None = None
    """Clip gradients to this norm; 0 clips nothing."""
    connector: Connector | None = None
    """Joins vision tower and LLM; stage 2 keeps that of stage 1. qformer and resampler fit no stock checkpoint."""
    image_fit: ImageFit | None = None
    """crop: resize and centre crop. pad: to a square with the mean colour first."""
    text: TextName | None = None
    """Form of the training text. auto: the LLM's own chat template if it has one, else vicuna-v1."""
    feature_layer: int | None = None
    """Hidden layer of the vision tower that feeds the connector; -1 is the last."""
    feature_select: FeatureSelect | None = None
    """default: drop the class token. full: keep all. auto: as the tower has one or not."""
    lora_rank: int | None = None
    """LoRA: rank of the adapters."""
    lora_alpha: int | None = None
    """LoRA: scale of the adapters, before it is divided by their rank."""
    lora_dropout: float | None = None
    """LoRA: dropout before the adapters."""
    four_bit: bool | None = None
    """Hold the LLM in 4 bits while projector or adapters learn (needs bitsandbytes)."""
    tokens_per_batch: int | None = None
    """Tokens that pass through the model at once: lower it where memory runs out; it changes no result."""
    share_images: bool | None = None
    """Draw the samples of an image into one step and compute the image's tokens once for all of them."""
    checkpointing: bool | None = None
    """Compute activations twice to hold fewer of them."""
    dtype: Dtype | None = None
    """Numbers to compute with. auto: bfloat16 where the device has it, else float32."""
    compile: bool | None = None
    """Compile each decoder layer."""

    def given(self) -> dict[str, Any]:
        """Return what was given."""
        return {name: value for name, value in asdict(self).items() if value is not None}


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class StageSettings:
    """Settings that both stages have."""

    data: Many
    """LLaVA records (.json, .jsonl), tar shards ("shards/*.tar", quoted), or a .toml mix of them; may be several."""
    images: Path | None = None
    """Folder of the image files. [default: looked for beside the data, under COCO's usual names too]"""
    recipe: Annotated[str | None, Parameter(metavar="NAME")] = None
    """llava-v1, llava-v1.5, llava-v1.5-lora, or a .toml file. [default: llava-v1.5; for stage2, that of stage 1]"""
    seed: Annotated[int, Running] = 0
    """Decides order, the projector's first weights, dropout, and which samples are held out."""
    eval_share: Annotated[float, Running] = 0.0
    """Hold out this share of the images, and measure the loss on them at every checkpoint."""
    save_steps: Annotated[int | None, Running] = None
    """Optimizer steps from one checkpoint to the next. [default: a tenth of the run]"""
    save_minutes: Annotated[float, Running] = 30.0
    """Minutes without a checkpoint after which one is saved."""
    keep_checkpoints: Annotated[int, Running] = 0
    """Checkpoints that stay in OUT when it is finished, the last ones, to export and measure them."""
    cache_features: Annotated[Path | None, Running] = None
    """Folder to keep the vision tower's output in; pays where images come again (epochs, sweeps)."""
    workers: Annotated[int | None, Running] = None
    """Processes that read images, for each device. [default: 4 with a GPU, else 0]"""
    distribution: Annotated[Distribution, Running] = "auto"
    """Several devices (torchrun). ddp: each holds all. fsdp: a part. auto: fsdp where the LLM learns on GPUs."""
    report_to: Annotated[tuple[ReportTo, ...], Running, Parameter(negative="", show_default=False)] = ()
    """Send the figures of metrics.jsonl there as well; may be given again."""
    strict: Annotated[Flag, Running] = False
    """Stop at the first sample that cannot be used, instead of counting it."""
    dry_run: Annotated[Flag, Running] = False
    """Train nothing: print the recipe, what learns, memory and time, as far as they can be known."""
    values: RecipeValues = RecipeValues()
    """Recipe values."""

    def __post_init__(self) -> None:
        """Refuse values that cannot work, naming the option."""
        if not 0 <= self.eval_share < 1:
            refuse("eval_share", self.eval_share, "must be from 0 to below 1")
        if self.save_steps is not None and self.save_steps < 1:
            refuse("save_steps", self.save_steps, "must be at least 1")
        if self.keep_checkpoints < 0:
            refuse("keep_checkpoints", self.keep_checkpoints, "must be at least 0")
        if not self.save_minutes > 0:
            refuse("save_minutes", self.save_minutes, "must be above 0")
        if self.workers is not None and self.workers < 0:
            refuse("workers", self.workers, "must be at least 0")

    def resolve(self, stage: Stage, before: Recipe | None = None) -> Recipe:
        """Return the stage's recipe; `before` is that of stage 1, whose preset and connector stage 2 takes over."""
        inherited: dict[str, Any] = {}
        name = self.recipe
        if before is not None:
            if name is None and before.name not in PRESETS and not Path(before.name).is_file():
                message = f"stage 1 had --recipe {before.name}, which is not there: give one with --recipe"
                raise UsageError(message)
            name = name or before.name
            inherited = {key: getattr(before, key) for key in ("connector", "feature_layer", "feature_select")}
        return resolve_recipe(name or DEFAULT, stage, inherited | self.values.given())


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Stage1Settings(StageSettings):
    """Settings of `train stage1`."""

    vision: Model
    """Vision tower: a hub name or a folder of a CLIP or SigLIP model."""
    llm: Model
    """LLM: a hub name or a folder of any causal LLM, or a .gguf file."""
    out: Path = STAGE1_OUT
    """Run folder; ends as a complete LLaVA checkpoint. Giving the same command again goes on where it stopped."""


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Stage2Settings(StageSettings):
    """Settings of `train stage2`."""

    from_: Annotated[str, Parameter(name="--from", metavar="MODEL")] = str(STAGE1_OUT)
    """LLaVA checkpoint to start from: a stage 1 run folder, another folder, or a hub name."""
    out: Path = STAGE2_OUT
    """Run folder; ends as a complete LLaVA checkpoint. Giving the same command again goes on where it stopped."""


def refuse(name: str, value: object, why: str) -> None:
    """Raise the UsageError of an option's value."""
    message = f"--{name.replace('_', '-')} {value!r} {why}"
    raise UsageError(message)
