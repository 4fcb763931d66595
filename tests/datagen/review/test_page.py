from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from datagen.run.folder import SAMPLES
from datagen.verdicts import VERDICTS
from tests.datagen.review.browsing import (
    EMOJI,
    UNREADABLE,
    UNREADABLE_REPLY,
    WITHOUT_PICTURE,
    Desk,
    card_id,
    go_to,
    serving,
    until,
    write_run,
)

ELEPHANTS = "000000054718-conversation"
BOTTLES = "000000070133-conversation"
SUITCASES = "000000157206-conversation"
COWS = "000000420862-conversation"
LONG = "000000484641-conversation"


@pytest.fixture(scope="module")
def served(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("runs") / "demo"
    write_run(folder)
    with serving(folder) as address:
        yield Desk(browser, address, folder)


@pytest.fixture
def desk(served: Desk) -> Iterator[Desk]:
    """A browser with nothing open, on a folder without verdicts."""
    desk = replace(served, expected=set(), complaints=[], contexts=[])
    (desk.folder / VERDICTS).unlink(missing_ok=True)
    yield desk
    desk.close()
    assert desk.complaints == []


@pytest.fixture
def page(desk: Desk) -> Page:
    return desk.open("#queue=all")


@pytest.fixture(scope="module")
def kept(served: Desk) -> Iterator[tuple[Desk, Page]]:
    desk = replace(served, expected={404}, complaints=[], contexts=[])
    (desk.folder / VERDICTS).unlink(missing_ok=True)
    yield desk, desk.open("#queue=all")
    desk.close()


@pytest.fixture
def reader(kept: tuple[Desk, Page]) -> Iterator[Page]:
    """A page that several tests share, as they leave nothing behind: at the first card of all."""
    desk, page = kept
    page.set_viewport_size({"width": 1366, "height": 768})
    page.evaluate("for (const panel of document.querySelectorAll('dialog')) panel.close()")
    page.mouse.move(5, 5)
    page.evaluate("location.hash = '#queue=all&kind=detail'")
    expect(page.locator(".chip-button")).to_have_count(1)
    page.evaluate("location.hash = '#queue=all'")
    expect(page.locator(".chip-button")).to_have_count(0)
    expect(page.locator("article.card")).to_have_attribute("data-id", ELEPHANTS)
    before = desk.verdicts()
    yield page
    assert desk.verdicts() == before
    assert desk.complaints == []


def next_card(page: Page, act: Callable[[], None]) -> tuple[str, str]:
    """Do something that goes on, return the ids before and after."""
    before = card_id(page)
    act()
    expect(page.locator("article.card")).not_to_have_attribute("data-id", before)
    return before, card_id(page)


def lose_the_answer(route: Route) -> None:
    route.fetch()
    route.abort()


def test_a_accepts_and_goes_on_to_the_next_card(desk: Desk, page: Page) -> None:
    before, after = next_card(page, lambda: page.keyboard.press("a"))
    (row,) = desk.wait_for_verdicts(1)
    assert (row["id"], row["decision"], row["reviewer"], row["queue"]) == (before, "accept", "anna", "all")
    assert after != before
    expect(page.locator("#toast")).to_contain_text(f"Accepted {before}")
    expect(page.locator(".saved")).to_have_text("All saved")


def test_r_then_numbers_then_enter_rejects_for_those_reasons(desk: Desk, page: Page) -> None:
    page.keyboard.press("r")
    expect(page.get_by_role("group", name="Why is it rejected?")).to_be_visible()
    for key in ("3", "1", "4", "4"):
        page.keyboard.press(key)
    expect(page.locator('[aria-pressed="true"]')).to_have_count(2)
    next_card(page, lambda: page.keyboard.press("Enter"))
    (row,) = desk.wait_for_verdicts(1)
    assert (row["decision"], row["reasons"]) == ("reject", ["count", "object"])
    expect(page.locator(".reasons")).to_be_hidden()


def test_escape_leaves_the_reasons_without_a_decision(reader: Page) -> None:
    before = card_id(reader)
    reader.keyboard.press("r")
    reader.keyboard.press("5")
    reader.keyboard.press("Escape")
    expect(reader.locator(".reasons")).to_be_hidden()
    assert card_id(reader) == before
    reader.keyboard.press("r")
    expect(reader.locator('[aria-pressed="true"]')).to_have_count(0)


def test_a_number_rejects_at_once_for_one_reason_s_skips_and_f_flags(desk: Desk, page: Page) -> None:
    for key in ("1", "9", "s", "f"):
        next_card(page, lambda key=key: page.keyboard.press(key))  # type: ignore[misc]
    decided = [(row["decision"], row["reasons"]) for row in desk.wait_for_verdicts(4)]
    assert decided == [("reject", ["count"]), ("reject", ["useless"]), ("skip", []), ("flag", [])]


def test_u_takes_the_last_decision_back_and_shows_its_card(desk: Desk, page: Page) -> None:
    first, second = next_card(page, lambda: page.keyboard.press("a"))
    next_card(page, lambda: page.keyboard.press("2"))
    desk.wait_for_verdicts(2)
    page.keyboard.press("u")
    expect(page.locator("article.card")).to_have_attribute("data-id", second)
    page.keyboard.press("u")
    expect(page.locator("article.card")).to_have_attribute("data-id", first)
    rows = desk.wait_for_verdicts(4)
    assert [(row["id"], row["decision"]) for row in rows[2:]] == [(second, "undo"), (first, "undo")]
    expect(page.locator(".opinion")).to_have_count(0)
    page.keyboard.press("u")
    expect(page.locator("#toast")).to_contain_text("nothing to undo")


def test_a_decision_still_on_its_way_can_be_undone(desk: Desk, page: Page) -> None:
    held: list[Route] = []
    page.route("**/api/verdicts", lambda route: route.continue_() if held else held.append(route))
    before, _ = next_card(page, lambda: page.keyboard.press("a"))
    expect(page.locator(".saved")).to_have_text("Saving 1…")
    page.keyboard.press("u")
    expect(page.locator("article.card")).to_have_attribute("data-id", before)
    held[0].continue_()
    rows = desk.wait_for_verdicts(2)
    assert [row["decision"] for row in rows] == ["accept", "undo"]
    expect(page.locator(".saved")).to_have_text("All saved")


def test_cards_are_leafed_through_in_both_directions(reader: Page) -> None:
    for forward, back in (("j", "k"), ("ArrowRight", "ArrowLeft"), ("n", "p")):
        first, second = next_card(reader, lambda key=forward: reader.keyboard.press(key))  # type: ignore[misc]
        assert next_card(reader, lambda key=back: reader.keyboard.press(key)) == (second, first)  # type: ignore[misc]


def test_after_the_last_card_the_end_is_said_and_undecided_ones_can_be_looked_at_again(reader: Page) -> None:
    total = int(reader.locator(".position .numbers").inner_text().split()[-1])
    for _ in range(total - 1):
        next_card(reader, lambda: reader.keyboard.press("j"))
    reader.keyboard.press("j")
    expect(reader.get_by_role("heading", name="That was the last card")).to_be_visible()
    reader.get_by_role("button", name="Look again").click()
    expect(reader.locator(".position .numbers")).to_have_text(f"1 of {total}")


def test_g_jumps_to_an_id_and_says_what_is_near_an_unknown_one(reader: Page) -> None:
    reader.keyboard.press("g")
    reader.locator("#jump-id").fill("000000420862-conversatio")
    reader.keyboard.press("Enter")
    expect(reader.locator("dialog .fault")).to_contain_text("000000420862-conversatio")
    reader.keyboard.press("Escape")
    go_to(reader, COWS)
    assert COWS in reader.url


def test_search_shows_the_cards_whose_text_holds_the_words(reader: Page) -> None:
    reader.keyboard.press("/")
    reader.keyboard.type("SEVEN COWS")
    reader.keyboard.press("Enter")
    expect(reader.locator("article.card")).to_have_attribute("data-id", COWS)
    reader.keyboard.press("Escape")
    expect(reader.locator(".position .numbers")).to_have_text("1 of 1")
    reader.get_by_role("button", name="Remove the filter").click()
    expect(reader.locator(".position .numbers")).not_to_have_text("1 of 1")


def test_a_panel_opens_by_its_key_and_closes_by_the_same_or_escape(reader: Page) -> None:
    panels = {"?": "Keys", "i": "comes from", "v": "Statistics", "q": "Queues and filters", "g": "Go to a card"}
    for key, title in panels.items():
        for close in ("Escape", key):
            reader.keyboard.press(key)
            expect(reader.get_by_role("dialog")).to_contain_text(title)
            reader.keyboard.press("Escape" if key == "g" else close)  # letters go into its field
            expect(reader.get_by_role("dialog")).to_have_count(0)


def test_no_shortcut_works_while_a_panel_is_open(reader: Page) -> None:
    before = card_id(reader)
    reader.keyboard.press("?")
    for key in ("a", "s", "j", "1", "r"):
        reader.keyboard.press(key)
    reader.keyboard.press("Escape")
    assert card_id(reader) == before
    expect(reader.locator(".reasons")).to_be_hidden()


def test_the_help_lists_every_key(reader: Page) -> None:
    reader.keyboard.press("?")
    shown = reader.locator("dialog.help kbd").all_inner_texts()
    assert {
        "a",
        "r",
        "1",
        "9",
        "s",
        "f",
        "u",
        "e",
        "j",
        "k",
        "n",
        "p",
        "→",
        "←",
        "g",
        "/",
        "q",
        "b",
        "i",
        "t",
        "?",
        "Esc",
    } <= set(shown)


def test_b_hides_the_boxes_and_shows_them_again(reader: Page) -> None:
    boxes = reader.locator(".box").first
    expect(boxes).to_be_visible()
    reader.keyboard.press("b")
    expect(boxes).to_be_hidden()
    reader.keyboard.press("b")
    expect(boxes).to_be_visible()


def test_no_shortcut_works_while_a_field_is_typed_in_and_the_note_goes_with_the_decision(
    desk: Desk, page: Page
) -> None:
    before = card_id(page)
    page.keyboard.press("m")
    page.keyboard.type("arsj1 ?/")
    page.keyboard.press("Enter")
    assert (card_id(page), desk.verdicts()) == (before, [])
    page.keyboard.press("a")
    (row,) = desk.wait_for_verdicts(1)
    assert row["note"] == "arsj1 ?/"
    expect(page.locator(".note")).to_have_value("")


def test_no_shortcut_works_with_a_modifier_or_while_text_is_composed(reader: Page) -> None:
    before = card_id(reader)
    for key in ("Control+a", "Alt+s", "Meta+j"):
        reader.keyboard.press(key)
    reader.evaluate("""for (const more of [{ isComposing: true }, { keyCode: 229 }, { repeat: true }])
        document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "a", bubbles: true, ...more }))""")
    reader.wait_for_timeout(100)
    assert card_id(reader) == before


def test_an_edit_is_checked_at_once_and_shows_what_was_changed(desk: Desk, page: Page) -> None:
    go_to(page, BOTTLES)
    expect(page.locator(".finding.fail")).to_have_count(1)
    page.keyboard.press("e")
    field = page.get_by_label("Answer").first
    expect(field).to_be_focused()
    field.fill("There is one bottle.")
    expect(page.locator(".live-difference ins").first).to_contain_text("is one")
    page.keyboard.press("Control+Enter")
    expect(page.locator("p.answer").first).to_have_text("There is one bottle.")
    expect(page.locator(".finding.fail")).to_have_count(0)
    page.keyboard.press("d")
    expect(page.locator(".changes del").first).to_contain_text("five")
    (row,) = desk.wait_for_verdicts(1)
    assert (row["decision"], row["turns"][0]["answer"]) == ("edit", "There is one bottle.")
    page.keyboard.press("u")
    expect(page.locator("p.answer").first).to_have_text("There are five bottles.")
    expect(page.locator(".finding.fail")).to_have_count(1)


def test_turns_are_removed_and_added(desk: Desk, page: Page) -> None:
    go_to(page, BOTTLES)
    page.keyboard.press("e")
    page.get_by_role("button", name="Remove this turn").nth(1).click()
    page.get_by_role("button", name="Add a turn").click()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".edit-message")).to_contain_text("Turn 2 has an empty question or answer")
    page.get_by_label("Question").nth(1).fill("Is there a sink?")
    page.get_by_label("Answer").nth(1).fill("Yes.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("p.question")).to_have_count(2)
    (row,) = desk.wait_for_verdicts(1)
    assert [turn["question"] for turn in row["turns"]] == ["How many bottles are there?", "Is there a sink?"]


def test_escape_asks_before_it_discards_an_edit(reader: Page) -> None:
    go_to(reader, COWS)
    reader.keyboard.press("e")
    reader.keyboard.type(" More.")
    reader.keyboard.press("Escape")
    expect(reader.locator(".edit-message")).to_contain_text("not saved")
    assert reader.evaluate("!dispatchEvent(new Event('beforeunload', { cancelable: true }))")
    reader.keyboard.press("Escape")
    expect(reader.locator(".editor")).to_have_count(0)
    expect(reader.locator("p.answer")).to_have_text("There are seven cows.")


def test_an_edit_is_left_and_saved_by_keys_wherever_the_focus_was(reader: Page) -> None:
    go_to(reader, COWS)
    reader.keyboard.press("e")
    reader.keyboard.type(" More.")
    reader.evaluate("document.activeElement.blur()")
    reader.keyboard.press("j")
    expect(reader.locator(".edit-message")).to_contain_text("Save or leave the text first")
    expect(reader.get_by_label("Answer")).to_be_focused()
    reader.evaluate("document.activeElement.blur()")
    reader.keyboard.press("Escape")
    expect(reader.locator(".edit-message")).to_contain_text("not saved")
    reader.keyboard.press("Escape")
    expect(reader.locator(".editor")).to_have_count(0)


def test_where_the_focus_is_can_be_seen_at_every_stop_of_the_tab_key(reader: Page) -> None:
    ring = """() => {
        const { activeElement: at } = document, { outlineStyle, outlineWidth } = getComputedStyle(at);
        return at === document.body || (outlineStyle !== "none" && parseFloat(outlineWidth) >= 1) || at.outerHTML; }"""
    for key in ("", "q", "r"):
        if key:
            reader.keyboard.press(key)
            assert reader.evaluate(ring) is True
        for _ in range(25):
            reader.keyboard.press("Tab")
            assert reader.evaluate(ring) is True
        reader.keyboard.press("Escape")


def test_a_reload_keeps_queue_filter_and_card(page: Page) -> None:
    page.keyboard.press("q")
    page.locator("#filter-kind").select_option("conversation")
    page.locator("#filter-category").fill("unicorn")
    page.keyboard.press("Enter")
    expect(page.locator("dialog .fault")).to_contain_text("unicorn")
    page.locator('[data-queue="random"]').click()
    page.keyboard.press("Escape")
    expect(page.locator(".top")).to_contain_text("Random")
    _, second = next_card(page, lambda: page.keyboard.press("j"))
    page.reload()
    expect(page.locator("article.card")).to_have_attribute("data-id", second)
    expect(page.locator(".top")).to_contain_text("Random")
    expect(page.locator(".chip-button")).to_contain_text("conversation")


def test_back_and_forward_follow_the_queues(reader: Page) -> None:
    first, second = next_card(reader, lambda: reader.keyboard.press("j"))
    reader.keyboard.press("q")
    reader.locator('[data-queue="rejected"]').click()
    reader.keyboard.press("Escape")
    expect(reader.locator("article.card")).to_have_attribute("data-id", UNREADABLE)
    reader.go_back()
    expect(reader.locator("article.card")).to_have_attribute("data-id", second)
    reader.go_forward()
    expect(reader.locator("article.card")).to_have_attribute("data-id", UNREADABLE)
    assert first != second


@pytest.mark.parametrize(
    ("route", "said"),
    [
        ("#queue=nothing", "“nothing” as queue, which cannot be: “Flagged” is shown instead"),
        ("#queue=constructor&state=any", "“constructor” as queue"),
        ("#queue=", "“” as queue"),
        ("#state=maybe", "“maybe” as state, which cannot be: “Not decided by you” is shown instead"),
        ("#seed=1e9", "“1e9” as seed, which cannot be: it is left out"),
        (f"#kind={'k' * 201}", "as kind, which cannot be: it is left out"),
        (f"#id={'i' * 501}", "as id, which cannot be: it is left out"),
    ],
)
def test_what_cannot_be_in_the_address_is_said_and_a_card_is_shown_all_the_same(
    desk: Desk, route: str, said: str
) -> None:
    page = desk.open(route)
    expect(page.locator(".alarm")).to_contain_text(said)
    expect(page.locator("article.card")).to_have_count(1)
    expect(page.locator(".top")).to_contain_text("Flagged")
    page.reload()
    page.locator("article.card").wait_for()
    expect(page.locator(".alarm")).to_have_count(0)


def test_an_address_that_is_changed_under_the_page_is_read_as_carefully(reader: Page) -> None:
    reader.evaluate("location.hash = '#queue=nothing'")
    expect(reader.locator(".alarm")).to_contain_text("“nothing” as queue")
    expect(reader.locator(".top")).to_contain_text("Flagged")
    assert "nothing" not in reader.url
    reader.get_by_role("button", name="Dismiss").click()


def test_a_seed_that_is_no_number_is_refused_where_it_is_typed(reader: Page) -> None:
    reader.keyboard.press("q")
    reader.locator("#filter-seed").fill("one")
    reader.keyboard.press("Enter")
    expect(reader.locator("dialog .fault")).to_contain_text('"one" is not a seed')
    assert "seed" not in reader.url


def test_a_category_can_be_chosen_before_the_server_has_read_them(desk: Desk) -> None:
    with serving(desk.folder) as address:
        page = replace(desk, address=address).open("#queue=all")
        page.keyboard.press("q")
        page.locator("#filter-category").fill("elephant")
        page.keyboard.press("Enter")
        expect(page.locator(".chip-button")).to_contain_text("elephant")
        until(page, "fetch('/api/state').then((a) => a.json()).then((s) => s.categories.length)")
        page.keyboard.press("Escape")
        page.keyboard.press("q")
        expect(page.locator("#categories option[value=elephant]")).to_have_count(1)


def test_a_text_that_another_tab_has_changed_is_shown_instead_of_decided_on(desk: Desk, page: Page) -> None:
    desk.expected.add(409)
    go_to(page, COWS)
    other = desk.tab(page.context.new_page(), f"#queue=all&id={COWS}")
    other.keyboard.press("e")
    other.get_by_label("Answer").fill("There are some cows.")
    other.keyboard.press("Control+Enter")
    expect(other.locator("p.answer")).to_have_text("There are some cows.")
    page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true }))")
    expect(page.locator(".aside")).to_contain_text("not saved")
    expect(page.locator("p.answer")).to_have_text("There are some cows.")
    assert [row["decision"] for row in desk.verdicts()] == ["edit"]


