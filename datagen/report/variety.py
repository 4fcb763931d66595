"""Sections of the page on the accepted text: balance, openers, distinct-n, lengths, categories. Pure."""

from __future__ import annotations

from datagen.report.diversity import Statistics
from datagen.report.diversity.balance import ENOUGH, LIMITS, Balance
from datagen.report.diversity.distinct import CHUNK_WORDS
from datagen.report.diversity.wording import Openers
from datagen.report.markup import NONE, badge, bar, histogram, number, plain, section, share, table

NAMES = {
    "yes": "answers that begin with yes, of those that begin with yes or no",
    "left": "left, of left and right in answers",
    "above": "above, of above and below in answers",
    "option": "correct option: largest distance from chance",
}
MAX_CATEGORIES = 80


def balance_section(statistics: Statistics) -> str:
    """Each balance with its counts and a word on it."""
    rows = [_balance(balance) for balance in statistics.balances]
    note = (
        f"A share is fine from {LIMITS['yes'][0]:.0%} to {LIMITS['yes'][1]:.0%}, the distance of an option's letter "
        f"from chance up to {LIMITS['option'][1]:.0%}; below {ENOUGH} cases there is nothing to tell."
    )
    return section("Balance", table(["what:", "counts:", "share", "", "balance:"], rows, graph=3), note)


def _balance(balance: Balance) -> list[str]:
    counts = ", ".join(f"{plain(name)} {count:,}" for name, count in balance.counts) or NONE
    drawn = "" if balance.value is None else bar(balance.value)
    return [NAMES[balance.name], counts, share(balance.value), drawn, badge(balance.lean)]


def opener_section(statistics: Statistics) -> str:
    """The most frequent first two words."""
    parts = (("Questions", statistics.questions.openers), ("Answers", statistics.answers.openers))
    html = "".join(f"<div><h3>{name}</h3>{_openers(openers)}</div>" for name, openers in parts)
    limit = LIMITS["question openers"][1]
    note = f"The first two words of a text. Fine while the three most frequent begin at most {limit:.0%} of the texts."
    return section("Openers", f'<div class="columns">{html}</div>', note)


def _openers(openers: Openers) -> str:
    if not openers.texts:
        return "<p>There are none yet.</p>"
    told = f"<p>The first three begin {share(openers.top_three_share)}: {badge(openers.lean)}</p>"
    rows = [
        [plain(words), number(count), share(count / openers.texts), bar(count / openers.texts)]
        for words, count in openers.top
    ]
    return told + table(["words", "texts", "share", ""], rows, graph=3)


def wording_section(statistics: Statistics) -> str:
    """Distinct-1 and distinct-2, of everything and of chunks of one size."""
    rows = []
    for name, wording in (("questions", statistics.questions), ("answers", statistics.answers)):
        distinct = wording.distinct
        whole = [number(distinct.words), number(distinct.distinct_1, 4), number(distinct.distinct_2, 4)]
        chunk = [number(distinct.chunks), number(distinct.chunk_1, 4), number(distinct.chunk_2, 4)]
        rows.append([name, *whole, *chunk])
    size = f"{CHUNK_WORDS:,} words"
    note = (
        "Distinct n-grams divided by all n-grams (after Li et al. 2016, arXiv:1510.03055). It falls as a data set "
        f"grows; compare two sets by the mean over chunks of {size} each."
    )
    heads = ["", "words", "distinct-1", "distinct-2", f"chunks of {size}", "distinct-1 a chunk", "distinct-2 a chunk"]
    return section("Distinct n-grams", table(heads, rows), note)


def length_section(statistics: Statistics) -> str:
    """Words a question and an answer, by kind."""
    rows = []
    for kind in statistics.kinds:
        for part, spread in (("question", kind.question), ("answer", kind.answer)):
            if spread is not None:
                middle = [number(spread.mean, 1), number(spread.median, 1), f"{spread.p10:,} to {spread.p90:,}"]
                rows.append([plain(f"{kind.kind}: {part}"), *middle, histogram(spread)])
    if not rows:
        return ""
    note = "Words in accepted turns. A histogram's last bar takes all texts longer than 99% of them."
    return section("Lengths", table(["kind", "mean", "median", "10th to 90th percentile", ""], rows, graph=4), note)


def coverage_section(statistics: Statistics) -> str:
    """Which categories the answers speak of; nothing where they were not counted."""
    coverage = statistics.coverage
    if coverage is None:
        return ""
    most = coverage.answers[0][1] if coverage.answers else 1
    rows = [[plain(name), number(count), bar(count / most)] for name, count in coverage.answers[:MAX_CATEGORIES]]
    told = (
        f"<p>{len(coverage.answers)} categories; entropy {coverage.entropy_bits:.2f} bits, as diverse as "
        f"{2**coverage.entropy_bits:.1f} categories spoken of equally often.</p>"
    )
    return section("Categories in answers", told + table(["category", "answers", ""], rows, graph=2))
