"""When a checkpoint is due, and how a run ends early: Ctrl-C or SIGTERM saves, then stops. All ranks decide as one.

A checkpoint is marked complete only after every rank has written its part.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from train.checkpoint.folder import PREFIX, mark_complete

SHARDED_WEIGHTS = "pytorch_model_fsdp.bin"
"""All weights once more, which the Trainer writes under FSDP and nothing here reads."""
ECHO_S = 1.0
"""A launcher passes on a signal that the system has sent to all processes already: so soon after, it is the same."""


class Pauses(TrainerCallback):
    """Asks for a checkpoint after `save_minutes` without one, or on a signal; marks the finished ones."""

    def __init__(self, save_minutes: float, gather: Callable[[list[int]], list[list[int]]]) -> None:
        """`gather` gives every rank the numbers of all ranks."""
        self.save_minutes, self.gather = save_minutes, gather
        self.stopped = False
        self._asked_at: float | None = None
        self._saved = time.monotonic()

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Take the signals meanwhile; a second one ends at once, as it does elsewhere."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self._stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        del frame
        now = time.monotonic()
        if self._asked_at is None:
            self._asked_at = now
        elif now - self._asked_at > ECHO_S:
            signal.signal(number, signal.SIG_DFL)
            raise KeyboardInterrupt

    def on_step_end(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any
    ) -> TrainerControl:
        """Decide, on all ranks alike."""
        del args
        due = time.monotonic() - self._saved > self.save_minutes * 60
        votes = self.gather([int(self._asked_at is not None), int(due)])
        if any(asked for asked, _ in votes) and state.global_step < state.max_steps:
            self.stopped = True
            control.should_training_stop = control.should_save = True
        if any(due for _, due in votes):
            control.should_save = True
        return control

    def on_save(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any) -> None:
        """Mark the checkpoint once all ranks are here."""
        del control
        self._saved = time.monotonic()
        self.gather([0])
        if state.is_world_process_zero:
            folder = Path(str(args.output_dir)) / f"{PREFIX}{state.global_step}"
            (folder / SHARDED_WEIGHTS).unlink(missing_ok=True)
            mark_complete(folder)


class Epochs(TrainerCallback):
    """Turns the data to the epoch that begins."""

    def __init__(self, begin: Callable[[int], None], steps: int) -> None:
        """`begin` is told the epoch's number; `steps` are in an epoch."""
        self.begin, self.steps = begin, steps

    def on_epoch_begin(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any) -> None:
        """Count epochs by steps: a run that goes on begins in the middle of one."""
        del args, control
        self.begin(state.global_step // self.steps)