def test_a_tab_that_is_looked_at_again_shows_what_others_decided(desk: Desk, page: Page) -> None:
    go_to(page, COWS)
    other = desk.tab(page.context.new_page(), f"#queue=all&id={COWS}")
    other.keyboard.press("a")
    desk.wait_for_verdicts(1)
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator(".opinion.accept")).to_contain_text("you accepted")
    expect(page.locator(".top")).to_contain_text("1 reviewed")


def test_a_run_that_a_build_has_added_to_is_said_and_its_order_is_made_anew_when_asked(
    desk: Desk, tmp_path: Path
) -> None:
    folder = shutil.copytree(desk.folder, tmp_path / "growing")
    with serving(folder) as address:
        page = replace(desk, address=address).open("#queue=all")
        expect(page.locator(".position .numbers")).to_have_text("1 of 9")
        samples = (folder / SAMPLES).read_bytes()
        added = samples.splitlines(keepends=True)[0].replace(b"-conversation", b"-conversation-2")
        (folder / "part").write_bytes(samples + added)
        (folder / "part").replace(folder / SAMPLES)
        page.evaluate("dispatchEvent(new Event('focus'))")
        expect(page.locator(".alarm")).to_contain_text("written anew and has 9 samples and 1 rejection")
        next_card(page, lambda: page.keyboard.press("j"))
        expect(page.locator(".position .numbers")).to_have_text("2 of 9")
        page.get_by_role("button", name="Make the order anew").click()
        expect(page.locator(".position .numbers")).to_have_text("3 of 10")
        expect(page.locator(".alarm")).to_have_count(0)


