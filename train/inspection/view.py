"""What `inspect` prints: figures, a histogram of lengths, one sample with what is trained on marked.

Text of the data is hostile: nothing in it can move the cursor or colour the terminal.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from train.data.mixture import Mixture
from train.data.survey import Survey
from train.sample import Sample
from train.terminal import visible
from train.text.conversation import Segment

BAR = 40
OPENING, CLOSING = "[[", "]]"
"""Around what is trained on, where there are no colours."""


def print_survey(console: Console, survey: Survey, records: int) -> None:
    """Print the figures."""
    lines = [
        f"{survey.samples:,} of {records:,} records can be used: {survey.turns:,} answers, {survey.images:,} images",
        *(f"  {visible(kind)}: {count:,}" for kind, count in survey.kinds.most_common()),
        *(f"mended: {note}: {count:,}" for note, count in survey.notes.most_common()),
    ]
    if survey.shown > survey.images:
        each = survey.shown / survey.images
        lines.append(f"an image is shown {each:.1f} times on average: --share-images computes its tokens once per step")
    if survey.repeated_ids:
        lines.append(f"ids that came before: {survey.repeated_ids:,} (harmless: an id is only a name)")
    lines += [visible(line) for line in survey.problems.text().splitlines()]
    if survey.lengths:
        lines += _lengths(survey)
    console.print("\n".join(lines))


def print_epoch(console: Console, mixture: Mixture) -> None:
    """Print how many records an epoch takes of each source, where weights make it others than there are."""
    if all(source.weight == 1 for source in mixture.sources):
        return
    drawn = mixture.by_source(mixture.epoch(0, 0))
    lines = [f"an epoch takes {sum(drawn):,} records, as the weights have it:"]
    lines += [
        f"  {count:,} for the {len(part):,} of {visible(str(source.path))} (weight {source.weight:g})"
        for count, part, source in zip(drawn, mixture.parts, mixture.sources, strict=True)
    ]
    console.print("\n".join(lines))


def print_sample(console: Console, sample: Sample, stretches: Sequence[Segment]) -> None:
    """Print one sample; what is trained on is green, or in brackets where there are no colours."""
    in_colours = console.is_terminal and not console.no_color
    said = "in green" if in_colours else f"between {OPENING} and {CLOSING}"
    console.print(f"\n{visible(sample.id)} ({sample.origin}), trained on what is {said}:")
    text = Text()
    for stretch in stretches:
        shown = visible(stretch.text)
        if stretch.trained and not in_colours:
            shown = f"{OPENING}{shown}{CLOSING}"
        text.append(shown, style="green" if stretch.trained and in_colours else "")
    console.print(text)


def _lengths(survey: Survey) -> list[str]:
    """Draw the histogram."""
    counts = survey.histogram()
    total, measured = sum(survey.lengths), len(survey.lengths)
    share = survey.trained / total if total else 0.0
    head = (
        f"length in {survey.unit}, of {measured:,} samples: {total / measured:,.0f} on average, {share:.0%} trained on"
    )
    most, width = max(counts.values()), max(map(len, counts))
    bars = [
        f"  {bucket:>{width}} {'#' * -(-count * BAR // most):{BAR}} {count:,}".rstrip()
        for bucket, count in counts.items()
    ]
    cut = [f"cut off at the greatest length: {survey.cut:,} samples"] if survey.cut else []
    return [head, *bars, *cut]
