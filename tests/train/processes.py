"""The command line in processes of its own, that can be killed; a server imports torch once for all of them."""

import json
import multiprocessing
import os
import socket
import sys
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import torch

from tests import patience
from tests.patience import PATIENCE_S
from tests.train import fsdp_on_cpu
from train.__main__ import main

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["train.stages.run", "tests.train.processes"])


def start(arguments: list[str], log: Path, environment: dict[str, str] | None = None) -> BaseProcess:
    process = CONTEXT.Process(target=command, args=(arguments, log, environment or {}))
    process.start()
    return process


def command(arguments: list[str], log: Path, environment: dict[str, str]) -> None:
    os.environ.update(environment)
    with log.open("ab") as stream:
        os.dup2(stream.fileno(), 1)
        os.dup2(stream.fileno(), 2)
    torch.set_num_threads(1)
    if "RANK" in environment:
        fsdp_on_cpu.switch_on()
    sys.exit(main(arguments))


def ranks(arguments: list[str], log: Path) -> None:
    """Run a command in two processes, as torchrun does, with FSDP switched on for CPUs."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    common = {"WORLD_SIZE": "2", "LOCAL_WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port)}
    processes = [start(arguments, log, common | {"RANK": rank, "LOCAL_RANK": rank}) for rank in ("0", "1")]
    assert [finish(process, log) for process in processes] == [0, 0], log.read_text()


def finish(process: BaseProcess, log: Path) -> int:
    process.join(PATIENCE_S)
    assert process.exitcode is not None, f"still running: {log.read_text()}"
    return process.exitcode


def rows(out: Path) -> list[dict[str, Any]]:
    """Whole lines of metrics.jsonl."""
    file = out / "metrics.jsonl"
    text = file.read_text() if file.is_file() else ""
    return [json.loads(line) for line in text.split("\n")[:-1]]


def losses(out: Path) -> list[float]:
    return [row["loss"] for row in rows(out) if "loss" in row]


def wait_for(count: int, process: BaseProcess, out: Path) -> None:
    """Wait until so many steps are done, or the process has ended."""
    patience.wait_for(lambda: not process.is_alive() or len(losses(out)) >= count)
