"""A run folder, verdicts and requests that mean harm: all of it is shown as text, refused, or answered as an error."""

from __future__ import annotations

import contextlib
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import msgspec
import pytest
from playwright.sync_api import Browser, expect

from datagen.run.folder import SAMPLES
from datagen.sample import Finding, Provenance, Turn
from datagen.scene import Box
from datagen.verdicts import VERDICTS
from tests.datagen.review.browsing import Desk
from tests.datagen.review.browsing import serving as serving_desk
from tests.datagen.review.folders import rejection, sample, scene, write, write_images
from tests.datagen.review.serving import Page, serving
from tests.patience import PATIENCE_S

FIRST, LAST = "000000000001-conversation", "000000000099-conversation"
SCRIPT = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>"><svg/onload=window.hacked=1>\''
LINK = "javascript:window.hacked=1"
ODD = {
    "right to left": "\u202e\u2066gnp.exe \u200f שלום\u202c",
    "one long word": "W" * 10_000,
    "nothing to see": "\u200b\u200d\ufeff\u2028\u2029 \x7f",
    "control characters": "a\x00b\x01\x1b[31m\x08c",
    "beyond the basic plane": "👩‍👩‍👧‍👦🏳️‍🌈𐍈" * 50,
    "markup": SCRIPT,
    "marks on marks": "Z" + "\u0301" * 500,
}


def hostile(id_: str, text: str, **changes: Any) -> Any:
    """Make a sample with the text in every field that an LLM or an annotation file can fill."""
    turns = (Turn(question=f"{text}?", answer=f"{text}."), Turn(question="Why?", answer=LINK))
    end = len(text)
    findings = tuple(
        Finding(check=check, verdict="fail", message=text, turn=0, part="answer", start=0, end=end, boxes=(0, 99))
        for check in ("objects", text[:50] or "x")
    )
    provenance = Provenance(
        llm=text, model=text, prompt=text, fingerprint="0" * 32, split="train2017", license=text or None
    )
    return sample(id_, turns=turns, findings=findings, provenance=provenance, **changes)


def write_hostile(folder: Path) -> Path:
    """Write a run folder that means harm, and verdicts of a reviewer who does."""
    outcomes: list[Any] = [
        hostile(f"{number:012d}-conversation", text) for number, text in enumerate(ODD.values(), start=1)
    ]
    outcomes += [
        hostile(LAST, SCRIPT, id=SCRIPT, image=SCRIPT, kind=SCRIPT),
        hostile(LAST, "A dog.", id="../../../etc/passwd", image="../../../../../../../etc/passwd"),
        hostile(LAST, "A dog.", id="__proto__", kind="constructor", image="C:\\Windows\\win.ini"),
        rejection("000000000020-detail", "format", turns=None, findings=(), reply=SCRIPT, message=SCRIPT),
    ]
    boxes = (Box(SCRIPT, 0.1, 0.1, 0.4, 0.5), Box("__proto__", 0.0, 0.0, 1.0, 1.0), Box("", 0.9, 0.9, 0.1, 0.1))
    scenes = [
        scene(number, *boxes, captions=(text, SCRIPT), file_name=f"{number}.jpg", license=SCRIPT)
        for number, text in enumerate(ODD.values(), start=1)
    ]
    names = ("../../../../../../../etc/passwd", "/etc/passwd", "C:\\Windows\\win.ini", "..\\..\\x.jpg", SCRIPT, "a\0b")
    scenes += [scene(100 + number, *boxes, file_name=name) for number, name in enumerate(names)]
    write(folder, outcomes, scenes)
    said = {"content_sha256": "0" * 64, "decision": "reject", "reasons": [SCRIPT], "note": SCRIPT, "queue": SCRIPT}
    rows = [said | {"id": FIRST, "reviewer": name, "time": SCRIPT} for name in (SCRIPT, "__proto__")]
    (folder / VERDICTS).write_bytes(b"".join(msgspec.json.encode(row) + b"\n" for row in rows))
    run = json.loads((folder / "run.json").read_text())
    run["settings"] |= {"model": SCRIPT, "llm": SCRIPT}
    run["annotations"]["categories"] = [SCRIPT, "__proto__"]
    (folder / "run.json").write_text(json.dumps(run))
    return folder


