"""What a person can set for the read-only page; each field's docstring is its help."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from datagen.errors import UsageError
from datagen.review.filters import Queue

MAX_PAGE_CARDS = 10_000
"""With pictures this makes a page of about 1 GB; what is larger no browser opens."""


@Parameter(name="*", group="Page to send")
@dataclass(frozen=True, kw_only=True)
class PageSettings:
    """Settings of `datagen review --html`."""

    html: Path | None = None
    """Write this file and end: a read-only page with cards, pictures and what reviewers said, for somebody who has
    neither the run folder nor this program. Of the other options only --images and --seed go with it."""
    count: Annotated[int, Parameter(name=("--count", "-n"))] = 200
    """How many cards at the most."""
    queue: Queue = "random"
    """Which cards. random: all kinds in proportion. flagged: something fails, the worst first. rejected: what the
    checks left out. disagreements: reviewers differ. all: by id. audit: for a blind second look, so without flags and
    opinions."""
    kind: str | None = None
    """Only cards of this kind, such as detail."""
    check: str | None = None
    """Only cards with which this check finds fault, such as counts."""
    no_images: Annotated[bool, Parameter(negative="", show_default=False)] = False
    """Leave the pictures out, which makes the page small."""

    def __post_init__(self) -> None:
        """Refuse what cannot work.

        Raises:
            UsageError: the message names the option.

        """
        if self.html is None:
            given = [field.name for field in fields(self) if getattr(self, field.name) != field.default]
            if given:
                message = f"--{given[0].replace('_', '-')} goes with --html FILE"
                raise UsageError(message)
        elif self.html.suffix not in (".html", ".htm") or self.html.is_dir():
            message = f"--html {self.html} must be a file whose name ends in .html"
            raise UsageError(message)
        if not 1 <= self.count <= MAX_PAGE_CARDS:
            message = f"--count {self.count} must be 1 to {MAX_PAGE_CARDS}"
            raise UsageError(message)
        if self.check and self.queue == "audit":
            message = "--check does not go with --queue audit, which shows no findings"
            raise UsageError(message)
