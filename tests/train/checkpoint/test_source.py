"""A model that cannot be what its option takes is refused in one sentence, before anything is loaded."""

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from huggingface_hub import constants

from tests.train import tiny as models
from tests.train.checkpoints import run_of, stocks
from train.__main__ import main
from train.checkpoint.folder import mark_complete
from train.checkpoint.source import check
from train.errors import ModelError

__all__ = ["stocks"]
NOT_THERE = "http://127.0.0.1:9"


def refused(option: str, source: Path | str, wanted: str) -> str:
    with pytest.raises(ModelError) as caught:
        check(option, str(source), wanted)  # type: ignore[arg-type]
    told = str(caught.value)
    assert "\n" not in told
    return told


def test_a_model_of_another_kind_is_named_with_what_is_wanted(tiny: models.Tiny, stocks: tuple[Path, Path]) -> None:
    assert "is an LLM (llama); give a LLaVA checkpoint: the folder" in refused("--from", tiny.llama, "llava")
    assert "is a vision tower (siglip_vision_model); give a LLaVA" in refused("--checkpoint", tiny.siglip, "llava")
    assert "is an LLM (qwen2); give a CLIP or SigLIP vision tower" in refused("--vision", tiny.chatml, "tower")
    assert "is a whole LLaVA; give a CLIP or SigLIP" in refused("--vision", stocks[0], "tower")
    assert "is a vision tower (clip_vision_model); give a causal LLM" in refused("--llm", tiny.clip, "llm")
    assert "is a whole LLaVA; give a causal LLM" in refused("--llm", stocks[0], "llm")


def test_a_model_of_the_kind_that_is_wanted_passes(tiny: models.Tiny, stocks: tuple[Path, Path]) -> None:
    check("--from", str(stocks[0]), "llava")
    check("--vision", str(tiny.siglip), "tower")
    check("--llm", str(tiny.llama), "llm")


@pytest.mark.parametrize(
    ("config", "says"),
    [
        ({"model_type": "llava", "mm_vision_tower": "x"}, "is a LLaVA in its authors' own form"),
        ({"model_type": "llava", "vision_config": {"model_type": "pixtral"}}, "is a LLaVA on a pixtral tower"),
        ({"model_type": "llava_next"}, "is a llava_next"),
        ({}, "is a model that names no model_type"),
        ([], "is a model that names no model_type"),
        ({"model_type": "llava", "vision_config": {"model_type": "clip_vision_model"}}, "and no weights"),
        ({"model_type": "llava", "vision_config": {"hidden_size": 24}}, "and no weights"),
    ],
)
def test_a_folder_is_judged_by_its_configuration(tmp_path: Path, config: object, says: str) -> None:
    (tmp_path / "config.json").write_text(json.dumps(config))
    assert says in refused("--from", tmp_path, "llava")


