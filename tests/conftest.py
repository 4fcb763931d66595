"""No test reaches beyond this machine or into the home folder, and none meets a real key."""

import ipaddress
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.fakes import FakeLLM
from tests.paths import COCO_MINI, DRAWN, PARITY, ROOT

pytest_plugins = ["tests.needs"]

os.environ.setdefault("OMP_NUM_THREADS", "1")  # several tests run at once, and sums come out the same everywhere
settings.register_profile("shared machine", deadline=None)
settings.load_profile("shared machine")


@pytest.fixture(autouse=True)
def _sealed(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("NO_COLOR", "1")
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "fsync", lambda _file: None)  # no test pulls the plug, and the disk is slow
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            host = address[0] if isinstance(address, tuple) else ""
            assert host == "localhost" or ipaddress.ip_address(host).is_loopback, f"a test tried to reach {address}"
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def coco_mini() -> Path:
    """80 images of train2017 with their captions and instances; asking for it marks a test `real_coco`."""
    return COCO_MINI


@pytest.fixture(scope="session")
def drawn() -> Path:
    """24 drawn scenes in COCO's form, for tests whose point is not what real annotations are like."""
    return DRAWN


@pytest.fixture(scope="session")
def parity() -> Path:
    """What the benchmarks' own scorers made of many answers; asking for it marks a test `parity`."""
    return PARITY


@pytest.fixture
def fake_llm() -> Iterator[FakeLLM]:
    with FakeLLM() as server:
        yield server
