"""The run folder keeps what it was given, whatever happens to the process or the disk."""

import asyncio
import contextlib
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datagen.chat import Reply, Usage
from datagen.errors import RunFolderError, StoppedEarlyError
from datagen.run.files import atomic_rows
from datagen.run.folder import REPLIES, RunFolder
from tests.patience import PATIENCE_S


def reply(number: int, text: str = "yes") -> Reply:
    return Reply(
        fingerprint=hashlib.sha256(str(number).encode()).hexdigest()[:32],
        job=f"job-{number}",
        attempt=1,
        text=text,
        finish_reason="stop",
        usage=Usage(prompt_tokens=5, completion_tokens=2),
        model="m",
        latency_s=0.5,
    )


def keep(folder: RunFolder, *replies: Reply) -> None:
    async def all_at_once() -> None:
        await asyncio.gather(*(folder.append(one) for one in replies))

    asyncio.run(all_at_once())


@settings(max_examples=20, deadline=None)
@given(texts=st.lists(st.text(), max_size=8))
def test_every_reply_is_found_again_by_this_process_and_the_next(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    path = tmp_path_factory.mktemp("run")
    replies = [reply(number, text) for number, text in enumerate(texts) if text.isprintable()]
    with RunFolder(path) as folder:
        keep(folder, *replies)
        assert [folder.find(one.fingerprint) for one in replies] == replies
    with RunFolder(path) as folder:
        assert [folder.find(one.fingerprint) for one in replies] == replies
        assert folder.find("f" * 32) is None
        assert len(folder) == len(replies)


def test_a_long_reply_is_read_whole(tmp_path: Path) -> None:
    long = reply(2, "word " * 20_000)
    with RunFolder(tmp_path) as folder:
        keep(folder, reply(1), long, reply(3))
        assert folder.find(long.fingerprint) == long


@pytest.mark.parametrize("left", [1, 10, 60, -1])
def test_a_torn_last_line_is_cut_and_everything_before_it_stays(tmp_path: Path, left: int) -> None:
    with RunFolder(tmp_path) as folder:
        keep(folder, reply(1), reply(2))
    whole = (tmp_path / REPLIES).read_bytes()
    line = whole.splitlines(keepends=True)[0]
    (tmp_path / REPLIES).write_bytes(whole + line[:left])
    with RunFolder(tmp_path) as folder:
        assert len(folder) == 2
        keep(folder, reply(3))
    with RunFolder(tmp_path) as folder:
        assert [folder.find(reply(n).fingerprint) for n in (1, 2, 3)] == [reply(1), reply(2), reply(3)]


def test_zeros_that_a_power_cut_left_at_the_end_are_cut(tmp_path: Path) -> None:
    with RunFolder(tmp_path) as folder:
        keep(folder, reply(1))
    whole = (tmp_path / REPLIES).read_bytes()
    (tmp_path / REPLIES).write_bytes(whole + bytes(500))
    with RunFolder(tmp_path) as folder:
        assert len(folder) == 1
    assert (tmp_path / REPLIES).read_bytes() == whole


def test_a_broken_line_in_the_middle_is_an_error_that_names_it_and_deletes_nothing(tmp_path: Path) -> None:
    with RunFolder(tmp_path) as folder:
        keep(folder, reply(1), reply(2), reply(3))
    lines = (tmp_path / REPLIES).read_bytes().splitlines(keepends=True)
    broken = lines[0] + b"{broken\n" + lines[2]
    (tmp_path / REPLIES).write_bytes(broken)
    with pytest.raises(RunFolderError, match=r"replies\.jsonl line 2"), RunFolder(tmp_path):
        pass
    assert (tmp_path / REPLIES).read_bytes() == broken


@pytest.mark.slow
def test_a_second_process_is_kept_out_and_told_why(tmp_path: Path) -> None:
    other = (
        "import sys, pathlib; import datagen.run.folder as run; run.RunFolder(pathlib.Path(sys.argv[1])).__enter__()"
    )
    with RunFolder(tmp_path):
        done = subprocess.run(
            [sys.executable, "-c", other, str(tmp_path)],
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_S,
        )
    assert done.returncode != 0
    assert "is in use by another process" in done.stderr
    with RunFolder(tmp_path):
        pass


def test_a_reply_counts_only_once_it_is_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    fsync = os.fsync

    def spy(file: int) -> None:
        fsync(file)
        synced.append(os.fstat(file).st_size)

    monkeypatch.setattr(os, "fsync", spy)
    with RunFolder(tmp_path) as folder:
        keep(folder, *(reply(n) for n in range(50)))
        size = (tmp_path / REPLIES).stat().st_size
    assert synced[-1] == size
    assert len(synced) < 10, "one sync should serve all that wait for it"


FILL = """
import asyncio, pathlib, resource, sys
from datagen.errors import StoppedEarlyError
from datagen.run.folder import RunFolder
from tests.datagen.run.test_folder import keep, reply
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
with RunFolder(pathlib.Path(sys.argv[1])) as folder:
    kept = 0
    try:
        while True:
            keep(folder, reply(kept, "x" * 700))
            kept += 1
    except StoppedEarlyError as error:
        print(kept, error)
"""


@pytest.mark.slow
def test_a_full_disk_stops_the_run_and_leaves_only_whole_lines(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FILL, str(tmp_path)], capture_output=True, text=True, check=False, timeout=PATIENCE_S
    )
    kept, _, message = done.stdout.partition(" ")
    assert "free some space" in message, done.stderr
    assert int(kept) > 10
    assert (tmp_path / REPLIES).read_bytes().endswith(b"\n")
    with RunFolder(tmp_path) as folder:
        assert len(folder) == int(kept)


def test_after_a_write_that_failed_nothing_more_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with RunFolder(tmp_path) as folder:
        keep(folder, reply(1))
        before = (tmp_path / REPLIES).read_bytes()
        with monkeypatch.context() as broken:
            broken.setattr(os, "fsync", lambda _file: os.close(-1))
            with pytest.raises(StoppedEarlyError, match="cannot write"):
                keep(folder, reply(2))
        with pytest.raises(StoppedEarlyError, match="cannot write"):
            keep(folder, reply(3))
    assert (tmp_path / REPLIES).read_bytes() == before


def test_a_finished_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "samples.jsonl"
    target.write_text("old\n")
    with contextlib.suppress(ZeroDivisionError), atomic_rows(target) as writer:
        writer.write({"new": 1})
        raise ZeroDivisionError
    assert target.read_text() == "old\n"
    assert list(tmp_path.iterdir()) == [target]
    with atomic_rows(target) as writer:
        writer.write({"new": "é"})
    assert target.read_bytes() == '{"new":"é"}\n'.encode()


def test_a_folder_that_cannot_be_written_is_an_error_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RunFolderError, match="file"), RunFolder(tmp_path / "file"):
        pass


def test_errors_of_the_disk_stop_early_and_do_not_count_as_failures() -> None:
    assert StoppedEarlyError.exit_status == 3
