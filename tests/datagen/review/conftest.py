"""A run folder made by hand, and a page on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.datagen.review.browsing import launch
from tests.datagen.review.folders import write, write_images
from tests.datagen.review.serving import Page, serving


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return write(tmp_path / "run")


@pytest.fixture
def images(tmp_path: Path) -> Path:
    return write_images(tmp_path / "images")


@pytest.fixture
def page(run: Path, images: Path) -> Iterator[Page]:
    with serving(run, images) as page:
        yield page


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Not for longer than a module: while Playwright runs, no test of this process can call `asyncio.run`."""
    with sync_playwright() as playwright:
        browser = launch(playwright, tmp_path_factory.mktemp("browser"))
        yield browser
        browser.close()
