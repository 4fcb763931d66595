"""A run folder of a few samples over drawn images, the real server on it, and pages that watch their own console."""

from __future__ import annotations

import contextlib
import json
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from datagen.annotations import coco
from datagen.checks import ACTIONS, Draft, run_checks
from datagen.kinds import KINDS
from datagen.review.app import make_app
from datagen.review.folder import ReviewedFolder
from datagen.review.open_run import ReviewSettings
from datagen.review.security import Address
from datagen.run.scene_rows import scene_row
from datagen.sample import Finding, Provenance, Rejection, Sample, Turn
from datagen.scene import Box, Scene
from tests.browser import find_chromium
from tests.paths import DRAWN
from tests.patience import PATIENCE_S, wait_for

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SOON_S = PATIENCE_S / 5
"""How long to wait for what a page does at once."""
EMOJI = "🐘🐘"
TEXTS: dict[str, list[tuple[str, str]]] = {
    "000000054718-conversation": [(f"{EMOJI} How many elephants are there?", "There are nine elephants.")],
    "000000070133-conversation": [
        ("How many bottles are there?", "There are five bottles."),
        ("Is there a sink?", "Yes, there is a sink."),
    ],
    "000000157206-conversation": [("What is this?", "It shows <b>many</b> suitcases & <script>alert(1)</script>.")],
    "000000159269-detail": [("Describe it.", "Umbrellas stand on a beach and")],
    "000000379349-spatial": [("Where is the vase?", "At 0.12, 0.40, 0.55, 0.80.")],
    "000000420862-conversation": [("How many cows are there?", "There are seven cows.")],
    "000000466137-conversation": [("What is on the table?", "A cup of coffee.")],
    "000000484641-conversation": [("What is for breakfast?", "Eggs and bacon. " * 625)],
}
"""Sample ids, which begin with an image's number, and their turns."""
UNREADABLE = "000000535506-conversation"
UNREADABLE_REPLY = "Sure! <img src=x onerror=alert(1)> Here they are."
WITHOUT_PICTURE = "000000159269-detail"


BOXES = {
    54718: ("elephant",) * 4,
    70133: ("sink", "bottle", "bowl", *("scissors",) * 5),
    157206: ("suitcase",) * 6,
    159269: (*("umbrella",) * 5, *("chair",) * 9, "boat"),
    379349: ("potted plant", "bed", "bed", "teddy bear", "vase"),
    420862: ("cow",) * 4,
    466137: ("dining table", "bottle", "cup", "spoon", "vase", "vase"),
    484641: ("dining table", "cup", "cup", "bowl", "donut", "donut"),
    535506: ("person", "oven", "sink", "knife", *("cup",) * 4),
}
"""What is to be seen in each image, one box after the other."""


def scenes() -> dict[int, Scene]:
    """Make the scenes, each as large as the drawn image that stands for its photo."""
    vocabulary = tuple(sorted({category for found in BOXES.values() for category in found}))
    drawn = coco.read(coco.find(DRAWN))
    return {
        number: Scene(
            number,
            f"{number:012d}.jpg",
            picture.width,
            picture.height,
            tuple(f"Somewhere with a {category}." for category in (found * 5)[:5]),
            tuple(_box(category, place) for place, category in enumerate(found)),
            "train2017",
            "http://creativecommons.org/licenses/by/2.0/",
            vocabulary,
        )
        for (number, found), picture in zip(BOXES.items(), drawn, strict=False)
    }


