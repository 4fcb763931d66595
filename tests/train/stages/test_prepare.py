import socket
from pathlib import Path

from tests.train.processes import finish, start


def test_data_that_cannot_be_read_ends_every_process_with_the_same_sentence(stage1: Path, tmp_path: Path) -> None:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    common = {"WORLD_SIZE": "2", "LOCAL_WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port)}
    missing = tmp_path / "missing.jsonl"
    command = ["stage2", "--data", str(missing), "--from", str(stage1), "--out", str(tmp_path / "out")]
    logs = [tmp_path / "log0", tmp_path / "log1"]
    processes = [
        start(command, log, common | {"RANK": str(rank), "LOCAL_RANK": str(rank)}) for rank, log in enumerate(logs)
    ]
    assert [finish(process, log) for process, log in zip(processes, logs, strict=True)] == [1, 1]
    for log in logs:
        assert f"error: cannot read {missing}" in log.read_text()
        assert "Traceback" not in log.read_text()