def test_a_decision_that_could_not_be_saved_is_shown_and_sent_again_by_hand(desk: Desk, page: Page) -> None:
    desk.expected.add(500)
    page.route("**/api/verdicts", lambda route: route.fulfill(status=500, json={"error": "The disk is full."}))
    first, second = next_card(page, lambda: page.keyboard.press("a"))
    expect(page.get_by_role("alert").first).to_contain_text("The disk is full.")
    next_card(page, lambda: page.keyboard.press("1"))
    expect(page.locator(".saved")).to_have_text("2 not saved")
    assert page.evaluate("!dispatchEvent(new Event('beforeunload', { cancelable: true }))")
    page.unroute("**/api/verdicts")
    page.get_by_role("button", name="Send again").click()
    rows = desk.wait_for_verdicts(2)
    assert [(row["id"], row["decision"]) for row in rows] == [(first, "accept"), (second, "reject")]
    expect(page.locator(".alarm")).to_have_count(0)
    expect(page.locator(".saved")).to_have_text("All saved")
    assert page.evaluate("dispatchEvent(new Event('beforeunload', { cancelable: true }))")


def test_a_decision_whose_answer_got_lost_is_not_written_twice(desk: Desk, page: Page) -> None:
    desk.lost = True
    page.route("**/api/verdicts", lose_the_answer)
    next_card(page, lambda: page.keyboard.press("a"))
    expect(page.get_by_role("alert").first).to_contain_text("does not answer")
    page.unroute("**/api/verdicts")
    page.get_by_role("button", name="Send again").click()
    expect(page.locator(".saved")).to_have_text("All saved")
    assert len(desk.verdicts()) == 1


