"""The read-only page as a person meets it: opened from the disk in Chromium, it shows cards and asks nobody."""

from __future__ import annotations

import functools
import json
import re
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, expect
from rich.console import Console

from datagen.review.open_run import ReviewSettings
from datagen.review.page import write_page
from datagen.review.page_settings import PageSettings
from datagen.sample import Turn
from datagen.verdicts import content_sha256
from tests.datagen.review.browsing import (
    EMOJI,
    SOON_S,
    TEXTS,
    UNREADABLE,
    UNREADABLE_REPLY,
    WITHOUT_PICTURE,
    card_id,
    go_to,
    until,
    write_run,
)

ELEPHANTS = "000000054718-conversation"
SUITCASES = "000000157206-conversation"
LONG = "000000484641-conversation"
COWS = "000000420862-conversation"
IDS = sorted([*TEXTS, UNREADABLE])


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with page.html, small.html without pictures and audit.html of one run with an edit and an opinion."""
    folder = tmp_path_factory.mktemp("pages")
    run = folder / "demo"
    write_run(run)
    (run / "images" / f"{COWS[:12]}.jpg").write_bytes(b"\xff\xd8\xff\xe0 and no more")
    row = verdict(COWS, "reject", note="They are <b>four</b>.", reasons=["count"])
    new = [{"question": "What is this?", "answer": "It shows few suitcases."}]
    edit = verdict(SUITCASES, "edit", turns=new, before=[turn.model_dump() for turn in turns_of(SUITCASES)])
    (run / "verdicts.jsonl").write_text(f"{json.dumps(row)}\n{json.dumps(edit)}\n")
    silent = Console(quiet=True)
    for name, options in (
        ("page.html", {"queue": "all"}),
        ("small.html", {"queue": "all", "no_images": True}),
        ("audit.html", {"queue": "audit"}),
    ):
        target = folder / name
        settings = PageSettings(html=target, **options)
        write_page(ReviewSettings(run, "", run / "images"), settings, target, silent, silent)
    return folder


def turns_of(id_: str) -> list[Turn]:
    return [Turn(question=question, answer=answer) for question, answer in TEXTS[id_]]


def verdict(id_: str, decision: str, **changes: Any) -> dict[str, Any]:
    row = {"id": id_, "content_sha256": content_sha256(turns_of(id_)), "decision": decision, "reviewer": "anna"}
    rest: dict[str, Any] = {"reasons": [], "note": "", "turns": None, "before": None, "queue": "all"}
    return row | rest | {"time": "2026-01-01T00:00:00.000000Z"} | changes


class Reading:
    """Opens pages, and keeps what they complain of and ask for."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self.browser, self.folder = browser, folder
        self.complaints: list[str] = []
        self.requests: list[str] = []

    def open(self, name: str = "page.html", route: str = "", address: str = "", **options: Any) -> Page:
        context = self.browser.new_context(viewport={"width": 1366, "height": 768}, **options)
        page = context.new_page()
        page.set_default_timeout(1000 * SOON_S)
        page.on("console", lambda message: self.complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))
        page.goto((address or f"file://{self.folder / name}") + route)
        page.locator("article.card").wait_for()
        return page


@pytest.fixture
def reading(browser: Browser, files: Path) -> Iterator[Reading]:
    reading = Reading(browser, files)
    yield reading
    for context in browser.contexts:
        context.close()
    assert reading.complaints == []
    fetched = [url for url in reading.requests if not url.startswith("data:")]
    assert [url for url in fetched if not url.partition("#")[0].endswith(".html")] == []


@pytest.fixture
def page(reading: Reading) -> Page:
    return reading.open()


def test_every_card_is_shown_one_after_the_other(page: Page) -> None:
    seen = [card_id(page)]
    for _ in IDS[1:]:
        page.keyboard.press("j")
        seen.append(card_id(page))
    assert seen == IDS
    expect(page.locator(".position")).to_contain_text(f"{len(IDS)} of {len(IDS)}")
    expect(page.get_by_role("button", name="Next")).to_be_disabled()
    page.keyboard.press("j")
    assert card_id(page) == IDS[-1]
    page.keyboard.press("k")
    assert card_id(page) == IDS[-2]
    page.get_by_role("button", name="Previous").click()
    assert card_id(page) == IDS[-3]
    expect(page.get_by_role("button", name="Previous")).to_be_focused()