def _box(category: str, place: int) -> Box:
    """Put boxes into rows of four."""
    left, top = 0.02 + 0.24 * (place % 4), 0.02 + 0.24 * (place // 4)
    return Box(category, left, top, left + 0.2, top + 0.2)


def write_run(folder: Path) -> None:
    """Write the run folder and its images, all but one."""
    found = scenes()
    images = folder / "images"
    images.mkdir(parents=True)
    for scene, picture in zip(found.values(), sorted((DRAWN / "toy").glob("*.jpg")), strict=False):
        if not WITHOUT_PICTURE.startswith(f"{scene.image_id:012d}"):
            shutil.copyfile(picture, images / scene.file_name)
    samples = [_sample(id_, turns, found[int(id_[:12])]) for id_, turns in TEXTS.items()]
    _write_lines(folder / "samples.jsonl", [sample.model_dump() for sample in samples])
    _write_lines(folder / "rejections.jsonl", [_rejection(found[int(UNREADABLE[:12])]).model_dump()])
    _write_lines(folder / "scenes.jsonl", [scene_row(scene) for scene in found.values()])
    (folder / "run.json").write_text(json.dumps(_run_file(next(iter(found.values())).vocabulary)))


def _run_file(vocabulary: tuple[str, ...]) -> dict[str, Any]:
    actions = {check: "flag" if action == "ask" else action for check, action in ACTIONS.items()}
    settings = {"split": "train2017", "llm": "openai", "model": "fake-1", "seed": 0, "coco": "coco"}
    more = {"on_fail": actions, "images": None, "context": "full"}
    return {"format": 1, "settings": settings | more, "annotations": {"categories": list(vocabulary)}}


def _provenance(scene: Scene) -> Provenance:
    return Provenance(
        llm="openai", model="fake-1", prompt="0" * 16, fingerprint="0" * 32, split=scene.split, license=scene.license
    )


def _sample(id_: str, texts: list[tuple[str, str]], scene: Scene) -> Sample:
    turns = tuple(Turn(question=question, answer=answer) for question, answer in texts)
    kind = id_.split("-")[1]
    findings = tuple(run_checks(Draft(KINDS[kind], turns, scene)))
    return Sample(
        id=id_,
        image=scene.file_name,
        kind=kind,
        turns=turns,
        findings=findings,
        attempt=1,
        provenance=_provenance(scene),
    )


def _rejection(scene: Scene) -> Rejection:
    message = "the reply is not a JSON object"
    return Rejection(
        id=UNREADABLE,
        image=scene.file_name,
        kind="conversation",
        check="format",
        message=message,
        attempt=3,
        turns=None,
        findings=(Finding(check="format", verdict="fail", message=message),),
        reply=UNREADABLE_REPLY,
        provenance=_provenance(scene),
    )


def _write_lines(path: Path, rows: list[Any]) -> None:
    path.write_bytes(b"".join(msgspec.json.encode(row) + b"\n" for row in rows))


def launch(playwright: Playwright, home: Path) -> Browser:
    """Start the machine's Chromium; a test that asks for the fixture `browser` runs only where there is one."""
    expect.set_options(timeout=1000 * SOON_S)
    return playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS, env={"HOME": str(home)})


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve the review of a folder from a thread; yield the address."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    address = Address("127.0.0.1", listening.getsockname()[1])
    reviewed = ReviewedFolder(ReviewSettings(folder, "anna", images=folder / "images"))
    reviewed.load()
    config = uvicorn.Config(
        make_app(reviewed, address), ws="none", lifespan="off", log_level="error", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield address.url.rstrip("/")
    finally:
        server.should_exit = True
        thread.join(PATIENCE_S)
        listening.close()


@dataclass
class Desk:
    """A reviewer's browser on a server; `expected` and `lost` are the failed requests that a test provokes."""

    browser: Browser
    address: str
    folder: Path
    expected: set[int] = field(default_factory=set)
    lost: bool = False
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def open(self, route: str = "", **options: Any) -> Page:
        """Open the page in a browser of its own, as another reviewer or another machine would."""
        context = self.browser.new_context(viewport={"width": 1366, "height": 768}, **options)
        self.contexts.append(context)
        return self.tab(context.new_page(), route)

    def tab(self, page: Page, route: str = "") -> Page:
        """Open the page in a given tab."""
        page.set_default_timeout(1000 * SOON_S)
        page.on("console", lambda message: self._hear(message.type, message.text))
        page.on("pageerror", lambda error: self._hear("error", str(error)))
        page.goto(f"{self.address}/{route}")
        page.locator("article.card, .end").wait_for()
        return page

    def _hear(self, kind: str, text: str) -> None:
        provoked = any(f"status of {status}" in text for status in self.expected)
        provoked = provoked or (self.lost and "net::ERR_FAILED" in text)
        if kind in ("error", "warning") and not provoked:
            self.complaints.append(text)

    def close(self) -> None:
        """Close the pages that were opened here."""
        while self.contexts:
            self.contexts.pop().close()

    def verdicts(self) -> list[dict[str, Any]]:
        """Return what stands in the file."""
        path = self.folder / "verdicts.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def wait_for_verdicts(self, count: int) -> list[dict[str, Any]]:
        """Wait until so many verdicts are written."""
        end = time.monotonic() + PATIENCE_S
        while len(self.verdicts()) < count and time.monotonic() < end:
            self.contexts[0].pages[0].wait_for_timeout(10)  # a sleep would hold up routes
        found = self.verdicts()
        assert len(found) == count, f"{len(found)} verdicts where {count} were expected: {found}"
        return found


def until(page: Page, condition: str) -> None:
    """Ask again and again from outside, since a page that forbids `eval` cannot ask itself."""
    wait_for(lambda: page.evaluate(condition))


def card_id(page: Page) -> str:
    """Return the id of the card that is shown."""
    return page.locator("article.card").get_attribute("data-id") or ""


def go_to(page: Page, id_: str) -> None:
    """Jump to a card by its id, with the keyboard."""
    page.keyboard.press("g")
    page.locator("#jump-id").fill(id_)
    page.keyboard.press("Enter")
    expect(page.locator("article.card")).to_have_attribute("data-id", id_)
    expect(page.locator("dialog")).to_have_count(0)
