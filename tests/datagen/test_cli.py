"""The command line as a person meets it: help, messages, exit statuses, and nothing written that was not asked for."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from datagen import __main__ as cli
from datagen import __version__
from datagen.settings import BuildSettings
from tests.datagen.annotation_files import box, caption, caption_file, image, instance_file, write
from tests.patience import PATIENCE_S

COMMANDS: dict[str, Callable[..., Any]] = {
    name: getattr(importlib.import_module(f"datagen.commands.{name}"), name)
    for name in ("align", "build", "export", "judge", "pope", "report", "review", "show", "toy")
}


@dataclasses.dataclass(frozen=True)
class Done:
    status: int
    out: str
    err: str

    @property
    def words(self) -> str:
        """All that was printed, whatever the width of the terminal made of it."""
        return " ".join(re.sub(r"[│╭╮╰╯─┃━]", " ", self.out + self.err).split())


@pytest.fixture
def datagen(tmp_path: Path) -> Callable[..., Done]:
    """Run `python -m datagen` in an empty folder, its output a pipe, and colours not forbidden."""

    def run(*arguments: str) -> Done:
        environment = {key: value for key, value in os.environ.items() if key not in {"NO_COLOR", "FORCE_COLOR"}}
        done = subprocess.run(
            [sys.executable, "-m", "datagen", *arguments],
            cwd=tmp_path,
            env=environment | {"TERM": "xterm-256color"},
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_S,
        )
        assert "\x1b" not in done.stdout + done.stderr
        assert "Traceback" not in done.stderr, done.stderr
        return Done(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def main(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """Run a command in this process, which saves most of the time; for what ends with a message."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Done:
        status = cli.main(arguments)
        return Done(status, *capsys.readouterr())

    return run


@pytest.fixture
def coco(tmp_path: Path) -> Path:
    """Six images in an annotation folder beside the others' things, one of its captions empty."""
    images = [image(n) for n in range(1, 7)]
    captions = [caption(n, n, f"Dog number {n} runs.") for n in range(1, 7)]
    boxes = [box(n, n, (10 * n, 10, 20, 20), 18) for n in range(1, 7)]
    return write(tmp_path / "coco", caption_file(images, [*captions, caption(9, 1, "")]), instance_file(images, boxes))


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def options_of(command: Callable[..., Any]) -> set[str]:
    parameters = inspect.signature(command).parameters.values()
    names = [parameter.name for parameter in parameters if parameter.kind is parameter.KEYWORD_ONLY]
    if command is COMMANDS["build"]:
        names = [field.name for field in dataclasses.fields(BuildSettings)]
    return {f"--{name.replace('_', '-')}" for name in names}


