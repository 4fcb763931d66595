"""How far a run is: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import time
from datetime import timedelta
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

LINE_EVERY_S = 30.0


class AnswerProgress:
    """Use as a context manager; `advance` is called once per answer."""

    def __init__(self, console: Console, total: int, done: int) -> None:
        """Begin with what was done before."""
        self._console, self._total, self._done, self._before = console, total, done, done
        self._bar: Progress | None = None
        if console.is_terminal:
            columns = (TextColumn("answers"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
            self._bar = Progress(*columns, console=console)
            self._task = self._bar.add_task("answers", total=total, completed=done)
        self._begun = self._told = time.monotonic()

    def __enter__(self) -> Self:
        """Show that it begins."""
        if self._bar is not None:
            self._bar.start()
        else:
            self._line()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Show how far it came."""
        if self._bar is not None:
            self._bar.stop()
        else:
            self._line()

    def advance(self) -> None:
        """Count one more."""
        self._done += 1
        if self._bar is not None:
            self._bar.advance(self._task)
        elif time.monotonic() - self._told >= LINE_EVERY_S:
            self._line()

    def say(self, text: str) -> None:
        """Show a line above the bar, or among the lines."""
        self._console.print(text, highlight=False, markup=False)

    def _line(self) -> None:
        self._told = time.monotonic()
        seconds = self._told - self._begun
        said = f"{self._done:,} of {self._total:,} answered"
        if self._done > self._before and seconds > 0:
            rate = (self._done - self._before) / seconds
            said += f", {rate:.1f} a second"
            if self._done < self._total:
                said += f", {timedelta(seconds=round((self._total - self._done) / rate))} left"
        self._console.print(said)
