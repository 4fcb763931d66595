"""How a stage is trained: LLaVA's published recipes as data, and one resolved recipe a run.

A recipe holds every value that decides what is learned or how fast; paths, devices and folders are settings.
Numbers are those of the LLaVA papers and of the scripts beside them.
"""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from train.errors import UsageError
from train.field_types import faults

Stage = Literal[1, 2]
Connector = Literal["linear", "mlp2x_gelu", "qformer", "resampler"]
ImageFit = Literal["crop", "pad"]
TextName = Literal["auto", "plain", "vicuna-v1", "chat"]
FeatureSelect = Literal["auto", "default", "full"]
Trains = Literal["projector", "projector+llm", "projector+lora"]
Schedule = Literal["cosine", "linear", "constant"]
Dtype = Literal["auto", "bfloat16", "float32"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Every value of one stage, none open but those that say "auto"; a field's docstring is its option's help."""

    name: str
    """The preset or the TOML file that it started from."""
    stage: Stage
    trains: Trains
    """What learns; the vision tower never does."""
    learning_rate: float
    """Highest learning rate."""
    projector_learning_rate: float | None = None
    """Highest learning rate of the projector, if not the same."""
    batch_size: int
    """Samples that an optimizer step takes, on all devices together."""
    epochs: float = 1.0
    """How often the data is seen."""
    max_steps: int | None = None
    """Stop after so many optimizer steps; the learning rate's schedule ends there too."""
    max_length: int = 2048
    """Tokens a sample may have, its image tokens included; longer ones are cut and counted."""
    warmup_ratio: float = 0.03
    """Share of the steps in which the learning rate rises."""
    schedule: Schedule = "cosine"
    """How the learning rate falls afterwards."""
    weight_decay: float = 0.0
    """AdamW's weight decay."""
    max_grad_norm: float = 1.0
    """Clip gradients to this norm; 0 clips nothing."""
    adam_beta1: float = 0.9
    adam_beta2: float = 0.999
    adam_epsilon: float = 1e-8
    connector: Connector = "mlp2x_gelu"
    """Joins vision tower and LLM; stage 2 keeps that of stage 1. qformer and resampler fit no stock checkpoint."""
    image_fit: ImageFit = "pad"
    """crop: resize and centre crop. pad: to a square with the mean colour first."""
    text: TextName = "auto"
    """Form of the training text. auto: the LLM's own chat template if it has one, else vicuna-v1."""
    feature_layer: int = -2
    """Hidden layer of the vision tower that feeds the connector; -1 is the last."""
    feature_select: FeatureSelect = "auto"
    """default: drop the class token. full: keep all. auto: as the tower has one or not."""
    lora_rank: int = 128
    """LoRA: rank of the adapters."""
    lora_alpha: int = 256
    """LoRA: scale of the adapters, before it is divided by their rank."""
    lora_dropout: float = 0.05
    """LoRA: dropout before the adapters."""
    four_bit: bool = False
    """Hold the LLM in 4 bits while projector or adapters learn (needs bitsandbytes)."""
    tokens_per_batch: int = 8192
    """Tokens that pass through the model at once: lower it where memory runs out; it changes no result."""
    share_images: bool = False
    """Draw the samples of an image into one step and compute the image's tokens once for all of them."""
    checkpointing: bool = False
    """Compute activations twice to hold fewer of them."""
    dtype: Dtype = "auto"
    """Numbers to compute with. auto: bfloat16 where the device has it, else float32."""
    compile: bool = False
    """Compile each decoder layer."""

    def __post_init__(self) -> None:
        """Refuse values that cannot work, naming the field."""
        for name in ("learning_rate", "batch_size", "epochs", "max_length", "lora_rank", "lora_alpha"):
            _require(name, getattr(self, name), "must be above 0", holds=getattr(self, name) > 0)
        for name in ("projector_learning_rate", "max_steps"):
            value = getattr(self, name)
            _require(name, value, "must be above 0", holds=value is None or value > 0)
        for name in ("warmup_ratio", "lora_dropout", "adam_beta1", "adam_beta2"):
            _require(name, getattr(self, name), "must be from 0 to below 1", holds=0 <= getattr(self, name) < 1)
        for name in ("weight_decay", "max_grad_norm", "adam_epsilon"):
            _require(name, getattr(self, name), "must be at least 0", holds=getattr(self, name) >= 0)
        _require("tokens_per_batch", self.tokens_per_batch, "must be at least 1", holds=self.tokens_per_batch >= 1)
        if self.four_bit and self.trains == "projector+llm":
            _require("four_bit", self.four_bit, "needs --trains projector or projector+lora", holds=False)

    def as_dict(self) -> dict[str, Any]:
        """Return the values as JSON holds them."""
        return dataclasses.asdict(self)

    def that_apply(self) -> dict[str, Any]:
        """Return the values that have a say in this stage: none of LoRA without it, no epochs where steps are given."""
        without_say = {"epochs"} if self.max_steps else set()
        if self.trains != "projector+lora":
            without_say |= {"lora_rank", "lora_alpha", "lora_dropout"}
        return {name: value for name, value in self.as_dict().items() if value is not None and name not in without_say}


NOT_OPTIONS = frozenset(("name", "stage", "adam_beta1", "adam_beta2", "adam_epsilon"))
"""Fields that a command's name or a TOML file decides."""


class _UnfitError(UsageError):
    """A value is of the right type and cannot work."""

    def __init__(self, field: str, value: object, why: str) -> None:
        shown = "" if value is True else f" {value!r}"
        super().__init__(f"--{field.replace('_', '-')}{shown} {why}")
        self.field = field
        self.in_file = f"{field} = {value!r} {why}"


def _require(name: str, value: object, why: str, *, holds: bool) -> None:
    if not holds:
        raise _UnfitError(name, value, why)


_ALIGN: dict[str, Any] = {"trains": "projector", "image_fit": "crop", "text": "plain", "tokens_per_batch": 16384}
_LEARN: dict[str, Any] = {"trains": "projector+llm", "learning_rate": 2e-5, "checkpointing": True}
_V15_ALIGN: dict[str, Any] = _ALIGN | {"learning_rate": 1e-3, "batch_size": 256}
_V15_LEARN: dict[str, Any] = _LEARN | {"batch_size": 128}

PRESETS: Mapping[str, Mapping[Stage, Mapping[str, Any]]] = {
    "llava-v1": {
        1: _ALIGN | {"learning_rate": 2e-3, "batch_size": 128, "connector": "linear"},
        2: _LEARN | {"batch_size": 32, "epochs": 3.0, "connector": "linear", "image_fit": "crop"},
    },
    "llava-v1.5": {1: _V15_ALIGN, 2: _V15_LEARN},
    "llava-v1.5-lora": {
        1: _V15_ALIGN,
        2: _V15_LEARN | {"trains": "projector+lora", "learning_rate": 2e-4, "projector_learning_rate": 2e-5},
    },
}
"""Sources: Visual Instruction Tuning (2023); Improved Baselines (2024), table 9; for LoRA, the v1.5 scripts."""
DEFAULT = "llava-v1.5"


def resolve(name: str, stage: Stage, given: Mapping[str, Any]) -> Recipe:
    """Return the recipe of a preset or a TOML file for one stage, with the values of `given` that are not None on top.

    A TOML file names its preset (`base`, else llava-v1.5) and holds fields of a recipe at the top for both stages, and
    under [stage1] or [stage2] for one. UsageError: the preset, a field or a value cannot be.
    """
    base, values = (_from_file(Path(name), stage)) if name not in PRESETS else (name, {})
    mine = {key: value for key, value in given.items() if value is not None}
    merged = {**PRESETS[base][stage], **values, **mine, "name": name, "stage": stage}
    try:
        return from_dict(merged, f"--recipe {name}")
    except _UnfitError as error:
        if error.field in mine or error.field not in values:
            raise
        message = f"--recipe {name}: {error.in_file}"
        raise UsageError(message) from error


def from_dict(values: Mapping[str, Any], where: str) -> Recipe:
    """Make a recipe of plain values; UsageError names the field that is unknown, lacking or of another type."""
    if fault := next(faults(values, Recipe), None):
        message = f"{where}: {fault}"
        raise UsageError(message)
    return Recipe(**values)


def _from_file(path: Path, stage: Stage) -> tuple[str, dict[str, Any]]:
    """Read a TOML recipe: its preset, and its values for this stage."""
    if path.suffix != ".toml":
        message = f"--recipe {str(path)!r} is neither one of {', '.join(PRESETS)} nor a .toml file"
        raise UsageError(message)
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        message = f"--recipe {path}: cannot be read ({error.strerror})"
        raise UsageError(message) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = f"--recipe {path}: is not TOML ({error})"
        raise UsageError(message) from error
    stages = {key: content.pop(key, {}) for key in ("stage1", "stage2")}
    base = content.pop("base", DEFAULT)
    if base not in PRESETS or not all(isinstance(values, dict) for values in stages.values()):
        message = f"--recipe {path}: base is one of {', '.join(PRESETS)}, and stage1 and stage2 are tables"
        raise UsageError(message)
    return base, content | stages[f"stage{stage}"]
