"""Statistics to a page and to lines: exact figures, hostile text, and a page that asks nothing of the network."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from datagen.report import Totals, page, text
from datagen.report.diversity import Diversity, Statistics
from datagen.report.style import PALETTE, STYLE
from datagen.sample import Finding, Rejection, Sample
from tests.datagen.samples import SAMPLES, sample

TOTALS = Totals(jobs=9, unanswered=2, requests=12, requests_by_attempt={1: 7, 2: 5})
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title></style><svg onload=alert(1)>",
    "' onmouseover='alert(1)",
    "&lt;script&gt; \u202e \x1b[2J \x00 \ud800 \x07",
    "javascript:alert(1) http://example.com/x.png",
)
VOID = {"meta", "rect"}


class Reader(HTMLParser):
    """Collects a page's elements, text and rows, and insists that every element is closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.rows: list[list[str]] = []
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")
        if tag not in VOID or (tag == "rect" and not self.get_starttag_text().endswith("/>")):  # type: ignore[union-attr]
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.rows and {"td", "th"} & set(self.open) and "title" not in self.open:
            self.rows[-1][-1] += data


def count(*outcomes: Sample | Rejection) -> Statistics:
    diversity = Diversity(lambda answer: ["dog"] if "dog" in answer else [])
    for outcome in outcomes:
        diversity.add(outcome)
    return diversity.result()


def rejected(check: str, message: str, name: str = "000000000099-detail") -> Rejection:
    source = sample(name, [])
    common = {field: getattr(source, field) for field in ("id", "image", "kind", "provenance")}
    values = {"check": check, "message": message, "turns": None, "attempt": 3, "reply": "", "findings": ()}
    return Rejection.model_validate(common | values)


def test_the_page_shows_the_figures_of_every_part() -> None:
    html = page(count(*SAMPLES, rejected("source", "speaks of its source")), TOTALS)
    read = Reader(html)
    for row in (
        ["conversation", "1", "0", "100.0%", "", "2"],
        ["detail", "1", "1", "50.0%", "", "1"],
        ["1", "7", "3", "42.9%", ""],
        ["2", "5", "1", "20.0%", ""],
        ["source", "1", "100.0%", "speaks of its source"],
        ["echo", "4", "0", "0", "0"],
        ["answers that begin with yes, of those that begin with yes or no", "yes 0, no 1", "0.0%", "",
         "too few to tell"],
        ["conversation: answer", "7.0", "7.0", "6 to 8", "08 words"],
        ["dog", "1", ""],
        ["fake-1", "openai", "4", "6", "0"],
    ):  # fmt: skip
        assert row in read.rows
    headlines = dict(re.findall(r"<dt>(\w+)</dt><dd>([\d,]+)", html))
    assert headlines == {
        "Jobs": "9", "Accepted": "4", "Rejected": "1", "Unanswered": "2", "Turns": "6", "Words": "44", "Requests": "12"
    }  # fmt: skip


def test_hostile_text_stays_text() -> None:
    outcomes: list[Sample | Rejection] = [rejected(f"check {text_}", text_) for text_ in HOSTILE]
    for n, text_ in enumerate(HOSTILE):
        one = sample(f"00000000000{n}-detail", [(text_, text_)])
        findings = (Finding.model_construct(check=text_, verdict="fail", message=text_),)
        writer = one.provenance.model_copy(update={"model": text_, "llm": text_})
        outcomes.append(one.model_copy(update={"kind": text_, "findings": findings, "provenance": writer}))
    html = page(count(*outcomes), TOTALS)
    html.encode()
    plain = Reader(page(count(*SAMPLES, rejected("source", "x")), TOTALS))
    read = Reader(html)
    assert {tag for tag, _ in read.elements} <= {tag for tag, _ in plain.elements}
    assert {name for _, attributes in read.elements for name in attributes} <= {
        name for _, attributes in plain.elements for name in attributes
    }
    assert "<script>alert(1)</script>" in read.text
    assert not re.search(r"[\x00-\x09\x0b-\x1f\ud800-\udfff\u202e]", html)


def test_the_page_asks_for_nothing_and_allows_nothing_but_its_own_style() -> None:
    html = page(count(*SAMPLES), TOTALS)
    read = Reader(html)
    names = {name for _, attributes in read.elements for name in attributes}
    assert not names & {"src", "href", "style", "srcset", "action", "data", "poster"}
    assert not [name for name in names if name.startswith("on")]
    assert not re.search(r"https?:|url\(|@import|//", html.replace("<!doctype html>", ""))
    (policy,) = (a["content"] for tag, a in read.elements if a.get("http-equiv") == "Content-Security-Policy")
    (style,) = re.findall(r"<style>(.*?)</style>", html, flags=re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@pytest.mark.parametrize("outcomes", [(), SAMPLES[:1], (rejected("format", "no usable form"),)])
def test_a_run_with_hardly_anything_gives_a_page_all_the_same(outcomes: tuple[Sample | Rejection, ...]) -> None:
    for totals in (Totals(), TOTALS):
        statistics = count(*outcomes)
        assert "Data report" in Reader(page(statistics, totals)).text
        assert f"{statistics.accepted} accepted, {statistics.rejected} rejected" in text(statistics, totals)


def test_equal_statistics_give_an_equal_page_in_whatever_order_they_came() -> None:
    outcomes: list[Sample | Rejection] = [
        *SAMPLES,
        rejected("a", "x", "000000000001-detail"),
        rejected("b", "y", "000000000002-detail"),
    ]
    assert page(count(*outcomes), TOTALS) == page(count(*outcomes[::-1]), TOTALS)


def test_the_lines_for_the_terminal_tell_the_main_figures_and_cannot_steer_it() -> None:
    told = text(count(*SAMPLES, rejected("so\x1b[2Jurce", "x")), TOTALS).splitlines()
    assert told[0] == "9 jobs: 4 accepted, 1 rejected, 2 unanswered"
    assert told[1] == "conversation: 1 accepted (100.0%), 2 turns, 7.0 words per answer"
    assert "rejected for so\ufffd[2Jurce: 1" in told
    assert any(line.startswith("answers: distinct-1 0.") for line in told)
    assert "left, of left and right in answers: - (left 0, right 0): too few to tell" in told


def luminance(colour: str) -> float:
    """Relative luminance, https://www.w3.org/TR/WCAG21/#dfn-relative-luminance."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", PALETTE)
def test_text_has_a_contrast_of_at_least_4_5_and_bars_of_3(scheme: str) -> None:
    colours = {name: luminance(colour) for name, colour in PALETTE[scheme].items()}
    pairs = [(name, ground, 4.5) for name in ("text", "muted", "fine", "skewed") for ground in ("page", "card")]
    for name, ground, least in [*pairs, ("unknown", "card", 4.5), ("bar", "card", 3.0), ("bar", "track", 3.0)]:
        low, high = sorted((colours[name], colours[ground]))
        assert (high + 0.05) / (low + 0.05) >= least, (name, ground)
    assert STYLE.count("prefers-color-scheme") == 1
