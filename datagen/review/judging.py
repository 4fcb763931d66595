"""What a person may say of an outcome as it stands: the line to write, and why it is not written. Pure."""

from __future__ import annotations

from datagen.review.bodies import VerdictBody
from datagen.review.refused import RefusedError
from datagen.sample import Turn
from datagen.verdicts import Case, VerdictRow, content_sha256


class AlreadyUndoneError(Exception):
    """An undo came twice: its first answer was lost on the way."""


def verdict_row(body: VerdictBody, before: tuple[Turn, ...] | None, time: str) -> VerdictRow:
    """Return the line of a verdict on a text, None where there is none; raise RefusedError (400) for its acceptance."""
    if body.decision == "accept" and before is None:
        raise RefusedError(400, "there is no text to accept, as the reply could not be read: edit it first")
    turns = body.new_turns()
    return VerdictRow(**body.model_dump(exclude={"turns"}), turns=turns, before=before if turns else None, time=time)


def object_to(body: VerdictBody, case: Case) -> None:
    """Refuse a verdict on what no longer holds.

    Raises:
        RefusedError: 409 where the text has changed, or there is nothing to undo.
        AlreadyUndoneError: the line that is to be undone is undone.

    """
    mine = [row for row in case.rows if row.reviewer == body.reviewer and row.decision != "undo"]
    named = [row for row in mine if row.time == body.undoes]
    if named and not any(row in case.live for row in named):
        raise AlreadyUndoneError
    if content_sha256(case.state.turns or ()) != body.content_sha256:
        raise RefusedError(409, f"{body.id} has another text by now: look at it again")
    if body.decision == "undo" and not (named or (body.undoes is None and body.reviewer in case.state.opinions)):
        raise RefusedError(409, f"there is nothing of {body.reviewer} on {body.id} to undo")