@pytest.mark.slow
def test_the_overview_names_every_command_and_the_version_is_told(datagen: Callable[..., Done]) -> None:
    done = datagen("--help")
    assert done.status == 0
    listed = set(re.findall(r"^│ (\w+) ", done.out, flags=re.MULTILINE))
    assert listed == set(COMMANDS)
    assert datagen("--version").out.strip() == __version__


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_a_commands_help_tells_the_meaning_of_every_option(datagen: Callable[..., Done], name: str) -> None:
    done = datagen(name, "--help")
    assert done.status == 0
    rows = dict(re.findall(r"^│[ *]+(--[a-z-]+)(.*(?:\n│ {10,}.*)*)", done.out, flags=re.MULTILINE))
    assert rows.keys() >= options_of(COMMANDS[name])
    for option, text in rows.items():
        meaning = re.sub(r"--[a-z-]+|\b[A-Z]{3,}\b|\[.*\]|[│\n]", "", text, flags=re.DOTALL)
        assert len(re.findall(r"[a-z]+", meaning)) >= 2, (option, text)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["toy", "--out", "toy", "--tempo", "3"], "--tempo"),
        (["build"], "--coco"),
        (["build", "--coco", "coco", "--llm", "oracle"], "oracle … --llm … openai"),
        (["build", "--coco", "coco", "--count", "many"], "--count … many"),
        (["build", "--coco", "coco", "--count", "0"], "--count 0 must be at least 1"),
        (["build", "--coco", "coco", "--temperature", "nan"], "--temperature nan must be a number of at least 0"),
        (["build", "--coco", "coco", "--budget", "5"], "--budget 5.0 needs --price-input and --price-output"),
        (["build", "--coco", "coco", "--extra-body", "top_k"], "--extra-body 'top_k' is not JSON"),
        (["build", "--coco", "coco", "--extra-body", '{"seed": 1}'], "may not hold seed"),
        (["build", "--coco", "coco", "--mix", "poem=1"], "--mix 'poem=1': 'poem=1' is not a kind=weight"),
        (["build", "--coco", "coco", "--context", "none"], "--context 'none' needs --images"),
        (["build", "--coco", "coco", "--context", "some"], "some … --context"),
        (["build", "--coco", "coco", "--images", "x", "--llm", "local"], "--llm local reads text alone"),
        (["build", "--coco", "coco", "--images", "x", "--llm", "template"], "--llm template reads text alone"),
        (["build", "--coco", "coco", "--images", "x", "--max-image-mb", "0"], "must be a number above 0"),
        (["align", "--coco", "coco", "--to", "align.csv"], "--to align.csv must end in .jsonl or .json"),
        (["export", "run", "--to", "x", "--images", "y"], "--images goes with --format parquet, not llava"),
        (["export", "run", "--to", "x", "--format", "xml"], "xml … --format"),
        (["toy", "--out", "toy", "--images", "0"], "--images 0 must be at least 1"),
        (["paint"], "paint"),
    ],
)  # fmt: skip
def test_wrong_usage_ends_with_status_2_and_says_what_to_write(
    main: Callable[..., Done], tmp_path: Path, arguments: list[str], told: str
) -> None:
    done = main(*arguments)
    assert done.status == 2
    assert all(part in done.words for part in told.split(" … "))  # the words between are a library's
    assert not done.out
    assert not files(tmp_path)


@pytest.mark.slow
def test_an_unknown_option_ends_with_status_2_in_a_process_of_its_own(datagen: Callable[..., Done]) -> None:
    done = datagen("build", "--coco", "coco", "--tempo", "3")
    assert done.status == 2
    assert "--tempo" in done.words


@pytest.mark.slow
def test_without_key_and_address_the_ways_out_are_named(datagen: Callable[..., Done], coco: Path) -> None:
    done = datagen("build", "--coco", str(coco))
    assert done.status == 2
    assert "OPENAI_API_KEY" in done.err
    assert "--base-url" in done.err
    assert "--llm local" in done.err


@pytest.mark.slow
def test_annotations_that_cannot_be_used_end_with_status_1_and_a_message(
    datagen: Callable[..., Done], tmp_path: Path
) -> None:
    write(tmp_path / "coco", b'{"images": [')
    done = datagen("build", "--coco", "coco", "--dry-run")
    assert done.status == 1
    assert re.match("error: coco/captions_val2014.json is not valid JSON: .+ at line 1 column 13", done.err)
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["build", "--coco", "nowhere", "--dry-run"], "there is no folder nowhere: --coco takes the folder with"),
        (["align", "--coco", ".", "--to", "x.jsonl"], ". holds neither captions_*.json nor instances_*.json"),
        (["judge", "nowhere"], "nowhere has no run.json: is it the --out folder of `datagen build`?"),
        (["export", "nowhere", "--to", "x"], "nowhere has no run.json: is it the --out folder of `datagen build`?"),
        (["report", "nowhere"], "nowhere has no run.json: is it the --out folder of `datagen build`?"),
        (["show", "nowhere"], "nowhere/samples.jsonl does not exist: has `datagen build` run there?"),
    ],
)
def test_a_folder_that_is_none_ends_with_status_1_and_a_message(
    main: Callable[..., Done], tmp_path: Path, arguments: list[str], told: str
) -> None:
    done = main(*arguments)
    assert done.status == 1
    assert done.err.startswith(f"error: {told}")
    assert not files(tmp_path)


@pytest.mark.slow
def test_judging_a_folder_that_is_no_run_ends_with_status_1_in_a_process_of_its_own(
    datagen: Callable[..., Done], tmp_path: Path
) -> None:
    done = datagen("judge", str(tmp_path))
    assert done.status == 1
    assert done.err == f"error: {tmp_path} has no run.json: is it the --out folder of `datagen build`?\n"


