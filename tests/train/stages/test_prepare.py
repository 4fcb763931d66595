import socket
from pathlib import Path

from filelock import FileLock

from tests.train.conftest import Data
from tests.train.processes import finish, start


def told_by_both(tmp_path: Path, *command: str) -> tuple[list[int], list[str]]:
    """Run a command in two processes, and return their exit statuses and what each of them said."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    common = {"WORLD_SIZE": "2", "LOCAL_WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port)}
    logs = [tmp_path / "log0", tmp_path / "log1"]
    processes = [
        start(list(command), log, common | {"RANK": str(rank), "LOCAL_RANK": str(rank)})
        for rank, log in enumerate(logs)
    ]
    statuses = [finish(process, log) for process, log in zip(processes, logs, strict=True)]
    return statuses, [log.read_text() for log in logs]


def test_data_that_cannot_be_read_ends_every_process_with_one_sentence(stage1: Path, tmp_path: Path) -> None:
    missing = tmp_path / "missing.jsonl"
    command = ["stage2", "--data", str(missing), "--from", str(stage1), "--out", str(tmp_path / "out")]
    statuses, logs = told_by_both(tmp_path, *command)
    assert statuses == [1, 1]
    assert logs == [f"error: cannot read {missing}: No such file or directory\n", ""]


def test_a_folder_that_another_run_holds_ends_every_process_with_one_sentence(
    stage1: Path, data: Data, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    command = ["stage2", "--data", str(data.instructions), "--from", str(stage1), "--out", str(out)]
    with FileLock(out / ".lock"):
        statuses, logs = told_by_both(tmp_path, *command)
    assert statuses == [1, 1]
    assert logs == [f"error: another run is working on {out}: wait for it, or give another --out\n", ""]


def test_data_that_all_processes_refuse_alike_is_told_by_one(stage1: Path, data: Data, tmp_path: Path) -> None:
    command = ["stage2", "--data", str(data.instructions), "--from", str(stage1), "--out", str(tmp_path / "out")]
    statuses, logs = told_by_both(tmp_path, *command, "--max-length", "10")
    assert statuses == [1, 1]
    assert "raise --max-length" in logs[0]
    assert (logs[0].count("error: "), logs[0].count("Traceback"), logs[1]) == (1, 0, "")
