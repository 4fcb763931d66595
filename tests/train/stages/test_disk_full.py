"""A disk that is full, made by a limit on the size of files, with the errors that the libraries then raise."""

import resource
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from train.errors import DataError
from train.stages.disk_full import explain_full_disk

WEIGHTS = torch.zeros(100_000)


@pytest.fixture
def small_files() -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, handler)


def by_python(file: Path) -> None:
    with file.open("wb", buffering=0) as stream:
        stream.write(bytes(100_000))
        stream.write(b"one more")


@pytest.mark.parametrize(
    "write", [by_python, lambda file: torch.save(WEIGHTS, file), lambda file: save_file({"w": WEIGHTS}, file)]
)
@pytest.mark.usefixtures("small_files")
def test_a_file_that_could_not_be_written_whole_is_told_with_what_to_do(
    tmp_path: Path, write: Callable[[Path], None]
) -> None:
    says = r"could not be written whole .*GB free in .*make room, .* from the start"
    with pytest.raises(DataError, match=says), explain_full_disk(tmp_path):
        write(tmp_path / "weights")


@pytest.mark.parametrize("bug", [RuntimeError("shapes do not fit"), FileNotFoundError(2, "No such file")])
def test_any_other_error_stays_what_it_is(tmp_path: Path, bug: Exception) -> None:
    with pytest.raises(type(bug)) as raised, explain_full_disk(tmp_path):
        raise bug
    assert raised.value is bug
