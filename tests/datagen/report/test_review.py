"""The section on what people said: figures, suggestions, hostile names."""

from __future__ import annotations

from datagen.report import Totals, page, text
from datagen.report.diversity import Diversity
from datagen.sample import Finding
from datagen.verdicts import Review, Summary, VerdictRow
from tests.datagen.verdicts.notation import NEW, OLD, accepted, says

FINDING = Finding(check="counts", verdict="fail", message="two, not three", turn=0, part="answer", start=2, end=5)
STATISTICS = Diversity().result()


def summary(right: int, wrong: int, action: str = "ask", who: str = "Ada") -> Summary:
    """Samples with a failing finding that `who` agreed with, or did not; a second reviewer rejects the first."""
    names = [f"{n:012d}-detail" for n in range(right + wrong)]
    rows: dict[str, tuple[VerdictRow, ...]] = {
        name: (says(who, "reject", id=name, reasons=("count",), queue="audit"),)
        if n < right
        else (says(who, "accept", id=name, queue="audit"),)
        for n, name in enumerate(names)
    }
    rows[names[0]] += (says("Bob", "reject", id=names[0]),)
    review = Review(rows, {"counts": action})
    for name in names:
        review.take(accepted(OLD, FINDING, name=name))
    found = review.result()
    assert found is not None
    return found


def html(found: Summary | None) -> str:
    return page(STATISTICS, Totals(), found)


def test_the_section_shows_precision_audit_and_agreement() -> None:
    found = summary(3, 1)
    written = html(found)
    assert "<h2>Review</h2>" in written
    row = '<tr><th scope="row">counts</th>' + "".join(
        f'<td class="{kind}">{cell}</td>'
        for kind, cell in (("number", "3"), ("number", "1"), ("number", "75.0%"), ("number", "30.1% to 95.4%"),
                           ("text", "ask"))
    )  # fmt: skip
    assert row in written
    assert "audit: 3 of 4 samples had an error: 75.0% (30.1% to 95.4%); at most 98.7% (one-sided 95%)" in written
    assert '<bdi class="text">Ada</bdi>, <bdi class="text">Bob</bdi>' in written
    told = text(STATISTICS, Totals(), found).splitlines()
    assert "check counts: right 3, wrong 1, precision 75.0% (30.1% to 95.4%)" in told
    assert "reviewers Ada and Bob: agree on 100.0% of 1 texts (Gwet's AC1 1.00)" in told


def test_without_verdicts_there_is_no_section() -> None:
    assert "Review" not in html(None)
    assert "review" not in text(STATISTICS, Totals())


def test_a_check_that_persons_agree_with_is_suggested_for_dropping_unless_it_drops_already() -> None:
    line = "counts has earned the right to drop: --on-fail counts=drop"
    for found, suggested in ((summary(40, 0), True), (summary(40, 0, "drop"), False), (summary(34, 0), False)):
        assert (line in html(found)) is suggested
        assert (line in text(STATISTICS, Totals(), found)) is suggested


def test_a_hostile_name_of_a_reviewer_stays_text() -> None:
    found = summary(2, 0, who="<script>alert(1)</script>\x1b[2J")
    assert "<script" not in html(found)
    assert "\x1b" not in html(found) + text(STATISTICS, Totals(), found)


def test_long_lists_of_stale_verdicts_are_cut() -> None:
    names = [f"{n:012d}-detail" for n in range(9)]
    review = Review({name: (says("Ada", "accept", NEW, id=name),) for name in names}, {})
    for name in names:
        review.take(accepted(OLD, name=name))
    told = text(STATISTICS, Totals(), review.result())
    assert f"stale: 9 ({', '.join(names[:5])} and 4 more): judged by a text that has changed since" in told
