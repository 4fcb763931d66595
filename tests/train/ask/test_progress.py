"""How far a run is can be read in a log file too, and when it will end."""

import io

import pytest

from train.ask.progress import AnswerProgress
from train.console import plain_console


def test_lines_say_how_many_how_fast_and_how_long_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("train.ask.progress.time.monotonic", lambda: now[0])
    stream = io.StringIO()
    with AnswerProgress(plain_console(file=stream, width=200), total=7210, done=10) as progress:
        for _ in range(31):
            now[0] += 1
            progress.advance()
    assert stream.getvalue().splitlines() == [
        "10 of 7,210 answered",
        "40 of 7,210 answered, 1.0 a second, 1:59:30 left",
        "41 of 7,210 answered, 1.0 a second, 1:59:29 left",
    ]


def test_on_a_terminal_there_is_a_bar_with_the_time_that_is_left() -> None:
    stream = io.StringIO()
    with AnswerProgress(plain_console(file=stream, force_terminal=True, width=100), total=4, done=1) as progress:
        progress.advance()
    assert "2/4" in stream.getvalue()
    assert "-:--:--" in stream.getvalue()
