"""The read-only page as a file: what stands in it, what its policy allows, and what the command says."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from datagen import __main__ as cli
from datagen.review.document import STATIC, joined_modules
from datagen.run.folder import SAMPLES
from datagen.sample import Rejection, Sample, Turn
from datagen.verdicts import content_sha256
from tests.datagen.review.folders import BY_HAND, SCENES_BY_HAND, rejection, replace, sample, write

HOSTILE = (
    "</script><script>alert(1)</script>",
    "<!-- <script>",
    "]]><img src=x onerror=alert(1)>",
    "\u2028\u2029&amp;\\u003c",
    "</style></title><base href='//evil.example'>",
)
COUNTS = "000000000002-conversation"

Page = dict[str, Any]
Review = Callable[..., str]


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return write(tmp_path / "run")


@pytest.fixture
def images(tmp_path: Path) -> Path:
    """Two good images, one that is damaged; that of scene 4 is missing."""
    folder = tmp_path / "images"
    folder.mkdir()
    for number in (1, 2):
        Image.new("RGB", (640, 480), (90 * number, 60, 60)).save(folder / f"{number:012d}.jpg")
    (folder / f"{3:012d}.jpg").write_bytes(b"\xff\xd8\xff\xe0 and no more")
    return folder


@pytest.fixture
def review(run: Path, images: Path, capsys: pytest.CaptureFixture[str]) -> Review:
    """Run the command on the folder and return what it says; a status other than `expected` fails."""

    def command(*options: str, expected: int = 0) -> str:
        status = cli.main(["review", str(run), "--images", str(images), *options])
        said = " ".join(capsys.readouterr())
        assert status == expected, said
        return said

    return command


def read(path: Path) -> Page:
    (text,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', path.read_text(), re.DOTALL)
    data: Page = json.loads(text)
    return data


def ids(path: Path) -> list[str]:
    return [card["id"] for card in read(path)["cards"]]


def pictures(path: Path) -> list[str]:
    return re.findall(r'<script type="text/plain" id="picture-(\d+)">data:image/jpeg;base64,', path.read_text())


def judged(run: Path, **changes: Any) -> None:
    """Append a verdict on the outcome whose count is wrong."""
    turns = next(outcome.turns for outcome in BY_HAND if outcome.id == COUNTS)
    row = {
        "id": COUNTS,
        "content_sha256": content_sha256(turns or ()),
        "decision": "reject",
        "reasons": ["count"],
        "note": "There are three.",
        "turns": None,
        "before": None,
        "reviewer": "anna",
        "time": "2026-01-01T00:00:00.000000Z",
        "queue": "all",
    }
    with (run / "verdicts.jsonl").open("a") as file:
        file.write(json.dumps(row | changes) + "\n")


def test_all_cards_of_a_small_run_are_there_with_each_image_once(review: Review, tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    said = review("--html", str(target), "-n", "5000", "--queue", "all")
    assert ids(target) == sorted(outcome.id for outcome in BY_HAND)
    assert pictures(target) == ["0", "1"]
    by_image = {card["image"]: card["scene"]["picture"] for card in read(target)["cards"]}
    assert list(by_image.values()) == ["0", "1", "2", None]
    assert "1 image could not be read and stay out: 000000000003.jpg" in said
    assert "1 image not found: --images names the folder" in said
    assert f"page: {target} (9 cards of 9, 2 images, 0.1 MB)" in said
    assert [path.name for path in tmp_path.glob(".*")] == []


def test_a_count_takes_the_first_cards_of_the_order(review: Review, tmp_path: Path) -> None:
    few, all_ = tmp_path / "few.html", tmp_path / "all.html"
    assert "(3 cards of 9," in review("--html", str(few), "--count", "3")
    review("--html", str(all_))
    assert ids(few) == ids(all_)[:3]
    assert read(few)["total"] == 9


def test_more_cards_than_one_question_to_the_folder_gives_come_in_order(
    review: Review, run: Path, tmp_path: Path
) -> None:
    write(run, [sample(f"{1:012d}-conversation-{number:03d}") for number in range(120)])
    review("--html", str(tmp_path / "page.html"), "--queue", "all", "-n", "110")
    assert ids(tmp_path / "page.html") == [f"{1:012d}-conversation-{number:03d}" for number in range(110)]


def test_equal_folders_give_equal_bytes_and_another_seed_another_order(review: Review, tmp_path: Path) -> None:
    first, second, other = (tmp_path / name for name in ("a.html", "b.html", "c.html"))
    review("--html", str(first))
    review("--html", str(second))
    review("--html", str(other), "--seed", "1")
    assert first.read_bytes() == second.read_bytes()
    assert sorted(ids(first)) == sorted(ids(other))
    assert ids(first) != ids(other)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--queue", "flagged", "--check", "counts"), {COUNTS, "000000000002-conversation-2"}),
        (("--queue", "rejected"), {"000000000003-detail", "000000000004-detail"}),
        (("--kind", "detail", "-n", "9", "--queue", "audit"), {"000000000001-detail", "000000000002-detail"}),
    ],
)
def test_queue_and_filters_choose_the_cards(
    review: Review, tmp_path: Path, options: tuple[str, ...], expected: set[str]
) -> None:
    review("--html", str(tmp_path / "page.html"), *options)
    assert set(ids(tmp_path / "page.html")) == expected


def test_what_reviewers_said_goes_along_and_their_disagreements_are_a_queue(
    review: Review, run: Path, tmp_path: Path
) -> None:
    judged(run)
    judged(run, reviewer="ben", decision="accept", reasons=[], note="")
    review("--html", str(tmp_path / "page.html"), "--queue", "disagreements")
    (card,) = read(tmp_path / "page.html")["cards"]
    said = [(opinion["reviewer"], opinion["decision"], opinion["note"]) for opinion in card["standing"]["opinions"]]
    assert said == [("anna", "reject", "There are three."), ("ben", "accept", "")]
    assert card["standing"]["disagree"]


def test_an_audits_page_gives_neither_findings_nor_opinions_away(review: Review, run: Path, tmp_path: Path) -> None:
    judged(run)
    review("--html", str(tmp_path / "page.html"), "--queue", "audit")
    cards = read(tmp_path / "page.html")["cards"]
    assert all(card["hidden"] for card in cards)
    assert [card for card in cards if card["findings"] or card["standing"]["opinions"]] == []
    assert "There are three." not in (tmp_path / "page.html").read_text()


def test_without_images_none_is_read_and_the_page_is_small(review: Review, tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    said = review("--html", str(target), "--no-images")
    assert pictures(target) == []
    assert not read(target)["pictures"]
    assert "image" not in said.replace(str(tmp_path), "")
    assert target.stat().st_size < 150_000


def test_the_policy_names_the_one_style_and_the_one_script_by_their_hashes(review: Review, tmp_path: Path) -> None:
    review("--html", str(tmp_path / "page.html"))
    text = (tmp_path / "page.html").read_bytes().decode()
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    (script,) = re.findall(r'<script type="module">(.*?)</script>', text, re.DOTALL)
    (policy,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="(.*?)">', text)

    def digest(part: str) -> str:
        return base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()

    assert policy == (
        f"default-src 'none'; img-src data:; script-src 'sha256-{digest(script)}'; "
        f"style-src 'sha256-{digest(style)}'; base-uri 'none'; form-action 'none'"
    )
    assert text.index(policy) < text.index("<style>")
    assert len(re.findall(r"<script\b", text)) == len(pictures(tmp_path / "page.html")) + 2


def test_the_page_names_nothing_that_would_be_fetched(review: Review, tmp_path: Path) -> None:
    review("--html", str(tmp_path / "page.html"))
    text = (tmp_path / "page.html").read_text()
    frame = re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
    assert re.findall(r'(?:src|href)="([^"]*)"', frame)[0].startswith("data:image/svg+xml;base64,")
    assert re.findall(r'(?:src|href)="(?!data:|#)', frame) == []
    assert "url(" not in frame
    assert "@import" not in frame
    assert set(re.findall(r"https?://[^\s\"']+", text)) == {"http://www.w3.org/2000/svg"}


def test_hostile_texts_stay_data(run: Path, tmp_path: Path) -> None:
    text = " ".join(HOSTILE)
    outcomes: list[Sample | Rejection] = [
        sample("000000000001-conversation", turns=(Turn(question=text, answer=text),)),
        rejection("000000000002-detail", "format", turns=None, findings=(), reply=text, message=text),
    ]
    write(run, outcomes)
    renamed = run.rename(run.with_name("a<b>&'\"<!--c"))
    target = tmp_path / "page.html"
    assert cli.main(["review", str(renamed), "--html", str(target), "--no-images"]) == 0
    written = target.read_text()
    assert "alert(1)</script>" not in written
    assert "<!--" not in written
    assert "onerror" not in re.sub(r"<script.*?</script>", "", written, flags=re.DOTALL)
    cards = {card["id"]: card for card in read(target)["cards"]}
    assert cards["000000000001-conversation"]["turns"] == [{"question": text, "answer": text}]
    assert cards["000000000002-detail"]["reply"] == text
    (title,) = re.findall("<title>(.*?)</title>", written)
    assert html.unescape(title) == f"{renamed.name} · review"


def test_the_page_tells_no_path_of_this_machine(review: Review, tmp_path: Path) -> None:
    review("--html", str(tmp_path / "page.html"))
    assert str(tmp_path) not in (tmp_path / "page.html").read_text()


def test_the_modules_are_joined_each_after_what_it_imports() -> None:
    script = joined_modules()
    assert not re.search(r"^(import|export)\b", script, re.MULTILINE)
    order = [script.index(name) for name in ("function element(", "function markClaims(", "function renderCard(")]
    assert order == sorted(order)
    assert script.endswith("startReading();\n")
    assert not re.search(r"</script|<!--|(?<!\.)\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon", script)
    assert "</style" not in "".join(path.read_text() for path in STATIC.glob("*.css"))


@pytest.mark.parametrize(
    ("options", "status", "message"),
    [
        (("--html", "page.txt"), 2, "must be a file whose name ends in .html"),
        (("--html", "folder.html"), 2, "must be a file whose name ends in .html"),
        (("--html", "page.html", "--count", "0"), 2, "--count 0 must be 1 to 10000"),
        (("--html", "page.html", "--kind", "poem"), 2, "--kind 'poem': this run has conversation, detail"),
        (("--html", "page.html", "--check", "smell"), 2, "--check 'smell': this run has counts, duplicates"),
        (("--html", "page.html", "--queue", "audit", "--check", "counts"), 2, "shows no findings"),
        (("--html", "page.html", "--queue", "disagreements"), 2, "--queue disagreements has no card"),
        (("--html", "missing/page.html"), 3, "cannot write missing/page.html: No such file or directory"),
        (("--no-images",), 2, "--no-images goes with --html FILE"),
        (("-n", "5"), 2, "--count goes with --html FILE"),
    ],
)
def test_what_cannot_work_is_said_and_nothing_is_written(
    review: Review,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    options: tuple[str, ...],
    status: int,
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.html").mkdir()
    assert message in review(*options, expected=status)
    assert not list(tmp_path.rglob("*page*"))


def test_a_page_that_cannot_be_replaced_stays_as_it_was(
    review: Review, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "page.html"
    target.write_text("the former page")

    def refuse(_self: Path, _target: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    said = review("--html", str(target), expected=3)
    assert "Permission denied; what was there before is untouched" in said
    assert target.read_text() == "the former page"
    assert [path.name for path in tmp_path.glob(".*")] == []


def test_without_pillow_the_extra_is_named(review: Review, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("datagen.review.page", "datagen.review.thumbnails"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "PIL", None)
    assert "pip install 'visual-instruct[review]'" in review("--html", str(tmp_path / "page.html"), expected=1)


def test_a_folder_written_anew_meanwhile_is_not_mixed_into_one_page(
    review: Review, run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def judge_meanwhile(_content: bytes) -> None:
        replace(run / SAMPLES, [sample("000000000001-conversation").model_dump()])

    monkeypatch.setattr("datagen.review.page.data_url", judge_meanwhile)
    assert "was written anew meanwhile" in review("--html", str(tmp_path / "page.html"), expected=1)
    assert not (tmp_path / "page.html").exists()


def test_an_outcome_whose_scene_is_missing_is_written_without_one(review: Review, run: Path, tmp_path: Path) -> None:
    write(run, [sample("000000000009-conversation")], SCENES_BY_HAND)
    review("--html", str(tmp_path / "page.html"))
    (card,) = read(tmp_path / "page.html")["cards"]
    assert card["scene"] is None
