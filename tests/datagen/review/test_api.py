"""The review server's answers, over real HTTP."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from datagen.errors import RunFolderError
from datagen.review.index import Index
from datagen.verdicts import REASONS, VERDICTS, content_sha256
from tests.datagen.review.folders import BY_HAND, rejection, replace, sample, write
from tests.datagen.review.serving import Page, serving
from tests.patience import wait_for

FIRST = "000000000001-conversation"
COUNTED = "000000000002-conversation"
UNREADABLE = "000000000003-detail"
WRONG = {"question": "How many dogs are there?", "answer": "There are nine of them."}


def lines(run: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (run / VERDICTS).read_text().splitlines()]


def test_the_state_tells_run_kinds_checks_reasons_and_progress(page: Page) -> None:
    state = page.state()
    assert state["run"] == {
        "name": "run",
        "llm": "openai",
        "model": "fake-1",
        "samples": 7,
        "rejections": 2,
        "pictures": True,
    }
    assert state["kinds"] == [{"name": "conversation", "count": 5}, {"name": "detail", "count": 4}]
    checks = {check["name"]: (check["action"], check["failing"]) for check in state["checks"]}
    assert checks == {"counts": ("flag", 2), "objects": ("ask", 2), "hedging": ("info", 2), "duplicates": ("drop", 0)}
    assert [(reason["name"], reason["key"]) for reason in state["reasons"]] == [
        (name, str(key)) for key, name in enumerate(REASONS, 1)
    ]
    assert (state["reviewer"], state["reviewers"], state["seed"], state["audit"]) == ("default", [], 7, None)
    assert state["progress"]["reviewed"] == 0


def test_the_categories_are_there_soon_after_the_first_card(page: Page) -> None:
    page.cards()
    wait_for(lambda: page.state()["categories"], pause_s=0.05)
    assert page.state()["categories"] == [{"name": "cat", "count": 2}, {"name": "dog", "count": 3}]


def test_a_card_shows_text_findings_with_their_action_scene_and_provenance(page: Page) -> None:
    card = page.card(COUNTED)
    assert (card["status"], card["kind"], card["image"]) == ("sample", "conversation", "000000000002.jpg")
    assert card["turns"] == [{"question": "What is in image 000000000002?", "answer": "A dog that runs."}]
    assert [(finding["check"], finding["verdict"], finding["action"]) for finding in card["findings"]] == [
        ("objects", "pass", "ask"),
        ("counts", "fail", "flag"),
    ]
    assert (card["scene"]["width"], [box["category"] for box in card["scene"]["boxes"]]) == (640, ["dog", "cat"])
    assert card["standing"] == {
        "decision": None,
        "edited": False,
        "disagree": False,
        "flagged": False,
        "opinions": [],
    }
    assert card["provenance"]["model"] == "fake-1"
    assert (card["original"], card["hidden"], card["rejected_by"], card["reply"]) == (None, False, None, None)


def test_a_rejections_card_tells_why_and_an_unreadable_one_shows_the_reply(page: Page) -> None:
    card = page.card(UNREADABLE)
    assert card["rejected_by"] == {"check": "format", "message": "format is wrong"}
    assert (card["turns"], card["reply"], card["status"]) == (None, '{"turns": "cut o', "rejection")
    assert card["content_sha256"] == content_sha256(())
    assert page.card("000000000004-detail")["reply"] is None


def test_cards_come_from_a_place_or_an_id_and_end_with_the_queue(page: Page) -> None:
    every = page.ids()
    assert every == sorted(outcome.id for outcome in BY_HAND)
    part = page.cards(at=2, count=3)
    assert (part["total"], part["at"], [card["id"] for card in part["cards"]]) == (9, 2, every[2:5])
    assert page.cards(at=9)["cards"] == []
    found = page.cards(id=every[4], count=2)
    assert (found["at"], [card["id"] for card in found["cards"]]) == (4, every[4:6])


def test_an_id_outside_the_queue_is_shown_without_a_place(page: Page) -> None:
    found = page.cards("rejected", id=FIRST)
    assert (found["total"], found["at"], [card["id"] for card in found["cards"]]) == (2, None, [FIRST])


def test_an_unknown_id_is_answered_with_ids_that_resemble_it(page: Page) -> None:
    answer = page.get("/api/cards", id="4-conversation")
    assert (answer.status, answer.json["near"]) == (404, ["000000000004-conversation"])
    answer = page.get("/api/cards", id="000000000002-reasoning")
    assert "000000000002-detail" in answer.json["near"]


@pytest.mark.parametrize(
    ("query", "named"),
    [("queue=best", "queue"), ("count=0", "count"), ("count=1000", "count"), ("at=-1", "at"), ("seed=x", "seed")],
)
def test_a_query_that_cannot_be_is_refused_by_name(page: Page, query: str, named: str) -> None:
    answer = page.get(f"/api/cards?{query}")
    assert answer.status == 400
    assert answer.error.startswith(named)


def test_a_verdict_is_on_the_disk_when_it_is_answered(page: Page, run: Path) -> None:
    answer = page.judge(COUNTED, "reject", "flagged", reasons=["count"], note="  three dogs ")
    (row,) = lines(run)
    assert {name: row[name] for name in ("id", "decision", "reasons", "note", "reviewer", "queue")} == {
        "id": COUNTED,
        "decision": "reject",
        "reasons": ["count"],
        "note": "three dogs",
        "reviewer": "anna",
        "queue": "flagged",
    }
    assert str(row["time"]).endswith("Z")
    assert len(str(row["time"])) == len("2026-01-31T12:00:00.000000Z")
    assert answer["card"]["standing"]["decision"] == "reject"
    assert answer["progress"] == {
        "reviewed": 1,
        "accepted": 0,
        "rejected": 1,
        "edited": 0,
        "flagged": 0,
        "skipped": 0,
        "stale": 0,
        "by_me": 1,
    }
    counts = next(check for check in page.state()["checks"] if check["name"] == "counts")
    assert (counts["right"], counts["wrong"]) == (1, 0)
    assert 0 < counts["low"] < counts["high"] == 1


def test_an_edit_is_checked_at_once_and_keeps_what_stood_there(page: Page, run: Path) -> None:
    card = page.judge(COUNTED, "edit", turns=[WRONG])["card"]
    assert card["turns"] == [WRONG]
    assert card["original"] == [{"question": "What is in image 000000000002?", "answer": "A dog that runs."}]
    failing = [finding for finding in card["findings"] if finding["verdict"] == "fail"]
    assert {finding["check"] for finding in failing} == {"counts"}
    assert "nine of them" in [WRONG["answer"][finding["start"] : finding["end"]] for finding in failing]
    assert card["standing"]["edited"]
    assert lines(run)[0]["before"] == card["original"]


def test_an_undo_brings_back_text_and_decision(page: Page) -> None:
    page.judge(COUNTED, "accept")
    page.judge(COUNTED, "edit", turns=[WRONG])
    card = page.judge(COUNTED, "undo")["card"]
    assert (card["standing"]["decision"], card["original"]) == ("accept", None)
    assert page.judge(COUNTED, "undo")["card"]["standing"]["decision"] is None
    answer = page.verdict(COUNTED, "undo")
    assert answer.status == 409
    assert "nothing of anna" in answer.error


def test_an_undo_whose_answer_got_lost_can_be_sent_again_and_takes_nothing_else_back(page: Page, run: Path) -> None:
    page.judge(COUNTED, "reject")
    answer = page.judge(COUNTED, "edit", turns=[WRONG])
    edited = answer["card"]["content_sha256"]
    for _ in range(2):
        undone = page.judge(COUNTED, "undo", undoes=answer["time"], content_sha256=edited)["card"]["standing"]
        assert undone["decision"] == "reject"
    assert [line["decision"] for line in lines(run)] == ["reject", "edit", "undo"]
    assert page.verdict(COUNTED, "undo", undoes="2026-01-01T00:00:00.000000Z").status == 409
    assert page.verdict(COUNTED, "accept", undoes=answer["time"]).status == 400


def test_a_verdict_on_a_text_that_has_changed_is_refused_with_the_new_card(page: Page, run: Path) -> None:
    old = page.card(COUNTED)["content_sha256"]
    page.judge(COUNTED, "edit", turns=[WRONG])
    page.reviewer = "ben"
    answer = page.verdict(COUNTED, "accept", content_sha256=old)
    assert answer.status == 409
    assert answer.json["card"]["turns"] == [WRONG]
    assert len(lines(run)) == 1


def test_two_servers_on_one_folder_see_each_others_verdicts_at_once(page: Page, run: Path) -> None:
    with serving(run) as other:
        other.reviewer = "ben"
        old = other.card(COUNTED)["content_sha256"]
        page.judge(COUNTED, "edit", turns=[WRONG])
        answer = other.verdict(COUNTED, "reject", content_sha256=old)
        assert answer.status == 409
        other.judge(FIRST, "reject")
        page.judge(FIRST, "accept")
        assert page.ids("disagreements") == other.ids("disagreements") == [FIRST]
        assert page.state()["agreement"] == [{"a": "anna", "b": "ben", "both": 1, "percent": 0, "ac1": -1}]
        assert page.state()["reviewers"] == ["anna", "ben"]


def test_an_unreadable_rejection_can_be_written_by_hand_but_not_accepted(page: Page) -> None:
    answer = page.verdict(UNREADABLE, "accept")
    assert answer.status == 400
    card = page.judge(UNREADABLE, "edit", turns=[WRONG])["card"]
    assert (card["turns"], card["reply"], card["standing"]["decision"]) == ([WRONG], None, "edit")


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"decision": "maybe"}, "decision"),
        ({"reasons": ["ugly"], "decision": "reject"}, "ugly"),
        ({"reasons": ["count"]}, "reject or edit"),
        ({"turns": [WRONG]}, "takes no turns"),
        ({"decision": "edit"}, "needs its turns"),
        ({"decision": "edit", "turns": [WRONG | {"answer": "  "}]}, "turns.0.answer"),
        ({"decision": "edit", "turns": [WRONG | {"answer": "<image>"}]}, "<image>"),
        ({"reviewer": ""}, "reviewer"),
        ({"reviewer": "a\nb"}, "reviewer"),
        ({"queue": "mine"}, "queue"),
        ({"note": "x" * 3_000}, "note"),
        ({"more": 1}, "more"),
        ({"content_sha256": "0"}, "content_sha256"),
    ],
)
def test_a_verdict_that_makes_no_sense_is_refused_and_not_written(
    page: Page, run: Path, change: dict[str, object], word: str
) -> None:
    said = {"id": FIRST, "decision": "accept", "queue": "all", "reviewer": "anna"}
    answer = page.post(said | {"content_sha256": page.card(FIRST)["content_sha256"]} | change)
    assert answer.status == 400, answer.body
    assert word in answer.error
    assert not (run / VERDICTS).exists()


def test_half_a_surrogate_pair_is_no_text(page: Page) -> None:
    body = {"id": FIRST, "decision": "reject", "queue": "all", "reviewer": "anna", "note": "\ud83d dog"}
    answer = page.post(body | {"content_sha256": page.card(FIRST)["content_sha256"]})
    assert answer.status == 400
    assert page.cards()["total"] == 9


def test_an_audit_withholds_findings_and_what_others_say(page: Page) -> None:
    page.judge(COUNTED, "reject", "flagged", reasons=["count"])
    page.judge(COUNTED, "flag")
    page.reviewer = "ben"
    card = page.card(COUNTED, "audit")
    assert (card["findings"], card["hidden"], card["rejected_by"]) == ([], True, None)
    assert card["standing"] == {"decision": None, "edited": False, "disagree": False, "flagged": False, "opinions": []}
    answer = page.judge(COUNTED, "accept", "audit")
    assert answer["card"]["findings"] == []
    assert [said["reviewer"] for said in answer["card"]["standing"]["opinions"]] == ["ben"]
    assert answer["card"]["standing"]["decision"] == "accept"
    audit = answer["audit"]
    assert (audit["reviewed"], audit["errors"], audit["estimate"], audit["low"]) == (1, 0, 0, 0)
    assert audit["high"] <= 1
    assert "counts is wrong" not in json.dumps(page.cards("audit", state="any", check="counts"))


def test_a_folder_that_is_judged_anew_is_followed(page: Page, run: Path) -> None:
    before = page.ids(session="old")
    page.judge(COUNTED, "reject")
    page.judge(FIRST, "accept")
    changed = [sample(COUNTED, turns=({"question": "New?", "answer": "Yes, new."},)), sample("000000000001-aaa")]
    write(run, [*changed, *[outcome for outcome in BY_HAND if outcome.id not in (COUNTED, before[3])]])
    after = page.ids(session="old")
    assert after == [id_ for id_ in before if id_ != before[3]]
    assert "000000000001-aaa" in page.ids(session="new")
    card = page.card(COUNTED)
    assert card["turns"] == [{"question": "New?", "answer": "Yes, new."}]
    assert card["standing"]["decision"] is None
    assert [said["stale"] for said in card["standing"]["opinions"]] == [True]
    assert page.state()["progress"]["stale"] == 1
    assert page.ids(state="stale") == [COUNTED]


def test_a_folder_that_is_damaged_meanwhile_is_said_so_and_can_be_mended(page: Page, run: Path) -> None:
    content = (run / "samples.jsonl").read_bytes()
    replace(run / "samples.jsonl", [{"id": 1}])
    answer = page.get("/api/cards")
    assert answer.status == 409
    assert "samples.jsonl line 1" in answer.error
    (run / "samples.jsonl").write_bytes(content)
    assert page.cards()["total"] == 9


def test_two_outcomes_of_one_id_cannot_be_told_apart(tmp_path: Path) -> None:
    write(tmp_path / "run", [sample(FIRST), rejection(FIRST, "counts")])
    index = Index.open(tmp_path / "run")
    with pytest.raises(RunFolderError, match=r"rejections.jsonl line 1 has the id '000000000001-conversation'"):
        index.read()


def test_pages_and_parts_are_served_and_nothing_else(page: Page) -> None:
    answer = page.get("/")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert page.get("/static/api.js").headers["Content-Type"] == "text/javascript; charset=utf-8"
    for path in ("/static/..%2fapp.py", "/static/../app.py", "/static/.", "/nothing", "/api/", "/docs"):
        answer = page.get(path)
        assert answer.status == 404, path
        assert answer.error
    assert page.send("DELETE", "/api/state", headers={"Origin": f"http://{page.host}"}).status == 405