def test_an_undo_whose_answer_got_lost_takes_nothing_else_back(desk: Desk, page: Page) -> None:
    first = card_id(page)
    page.keyboard.press("1")
    desk.wait_for_verdicts(1)
    go_to(page, first)
    next_card(page, lambda: page.keyboard.press("a"))
    desk.wait_for_verdicts(2)
    desk.lost = True
    page.route("**/api/verdicts", lose_the_answer)
    page.keyboard.press("u")
    expect(page.get_by_role("alert").first).to_contain_text("does not answer")
    page.unroute("**/api/verdicts")
    page.get_by_role("button", name="Send again").click()
    expect(page.locator(".saved")).to_have_text("All saved")
    expect(page.locator(".opinion.reject")).to_have_count(1)
    assert [row["decision"] for row in desk.verdicts()] == ["reject", "accept", "undo"]


def test_a_card_is_decided_once_while_the_next_one_is_slow_to_come(desk: Desk, page: Page) -> None:
    held: list[Route] = []
    slow = True
    page.route("**/api/cards**", lambda route: held.append(route) if slow else route.continue_())
    page.evaluate("dispatchEvent(new Event('focus'))")  # what was fetched ahead is forgotten
    page.wait_for_timeout(300)
    for _ in range(3):
        page.keyboard.press("a")
    page.wait_for_timeout(100)
    slow = False
    for route in held:
        route.continue_()
    expect(page.locator(".position .numbers")).to_contain_text("2 of")
    expect(page.locator(".saved")).to_have_text("All saved")
    assert len(desk.verdicts()) == 1


