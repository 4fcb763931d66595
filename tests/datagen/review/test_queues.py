"""In which order cards come, which ones, and that the order holds still."""

from __future__ import annotations

from array import array
from collections import Counter
from pathlib import Path

import pytest

from datagen.review.filters import OutcomeFilter
from datagen.review.queues import KEPT, Snapshots
from tests.datagen.review.folders import BY_HAND, sample, scene, write
from tests.datagen.review.serving import Page, serving

ONE, TWO, THREE, FOUR = (f"00000000000{n}-conversation" for n in (1, 2, 3, 4))
TWICE = f"{TWO}-2"
DETAIL, STREET, HIDDEN = (f"00000000000{n}-detail" for n in (1, 2, 4))
UNREADABLE = "000000000003-detail"


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Ninety conversations, ten descriptions and nothing else."""
    outcomes = [sample(f"{n:012d}-{'detail' if n % 10 == 0 else 'conversation'}") for n in range(1, 101)]
    return write(tmp_path / "many", outcomes, [scene(n) for n in range(1, 101)])


def test_flagged_shows_the_worst_first_and_leaves_out_what_is_only_information(page: Page) -> None:
    assert page.ids("flagged") == [THREE, TWICE, TWO]


def test_what_a_person_flags_comes_before_what_the_checks_found(page: Page) -> None:
    page.judge(ONE, "flag")
    page.judge(HIDDEN, "flag")
    assert page.ids("flagged", session="after") == [HIDDEN, ONE, THREE, TWICE, TWO]
    assert page.ids(state="flagged") == [ONE, HIDDEN]


def test_a_check_that_was_right_less_often_comes_first(tmp_path: Path) -> None:
    outcomes = [sample(f"{n:012d}-detail", "counts" if n % 2 else "relations") for n in range(1, 9)]
    run = write(tmp_path / "run", outcomes, [scene(n) for n in range(1, 9)])
    text = (run / "run.json").read_text().replace('"counts": "flag"', '"counts": "flag", "relations": "flag"')
    (run / "run.json").write_text(text)
    with serving(run) as page:
        page.judge("000000000001-detail", "reject", reasons=["count"])
        page.judge("000000000002-detail", "accept")
        order = page.ids("flagged")
    assert [int(id_[:12]) % 2 for id_ in order] == [0, 0, 0, 1, 1, 1]


def test_random_is_the_same_for_a_seed_and_mixes_kinds_by_their_share(many: Path) -> None:
    with serving(many) as page:
        order = page.ids("random")
        again = page.ids("random", session="another")
        other = page.ids("random", seed=8)
        rest = page.ids("random", at=50)
    assert order == again
    assert order != other
    assert order != sorted(order)
    for ten in (order[:10], order[20:30], rest[-10:]):
        assert Counter(id_.split("-")[1] for id_ in ten)["detail"] == 1
    assert len({*order, *rest}) == 100


def test_random_keeps_its_order_when_outcomes_come_and_go(many: Path, tmp_path: Path) -> None:
    fewer = [sample(f"{n:012d}-{'detail' if n % 10 == 0 else 'conversation'}") for n in range(1, 101) if n % 7]
    less = write(tmp_path / "less", fewer, [scene(n) for n in range(1, 101)])
    with serving(many) as page, serving(less) as short:
        whole = [*page.ids("random", kind="conversation"), *page.ids("random", kind="conversation", at=50)]
        part = [*short.ids("random", kind="conversation"), *short.ids("random", kind="conversation", at=50)]
    assert part == [id_ for id_ in whole if id_ in set(part)]


def test_the_audit_has_the_samples_of_the_random_order(page: Page) -> None:
    random, audit = page.ids("random"), page.ids("audit")
    assert len(random) == len(BY_HAND)
    assert audit == [id_ for id_ in random if id_ not in (UNREADABLE, HIDDEN)]


def test_the_audit_asks_again_what_another_queue_has_decided(page: Page) -> None:
    page.judge(THREE, "reject", "flagged", reasons=["object"])
    page.judge(ONE, "accept", "audit")
    left = page.ids("audit", session="later")
    assert THREE in left
    assert ONE not in left


@pytest.mark.parametrize("decision", ["accept", "skip"])
def test_what_another_queue_has_decided_is_passed_over_in_the_audit_for_good(page: Page, decision: str) -> None:
    page.judge(ONE, "accept")
    page.judge(ONE, decision, "audit")
    assert ONE not in page.ids("audit", session="later")
    page.reviewer = "ben"
    assert ONE in page.ids("audit", session="later")


def test_only_the_orders_that_were_looked_at_last_are_kept() -> None:
    snapshots, queries = Snapshots(), [OutcomeFilter(session=str(number)) for number in range(KEPT + 1)]
    for query in queries:
        snapshots.put(query, array("i"))
        snapshots.get(queries[0])
    assert snapshots.get(queries[0]) is not None
    assert snapshots.get(queries[1]) is None


def test_rejected_shows_readable_ones_first(page: Page) -> None:
    assert page.ids("rejected") == [HIDDEN, UNREADABLE]


def test_a_disagreement_is_shown_until_somebody_settles_it(page: Page) -> None:
    page.judge(ONE, "accept")
    page.reviewer = "ben"
    page.judge(ONE, "reject")
    page.judge(TWO, "reject")
    assert page.ids("disagreements") == [ONE]
    page.judge(ONE, "reject", "disagreements")
    assert page.ids("disagreements", session="later") == []


def test_an_order_stands_still_for_its_session(page: Page) -> None:
    before = page.ids()
    page.judge(ONE, "accept")
    page.judge(TWO, "skip")
    assert page.ids() == before
    assert page.ids(session="later") == [id_ for id_ in before if id_ not in (ONE, TWO)]
    page.reviewer = "ben"
    assert page.ids() == before


def test_an_order_that_nobody_asked_for_lately_is_forgotten(page: Page) -> None:
    page.ids()
    page.judge(ONE, "accept")
    for number in range(40):
        page.cards(session=f"other {number}")
    assert ONE not in page.ids()


def test_states_tell_what_was_decided(page: Page) -> None:
    page.judge(ONE, "accept")
    page.judge(TWO, "reject", reasons=["count"])
    page.judge(THREE, "edit", turns=[{"question": "What is there?", "answer": "A cat."}])
    page.judge(FOUR, "skip")
    assert page.ids(state="accepted") == [ONE]
    assert page.ids(state="rejected") == [TWO]
    assert page.ids(state="edited") == [THREE]
    assert len(page.ids(state="any")) == len(BY_HAND)
    assert not {ONE, TWO, THREE, FOUR} & set(page.ids(session="later"))
    progress = page.state()["progress"]
    assert [progress[name] for name in ("reviewed", "accepted", "rejected", "edited", "skipped")] == [3, 1, 1, 1, 1]


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        ({"kind": "detail"}, [DETAIL, STREET, UNREADABLE, HIDDEN]),
        ({"kind": "poem"}, []),
        ({"check": "counts"}, [TWO, TWICE]),
        ({"check": "hedging"}, [DETAIL, THREE]),
        ({"check": "depth"}, []),
        ({"category": "cat"}, [TWO, TWICE, STREET, THREE, UNREADABLE]),
        ({"category": "cat", "kind": "detail"}, [STREET, UNREADABLE]),
        ({"category": "zebra"}, []),
    ],
)
def test_filters_leave_what_they_name(page: Page, filters: dict[str, str], wanted: list[str]) -> None:
    assert page.ids(**filters) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("zebra", [FOUR]),
        ("BECAUSE of the z", [FOUR]),
        ("strasse", [STREET]),
        ("straße", [STREET]),
        ("NAÏVE", [STREET]),
        ('"straße"', [STREET]),
        ("000000000001-det", [DETAIL]),
        ("000000000003.jpg", [THREE, UNREADABLE]),
        ("cut o", [UNREADABLE]),
        ('{"turns"', [UNREADABLE]),
        ('"question"', []),
        ("fake-1", []),
        ("counts is wrong", []),
        ("nothing like it", []),
    ],
)
def test_search_finds_text_in_any_case_and_nothing_beside_it(page: Page, text: str, wanted: list[str]) -> None:
    assert page.ids(q=text) == wanted


def test_search_reads_the_text_as_it_is_after_edits(page: Page) -> None:
    page.judge(FOUR, "edit", turns=[{"question": "Why?", "answer": "Because of the giraffe."}])
    assert page.ids(q="giraffe", state="any") == [FOUR]
    assert page.ids(q="zebra", state="any") == []


def test_search_goes_through_a_file_of_many_blocks(tmp_path: Path) -> None:
    turns = {17: "needle", 1_499: "NEEDLE", 700: "nee dle", 900: "needlé"}
    outcomes = [
        sample(f"{n:012d}-detail", turns=({"question": "?", "answer": turns.get(n, "hay ") * 60},))
        for n in range(1, 1_501)
    ]
    run = write(tmp_path / "run", outcomes, [scene(n) for n in range(1, 1_501)])
    with serving(run) as page:
        assert page.ids(q="needle") == ["000000000017-detail", "000000001499-detail"]
        assert page.ids(q="needlé") == ["000000000900-detail"]
        assert page.ids("random", q="hay", kind="detail", count=1) != []
