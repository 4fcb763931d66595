"""Processes of a run act alike, at an error too."""

import os
import socket
import sys
from pathlib import Path

import pytest

from tests.train.processes import CONTEXT, finish
from train.console import plain_console
from train.errors import UsageError
from train.fit.ranks import Ranks, joined


def _fail(ranks: Ranks) -> None:
    if ranks.rank == ranks.count - 1:
        message = "only here"
        raise UsageError(message)


def fail_on_the_last(environment: dict[str, str], log: Path) -> None:
    os.environ.update(environment)
    with log.open("w") as file, joined(plain_console(file=file)) as ranks:
        with ranks.alike():
            print("before", file=file)
        try:
            with ranks.alike():
                _fail(ranks)
        except UsageError as error:
            print(error, file=file)
            sys.exit(error.exit_status)


@pytest.mark.slow
def test_an_error_of_one_process_is_said_there_and_ends_the_others_with_its_status(tmp_path: Path) -> None:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    common = {"WORLD_SIZE": "2", "LOCAL_WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port)}
    logs = [tmp_path / "log0", tmp_path / "log1"]
    processes = [
        CONTEXT.Process(target=fail_on_the_last, args=(common | {"RANK": str(rank), "LOCAL_RANK": str(rank)}, log))
        for rank, log in enumerate(logs)
    ]
    for process in processes:
        process.start()
    assert [finish(process, log) for process, log in zip(processes, logs, strict=True)] == [2, 2]
    assert [log.read_text() for log in logs] == ["before\n", "before\nonly here\n"]
