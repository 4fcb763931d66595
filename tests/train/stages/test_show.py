"""What a stage says of itself before it trains."""

import io
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.train import tiny as models
from tests.train.conftest import Data
from tests.train.drawn import IMAGES, PHOTOS
from tests.train.records import jsonl, raw, record
from train.console import plain_console
from train.errors import DataError
from train.settings import RecipeValues, Stage1Settings
from train.stages.run import run

WIDTH = 80


def said(tiny: models.Tiny, out: Path, data: Path, *, terminal: bool = False, **options: Any) -> str:
    buffer = io.StringIO()
    console = plain_console(file=buffer, force_terminal=terminal, no_color=True, width=WIDTH)
    settings = Stage1Settings(
        data=(data,), vision=str(tiny.clip), llm=str(tiny.llama), out=out, dry_run=True, **options
    )
    run(settings, console)
    return buffer.getvalue()


def test_values_of_the_recipe_stand_one_a_line_in_a_file_in_the_order_of_the_help(
    tiny: models.Tiny, data: Data, tmp_path: Path
) -> None:
    lines = said(tiny, tmp_path, data.captions).splitlines()
    names = [line.split()[0] for line in lines if line.startswith("  ")]
    options = [name for name in RecipeValues.__dataclass_fields__ if name in names]
    assert lines[0] == "recipe:"
    assert [name for name in names if name in options] == options
    assert {"learning_rate", "batch_size", "epochs", "tokens_per_batch"} <= set(options)


def test_on_a_terminal_values_of_the_recipe_fit_its_width(tiny: models.Tiny, data: Data, tmp_path: Path) -> None:
    in_a_file = said(tiny, tmp_path, data.captions).splitlines()
    lines = said(tiny, tmp_path, data.captions, terminal=True).splitlines()
    shown = lines[1 : next(place for place, line in enumerate(lines) if line.startswith("trained:"))]
    values = in_a_file[1 : next(place for place, line in enumerate(in_a_file) if line.startswith("trained:"))]
    assert max(map(len, shown)) <= WIDTH
    assert len(shown) < len(values)
    assert sorted(" ".join(shown).split()) == sorted(" ".join(values).split())


def test_what_weights_make_of_an_epoch_is_said(tiny: models.Tiny, data: Data, tmp_path: Path) -> None:
    count = len(data.captions.read_text().splitlines())
    mix = tmp_path / "mix.toml"
    mix.write_text(f"[[data]]\npath = {json.dumps(str(data.captions))}\nweight = 0.5\n")
    told = said(tiny, tmp_path / "out", mix, values=RecipeValues(batch_size=4))
    assert f"data: {count} samples, of which the weights make {count // 2} an epoch; {count // 8} steps of 4\n" in told


def test_weights_that_leave_nothing_are_refused(tiny: models.Tiny, data: Data, tmp_path: Path) -> None:
    mix = tmp_path / "mix.toml"
    mix.write_text(f"[[data]]\npath = {json.dumps(str(data.captions))}\nweight = 0.001\n")
    with pytest.raises(DataError, match="weights of the data leave an epoch without a sample"):
        said(tiny, tmp_path / "out", mix)


def test_samples_that_show_images_of_both_sides_are_told_only_where_there_are_some(
    tiny: models.Tiny, data: Data, tmp_path: Path
) -> None:
    assert "left out" not in said(tiny, tmp_path / "out", data.captions, eval_share=0.3)
    rows = [record("<image><image>", image=list(pair)) for pair in pairwise(path.name for path in PHOTOS)]
    pairs = jsonl(tmp_path / "a.jsonl", *map(raw, rows))
    told = said(tiny, tmp_path / "out", pairs, images=IMAGES, eval_share=0.3)
    assert " left out, as they show images of both sides; " in told