@pytest.fixture(scope="module")
def desk(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = write_hostile(tmp_path_factory.mktemp("hostile") / "<b>run</b>")
    write_images(folder / "images", [])
    with serving_desk(folder) as address:
        yield Desk(browser, address, folder)


@pytest.fixture(scope="module")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_hostile(tmp_path_factory.mktemp("hostile") / "run")


@pytest.fixture(scope="module")
def odd(run_folder: Path) -> Iterator[Page]:
    with serving(run_folder, write_images(run_folder / "images")) as page:
        yield page


def test_nothing_in_a_run_folder_is_run_or_moves_the_page(desk: Desk) -> None:
    page = desk.open("#queue=all&state=any")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    total = int(page.locator(".position .numbers").inner_text().split()[-1])
    assert total == len(ODD) + 4
    for _ in range(total):
        expect(page.locator("article.card")).to_be_visible()
        root = "document.documentElement"
        assert not page.evaluate(f"{root}.scrollHeight > innerHeight || {root}.scrollWidth > innerWidth")
        for key in ("i", "v", "q", "e"):
            page.keyboard.press(key)
            page.locator("dialog, .editor").first.wait_for()
            page.keyboard.press("Escape")
            page.keyboard.press("Escape") if page.locator(".editor").count() else None
        page.keyboard.press("ArrowRight")
    expect(page.locator(".end")).to_be_visible()
    assert page.evaluate("window.hacked") is None
    assert page.locator("#card script, #card svg[onload], img[onerror]").count() == 0
    assert all(url.startswith(desk.address) for url in requests)
    assert desk.complaints == []
    desk.close()


def test_each_text_is_shown_as_it_stands(desk: Desk) -> None:
    page = desk.open("#queue=all&state=any")
    for number, text in enumerate(ODD.values(), start=1):
        page.evaluate(f"location.hash = '#queue=all&state=any&id={number:012d}-conversation'")
        expect(page.locator("article.card")).to_have_attribute("data-id", f"{number:012d}-conversation")
        shown = page.locator("p.answer").first.evaluate("part => part.textContent")
        assert shown == f"{text}."
    desk.close()


def test_an_address_that_means_harm_shows_a_card_or_the_end(desk: Desk) -> None:
    desk.expected |= {400, 404}
    page = desk.open("#queue=all&kind=constructor&id=%E0%A4%A&q=" + "%3Cscript%3E" * 9)
    for route in (
        f"#queue=all&id={SCRIPT}",
        "#queue=__proto__&state=toString",
        "#__proto__=1&queue=",
        "#%00%ff",
        "#queue=all&seed=1e999&at=-1",
    ):
        page.evaluate("route => { location.hash = route }", route)
        page.wait_for_timeout(50)
        page.locator("article.card, .end, .alarm").first.wait_for()
    assert page.evaluate("window.hacked") is None
    desk.close()


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e/app.py",
        "/static/%2e%2e%2fapp.py",
        "/static/..%5capp.py",
        "/static/%252e%252e%252fapp.py",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/C:%5cwindows%5cwin.ini",
        "/static/main.js%00.css",
        "/static/MAIN.JS",
        "/static/",
        "/picture/..%2f..%2fetc%2fpasswd",
        "/picture/-1",
        "/picture/1e9",
        "/picture/999999999999999999999999999999",
        "/picture/%31%30%30",
        "//evil.example/",
    ],
)
def test_no_path_leads_out_of_the_page_and_the_images(odd: Page, path: str) -> None:
    answer = odd.get(path)
    assert answer.status == 404, answer.body
    assert b"root:" not in answer.body


def test_no_scene_leads_to_a_file_outside_the_images_folder(odd: Page) -> None:
    for number in range(len(ODD), len(ODD) + 6):
        assert odd.get(f"/picture/{number}").status == 404
    cards = odd.cards(state="any")["cards"]
    assert {card["scene"]["picture"] for card in cards if card["scene"]} == {None}


@pytest.mark.parametrize("name", ["q", "kind", "check", "category", "reviewer", "session", "id", "state", "queue"])
@pytest.mark.parametrize("value", ["\0", "\ud800", "\U0001f468", "%", "'; --", "../..", "[a-z", "x" * 5000])
def test_a_question_with_any_value_is_answered_or_refused(odd: Page, name: str, value: str) -> None:
    answer = odd.get(f"/api/cards?{urlencode({name: value.encode('utf-8', 'surrogatepass')})}")
    assert answer.status in (200, 400, 404), answer.body