def test_the_audit_shows_no_flag_and_counts_the_errors(desk: Desk) -> None:
    page = desk.open(f"#queue=audit&id={BOTTLES}")
    expect(page.locator("p.answer").first).to_have_text("There are five bottles.")
    expect(page.locator(".findings")).to_contain_text("Flags are hidden in the audit")
    expect(page.locator(".claim, .finding, .notice")).to_have_count(0)
    page.keyboard.press("i")
    expect(page.locator("#toast")).to_contain_text("Withheld in the audit")
    page.keyboard.press("q")
    expect(page.locator("#filter-check")).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    desk.wait_for_verdicts(1)
    expect(page.locator(".audit, .end")).to_be_visible()
    page.keyboard.press("v")
    expect(page.get_by_role("dialog")).to_contain_text("1 error in 1 audited card")


def test_two_reviewers_who_differ_are_marked_and_their_card_stands_in_a_queue(desk: Desk, page: Page) -> None:
    go_to(page, COWS)
    page.keyboard.press("a")
    desk.wait_for_verdicts(1)
    other = desk.open(f"#queue=all&id={COWS}")
    other.keyboard.press("q")
    other.locator("#filter-reviewer").fill("ben")
    other.keyboard.press("Enter")
    expect(other.locator("#filter-reviewer")).to_have_value("ben")
    other.keyboard.press("Escape")
    go_to(other, COWS)
    expect(other.locator(".opinion")).to_contain_text("anna accepted")
    other.keyboard.press("1")
    assert desk.wait_for_verdicts(2)[1]["reviewer"] == "ben"
    third = desk.open("#queue=disagreements&state=any")
    expect(third.locator("article.card")).to_have_attribute("data-id", COWS)
    expect(third.locator(".mark.disagree")).to_have_text("Reviewers disagree")


