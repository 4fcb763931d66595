"""What is seen while a run goes on: a bar with all that counts on a terminal, lines of the same words elsewhere."""

from __future__ import annotations

import asyncio
import contextlib
import io
import re

import pytest

from datagen import progress
from datagen.chat import ChatRequest, Reply, Usage
from datagen.console import plain_console
from datagen.llm.ask import Asker
from datagen.progress import BuildProgress
from datagen.report.run_counts import Tally
from datagen.settings import Prices


class Silent:
    async def complete(self, request: ChatRequest) -> Reply:
        raise AssertionError(request)

    async def aclose(self) -> None:
        raise AssertionError


async def kept(reply: Reply) -> None:
    raise AssertionError(reply)


def reply(attempt: int) -> Reply:
    usage = Usage(prompt_tokens=1_000, completion_tokens=500)
    return Reply(
        fingerprint="", job="", attempt=attempt, text="", finish_reason="stop", usage=usage, model="m", latency_s=1.0
    )


def shown(monkeypatch: pytest.MonkeyPatch, *, terminal: bool, width: int = 200) -> str:
    """Return what is printed while 3 of 10 jobs get done, 2 of them by replies that were there."""
    monkeypatch.setattr(progress, "REFRESH_S", 0.02)
    stream = io.StringIO()
    console = plain_console(file=stream, force_terminal=terminal, width=width, color_system=None)
    tally, asker = Tally(jobs=10), Asker(Silent(), kept, concurrency=4)
    notices = ["the endpoint does not take seed; going on without it"]
    told = BuildProgress(tally, asker, Prices(1.0, 2.0, 1.0), notices, console, known=2)

    async def run() -> None:
        watching = asyncio.create_task(told.watch())
        for number in range(3):
            tally.add_reply(reply(attempt=1 + number % 2))
            tally.accepted["detail"] += 1
            asker.answers, asker.completion_tokens = number + 1, 500 * (number + 1)
            await asyncio.sleep(0.1)
        asker.retries, asker.trouble = 4, "overloaded [503]"
        tally.rejected["detail"], tally.reasons["echo"] = 1, 1
        await asyncio.sleep(0.1 if terminal else 1.0)
        watching.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watching

    asyncio.run(run())
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", stream.getvalue())


FACTS = (
    "done 4 of 10",
    "accepted 3",
    "rejected 1",
    "in flight 0 of 4",
    "sent back 1 faulty replies",
    "reasons echo 1",
    "spent $0.0060",
    "kept from before 2 replies",
    "tried again 4 times, last: overloaded [503]",
)


def test_a_terminal_has_a_bar_with_all_that_counts_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    text = shown(monkeypatch, terminal=True)
    for fact in FACTS:
        assert fact in text
    assert "\u2501" in text
    speeds = [line for line in text.splitlines() if "requests/s" in line]
    assert "speed 0.0 requests/s" not in speeds[-1]
    assert "time left -" not in text[text.rindex("done 4 of 10") :]
    assert text.count("going on without it") == 1


def test_a_narrow_terminal_cuts_no_fact(monkeypatch: pytest.MonkeyPatch) -> None:
    text = shown(monkeypatch, terminal=True, width=60)
    assert "in flight 0 of 4" in text
    assert all(len(line) <= 60 for line in text[text.rindex("done 4 of 10") :].splitlines())


def test_elsewhere_lines_have_the_same_words(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = shown(monkeypatch, terminal=False).splitlines()
    assert lines[0] == "the endpoint does not take seed; going on without it"
    assert [fact for fact in FACTS if fact not in lines[-1].split("; ")] == []
