from pathlib import Path

import pytest

PARITY = Path(__file__).resolve().parents[4] / "shared" / "parity"


@pytest.fixture(scope="session")
def parity() -> Path:
    assert PARITY.is_dir(), f"the tests need the official scorers' rows at {PARITY}"
    return PARITY
