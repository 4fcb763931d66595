"""What a stage says of itself before it trains: its recipe, what learns, and what it is trained on."""

from __future__ import annotations

from rich.columns import Columns
from rich.text import Text

from train import devices
from train.data.mixture import Split
from train.fit.ranks import Ranks
from train.recipe import Recipe
from train.stages.prepare import PreparedStage
from train.terminal import visible


def show(prepared: PreparedStage) -> None:
    """Print the recipe, what learns and what is trained on."""
    ranks, run = prepared.ranks, prepared.run
    if ranks.main:
        _show_recipe(run.recipe, ranks)
    ranks.say(str(prepared.frozen))
    ranks.say(f"text: {prepared.parts.form.name}; device: {devices.name(ranks.device)} x {ranks.count}")
    held = _held_out(prepared.split) if run.eval_share else ""
    drawn, there = len(prepared.schedule.drawn(0)), len(prepared.split.train)
    weighed = "" if drawn == there else f", of which the weights make {drawn} an epoch"
    steps = f"{prepared.steps} {'step' if prepared.steps == 1 else 'steps'} of {run.recipe.batch_size}"
    ranks.say(f"data: {there} samples{weighed}{held}; {steps}")


def _show_recipe(recipe: Recipe, ranks: Ranks) -> None:
    """Print the values in the order of the help: in columns on a terminal, one a line in a file."""
    values = recipe.that_apply()
    width = max(map(len, values))
    cells = [Text(visible(f"  {name:{width}} {value}")) for name, value in values.items()]
    ranks.say("recipe:")
    if ranks.console.is_terminal:
        ranks.console.print(Columns(cells, column_first=True, equal=True), soft_wrap=False)
    else:
        ranks.say("\n".join(map(str, cells)))


def _held_out(split: Split) -> str:
    both = f", {split.left_out} left out, as they show images of both sides" if split.left_out else ""
    return f", {len(split.evaluation)} held out{both}"
