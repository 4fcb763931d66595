"""What some tests need and not every machine has: they are marked by the fixtures they ask for, and skipped.

A pytest plugin. The summary has one line for each thing that is missing; with VISUAL_INSTRUCT_NOTHING_SKIPPED=1, as in
CI, every skip is a failure.
"""

import os
import re
from collections import Counter
from collections.abc import Callable, Generator
from dataclasses import dataclass

import pytest

from tests.browser import find_chromium
from tests.paths import COCO_MINI, PARITY

NOTHING_SKIPPED = os.environ.get("VISUAL_INSTRUCT_NOTHING_SKIPPED", "") not in ("", "0")
ONLY_WHEN_ASKED_FOR = ("endurance", "interop")
"""Markers whose tests run with `-m` and the marker's name, and else are not part of the tests at all."""


@dataclass(frozen=True)
class Need:
    """A thing, named as its marker; a test that asks for the fixture, itself or through others, needs it."""

    marker: str
    fixture: str
    is_there: Callable[[], bool]
    missing: str
    slow: bool = False


NEEDS = (
    Need(
        "real_coco",
        "coco_mini",
        COCO_MINI.is_dir,
        f"no real COCO sample at {COCO_MINI}: VISUAL_INSTRUCT_TEST_DATA names the folder that holds `coco-mini`, "
        "with annotations/ and train2017/ as COCO has them",
    ),
    Need(
        "parity",
        "parity",
        PARITY.is_dir,
        f"no rows of the official scorers at {PARITY}: VISUAL_INSTRUCT_TEST_DATA names the folder that holds `parity`",
    ),
    Need(
        "browser",
        "browser",
        lambda: find_chromium() is not None,
        "no Chromium: apt-get install chromium, or python -m playwright install chromium, or name one in "
        "VISUAL_INSTRUCT_CHROMIUM",
        slow=True,
    ),
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what needs something, before pytest itself selects by markers."""
    asked_for = set(re.findall(r"\w+", config.option.markexpr))
    hidden = set(ONLY_WHEN_ASKED_FOR) - asked_for
    left_out = [item for item in items if any(_has(item, name) for name in hidden)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]
    for item in items:
        for need in NEEDS:
            if need.fixture in getattr(item, "fixturenames", ()):
                item.add_marker(need.marker)
            if need.slow and _has(item, need.marker):
                item.add_marker("slow")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip before any fixture is made."""
    for need in NEEDS:
        if _has(item, need.marker) and not need.is_there():
            pytest.skip(need.missing)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where nothing may be skipped, fail instead."""
    report = yield
    if NOTHING_SKIPPED and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"nothing may be skipped here, and this was: {_reason(report)}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a module that skips itself."""
    report = yield
    if NOTHING_SKIPPED and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"nothing may be skipped here, and this was: {_reason(report)}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was missing, once."""
    reasons = Counter(_reason(report) for report in terminalreporter.getreports("skipped"))
    for reason, count in reasons.items():
        terminalreporter.write_line(f"{count} skipped: {reason}", yellow=True)


def _has(item: pytest.Item, marker: str) -> bool:
    return item.get_closest_marker(marker) is not None


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    told = report.longrepr
    return (told[2] if isinstance(told, tuple) else str(told)).removeprefix("Skipped: ")