def test_nothing_can_be_decided(page: Page) -> None:
    before = page.locator("main").inner_html()
    for key in ("a", "r", "1", "s", "f", "u", "e", "m", "q", "v"):
        page.keyboard.press(key)
    assert page.locator("main").inner_html() == before
    expect(page.locator("dialog, .reasons, .note, textarea")).to_have_count(0)
    expect(page.locator("footer button")).to_have_count(2)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Next card")
    expect(page.get_by_role("dialog")).not_to_contain_text("Accept")


def test_a_picture_with_its_boxes_is_shown_and_why_another_one_is_not(reading: Reading, page: Page) -> None:
    go_to(page, ELEPHANTS)
    until(page, "document.querySelector('.frame img')?.naturalWidth > 0")
    assert page.locator(".frame img").evaluate("image => image.src").startswith("data:image/jpeg;base64,")
    expect(page.locator(".box").first).to_be_visible()
    go_to(page, WITHOUT_PICTURE)
    expect(page.locator(".absent")).to_contain_text("was not found when this page was made")
    go_to(page, COWS)
    expect(page.locator(".absent")).to_contain_text("could not be read when this page was made")
    expect(page.locator(".box").first).to_be_visible()
    small = reading.open("small.html")
    expect(small.locator(".absent")).to_contain_text("made without pictures")


def test_pointing_at_a_claim_lights_its_boxes(page: Page) -> None:
    go_to(page, COWS)
    page.locator("mark.claim.fail").first.hover()
    lit = page.locator(".box.lit").evaluate_all("boxes => boxes.map((box) => box.dataset.box)")
    assert lit
    expect(page.locator(".whisper")).to_contain_text("counts")
    page.mouse.move(5, 5)
    expect(page.locator(".lit")).to_have_count(0)


def test_g_goes_to_an_id_and_says_where_there_is_none(page: Page) -> None:
    go_to(page, COWS)
    page.keyboard.press("g")
    page.locator("#jump-id").fill("nothing")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("alert")).to_have_text("There is no card nothing in this file.")
    page.keyboard.press("Escape")
    assert card_id(page) == COWS
    page.go_back()
    expect(page.locator("article.card")).to_have_attribute("data-id", IDS[0])


def test_a_search_leaves_the_cards_that_have_the_text_until_it_is_removed(page: Page) -> None:
    page.keyboard.press("/")
    page.locator("#search-text").fill("HOW MANY")
    expect(page.locator(".hits")).to_have_text(f"3 of {len(IDS)} cards")
    page.keyboard.press("Enter")
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator(".position")).to_contain_text("1 of 3")
    found = [card_id(page)]
    for _ in range(2):
        page.keyboard.press("n")
        found.append(card_id(page))
    assert found == [ELEPHANTS, "000000070133-conversation", COWS]
    page.get_by_role("button", name="Remove the search").click()
    expect(page.locator(".position")).to_contain_text(f"of {len(IDS)}")
    assert card_id(page) == COWS


def test_a_search_without_a_hit_says_so_and_changes_nothing(page: Page) -> None:
    page.keyboard.press("/")
    page.locator("#search-text").fill("zeppelin")
    page.keyboard.press("Enter")
    expect(page.locator(".hits")).to_have_text("No card has this text.")
    page.keyboard.press("Escape")
    expect(page.locator(".position")).to_contain_text(f"1 of {len(IDS)}")


def test_an_id_outside_the_search_is_gone_to_all_the_same(page: Page) -> None:
    page.keyboard.press("/")
    page.locator("#search-text").fill("cows")
    page.keyboard.press("Enter")
    expect(page.locator(".position")).to_contain_text("1 of 1")
    go_to(page, SUITCASES)
    expect(page.locator(".position")).to_contain_text(f"of {len(IDS)}")


def test_the_address_leads_to_a_card_and_to_a_search(reading: Reading, page: Page) -> None:
    go_to(page, COWS)
    page.keyboard.press("/")
    page.locator("#search-text").fill("how many")
    page.keyboard.press("Enter")
    page.keyboard.press("j")
    route = page.url.partition("#")[2]
    assert "q=how+many" in route
    again = reading.open(route=f"#{route}")
    expect(again.locator(".position")).to_contain_text("2 of 3")
    assert card_id(again) == card_id(page)
    assert unquote(again.url) == unquote(page.url)
    again.evaluate(f"location.hash = 'id={SUITCASES}'")
    expect(again.locator("article.card")).to_have_attribute("data-id", SUITCASES)
    lost = reading.open(route="#id=nothing&q=zeppelin")
    expect(lost.locator("#toast")).to_have_text("There is no card nothing in this file.")
    assert card_id(lost) == IDS[0]


