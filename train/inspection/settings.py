"""What a person can set for `train inspect`; each field's docstring is its help."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from train.recipe import TextName
from train.settings import Flag, Many, refuse


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class InspectSettings:
    """Settings of `train inspect`."""

    data: Many
    """LLaVA records (.json, .jsonl), tar shards ("shards/*.tar", quoted), or a .toml mix of them; may be several."""
    images: Path | None = None
    """Folder of the image files. [default: looked for beside the data, under COCO's usual names too]"""
    llm: Annotated[str | None, Parameter(metavar="MODEL")] = None
    """Count this LLM's tokens, and show what it reads: a hub name, a folder, or a .gguf file. [default: words]"""
    vision: Annotated[str | None, Parameter(metavar="MODEL")] = None
    """With --llm: vision tower, for the tokens that an image takes. [default: 576 tokens, as CLIP ViT-L/14-336]"""
    text: TextName = "auto"
    """Form of the training text; stage 1 uses plain. auto: the LLM's chat template if it has one, else vicuna-v1."""
    max_length: int = 2048
    """Tokens a sample may have, its image tokens included."""
    measure: int = 10_000
    """How many samples to measure, spread evenly over the data; all are read and checked."""
    decode: Flag = False
    """Open and decode every image too, which takes its time."""
    show: int = 1
    """Show the first usable sample from this record on."""
    json: Path | None = None
    """Write the figures to this file as well."""
    strict: Flag = False
    """Stop at the first sample that cannot be used, instead of counting it."""

    def __post_init__(self) -> None:
        """Refuse values that cannot work, naming the option."""
        for name in ("max_length", "measure", "show"):
            if getattr(self, name) < 1:
                refuse(name, getattr(self, name), "must be at least 1")
        if self.vision is not None and self.llm is None:
            refuse("vision", self.vision, "counts an image's tokens: give --llm with it")