@pytest.mark.parametrize("number", ["-1", "1e3", "99999999999999999999", "NaN", "", "0x10", "\u0661"])
@pytest.mark.parametrize("name", ["at", "count", "seed"])
def test_a_number_that_is_none_or_too_large_is_refused_or_harmless(odd: Page, name: str, number: str) -> None:
    assert odd.get(f"/api/cards?{urlencode({name: number})}").status in (200, 400)


@pytest.mark.parametrize(
    "changes",
    [
        {"reviewer": "a\u0000b"},
        {"reviewer": "a\nb"},
        {"reviewer": "\ud800"},
        {"reviewer": " "},
        {"note": "\ud800"},
        {"note": {"$ne": 1}},
        {"id": "\ud800"},
        {"reasons": ["__proto__"]},
        {"queue": "__proto__"},
        {"decision": "constructor"},
        {"decision": "edit", "turns": [{"question": "\ud800", "answer": "\udfff"}]},
        {"decision": "edit", "turns": [{"question": "a", "answer": "b", "__proto__": {}}]},
        {"decision": "edit", "turns": []},
        {"undoes": "now"},
        {"time": "2026-01-01T00:00:00Z"},
    ],
)
def test_a_verdict_with_odd_values_breaks_no_file(odd: Page, run_folder: Path, changes: dict[str, Any]) -> None:
    id_ = "000000000002-conversation"
    said = {"id": id_, "decision": "accept", "queue": "all", "reviewer": "anna"}
    answer = odd.post(said | {"content_sha256": odd.card(id_, state="any")["content_sha256"]} | changes)
    assert answer.status in (200, 400, 404), answer.body
    assert [json.loads(line) for line in (run_folder / VERDICTS).read_bytes().splitlines()]
    assert odd.state()["progress"]


def test_a_websocket_is_not_opened(odd: Page) -> None:
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    answer = odd.get("/api/state", upgrade | {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="})
    assert answer.status != 101


def test_clients_that_never_finish_hold_up_nobody(odd: Page) -> None:
    slow = [socket.create_connection(("127.0.0.1", odd.port)) for _ in range(80)]
    try:
        for number, one in enumerate(slow):
            head = (
                f"POST /api/verdicts HTTP/1.1\r\nHost: 127.0.0.1:{odd.port}\r\nOrigin: http://127.0.0.1:{odd.port}\r\n"
            )
            more = "Content-Type: application/json\r\nContent-Length: 999\r\n\r\n{" if number % 2 else ""
            one.sendall((head + more).encode())
        assert odd.state()["run"]["samples"] == len(ODD) + 3
    finally:
        for one in slow:
            one.close()


@pytest.mark.parametrize(
    "raw",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: evil.example\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"\x00\xff\x16\x03\x01",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /" + b"a" * 200_000,
        b"POST /api/verdicts HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n",
        b"POST /api/verdicts HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\nabc",
    ],
)
def test_what_is_no_request_gets_no_page_and_ends_nothing(odd: Page, raw: bytes) -> None:
    with socket.create_connection(("127.0.0.1", odd.port), timeout=PATIENCE_S) as connection:
        answer = b""
        with contextlib.suppress(OSError):  # a server may close before all is sent
            connection.sendall(raw)
            connection.shutdown(socket.SHUT_WR)
            while received := connection.recv(4096):
                answer += received
    assert b"<!doctype" not in answer
    assert odd.get("/api/state").status == 200


def test_a_line_that_is_damaged_within_is_named_when_it_is_asked_for(tmp_path: Path) -> None:
    folder = write(tmp_path / "run", [sample(FIRST), sample("000000000002-detail")])
    lines = (folder / SAMPLES).read_bytes().splitlines(keepends=True)
    (folder / SAMPLES).write_bytes(lines[0] + lines[1].replace(b'"attempt":1', b'"attempt":"x'))
    with serving(folder) as page:
        assert page.card(FIRST)["id"] == FIRST
        answer = page.get("/api/cards", queue="all", id="000000000002-detail")
    assert answer.status == 409
    assert "samples.jsonl line 2 is damaged" in answer.error
