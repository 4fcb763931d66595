"""The command: it says where it listens, ends with Ctrl-C, and says what is missing."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from datagen import __main__ as cli
from datagen.review import serve as module
from datagen.review.serve import has_screen, login_name, reviewer_of
from datagen.run.folder import REJECTIONS, RUN, SAMPLES, SCENES
from tests.datagen.review.folders import write
from tests.datagen.review.serving import Page
from tests.patience import PATIENCE_S

FIRST = "000000000001-conversation"


class Command:
    """`datagen review` as a person runs it."""

    def __init__(self, *arguments: str) -> None:
        line = [sys.executable, "-m", "datagen", "review", *arguments]
        environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(line, stdout=pipe, stderr=pipe, text=True, env=environment)
        assert self.process.stdout is not None
        self.first_line = self.process.stdout.readline()

    def page(self) -> Page:
        return Page(int(self.first_line.split(":")[3].split("/")[0]))

    def end(self) -> tuple[int, str, str]:
        self.process.send_signal(signal.SIGINT)
        out, err = self.process.communicate(timeout=PATIENCE_S)
        return self.process.returncode, out, err


@pytest.mark.slow
def test_ctrl_c_ends_it_with_the_count_and_the_next_step(run: Path) -> None:
    command = Command(str(run), "--reviewer", "anna", "--port", "0")
    page = command.page()
    assert page.state()["reviewer"] == "anna"
    page.judge(FIRST, "accept")
    status, out, err = command.end()
    assert (status, err) == (0, "")
    assert out == f"1 verdict in {run}: `datagen judge {run}` puts what they say into llava.jsonl\n"


@pytest.mark.slow
def test_a_folder_that_turns_out_damaged_ends_it_with_the_reason(run: Path) -> None:
    (run / REJECTIONS).write_bytes(b'{"id": 3}\n')
    command = Command(str(run), "--port", "0")
    out, err = command.process.communicate(timeout=PATIENCE_S)
    assert command.process.returncode == 1
    assert "rejections.jsonl line 1 is damaged" in err
    assert "Traceback" not in out + err


@pytest.mark.slow
def test_where_other_machines_can_reach_it_the_address_has_a_token(run: Path) -> None:
    command = Command(str(run), "--host", "0.0.0.0", "--port", "0")  # noqa: S104 - that is what is tried
    try:
        token = command.first_line.split("token=")[1].split()[0]
        page = command.page()
        assert len(token) >= 32
        assert page.get("/api/state").status == 403
        assert page.get(f"/?token={token}").status == 200
    finally:
        assert command.end()[0] == 0


@pytest.mark.parametrize(
    ("missing", "advice"), [(SAMPLES, "datagen build"), (REJECTIONS, "datagen build"), (SCENES, "datagen judge")]
)
def test_a_folder_without_a_file_is_told_what_to_do(
    run: Path, capsys: pytest.CaptureFixture[str], missing: str, advice: str
) -> None:
    (run / missing).unlink()
    assert cli.main(["review", str(run), "--no-open"]) == 1
    said = " ".join(capsys.readouterr().err.split())
    assert f"{missing} does not exist" in said
    assert advice in said


def test_a_folder_whose_first_build_is_at_work_is_told_when_there_will_be_samples(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (run / SAMPLES).unlink()
    assert cli.main(["review", str(run), "--no-open"]) == 1
    assert "writes it when it ends or Ctrl-C stops it" in capsys.readouterr().err
    (run / RUN).unlink()
    assert cli.main(["review", str(run), "--no-open"]) == 1
    assert "has `datagen build` run there?" in capsys.readouterr().err


def test_a_port_that_is_taken_is_an_error_only_if_it_was_asked_for(
    run: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert cli.main(["review", str(run), "--port", str(port)]) == 2
        assert f"cannot listen on 127.0.0.1 port {port}" in capsys.readouterr().err
        monkeypatch.setattr(module, "PORT", port)
        with module._listen("127.0.0.1", None) as listening:
            assert listening.getsockname()[1] > port


@pytest.mark.parametrize("port", ["-1", "99999"])
def test_a_port_that_is_none_is_refused(run: Path, capsys: pytest.CaptureFixture[str], port: str) -> None:
    assert cli.main(["review", str(run), "--port", port]) == 2
    assert "0 to 65535" in capsys.readouterr().err


def test_an_address_that_is_not_ours_is_refused(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["review", str(run), "--host", "192.0.2.1"]) == 2
    assert "--host" in capsys.readouterr().err


def test_images_that_are_not_there_are_an_error(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["review", str(run), "--no-open", "--port", "0", "--images", str(run / "nothing")]) == 1
    assert "there is no such folder" in " ".join(capsys.readouterr().err.split())


def test_without_the_extra_it_says_what_to_install(
    run: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "datagen.review.serve", raising=False)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    assert cli.main(["review", str(run)]) == 1
    assert "visual-instruct[review]" in " ".join(capsys.readouterr().err.split())


def test_a_browser_is_opened_only_where_it_could_be_seen() -> None:
    assert has_screen("linux", {"DISPLAY": ":0"})
    assert has_screen("linux", {"WAYLAND_DISPLAY": "wayland-0"})
    assert has_screen("darwin", {})
    assert not has_screen("linux", {"DISPLAY": ""})


def test_a_reviewer_has_the_login_name_or_a_stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "grace")
    assert login_name() == "grace"

    def nobody() -> str:
        raise OSError

    monkeypatch.setattr("getpass.getuser", nobody)
    assert login_name() == "reviewer"


@pytest.mark.parametrize(
    "name", ["", "  ", "\u200b", "an\x07na", "an\nna", "anna\x9b", "an\u2028na", "\udcff", "a" * 81]
)
def test_a_reviewer_whose_name_could_not_be_read_is_refused_in_one_sentence(
    run: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert cli.main(["review", str(run), "--no-open", "--port", "0", "--reviewer", name]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"error: --reviewer {name!r}: a reviewer's name is one line of 1 to 80 characters")


def test_a_login_name_that_could_not_be_read_is_refused_as_well(
    run: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "\x1b")
    assert cli.main(["review", str(run), "--no-open", "--port", "0"]) == 2
    assert "your login name is '\\x1b'" in capsys.readouterr().err


@pytest.mark.parametrize("name", [" Anna ", "علی\u200cپور", "李 雷", "o'neill-2"])
def test_a_reviewer_may_have_any_name_that_can_be_read(name: str) -> None:
    assert reviewer_of(name) == name.strip()


def test_an_answer_is_sent_in_one_go_without_waiting_for_the_last_ones_receipt() -> None:
    with module._listen("127.0.0.1", 0) as listening:
        assert listening.proto == socket.IPPROTO_TCP, "asyncio sets TCP_NODELAY on the connections of such a socket"


@pytest.mark.slow
def test_the_server_needs_no_annotations_and_no_images(tmp_path: Path) -> None:
    run = write(tmp_path / "sent to me")
    command = Command(str(run), "--port", "0")
    assert len(command.page().ids()) == 9
    assert command.end()[0] == 0
