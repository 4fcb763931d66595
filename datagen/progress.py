"""What a person sees while a run goes on: a live panel on a terminal, plain lines elsewhere. Writes to stderr."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from dataclasses import dataclass, field

from rich.console import Console
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table

from datagen.llm.ask import Asker
from datagen.report.run_counts import Tally
from datagen.settings import Prices

REFRESH_S = 0.5
PLAIN_LINE_S = 10.0
WINDOW_S = 30.0
TOP_REASONS = 3


@dataclass
class Progress:
    """Shows a tally that others change; run `watch` as a task and cancel it at the end."""

    tally: Tally
    asker: Asker
    prices: Prices | None
    notices: list[str]
    console: Console
    known: int = 0
    """Replies that were there before this run."""
    _samples: deque[tuple[float, int, int]] = field(default_factory=deque)
    _shown_notices: int = 0

    async def watch(self) -> None:
        """Show until cancelled."""
        if self.console.is_terminal:
            with Live(self._panel(), console=self.console, auto_refresh=False, transient=True) as live:
                while True:
                    await asyncio.sleep(REFRESH_S)
                    self._tell_notices()
                    live.update(self._panel(), refresh=True)
        pause = 1.0
        while True:
            await asyncio.sleep(pause)
            self._tell_notices()
            self.console.print(self._line())
            pause = min(pause * 2, PLAIN_LINE_S)

    def _tell_notices(self) -> None:
        for notice in self.notices[self._shown_notices :]:
            self.console.print(notice)
        self._shown_notices = len(self.notices)

    def _rates(self) -> tuple[float, float]:
        """Requests and output tokens a second over the last half minute."""
        now = time.monotonic()
        self._samples.append((now, self.asker.answers, self.asker.completion_tokens))
        while self._samples[0][0] < now - WINDOW_S:
            self._samples.popleft()
        first, last = self._samples[0], self._samples[-1]
        elapsed_s = last[0] - first[0]
        if not elapsed_s:
            return 0.0, 0.0
        return (last[1] - first[1]) / elapsed_s, (last[2] - first[2]) / elapsed_s

    def _left_s(self, requests_a_s: float) -> float | None:
        """Seconds to go, if the jobs left take as many requests each as those that are done."""
        tally = self.tally
        if not requests_a_s or not tally.done:
            return None
        return (tally.jobs - tally.done - tally.unanswered) * tally.requests / tally.done / requests_a_s

    def _facts(self) -> dict[str, str]:
        tally = self.tally
        requests_a_s, tokens_a_s = self._rates()
        left_s = self._left_s(requests_a_s)
        facts = {
            "done": f"{tally.done} of {tally.jobs}",
            "accepted": str(tally.accepted.total()),
            "rejected": str(tally.rejected.total()),
            "speed": f"{requests_a_s:.1f} requests/s, {tokens_a_s:.0f} tokens/s",
            "in flight": f"{self.asker.gate.in_flight} of {int(self.asker.gate.limit)}",
            "time left": "-" if left_s is None else duration(left_s),
        }
        again = tally.requests - tally.asked_by_attempt[1]
        if again:
            facts["sent back"] = f"{again} faulty replies"
        if tally.reasons:
            facts["reasons"] = reasons(tally)
        if self.prices:
            facts["spent"] = f"${spent(tally, self.prices):.4f}"
        if self.known:
            facts["kept from before"] = f"{self.known} replies"
        if self.asker.retries:
            facts["tried again"] = f"{self.asker.retries} times, last: {self.asker.trouble[:100]}"
        return facts

    def _panel(self) -> Table:
        grid = Table.grid(padding=(0, 2))
        grid.add_row("", ProgressBar(total=max(self.tally.jobs, 1), completed=self.tally.done, width=50))
        for name, value in self._facts().items():
            grid.add_row(f"[dim]{name}[/dim]", value.replace("[", r"\["))
        return grid

    def _line(self) -> str:
        return "; ".join(f"{name} {value}" for name, value in self._facts().items())


def reasons(tally: Tally) -> str:
    """Name the most frequent reasons of rejections."""
    return ", ".join(f"{check} {count}" for check, count in tally.reasons.most_common(TOP_REASONS))


def spent(tally: Tally, prices: Prices) -> float:
    """Return the dollars that the replies of a tally cost."""
    return prices.dollars(tally.prompt_tokens, tally.completion_tokens, tally.cached_tokens)


def duration(seconds: float) -> str:
    """Write seconds as h:mm:ss."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}"
