"""The processes that read images ahead."""

import signal
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow
QUIET = """
import os, signal, time
from train.fit.steps import _quiet
{before}
_quiet(0)
os.kill(os.getpid(), signal.SIGINT)
os.kill(os.getpid(), signal.SIGTERM)
time.sleep(0.2)
"""


@pytest.mark.parametrize(("before", "status"), [("", 0), ("del signal.sigwaitinfo", -signal.SIGTERM)])
def test_a_reader_leaves_signals_of_others_to_its_run_where_it_can_tell_who_sends_them(
    before: str, status: int
) -> None:
    done = subprocess.run([sys.executable, "-c", QUIET.format(before=before)], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (status, b"")
