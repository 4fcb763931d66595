import ast
import inspect
import json
import shutil
from pathlib import Path

import pytest

from tests.train import tiny as models
from tests.train.conftest import Data
from tests.train.drawn import PHOTOS
from tests.train.records import tar
from train.__main__ import main
from train.ask.settings import ChatSettings, EvalSettings
from train.inspection.settings import InspectSettings
from train.recipe import Recipe
from train.scoring.settings import ScoreSettings
from train.settings import Stage1Settings, Stage2Settings

ALL_SETTINGS = (
    Recipe,
    Stage1Settings,
    Stage2Settings,
    InspectSettings,
    ChatSettings,
    EvalSettings,
    ScoreSettings,
)


@pytest.mark.parametrize("command", ["stage1", "stage2", "export", "inspect"])
def test_help_shows_every_option_with_its_meaning(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    told = capsys.readouterr().out
    assert "--learning-rate" in told or command in {"export", "inspect"}
    assert "[default: ()]" not in told
    assert "[default: False]" not in told


def test_help_of_chat_calls_its_argument_a_question(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["chat", "--help"]) == 0
    assert capsys.readouterr().out.startswith("Usage: python -m train chat --checkpoint STR [OPTIONS] [QUESTION]\n")


def test_data_may_be_several_files_after_one_option_or_a_pattern(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = PHOTOS[0].read_bytes()
    shards = [tar(tmp_path / f"{n}.tar", {"1.jpg": photo, "1.txt": f"Dog {n}.".encode()}) for n in (2, 1)]
    assert main(["inspect", "--data", *map(str, shards), "--show", "2"]) == 0
    told = capsys.readouterr().out
    assert "2 of 2 records can be used" in told
    assert "gpt: [[Dog 1.]]" in told, "in the order that was given"
    assert main(["inspect", "--data", str(tmp_path / "*.tar"), "--show", "2"]) == 0
    told = capsys.readouterr().out
    assert "2 of 2 records can be used" in told
    assert "gpt: [[Dog 2.]]" in told, "in the order of their names"


def test_fsdp_of_an_llm_in_4_bits_is_refused(
    tiny: models.Tiny, data: Data, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--data", str(data.captions), "--vision", str(tiny.clip), "--llm", str(tiny.llama)]
    assert main(["stage1", *arguments, "--out", str(tmp_path / "out"), "--distribution", "fsdp", "--four-bit"]) == 2
    assert "leave one of fsdp and --four-bit off" in capsys.readouterr().err


def test_stage_2_needs_nothing_but_the_data(
    stage1: Path, data: Data, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "out").mkdir()
    shutil.copytree(stage1, tmp_path / "out" / "stage1")
    assert main(["stage2", "--data", str(data.instructions)]) == 0
    told = capsys.readouterr()
    recipe = dict(line.split() for line in told.err.splitlines() if line.startswith("  "))
    assert (recipe["learning_rate"], recipe["batch_size"], recipe["image_fit"]) == ("2e-05", "128", "pad")
    assert "trained: projector (6,272), language model" in told.err
    assert "frozen: vision tower" in told.err
    assert "lora" not in told.err
    assert told.out == "checkpoint: out/stage2\n"
    assert (tmp_path / "out" / "stage2" / "model.safetensors").is_file()


def test_without_a_stage_1_one_sentence_says_so(
    data: Data, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["stage2", "--data", str(data.instructions)]) == 2
    told = capsys.readouterr().err
    assert told == (
        "error: there is no out/stage1 to start from: train stage1 first, or name a LLaVA checkpoint with --from\n"
    )


def test_four_bits_in_stage_2_ask_for_bitsandbytes(
    stage1: Path, data: Data, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("train.model.loading.find_spec", lambda _: None)
    arguments = ["--data", str(data.instructions), "--from", str(stage1), "--out", str(tmp_path / "out")]
    assert main(["stage2", *arguments, "--recipe", "llava-v1.5-lora", "--four-bit"]) == 1
    assert "pip install bitsandbytes" in capsys.readouterr().err


def test_stage_1_asks_for_both_its_parts(data: Data, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stage1", "--data", str(data.captions), "--llm", "x"]) == 2
    assert "--vision" in capsys.readouterr().err


def test_images_that_are_not_found_are_asked_for(
    stage1: Path, data: Data, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    alone = tmp_path / "llava.jsonl"
    alone.write_bytes(data.instructions.read_bytes())
    assert main(["stage2", "--data", str(alone), "--from", str(stage1), "--out", str(tmp_path / "out")]) == 1
    assert "--images" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "says"),
    [
        (["--vision", "MISSING"], "--vision"),
        (["--llm", "MISSING"], "missing"),
        (["--recipe", "llava-v9"], "llava-v9"),
        (["--batch-size", "0"], "above 0"),
        (["--eval-share", "1.5"], "--eval-share"),
    ],
)
def test_what_cannot_work_is_named(
    tiny: models.Tiny, data: Data, tmp_path: Path, option: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    option[1] = option[1].replace("MISSING", str(tmp_path / "missing"))
    given = {"--vision": str(tiny.clip), "--llm": str(tiny.llama), "--out": str(tmp_path / "out")} | {
        option[0]: option[1]
    }
    assert main(["stage1", "--data", str(data.captions), *[word for pair in given.items() for word in pair]]) in {1, 2}
    told = capsys.readouterr().err
    assert says in told
    assert "Traceback" not in told


def test_a_dry_run_tells_the_costs_and_writes_nothing(
    tiny: models.Tiny, data: Data, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    sources = ["--vision", str(tiny.clip), "--llm", str(tiny.llama), "--out", str(out)]
    assert main(["stage1", "--data", str(data.captions), *sources, "--dry-run"]) == 0
    told = capsys.readouterr().err
    count = len(data.captions.read_text().splitlines())
    assert f"data: {count} samples; 1 step of 256\n" in told
    assert f"steps: 1 of {count} samples, about" in told, "no more than there are"
    assert f"(measured on {count} samples)" in told
    for words in (
        "memory on one device",
        "disk: about 0.0 GB a checkpoint",
        "(a guess)",
        "time: not known",
        "operations",
    ):
        assert words in told
    assert not out.exists()


def test_a_tool_for_figures_that_is_not_there_is_named(
    stage1: Path, data: Data, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("train.stages.run.find_spec", lambda _: None)
    arguments = ["--data", str(data.instructions), "--from", str(stage1), "--out", str(tmp_path / "out")]
    assert main(["stage2", *arguments, "--report-to", "trackio"]) == 1
    assert "pip install trackio" in capsys.readouterr().err


def test_a_loss_that_is_no_number_stops_the_run(
    stage1: Path, data: Data, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--data", str(data.instructions), "--from", str(stage1), "--out", str(tmp_path / "out")]
    options = ["--learning-rate", "1e37", "--max-steps", "5", "--batch-size", "4", "--max-grad-norm", "0"]
    assert main(["stage2", *arguments, *options]) == 1
    assert "lower --learning-rate" in capsys.readouterr().err


def test_a_run_of_one_step_learns_in_it(stage1: Path, data: Data, tmp_path: Path) -> None:
    out = tmp_path / "out"
    arguments = ["--data", str(data.instructions), "--from", str(stage1), "--out", str(out)]
    assert main(["stage2", *arguments, "--max-steps", "1", "--batch-size", "4"]) == 0
    (row,) = (json.loads(line) for line in (out / "metrics.jsonl").read_text().splitlines())
    assert row["learning_rate"] == pytest.approx(2e-5)


def test_ctrl_c_is_answered_with_a_sentence_and_the_status_of_an_early_stop(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def pressed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("train.checkpoint.export.export", pressed)
    assert main(["export", str(tmp_path), "--to", str(tmp_path / "to")]) == 3
    assert "give the same command again" in capsys.readouterr().err


@pytest.mark.slow
def test_a_connector_that_the_stock_class_has_not_ends_with_its_weights_alone(
    tiny: models.Tiny, data: Data, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    sources = ["--vision", str(tiny.clip), "--llm", str(tiny.llama), "--out", str(out), "--connector", "resampler"]
    assert main(["stage1", "--data", str(data.captions), *sources, "--max-steps", "2", "--batch-size", "4"]) == 0
    assert (out / "trained.safetensors").is_file()
    assert not (out / "model.safetensors").exists()
    assert main(["export", str(out), "--to", str(tmp_path / "to")]) == 1
    assert "has no place in a stock LLaVA checkpoint" in capsys.readouterr().err


def test_a_folder_of_something_else_is_refused_and_left_as_it_is(
    tiny: models.Tiny, data: Data, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "model.safetensors").write_text("somebody's")
    (out / "run.json").write_text("of another program")
    arguments = ["--data", str(data.captions), "--vision", str(tiny.clip), "--llm", str(tiny.llama)]
    assert main(["stage1", *arguments, "--out", str(out)]) == 2
    assert "holds something else, such as 'model.safetensors': name a new folder" in capsys.readouterr().err
    assert sorted(path.name for path in out.iterdir()) == ["model.safetensors", "run.json"]
    assert main(["stage1", *arguments, "--out", str(out / "model.safetensors")]) == 2
    assert "is a file: name a folder" in capsys.readouterr().err


@pytest.mark.parametrize("settings", ALL_SETTINGS)
def test_help_of_an_option_is_one_line_of_source_which_the_terminal_wraps(settings: type) -> None:
    for kind in settings.__mro__[:-1]:
        fields = [node for node in ast.walk(ast.parse(inspect.getsource(kind))) if isinstance(node, ast.Expr)]
        told = [ast.literal_eval(node.value) for node in fields if isinstance(node.value, ast.Constant)]
        assert [text for text in told if "\n" in text] == []


def test_data_without_a_token_to_train_on_is_refused_before_the_run(
    tiny: models.Tiny, data: Data, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--data", str(data.captions), "--vision", str(tiny.clip), "--llm", str(tiny.llama)]
    assert main(["stage1", *arguments, "--out", str(tmp_path / "out"), "--max-length", "10"]) == 1
    told = capsys.readouterr().err
    assert "none of 24 samples tried can be trained on: no trained token within the greatest length" in told
    assert "raise --max-length" in told
    assert not list((tmp_path / "out").glob("*.safetensors"))


def test_a_batch_of_nothing_is_refused_by_the_name_of_its_option(
    tiny: models.Tiny, data: Data, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--data", str(data.captions), "--vision", str(tiny.clip), "--llm", str(tiny.llama)]
    assert main(["stage1", *arguments, "--batch-size", "0"]) == 2
    assert "--batch-size 0 must be above 0" in capsys.readouterr().err
