"""verdicts.jsonl on a real disk: several writers, crashes, damage, a full disk."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from filelock import FileLock

from datagen.errors import RunFolderError, StoppedEarlyError
from datagen.verdicts import VERDICTS, VerdictFile, VerdictRow
from datagen.verdicts import file as verdict_file
from tests.datagen.verdicts.notation import NAME, NEW, OLD, says

WRITER = """
import sys
from pathlib import Path
from datagen.verdicts import VerdictFile, VerdictRow
file, who = VerdictFile(Path(sys.argv[1])), sys.argv[2]
print("ready", flush=True)
sys.stdin.readline()
for n in range(int(sys.argv[3])):
    file.append(VerdictRow(id=f"{n:012d}-detail", content_sha256="0" * 64, decision="accept", note="x" * 5_000,
                           reviewer=who, time="2026-01-02T03:04:05.000006Z"))
    print(n, flush=True)
"""


def writer(folder: Path, who: str, count: int) -> subprocess.Popen[str]:
    line = [sys.executable, "-c", WRITER, str(folder), who, str(count)]
    started = subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert started.stdout is not None
    assert started.stdout.readline() == "ready\n"
    return started


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def test_without_the_file_there_are_no_verdicts_and_none_is_made(tmp_path: Path) -> None:
    file = VerdictFile(tmp_path)
    assert (file.ids(), file.rows(), file.of(NAME), len(file)) == ((), {}, (), 0)
    assert list(tmp_path.iterdir()) == []


def test_what_was_written_is_read_again_in_its_order(tmp_path: Path) -> None:
    rows = [says("Ada", "accept"), says("Bob", "edit", OLD, NEW, reasons=("count",), note="“ß”\u2028"),
            says("Ada", "skip", id="other")]  # fmt: skip
    file = VerdictFile(tmp_path)
    for row in rows:
        file.append(row)
    for read in (file, VerdictFile(tmp_path)):
        assert read.rows() == {NAME: tuple(rows[:2]), "other": (rows[2],)}
        assert read.ids() == (NAME, "other")
        assert len(read) == 3


def test_equal_verdicts_give_equal_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        for row in (says("Ada", "edit", OLD, NEW), says("Bob", "accept", NEW)):
            VerdictFile(tmp_path / name).append(row)
    assert (tmp_path / "one" / VERDICTS).read_bytes() == (tmp_path / "two" / VERDICTS).read_bytes()


@pytest.mark.slow
def test_two_processes_that_write_at_once_lose_nothing_and_tear_nothing(tmp_path: Path) -> None:
    reader, count = VerdictFile(tmp_path), 60
    processes = [writer(tmp_path, who, count) for who in ("Ada", "Bob")]
    for process in processes:
        go(process)
    seen = 0
    while any(process.poll() is None for process in processes):
        reader.refresh()
        assert len(reader) >= seen
        seen = len(reader)
    assert [process.wait() for process in processes] == [0, 0]
    for process in processes:
        process.communicate()
    reader.refresh()
    rows = VerdictFile(tmp_path).rows()
    assert reader.rows() == rows
    assert len(rows) == count
    assert all(sorted(row.reviewer for row in of_one) == ["Ada", "Bob"] for of_one in rows.values())


def test_what_was_acknowledged_before_a_kill_is_there_after_it(tmp_path: Path) -> None:
    process = writer(tmp_path, "Ada", 10_000)
    go(process)
    assert process.stdout is not None
    acknowledged = [int(process.stdout.readline()) for _ in range(20)]
    process.send_signal(signal.SIGKILL)
    rest, _ = process.communicate()
    acknowledged += [int(line) for line in rest.split("\n")[:-1]]
    assert process.returncode == -signal.SIGKILL
    file = VerdictFile(tmp_path)
    assert set(acknowledged) <= {int(name.partition("-")[0]) for name in file.ids()}
    file.append(says("Bob", "accept"))
    assert VerdictFile(tmp_path).of(NAME) == (says("Bob", "accept"),)


@pytest.mark.parametrize("torn", [b'{"id": "0', b'{"id": "x"}', b"\x00\x00\x00"])
def test_a_torn_last_line_is_no_verdict_and_the_next_one_takes_its_place(tmp_path: Path, torn: bytes) -> None:
    VerdictFile(tmp_path).append(says("Ada", "accept"))
    whole = (tmp_path / VERDICTS).read_bytes()
    (tmp_path / VERDICTS).write_bytes(whole + torn)
    file = VerdictFile(tmp_path)
    assert file.of(NAME) == (says("Ada", "accept"),)
    assert (tmp_path / VERDICTS).read_bytes() == whole + torn, "reading changes nothing"
    file.append(says("Bob", "reject"))
    assert VerdictFile(tmp_path).of(NAME) == file.of(NAME) == (says("Ada", "accept"), says("Bob", "reject"))


def test_a_file_that_has_nothing_but_a_torn_line_can_be_written_to(tmp_path: Path) -> None:
    (tmp_path / VERDICTS).write_bytes(b'{"id"')
    VerdictFile(tmp_path).append(says("Ada", "accept"))
    assert VerdictFile(tmp_path).rows() == {NAME: (says("Ada", "accept"),)}


@pytest.mark.parametrize("damage", [b"nonsense", b'{"id": "x"}', b"", b"\xff"])
def test_a_damaged_line_is_named_with_its_number(tmp_path: Path, damage: bytes) -> None:
    file = VerdictFile(tmp_path)
    file.append(says("Ada", "accept"))
    line = (tmp_path / VERDICTS).read_bytes()
    (tmp_path / VERDICTS).write_bytes(line + damage + b"\n" + line)
    with pytest.raises(
        RunFolderError, match=r"verdicts\.jsonl line 2 is not a verdict: .*; restore the file, or delete"
    ):
        VerdictFile(tmp_path)
    with pytest.raises(RunFolderError, match="line 2 is not a verdict"):
        file.append(says("Bob", "accept"))
    assert (tmp_path / VERDICTS).read_bytes() == line + damage + b"\n" + line


def test_only_what_was_appended_since_is_told(tmp_path: Path) -> None:
    mine, other = VerdictFile(tmp_path), VerdictFile(tmp_path)
    other.append(says("Ada", "accept"))
    other.append(says("Ada", "accept", id="two"))
    assert mine.of(NAME) == ()
    assert mine.refresh() == {NAME, "two"}
    assert mine.refresh() == frozenset()
    other.append(says("Ada", "undo", id="two"))
    assert mine.refresh() == {"two"}


def test_a_file_that_was_replaced_cut_or_deleted_is_read_anew(tmp_path: Path) -> None:
    file, path = VerdictFile(tmp_path), tmp_path / VERDICTS
    file.append(says("Ada", "accept"))
    file.append(says("Bob", "accept", id="two"))
    one, _, two = path.read_bytes().partition(b"\n")
    path.write_bytes(one + b"\n")
    assert file.refresh() == {NAME, "two"}
    assert file.ids() == (NAME,)
    (tmp_path / "new").write_bytes(two + one + b"\n")
    (tmp_path / "new").replace(path)
    assert file.refresh() == {NAME, "two"}
    assert file.ids() == ("two", NAME)
    path.unlink()
    assert file.refresh() == {NAME, "two"}
    assert file.rows() == {}


def test_a_verdict_on_a_text_that_has_changed_meanwhile_can_be_refused_with_nothing_written(tmp_path: Path) -> None:
    mine, other = VerdictFile(tmp_path), VerdictFile(tmp_path)
    other.append(says("Ada", "edit", OLD, NEW))
    seen: list[tuple[VerdictRow, ...]] = []

    def refuse(rows: tuple[VerdictRow, ...]) -> None:
        seen.append(rows)
        raise LookupError

    with pytest.raises(LookupError):
        mine.append(says("Bob", "edit", OLD, OLD), refuse)
    assert seen == [(says("Ada", "edit", OLD, NEW),)]
    assert len(VerdictFile(tmp_path)) == 1
    mine.append(says("Bob", "accept", NEW), seen.append)
    assert seen[1] == seen[0]


def test_of_two_that_edit_the_same_text_at_once_one_is_refused(tmp_path: Path) -> None:
    refused = []

    def edit(who: str) -> None:
        def still_true(rows: tuple[VerdictRow, ...]) -> None:
            time.sleep(0.05)
            if rows:
                raise LookupError

        try:
            VerdictFile(tmp_path).append(says(who, "edit", OLD, NEW), still_true)
        except LookupError:
            refused.append(who)

    threads = [threading.Thread(target=edit, args=(who,)) for who in ("Ada", "Bob", "Eve")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(refused), len(VerdictFile(tmp_path))) == (2, 1)


def test_one_file_takes_verdicts_from_several_threads(tmp_path: Path) -> None:
    file = VerdictFile(tmp_path)
    threads = [threading.Thread(target=file.append, args=(says(f"r{n}", "accept"),)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert file.of(NAME) == VerdictFile(tmp_path).of(NAME)
    assert {row.reviewer for row in file.of(NAME)} == {f"r{n}" for n in range(8)}


def test_a_full_disk_leaves_the_file_as_it_was_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = VerdictFile(tmp_path)
    file.append(says("Ada", "accept"))
    before, write = (tmp_path / VERDICTS).read_bytes(), os.write

    def half(number: int, data: memoryview) -> int:
        if len(data) < 100:
            raise OSError(28, "No space left on device")
        return write(number, data[: len(data) - 50])

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", half)
        with pytest.raises(StoppedEarlyError, match=f"No space left on device; the verdict on {NAME} is not kept"):
            file.append(says("Bob", "reject"))
    assert (tmp_path / VERDICTS).read_bytes() == before
    file.append(says("Bob", "reject"))
    assert len(VerdictFile(tmp_path)) == 2


def test_a_lock_that_nobody_lets_go_of_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verdict_file, "PATIENCE_S", 0.05)
    with FileLock(tmp_path / verdict_file.LOCK), pytest.raises(RunFolderError, match="being written by another"):
        VerdictFile(tmp_path).append(says("Ada", "accept"))
    assert not (tmp_path / VERDICTS).exists()


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / VERDICTS).mkdir()
    with pytest.raises(RunFolderError, match=r"cannot read .*verdicts\.jsonl: Is a directory"):
        VerdictFile(tmp_path)
