"""How long a test waits for what will surely come: far longer than it takes, so that a busy machine fails nothing."""

import os
import time
from collections.abc import Callable

PATIENCE_S = 300.0 * float(os.environ.get("VISUAL_INSTRUCT_TEST_PATIENCE", "1"))


def wait_for(condition: Callable[[], object], pause_s: float = 0.01) -> None:
    """Look again and again until the condition holds."""
    end = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < end, f"waited in vain for {PATIENCE_S:.0f} s"
        time.sleep(pause_s)