def test_a_damaged_configuration_is_named(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"model_type":')
    assert f"{tmp_path / 'config.json'} cannot be read" in refused("--from", tmp_path, "llava")


def test_folders_of_trainings_say_what_is_to_be_done(tiny: models.Tiny, tmp_path: Path) -> None:
    run = run_of(tiny.clip, tiny.llama)
    run.save(tmp_path)
    told = refused("--from", tmp_path, "llava")
    assert told.endswith("is a training that is not finished: give its command again to go on")
    inside = tmp_path / "checkpoint-5"
    inside.mkdir()
    run.save(inside)
    mark_complete(inside)
    told = refused("--from", tmp_path, "llava")
    assert f"or write its last checkpoint as a model with `python -m train export {tmp_path} --to DIR`" in told
    told = refused("--from", inside, "llava")
    assert f"is an intermediate checkpoint: write it as a model with `python -m train export {inside} --to DIR`" in told
    replace(run, recipe=replace(run.recipe, connector="resampler"), finished=True).save(tmp_path)
    assert "has a resampler connector, for which a stock LLaVA" in refused("--from", tmp_path, "llava")


def test_what_is_no_model_is_told_apart(tmp_path: Path) -> None:
    assert "is an empty folder; give" in refused("--from", tmp_path, "llava")
    (tmp_path / "notes.txt").touch()
    assert "has no config.json; give" in refused("--from", tmp_path, "llava")
    assert "cannot be read: File name too long" in refused("--from", tmp_path / ("x" * 5000), "llava")
    assert "is a file; give" in refused("--from", tmp_path / "notes.txt", "llava")
    assert "model.gguf': no such file; give" in refused("--llm", tmp_path / "model.gguf", "llm")
    assert "which --llm alone can be" in refused("--vision", tmp_path / "model.gguf", "tower")


@pytest.mark.parametrize("source", ["./out/stage1x", "/none/stage1x", "~/stage1x", "a/b/c", "out/", ""])
def test_a_mistyped_path_is_not_looked_for_on_the_hub(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hub: "Hub"
) -> None:
    monkeypatch.chdir(tmp_path)
    if source != "out/":
        (tmp_path / "out" / "stage1").mkdir(parents=True)
    told = refused("--from", source, "llava")
    assert f"--from {source!r}: no such folder" in told
    assert ("(is 'out/stage1' meant?)" in told) == (source == "./out/stage1x")
    assert hub.asked == []


class Hub(ThreadingHTTPServer):
    """Answers as the hub does: it has `somebody/tower`, and nothing else."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.asked: list[str] = []


class Answer(BaseHTTPRequestHandler):
    server: Hub

    def do_HEAD(self) -> None:
        self.answer()

    def do_GET(self) -> None:
        self.answer()

    def answer(self) -> None:
        self.server.asked.append(f"{self.command} {self.path}")
        body = b'{"model_type": "clip"}'
        found = self.path.startswith("/somebody/tower/resolve/main/config.json")
        self.send_response(200 if found else 404)
        if found:
            self.send_header("X-Repo-Commit", "0" * 40)
            self.send_header("ETag", '"1"')
            self.send_header("Content-Length", str(len(body)))
        else:
            self.send_header("X-Error-Code", "RepoNotFound")
            self.send_header("Content-Length", "0")
        self.end_headers()
        if found and self.command == "GET":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's own name
        """Say nothing."""


def point_to(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constants, "ENDPOINT", address)
    template = constants.HUGGINGFACE_CO_URL_TEMPLATE.removeprefix("https://huggingface.co")
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", address + template)


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
    with Hub() as server:
        point_to(f"http://127.0.0.1:{server.server_port}", monkeypatch)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


def test_a_name_without_a_folder_is_asked_for_on_the_hub_once(
    hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "stage1").mkdir()
    check("--vision", "somebody/tower", "tower")
    asked = list(hub.asked)
    check("--vision", "somebody/tower", "tower")
    assert hub.asked == asked, "it is in the cache"
    assert "is a vision tower (clip); give a causal LLM" in refused("--llm", "somebody/tower", "llm")
    hub.asked.clear()
    told = refused("--from", "stage1x", "llava")
    assert "no such folder (is 'stage1' meant?), and the hub has no such model, or it is private" in told
    assert hub.asked == ["HEAD /stage1x/resolve/main/config.json"]


def test_a_folder_that_is_called_like_an_owner_on_the_hub_hides_none_of_its_models(
    hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "somebody" / "towers").mkdir(parents=True)
    check("--vision", "somebody/tower", "tower")
    told = refused("--vision", "somebody/towerx", "tower")
    assert "no such folder (is 'somebody/towers' meant?), and the hub has no such model" in told
    assert hub.asked[-1] == "HEAD /somebody/towerx/resolve/main/config.json"


def test_a_hub_that_is_not_reached_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    point_to(NOT_THERE, monkeypatch)
    tried: list[object] = []
    connect = socket.socket.connect

    def counted(self: socket.socket, address: Any) -> None:
        tried.append(address)
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", counted)
    told = refused("--llm", "nobody/nothing", "llm")
    assert "--llm 'nobody/nothing': no such folder, and the hub cannot be asked (" in told
    assert told.endswith("mend the path, or, for a hub name, the network")
    assert len(tried) == 1


@pytest.mark.slow
def test_nothing_but_the_sentence_reaches_the_terminal() -> None:
    command = [sys.executable, "-m", "train", "inspect", "--data", "a.jsonl", "--llm", "nobody/nothing"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "HF_ENDPOINT": NOT_THERE}
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.splitlines() == [done.stderr.rstrip("\n")]
    assert done.stderr.startswith("error: --llm 'nobody/nothing': no such folder, and the hub cannot be asked")


def test_a_stage_refuses_its_models_before_it_reads_its_data(
    tiny: models.Tiny, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    none, out = str(tmp_path / "none.jsonl"), str(tmp_path / "out")
    common = ["--data", none, "--out", out]
    assert main(["stage1", *common, "--vision", str(tiny.llama), "--llm", str(tiny.clip)]) == 1
    assert "--vision" in capsys.readouterr().err
    assert main(["stage1", *common, "--vision", str(tiny.clip), "--llm", str(tiny.clip)]) == 1
    assert "--llm" in capsys.readouterr().err
    assert main(["stage2", *common, "--from", str(tiny.llama)]) == 1
    assert "--from" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
