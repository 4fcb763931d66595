"""run.json and recipe.json: what a run folder, or a checkpoint in it, was made with.

A run folder belongs to one choice of what `StageRun` holds; only what changes no result may differ when it goes on.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from train.errors import ModelError, UsageError
from train.files import write_json
from train.recipe import Recipe, from_dict

RUN, RECIPE = "run.json", "recipe.json"
CHANGES_NO_RESULT = ("name", "tokens_per_batch", "checkpointing", "compile")


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRun:
    """What decides a run's result, with its recipe."""

    recipe: Recipe
    vision: str | None
    """Stage 1: the vision tower; stage 2: None, as for `llm`."""
    llm: str | None
    from_: str | None
    """Stage 2: the checkpoint that it starts from."""
    data: str
    """Fingerprint of the training data."""
    seed: int
    eval_share: float
    sharded: bool
    """By FSDP: its optimizer files are others."""
    llm_template: str | None
    """The LLM's own chat template, before the processor's took its place."""
    finished: bool = False

    def save(self, folder: Path) -> None:
        """Write both files, each as a whole or not at all."""
        values = asdict(self)
        recipe = values.pop("recipe")
        write_json(folder / RECIPE, recipe)
        write_json(folder / RUN, values)

    @classmethod
    def load(cls, folder: Path) -> StageRun | None:
        """Read both files; None where there is no run. ModelError: they cannot be used."""
        if not ((folder / RUN).is_file() and (folder / RECIPE).is_file()):  # a folder of `datagen` has a run.json too
            return None
        try:
            values = json.loads((folder / RUN).read_text(encoding="utf-8"))
            recipe = json.loads((folder / RECIPE).read_text(encoding="utf-8"))
            if "global_batch" in recipe:  # runs whose recipe.json calls it so can go on
                recipe["batch_size"] = recipe.pop("global_batch")
            return cls(recipe=from_dict(recipe, str(folder / RECIPE)), **values)
        except (OSError, ValueError, TypeError, UsageError) as error:
            message = f"{folder / RUN} is not of this version ({error}): name another folder"
            raise ModelError(message) from error

    def changes(self, now: StageRun) -> list[str]:
        """Say what differs in a way that would give another result."""
        there, here = self._decisive(), now._decisive()
        found = [
            f"{name.rstrip('_')} {there[name]!r} there, {here[name]!r} now"
            for name in there
            if there[name] != here[name]
        ]
        return found if self.data == now.data else [*found, "the training data is another, or has changed"]

    def _decisive(self) -> dict[str, Any]:
        own = {name: getattr(self, name) for name in ("vision", "llm", "from_", "seed", "eval_share", "sharded")}
        recipe = {name: value for name, value in self.recipe.as_dict().items() if name not in CHANGES_NO_RESULT}
        return recipe | own
