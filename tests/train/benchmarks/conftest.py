from pathlib import Path

import pytest

from tests.paths import PARITY


@pytest.fixture(scope="session")
def parity() -> Path:
    assert PARITY.is_dir(), f"the tests need the official scorers' rows at {PARITY}"
    return PARITY