def test_the_theme_follows_the_system_until_it_is_chosen_and_is_kept(desk: Desk) -> None:
    page = desk.open(color_scheme="dark")
    background = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(background)
    page.keyboard.press("t")
    light = page.evaluate(background)
    assert light != dark
    page.reload()
    page.locator("article.card").wait_for()
    assert page.evaluate(background) == light
    page.keyboard.press("t")
    assert page.evaluate(background) == dark


def test_pointing_at_a_claim_lights_its_boxes_and_pointing_at_a_box_its_claims(reader: Page) -> None:
    go_to(reader, COWS)
    claim = reader.locator("mark.claim.fail").first
    claim.hover()
    numbers = reader.locator(".box.lit").evaluate_all("boxes => boxes.map((box) => box.dataset.box)")
    assert numbers
    expect(reader.locator(".whisper")).to_contain_text("counts")
    reader.mouse.move(5, 5)
    expect(reader.locator(".lit")).to_have_count(0)
    reader.locator(".legend li", has_text="cow").focus()
    expect(claim).to_have_class(re.compile(r"\blit\b"))


def test_claims_stand_where_they_belong_in_texts_beyond_the_basic_plane(reader: Page) -> None:
    go_to(reader, ELEPHANTS)
    expect(reader.locator("p.question")).to_have_text(f"{EMOJI} How many elephants are there?")
    assert all(EMOJI[0] not in text for text in reader.locator("p.question mark").all_inner_texts())
    expect(reader.locator("mark.claim.fail")).to_contain_text("nine elephants")


