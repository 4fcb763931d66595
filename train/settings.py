"""What a person can set for a stage; each field's docstring is its help.

`RecipeValues` is made from `Recipe`, so that a field and its help stand once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, make_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_type_hints

from cyclopts import Group, Parameter
from docstring_parser import parse_from_object

from train.errors import UsageError
from train.recipe import DEFAULT, NOT_OPTIONS, PRESETS, Recipe, Stage
from train.recipe import resolve as resolve_recipe

RUNNING = Group("Run", sort_key=1)
RECIPE = Group("Recipe values", help="Each replaces the recipe's own value; --dry-run prints them.", sort_key=2)
Many = Annotated[tuple[Path, ...], Parameter(negative="", consume_multiple=True)]
Model = Annotated[str, Parameter(metavar="MODEL")]
Flag = Annotated[bool, Parameter(negative="", show_default=False)]
Running = Parameter(group=RUNNING)
ReportTo = Literal["tensorboard", "wandb", "trackio"]
Distribution = Literal["auto", "ddp", "fsdp"]
RECIPE_HELP = f"{', '.join(PRESETS)}, or a .toml file. [default: {DEFAULT}; for stage2, that of stage 1]"
STAGE1_OUT = Path("out/stage1")
STAGE2_OUT = Path("out/stage2")


@dataclass(frozen=True, kw_only=True)
class _Given:
    """Values that replace those of the recipe; None leaves the recipe's own."""

    def given(self) -> dict[str, Any]:
        """Return what was given."""
        return {name: value for name, value in asdict(self).items() if value is not None}


if TYPE_CHECKING:

    class RecipeValues(_Given):
        """The fields of a recipe that may be given on the command line."""

        def __init__(self, **values: object) -> None:
            """Take some of them."""

else:

    def _recipe_options() -> Iterator[tuple[str, Any, None]]:
        types = get_type_hints(Recipe)
        for told in parse_from_object(Recipe).params:
            if told.arg_name not in NOT_OPTIONS:
                yield told.arg_name, Annotated[types[told.arg_name] | None, Parameter(help=told.description)], None

    RecipeValues = Parameter(name="*", group=RECIPE)(
        make_dataclass(
            "RecipeValues",
            _recipe_options(),
            bases=(_Given,),
            namespace={"__module__": __name__, "__doc__": "Values that replace those of the recipe."},
            frozen=True,
            kw_only=True,
        )
    )


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class StageSettings:
    """Settings that both stages have."""

    data: Many
    """LLaVA records (.json, .jsonl), tar shards ("shards/*.tar", quoted), or a .toml mix of them; may be several."""
    images: Path | None = None
    """Folder of the image files. [default: looked for beside the data, under COCO's usual names too]"""
    recipe: Annotated[str | None, Parameter(metavar="NAME", help=RECIPE_HELP)] = None
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
    values: RecipeValues = field(default_factory=RecipeValues)
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