@pytest.mark.slow
def test_a_dry_run_needs_no_key_shows_the_costs_and_leaves_nothing_behind(
    datagen: Callable[..., Done], coco: Path, tmp_path: Path
) -> None:
    before = files(tmp_path)
    prices = ["--price-input", "1000", "--price-output", "3000"]
    done = datagen("build", "--coco", str(coco), "--dry-run", "--mix", "conversation=1,detail=1", *prices)
    assert done.status == 0
    assert files(tmp_path) == before
    assert "val2014: 6 images, 6 captions, 6 boxes" in done.err
    assert "skipped or mended: empty caption: 1, such as captions_val2014.json: annotations[6] (id 9)" in done.words
    kinds = {row[0]: [int(cell.replace(",", "")) for cell in row[1:]] for row in table_rows(done.out)}
    assert [kinds[kind][0] for kind in ("conversation", "detail", "all")] == [3, 3, 6]
    tokens_in, tokens_out = kinds["all"][1], kinds["all"][-1]
    assert tokens_in == kinds["conversation"][1] + kinds["detail"][1]
    price = f"${(1000 * tokens_in + 3000 * tokens_out) / 1e6:,.2f}"
    assert f"price, without cache discounts: {price}" in done.out
    for kind in ("conversation", "detail"):
        assert done.out.count(f"─ {kind}: system ─") == 1
    assert "reasoning: system" not in done.out
    assert re.search(r"Dog number \d runs\.\s+dog: \[0\.\d+, 0\.1, 0\.\d+, 0\.3\]", done.words)


def table_rows(text: str) -> list[list[str]]:
    """The rows of the table, as the cells that are not empty."""
    rows = [line for line in text.splitlines() if line.count("│") == 6]
    return [[cell.strip() for cell in row.split("│") if cell.strip()] for row in rows]


@pytest.mark.slow
def test_align_writes_a_record_an_image(datagen: Callable[..., Done], coco: Path, tmp_path: Path) -> None:
    done = datagen("align", "--coco", str(coco), "--to", "new/align.json", "--image-prefix", "val/")
    assert (done.status, done.out) == (0, "6 records: new/align.json\n")
    records = json.loads((tmp_path / "new" / "align.json").read_text())
    assert [record["image"] for record in records] == [f"val/{n:012d}.jpg" for n in range(1, 7)]


@pytest.mark.slow
def test_align_says_what_it_replaces_and_never_replaces_annotations(datagen: Callable[..., Done], coco: Path) -> None:
    assert datagen("align", "--coco", str(coco), "--to", "align.json").status == 0
    done = datagen("align", "--coco", str(coco), "--to", "align.json")
    assert done.out == "6 records: align.json (replaced what was there)\n"
    (captions,) = coco.rglob("captions_*.json")
    before = captions.read_bytes()
    refused = datagen("align", "--coco", str(coco), "--to", str(captions))
    assert refused.status == 2
    assert "is the annotations themselves: name another file" in refused.words
    assert captions.read_bytes() == before


@pytest.mark.slow
def test_align_without_captions_names_the_file_that_is_missing(datagen: Callable[..., Done], tmp_path: Path) -> None:
    write(tmp_path / "coco", None, instance_file([image(1)], [box(1, 1)]))
    done = datagen("align", "--coco", "coco", "--to", "x.jsonl")
    assert done.status == 2
    assert "align needs captions: there is no captions_val2014.json in coco" in done.err


@pytest.mark.slow
def test_a_toy_set_can_be_planned_at_once(datagen: Callable[..., Done], tmp_path: Path) -> None:
    done = datagen("toy", "--out", "toy", "--images", "3")
    assert done.status == 0
    assert re.fullmatch(r"3 images, \d+ boxes \(\d+ crowds\), 15 captions: toy\n", done.out)
    before = files(tmp_path)
    assert len([name for name in before if name.endswith(".jpg")]) == 3
    planned = datagen("build", "--coco", "toy", "--dry-run")
    assert planned.status == 0
    assert table_rows(planned.out)[-1][:2] == ["all", "3"]
    assert files(tmp_path) == before