def test_markup_in_texts_is_shown_as_text(reader: Page) -> None:
    go_to(reader, SUITCASES)
    expect(reader.locator("p.answer")).to_have_text("It shows <b>many</b> suitcases & <script>alert(1)</script>.")
    expect(reader.locator("main :is(b, script):text('many')")).to_have_count(0)


def test_an_unreadable_reply_is_shown_raw_and_cannot_be_accepted(desk: Desk) -> None:
    page = desk.open("#queue=rejected")
    expect(page.locator("pre")).to_have_text(UNREADABLE_REPLY)
    expect(page.locator(".talk")).to_contain_text("Rejected by format")
    expect(page.locator("main img")).to_have_count(1)
    expect(page.get_by_role("button", name="Accept")).to_be_disabled()
    page.keyboard.press("a")
    expect(page.locator("#toast")).to_contain_text("cannot be accepted")
    assert (card_id(page), desk.verdicts()) == (UNREADABLE, [])


def test_boxes_stand_on_an_empty_canvas_where_there_is_no_picture(reader: Page) -> None:
    go_to(reader, WITHOUT_PICTURE)
    expect(reader.locator(".absent")).to_contain_text("only its boxes are shown")
    expect(reader.locator(".box").first).to_be_visible()


def test_a_text_of_10000_characters_scrolls_in_its_column_and_the_page_does_not(reader: Page) -> None:
    go_to(reader, LONG)
    root = "document.documentElement"
    for width, height in ((1920, 1080), (1366, 768)):
        reader.set_viewport_size({"width": width, "height": height})
        assert not reader.evaluate(f"{root}.scrollHeight > innerHeight || {root}.scrollWidth > innerWidth")
    reader.keyboard.press("PageDown")
    until(reader, "document.querySelector('.talk').scrollTop > 100")


def test_the_next_card_is_there_within_50_ms(reader: Page) -> None:
    reader.wait_for_load_state("networkidle")
    times = reader.evaluate("""async () => {
        const times = [];
        for (let step = 0; step < 4; step++) {
            const before = document.querySelector("article.card").dataset.id;
            const start = performance.now();
            document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "j", bubbles: true }));
            document.body.offsetHeight;
            if (document.querySelector("article.card").dataset.id !== before) times.push(performance.now() - start);
            await new Promise(requestAnimationFrame);
        }
        return times;
    }""")
    assert len(times) == 4, "a card that was fetched ahead is shown at once"
    assert min(times) < 50


def test_every_button_and_field_has_a_name_and_the_reader_is_told_of_each_card(reader: Page) -> None:
    expect(reader.locator("#spoken")).to_contain_text(re.compile(r"Card 1 of \d+"))
    nameless = """[...document.querySelectorAll("button, input, select, textarea, dialog, section")].filter((part) =>
        !(part.textContent.trim() && part.tagName === "BUTTON") && !part.ariaLabel && !part.labels?.length
        && !part.getAttribute("aria-labelledby")).map((part) => part.outerHTML)"""
    assert reader.evaluate(nameless) == []
    reader.keyboard.press("q")
    assert reader.evaluate(nameless) == []
