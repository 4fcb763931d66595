"""What the LLM was asked is shown as it was really sent, while nothing of the run folder is held or changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from datagen import __main__ as cli
from datagen.run.folder import REPLIES, RunFolder
from tests.datagen.review.folders import write
from tests.datagen.review.serving import Page, serving
from tests.fakes import MODEL, FakeLLM

Build = Callable[..., Path]


@pytest.fixture
def build(tmp_path: Path, fake_llm: FakeLLM, drawn: Path) -> Build:
    """Make a run folder with the fake LLM, some of whose replies are faulty."""
    fake_llm.faulty_share = 0.6

    def run(*options: str) -> Path:
        out = tmp_path / "run"
        address = ["--base-url", fake_llm.url, "--model", MODEL, "--count", "12"]
        assert cli.main(["build", "--coco", str(drawn), "--out", str(out), *address, *options]) == 0
        return out

    return run


def sent(fake_llm: FakeLLM) -> dict[int, list[dict[str, str]]]:
    """Messages by the request's seed, an image reduced to its text."""
    return {body["seed"]: [_plain(message) for message in body["messages"]] for body in fake_llm.bodies}


def _plain(message: dict[str, Any]) -> dict[str, str]:
    content = message["content"]
    if isinstance(content, list):
        content = "".join(part["text"] for part in content if part["type"] == "text")
    return {"role": message["role"], "text": content}


def histories(page: Page) -> list[dict[str, Any]]:
    ids = page.ids(state="any")
    assert len(ids) == 12
    return [page.get("/api/provenance", id=id_).json for id_ in ids]


def test_each_request_is_shown_as_it_was_sent_with_its_reply(build: Build, fake_llm: FakeLLM) -> None:
    run = build()
    before = {path.name: path.read_bytes() for path in run.iterdir() if path.is_file()}
    with serving(run) as page:
        found = histories(page)
    asked = [attempt for history in found for attempt in history["attempts"]]
    assert len(asked) == len(fake_llm.bodies) > 12
    assert sorted(json.dumps(attempt["messages"]) for attempt in asked) == sorted(
        map(json.dumps, sent(fake_llm).values())
    )
    for history in found:
        assert [attempt["attempt"] for attempt in history["attempts"]] == list(range(1, len(history["attempts"]) + 1))
        assert history["note"] == ""
    assert {attempt["model"] for attempt in asked} == {MODEL}
    assert all(attempt["tokens"]["prompt_tokens"] > 0 and attempt["latency_s"] >= 0 for attempt in asked)
    after = {path.name: path.read_bytes() for path in run.iterdir() if path.is_file()}
    assert {name: data for name, data in after.items() if "lock" not in name} == {
        name: data for name, data in before.items() if "lock" not in name
    }


def test_images_change_nothing_of_it(build: Build, fake_llm: FakeLLM, drawn: Path) -> None:
    run = build("--images", str(drawn))
    with serving(run) as page:
        assert page.card(page.ids()[0])["scene"]["picture"]
        asked = [attempt for history in histories(page) for attempt in history["attempts"]]
    assert sorted(json.dumps(attempt["messages"]) for attempt in asked) == sorted(
        map(json.dumps, sent(fake_llm).values())
    )


def test_a_build_that_holds_the_folder_and_tears_a_line_is_no_hindrance(build: Build) -> None:
    run = build()
    with RunFolder(run), serving(run) as page:
        (first, *_) = page.ids()
        before = page.get("/api/provenance", id=first).json
        with (run / REPLIES).open("ab") as file:
            file.write(b'{"fingerprint":"00"')
        assert page.get("/api/provenance", id=first).json == before


def test_replies_that_come_in_later_are_shown(build: Build) -> None:
    run = build()
    whole = (run / REPLIES).read_bytes().splitlines(keepends=True)
    last = json.loads(whole[-1])["job"]
    (run / REPLIES).write_bytes(b"".join(line for line in whole if json.loads(line)["job"] != last))
    with serving(run) as page:
        assert page.get("/api/provenance", id=last).json == {
            "attempts": [],
            "note": "There are no stored replies for this sample.",
        }
        with (run / REPLIES).open("ab") as file:
            file.writelines(line for line in whole if json.loads(line)["job"] == last)
        assert page.get("/api/provenance", id=last).json["attempts"]


def test_where_the_requests_cannot_be_written_again_the_replies_stand_alone(build: Build) -> None:
    run = build()
    prompt = run / "prompts" / "conversation" / "system.md"
    prompt.write_text(prompt.read_text() + "\nOne more rule.")
    with serving(run) as page:
        (first, *_) = page.ids(kind="conversation")
        history = page.get("/api/provenance", id=first).json
        assert "stored replies alone" in history["note"]
        assert history["attempts"][0]["messages"] == []
        assert history["attempts"][0]["reply"]
    prompt.unlink()
    with serving(run) as page:
        assert "missing prompt file" in page.get("/api/provenance", id=first).json["note"]


def test_damaged_replies_are_said_so(build: Build) -> None:
    run = build()
    (run / REPLIES).write_bytes(b"not json\n")
    with serving(run) as page:
        answer = page.get("/api/provenance", id=page.ids()[0])
    assert answer.status == 409
    assert "replies.jsonl is damaged" in answer.error


def test_a_template_run_says_that_nobody_was_asked(tmp_path: Path, drawn: Path) -> None:
    out = tmp_path / "run"
    assert cli.main(["build", "--coco", str(drawn), "--llm", "template", "--out", str(out), "--count", "8"]) == 0
    with serving(out) as page:
        history = page.get("/api/provenance", id=page.ids()[0]).json
        assert history["attempts"] == []
        assert "No LLM was asked" in history["note"]
        card = page.judge(page.ids()[0], "edit", turns=[{"question": "What is it?", "answer": "A thing."}])["card"]
        assert card["standing"]["edited"]


def test_a_folder_made_by_hand_has_no_history(tmp_path: Path) -> None:
    with serving(write(tmp_path / "run")) as page:
        answer = page.get("/api/provenance", id="000000000001-conversation")
        assert (answer.status, answer.json["attempts"]) == (200, [])
        assert page.get("/api/provenance", id="nothing").status == 404
