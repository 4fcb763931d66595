"""One question or a conversation about an image, on a terminal and for programs."""

import io
import shutil
from pathlib import Path

import pytest
from safetensors.torch import load_file, save_file

from tests.train import tiny as models
from tests.train.checkpoints import run_of, stocks
from tests.train.drawn import PHOTOS
from train.__main__ import main
from train.ask.chat import chat
from train.ask.settings import ChatSettings
from train.checkpoint.folder import mark_complete

__all__ = ["stocks"]
IMAGE = PHOTOS[0]


class Terminal(io.StringIO):
    def __init__(self) -> None:
        super().__init__()
        self.writes: list[str] = []

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.writes.append(text)
        return super().write(text)


def settings(folder: Path, image: Path | None = IMAGE) -> ChatSettings:
    return ChatSettings(checkpoint=str(folder), image=image, max_new_tokens=8)


def test_an_answer_is_one_plain_text_for_programs_and_comes_in_pieces_on_a_terminal(
    stocks: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["chat", "--checkpoint", str(stocks[0]), "--image", str(IMAGE), "What is this?"]
    assert main([*arguments, "--max-new-tokens", "8"]) == 0
    plain = capsys.readouterr().out
    assert plain.strip()
    assert "\x1b" not in plain
    terminal = Terminal()
    chat("What is this?", settings(stocks[0]), terminal)
    assert terminal.getvalue().strip() == plain.strip()
    assert len(terminal.writes) > 2


def test_a_conversation_remembers_what_was_said(stocks: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    def talk(*lines: str) -> list[str]:
        monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))
        out = io.StringIO()
        chat(None, settings(stocks[1]), out)
        return out.getvalue().splitlines()

    together = talk("What is this?", "", "How many are there?")
    assert len(together) == 2
    assert together[0] == talk("What is this?")[0]
    assert together[1] != talk("How many are there?")[0]


def test_text_alone_can_be_talked_about(stocks: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["chat", "--checkpoint", str(stocks[1]), "Hello", "--max-new-tokens", "4"]) == 0
    assert capsys.readouterr().out.strip()


def test_what_cannot_be_used_is_named(
    tiny: models.Tiny, stocks: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    unfinished = tmp_path / "stage2"
    (unfinished / "checkpoint-5").mkdir(parents=True)
    run_of(tiny.clip, tiny.llama).save(unfinished)
    mark_complete(unfinished / "checkpoint-5")
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"no image")

    def told(checkpoint: Path, *more: str, status: int = 1) -> str:
        assert main(["chat", "--checkpoint", str(checkpoint), *(more or ("Hi",))]) == status
        told = capsys.readouterr().err
        assert "Traceback" not in told
        return told

    assert "no such folder" in told(tmp_path / "missing")
    assert "is an empty folder" in told(tmp_path / "empty")
    assert f"python -m train export {unfinished} --to DIR" in told(unfinished)
    assert "is an LLM (llama); give a LLaVA checkpoint" in told(tiny.llama)
    assert "no such file" in told(stocks[0], "Hi", "--image", str(tmp_path / "missing.jpg"))
    assert "broken.jpg" in told(stocks[0], "Hi", "--image", str(broken))
    assert "the question is empty" in told(stocks[0], " ", status=2)
    assert "--temperature" in told(stocks[0], "Hi", "--temperature", "-1", status=2)


def test_a_checkpoint_that_lacks_weights_is_refused(
    stocks: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "half"
    shutil.copytree(stocks[0], folder)
    weights = load_file(folder / "model.safetensors")
    del weights["multi_modal_projector.linear_2.weight"]
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    assert main(["chat", "--checkpoint", str(folder), "Hi"]) == 1
    assert "lacks 1 weights" in capsys.readouterr().err
