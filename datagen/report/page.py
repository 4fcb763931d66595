"""Statistics to one self-contained HTML page: no request, no script, nothing that changes from run to run. Pure."""

from __future__ import annotations

from datagen.report.diversity import Statistics
from datagen.report.markup import number, share
from datagen.report.outcomes import attempt_section, check_section, kind_section, reason_section, writer_section
from datagen.report.review import review_section
from datagen.report.style import POLICY, STYLE
from datagen.report.totals import Totals
from datagen.report.variety import balance_section, coverage_section, length_section, opener_section, wording_section
from datagen.verdicts import Summary


def page(statistics: Statistics, totals: Totals, review: Summary | None = None) -> str:
    """Write the page; text of samples and messages is escaped, and equal statistics give equal text."""
    sections = (
        kind_section(statistics),
        attempt_section(statistics, totals),
        reason_section(statistics),
        check_section(statistics),
        review_section(review),
        balance_section(statistics),
        opener_section(statistics),
        wording_section(statistics),
        length_section(statistics),
        coverage_section(statistics),
        writer_section(statistics),
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Data report</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>Data report</h1>\n"
        '<p class="muted">What a run accepted and rejected, and how varied and balanced the accepted text is.</p>\n'
        f"{_tiles(statistics, totals)}\n" + "\n".join(filter(None, sections)) + "\n</main>\n</body>\n</html>\n"
    )


def _tiles(statistics: Statistics, totals: Totals) -> str:
    """The figures that come first; what report.json did not tell is left out."""
    done = statistics.accepted + statistics.rejected
    tiles = [
        ("Jobs", totals.jobs, ""),
        ("Accepted", statistics.accepted, f"{share(statistics.accepted / done)} of outcomes" if done else ""),
        ("Rejected", statistics.rejected, f"{share(statistics.rejected / done)} of outcomes" if done else ""),
        ("Unanswered", totals.unanswered, ""),
        ("Turns", statistics.turns, "questions with their answers, accepted"),
        ("Words", statistics.answers.distinct.words, "in accepted answers"),
        ("Requests", totals.requests, ""),
    ]
    shown = "".join(
        f"<div><dt>{name}</dt><dd>{number(value)}{f'<small>{note}</small>' if note else ''}</dd></div>"
        for name, value, note in tiles
        if value is not None
    )
    return f'<dl class="tiles">{shown}</dl>'
