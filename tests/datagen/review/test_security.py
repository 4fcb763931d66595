"""Who the review server answers: its own page, under its own name, and nobody else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from datagen.review.bodies import MAX_BODY_BYTES
from datagen.review.security import Address, is_loopback
from datagen.verdicts import VERDICTS
from tests.datagen.review.serving import Page, serving

FIRST = "000000000001-conversation"
KEY = "nobody-guesses-this"
EVERYWHERE = ".".join("0000")


@pytest.fixture
def body(page: Page) -> bytes:
    said = {"id": FIRST, "decision": "accept", "queue": "all", "reviewer": "anna"}
    return json.dumps(said | {"content_sha256": page.card(FIRST)["content_sha256"]}).encode()


@pytest.fixture
def open_page(run: Path, images: Path) -> Iterator[Page]:
    """A server that other machines can reach."""
    with serving(run, images, host="192.0.2.7", token=KEY) as page:
        yield page


@pytest.mark.parametrize("path", ["/", "/static/api.js", "/api/state", "/api/cards", "/picture/0", "/nothing"])
def test_every_answer_has_the_headers_of_a_strict_page(page: Page, path: str) -> None:
    headers = page.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Resource-Policy"] == headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Server" not in headers
    if path.startswith("/api"):
        assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])
def test_the_names_of_this_machine_are_answered(page: Page, name: str) -> None:
    assert page.get("/api/state", {"Host": f"{name}:{page.port}"}).status == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example:{port}",
        "evil.example",
        "127.0.0.1",
        "127.0.0.1:1",
        "localhost.evil.example:{port}",
        "",
        EVERYWHERE,
    ],
)
@pytest.mark.parametrize("path", ["/", "/api/state", "/picture/0"])
def test_another_name_for_this_machine_is_not_answered(page: Page, host: str, path: str) -> None:
    answer = page.get(path, {"Host": host.format(port=page.port)})
    assert answer.status in (400, 403)  # no Host header at all is not a HTTP/1.1
    assert b"samples" not in answer.body


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "https://127.0.0.1:{port}"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "http://localhost:{port}"},
        {"Origin": ""},
        {"Origin": "", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "", "Sec-Fetch-Site": "same-site"},
        {"Origin": "", "Sec-Fetch-Site": "none"},
        {"Origin": "http://evil.example", "Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_only_the_page_itself_may_write(page: Page, run: Path, body: bytes, headers: dict[str, str]) -> None:
    answer = page.post(body, {name: value.format(port=page.port) for name, value in headers.items()})
    assert answer.status == 403
    assert answer.error
    assert not (run / VERDICTS).exists()


def test_the_page_may_write_by_its_origin_or_by_the_browsers_word(page: Page, body: bytes) -> None:
    assert page.post(body).status == 200
    assert page.post(body, {"Origin": "", "Sec-Fetch-Site": "same-origin"}).status == 200
    host = f"localhost:{page.port}"
    assert page.post(body, {"Host": host, "Origin": f"http://{host}"}).status == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_sites_page_can_link_here_but_read_nothing(page: Page, site: str) -> None:
    assert page.get("/", {"Sec-Fetch-Site": site}).status == 200
    for path in ("/api/state", "/api/cards", "/picture/0", "/static/api.js"):
        assert page.get(path, {"Sec-Fetch-Site": site}).status == 403
    assert page.get("/api/state", {"Sec-Fetch-Site": "none"}).status == 200


@pytest.mark.parametrize("type_", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_form_cannot_write(page: Page, run: Path, body: bytes, type_: str) -> None:
    assert page.post(body, {"Content-Type": type_}).status == 400
    assert not (run / VERDICTS).exists()


@pytest.mark.parametrize("body_", [b"", b"{", b"[]", b"null", b'{"id": NaN}', b"\xff\xfe", b"[" * 100_000])
def test_a_body_that_is_no_verdict_is_refused(page: Page, body_: bytes) -> None:
    answer = page.post(body_)
    assert answer.status == 400
    assert answer.error


def test_a_body_that_is_too_large_is_refused(page: Page, run: Path) -> None:
    answer = page.post(b" " * (MAX_BODY_BYTES + 1))
    assert answer.status == 413
    assert not (run / VERDICTS).exists()
    assert page.state()["progress"]["reviewed"] == 0


def test_where_others_can_reach_it_every_answer_needs_the_token(open_page: Page) -> None:
    for path in ("/", "/static/api.js", "/api/state", "/picture/0"):
        assert open_page.get(path).status == 403
        assert open_page.get(path, {"Cookie": f"datagen_review_{open_page.port}=guess"}).status == 403
        assert open_page.get(f"{path}?token=").status == 403
        assert open_page.get(f"{path}?token=guess").status == 403
        assert open_page.get(f"{path}?token=%C3%A9").status == 403


def test_the_token_is_kept_in_a_cookie_that_scripts_and_other_sites_cannot_use(open_page: Page) -> None:
    answer = open_page.get(f"/?token={KEY}")
    assert answer.status == 200
    cookie = answer.headers["Set-Cookie"]
    assert cookie == f"datagen_review_{open_page.port}={KEY}; Path=/; HttpOnly; SameSite=Strict"
    open_page.headers["Cookie"] = f"other=1; {cookie.partition(';')[0]}"
    assert open_page.state()["run"]["name"] == "run"
    assert "Set-Cookie" not in open_page.get("/api/state").headers
    assert open_page.judge(FIRST, "accept")["progress"]["reviewed"] == 1
    assert open_page.get("/api/state", {"Host": "evil.example"}).status == 403
    assert open_page.get("/api/state", {"Host": f"192.0.2.7:{open_page.port}"}).status == 200


def test_without_a_token_no_query_sets_a_cookie(page: Page) -> None:
    assert "Set-Cookie" not in page.get("/?token=").headers


@pytest.mark.parametrize(
    ("address", "host", "taken"),
    [
        (Address("127.0.0.1", 80), "127.0.0.1", True),
        (Address("127.0.0.1", 8377), "127.0.0.1", False),
        (Address("fe80::1", 8377), "[fe80::1]:8377", True),
        (Address("box.example", 8377), "BOX.example:8377", True),
        (Address(EVERYWHERE, 8377, "t"), "box.example:8377", True),
        (Address("box.example", 8377), "evil.example:8377", False),
    ],
)
def test_an_address_knows_its_names(address: Address, host: str, taken: bool) -> None:  # noqa: FBT001
    assert address.takes(host) is taken


def test_addresses_are_written_as_a_browser_takes_them() -> None:
    assert Address("127.0.0.1", 8377).url == "http://127.0.0.1:8377/"
    assert Address("::1", 8377).url == "http://[::1]:8377/"
    assert Address("::", 8377, "abc").url == "http://127.0.0.1:8377/?token=abc"
    assert [is_loopback(host) for host in ("127.0.0.2", "::1", "localhost", EVERYWHERE, "box")] == [
        True,
        True,
        True,
        False,
        False,
    ]
