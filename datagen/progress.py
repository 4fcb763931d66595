"""What a person sees while a run goes on: a bar with the facts on a terminal, plain lines elsewhere."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn
from rich.table import Column

from datagen.llm.ask import Asker
from datagen.report.run_counts import Tally
from datagen.settings import Prices

REFRESH_S = 0.5
PLAIN_LINE_S = 10.0
TOP_REASONS = 3


@dataclass
class BuildProgress:
    """Shows a tally that others change; run `watch` as a task and cancel it at the end."""

    tally: Tally
    asker: Asker
    prices: Prices | None
    notices: list[str]
    console: Console
    known: int = 0
    """Replies that were there before this run."""
    _bar: Progress = field(init=False)
    _jobs: TaskID = field(init=False)
    _answers: TaskID = field(init=False)
    _tokens: TaskID = field(init=False)
    _shown_notices: int = 0

    def __post_init__(self) -> None:
        """Lay out the bar; speeds are those of the last half minute, on a terminal or not."""
        facts = TextColumn("{task.fields[facts]}", markup=False, table_column=Column(ratio=1))
        shown = self.console.is_terminal
        self._bar = Progress(
            BarColumn(), facts, console=self.console, auto_refresh=False, transient=True, expand=True, disable=not shown
        )
        self._jobs = self._bar.add_task("jobs", facts="")
        self._answers = self._bar.add_task("answers", total=None, visible=False, facts="")
        self._tokens = self._bar.add_task("tokens", total=None, visible=False, facts="")

    async def watch(self) -> None:
        """Show until cancelled."""
        pause = REFRESH_S if self.console.is_terminal else 1.0
        with self._bar:
            while True:
                await asyncio.sleep(pause)
                self._show()
                if not self.console.is_terminal:
                    pause = min(pause * 2, PLAIN_LINE_S)

    def _show(self) -> None:
        for notice in self.notices[self._shown_notices :]:
            self.console.print(notice)
        self._shown_notices = len(self.notices)
        self._bar.update(self._answers, completed=self.asker.answers)
        self._bar.update(self._tokens, completed=self.asker.completion_tokens)
        self._bar.update(self._jobs, completed=self.tally.done, total=max(self.tally.jobs - self.tally.unanswered, 1))
        facts = self._facts()
        if self.console.is_terminal:
            self._bar.update(self._jobs, facts="\n".join(facts), refresh=True)
        else:
            self.console.print("; ".join(facts))

    def _facts(self) -> list[str]:
        tally, gate = self.tally, self.asker.gate
        left_s = self._bar.tasks[self._jobs].time_remaining
        facts = [
            f"done {tally.done} of {tally.jobs}",
            f"accepted {tally.accepted.total()}",
            f"rejected {tally.rejected.total()}",
            f"speed {self._speed(self._answers):.1f} requests/s, {self._speed(self._tokens):.0f} tokens/s",
            f"in flight {gate.in_flight} of {int(gate.limit)}",
            f"time left {'-' if left_s is None else timedelta(seconds=left_s)}",
        ]
        again = tally.requests - tally.asked_by_attempt[1]
        if again:
            facts.append(f"sent back {again} faulty replies")
        if tally.reasons:
            facts.append(f"reasons {reasons(tally)}")
        if self.prices:
            facts.append(f"spent ${spent(tally, self.prices):.4f}")
        if self.known:
            facts.append(f"kept from before {self.known} replies")
        if self.asker.retries:
            facts.append(f"tried again {self.asker.retries} times, last: {self.asker.trouble[:100]}")
        return facts

    def _speed(self, task: TaskID) -> float:
        return self._bar.tasks[task].speed or 0.0


def reasons(tally: Tally) -> str:
    """Name the most frequent reasons of rejections."""
    return ", ".join(f"{check} {count}" for check, count in tally.reasons.most_common(TOP_REASONS))


def spent(tally: Tally, prices: Prices) -> float:
    """Return the dollars that the replies of a tally cost."""
    return prices.dollars(tally.prompt_tokens, tally.completion_tokens, tally.cached_tokens)