def test_what_reviewers_said_stands_on_the_card(page: Page) -> None:
    go_to(page, COWS)
    expect(page.locator(".opinion")).to_have_text("anna rejected: A number is wrongThey are <b>four</b>.")
    go_to(page, SUITCASES)
    expect(page.locator("p.answer")).to_have_text("It shows few suitcases.")
    page.keyboard.press("d")
    expect(page.locator(".changes")).to_contain_text("<script>alert(1)</script>")
    expect(page.locator(".changes del").first).to_be_visible()


def test_texts_that_look_like_markup_are_shown_as_texts(page: Page) -> None:
    go_to(page, UNREADABLE)
    expect(page.locator("pre")).to_have_text(UNREADABLE_REPLY)
    expect(page.locator("main img")).to_have_count(1)
    go_to(page, ELEPHANTS)
    expect(page.locator("p.question")).to_have_text(f"{EMOJI} How many elephants are there?")
    expect(page.locator("mark.claim.fail")).to_contain_text("nine elephants")


def test_an_audits_page_shows_no_flag(reading: Reading) -> None:
    page = reading.open("audit.html", f"#id={COWS}")
    assert card_id(page) == COWS
    expect(page.locator(".findings")).to_contain_text("Flags are hidden")
    expect(page.locator(".claim, .finding, .opinion")).to_have_count(0)
    page.keyboard.press("i")
    expect(page.locator("#toast")).to_contain_text("Withheld in the audit")


def test_i_tells_where_a_sample_comes_from(page: Page) -> None:
    page.keyboard.press("i")
    expect(page.get_by_role("dialog")).to_contain_text("fake-1")
    expect(page.get_by_role("dialog")).not_to_contain_text("Reading the attempts")
    page.keyboard.press("i")
    expect(page.locator("dialog")).to_have_count(0)


def test_the_theme_follows_the_system_until_it_is_chosen(reading: Reading) -> None:
    page = reading.open(color_scheme="dark")
    background = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(background)
    page.keyboard.press("t")
    assert page.evaluate(background) != dark
    page.keyboard.press("t")
    assert page.evaluate(background) == dark
    expect(page.get_by_role("button", name="Dark")).to_be_visible()


def test_boxes_can_be_hidden(page: Page) -> None:
    go_to(page, COWS)
    page.keyboard.press("b")
    expect(page.locator(".box").first).to_be_hidden()
    page.keyboard.press("j")
    expect(page.locator(".box").first).to_be_hidden()
    page.keyboard.press("b")
    expect(page.locator(".box").first).to_be_visible()


def test_the_page_asks_nothing_of_a_server_that_it_comes_from(reading: Reading, files: Path) -> None:
    asked: list[str] = []

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the parameter's name
            asked.append(format % args)

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(files)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        page = reading.open(address=f"http://127.0.0.1:{server.server_port}/page.html")
        for _ in IDS:
            page.keyboard.press("j")
        page.wait_for_timeout(200)
    finally:
        server.shutdown()
        server.server_close()
    assert len(asked) == 1
    assert re.match(r'"GET /page\.html ', asked[0])


def test_the_page_fits_a_window_and_scrolls_on_a_telephone(page: Page) -> None:
    root = "document.documentElement"
    for width, height in ((1920, 1080), (1366, 768)):
        page.set_viewport_size({"width": width, "height": height})
        assert not page.evaluate(f"{root}.scrollHeight > innerHeight || {root}.scrollWidth > innerWidth")
    page.set_viewport_size({"width": 390, "height": 844})
    assert not page.evaluate(f"{root}.scrollWidth > innerWidth")
    expect(page.get_by_role("button", name="Next")).to_be_in_viewport()
    page.goto(page.url.split("#")[0] + f"#id={LONG}")
    expect(page.locator("article.card")).to_have_attribute("data-id", LONG)
    page.mouse.wheel(0, 300)
    until(page, "scrollY > 0")
    page.get_by_role("button", name="Next").click()
    assert page.evaluate("scrollY") == 0
