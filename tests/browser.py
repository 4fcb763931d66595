"""Where this machine has a Chromium that Playwright can drive, if it has one."""

import functools
import os
import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@functools.cache
def find_chromium() -> str | None:
    """Return what VISUAL_INSTRUCT_CHROMIUM names, else the first on the PATH, else what Playwright installed."""
    if named := os.environ.get("VISUAL_INSTRUCT_CHROMIUM"):
        found = shutil.which(named)
        assert found, f"VISUAL_INSTRUCT_CHROMIUM is {named!r}, and there is no such program"
        return found
    return next(filter(None, map(shutil.which, NAMES)), None) or _playwrights_own()


def _playwrights_own() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None
