"""What a read-only page holds of a run folder: its first cards under some options. Reads the folder."""

from __future__ import annotations

import msgspec

from datagen.errors import UsageError
from datagen.review.bodies import MAX_CARDS, CardsQuery
from datagen.review.cards import Card
from datagen.review.filters import OutcomeFilter
from datagen.review.folder import ReviewedFolder
from datagen.review.page_settings import PageSettings
from datagen.verdicts import REASONS


class PageRun(msgspec.Struct, frozen=True):
    """The run as a headline."""

    name: str
    model: str


class PageData(msgspec.Struct, frozen=True):
    """What the page's script reads; a card's picture is the number of its block."""

    run: PageRun
    queue: str
    filters: list[str]
    total: int
    pictures: bool
    reasons: dict[str, str]
    cards: list[Card]


def choose(folder: ReviewedFolder, page: PageSettings) -> PageData:
    """Take the first cards of the order, whatever people have decided of them.

    Raises:
        UsageError: there is none, or the run has no such kind or check.

    """
    _check_names(folder, page)
    query = OutcomeFilter(queue=page.queue, kind=page.kind or "", check=page.check or "", state="any", seed=folder.seed)
    cards: list[Card] = []
    total = 1
    while len(cards) < min(page.count, total):
        step = min(MAX_CARDS, page.count - len(cards))
        reply = folder.cards(query, CardsQuery(at=len(cards), count=step))
        total = reply.total
        cards += [_with_number(card, folder, with_picture=not page.no_images) for card in reply.cards]
    if not cards:
        message = f"--queue {page.queue} has no card{' under these filters' if page.kind or page.check else ''}"
        raise UsageError(message)
    return PageData(
        run=PageRun(folder.run.folder.name.encode("utf-8", "replace").decode(), folder.run.text("model")),
        queue=page.queue,
        filters=[*([page.kind] if page.kind else []), *([f"{page.check} fails"] if page.check else [])],
        total=total,
        pictures=not page.no_images,
        reasons={name: reason.label for name, reason in REASONS.items()},
        cards=cards,
    )


def _check_names(folder: ReviewedFolder, page: PageSettings) -> None:
    checks = sorted({*folder.run.actions, *folder.index.checks})
    for option, name, known in (("kind", page.kind, folder.index.kind_names), ("check", page.check, checks)):
        if name and name not in known:
            message = f"--{option} {name!r}: this run has {', '.join(known) or 'none'}"
            raise UsageError(message)


def _with_number(card: Card, folder: ReviewedFolder, *, with_picture: bool) -> Card:
    """Put the scene's number in the place of the picture's address, which only a server knows."""
    if card.scene is None or card.scene.picture is None:
        return card
    number = folder.index.scenes[folder.index.numbers[card.id]]
    picture = str(number) if with_picture else None
    return msgspec.structs.replace(card, scene=msgspec.structs.replace(card.scene, picture=picture))
