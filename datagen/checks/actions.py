"""What a failing finding may do, and how a person changes the table that says so. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, get_args

from datagen.errors import UsageError

Action = Literal["ask", "drop", "flag", "info"]
CHOICES: tuple[Action, ...] = get_args(Action)

DUPLICATES, DISAGREEMENT, ENDPOINT = "duplicates", "disagreement", "endpoint"
FEWER: dict[str, tuple[Action, ...]] = {
    DUPLICATES: ("drop", "flag", "info"),
    DISAGREEMENT: ("drop", "flag", "info"),
    ENDPOINT: ("drop",),
}
"""What can be chosen where not everything makes sense: whether a sample repeats or contradicts another one is known
all are there and nothing is asked any more, and a request that was refused has no reply to keep or to mend."""


def override(table: Mapping[str, Action], wishes: Iterable[str]) -> dict[str, Action]:
    """Return the table with wishes such as `counts=flag` or `counts=flag,objects=ask`; a later one wins.

    Raises:
        UsageError: a check or an action that does not exist; the message names those that do.

    """
    resolved = dict(table)
    for wish in ",".join(wishes).split(","):
        if wish.strip():
            check, action = _read(wish.strip(), table)
            resolved[check] = action
    return resolved


def _read(wish: str, table: Mapping[str, Action]) -> tuple[str, Action]:
    check, equals, wanted = map(str.strip, wish.partition("="))
    if not equals:
        message = f"--on-fail {wish!r} is not a CHECK=ACTION, such as source=flag"
        raise UsageError(message)
    if check not in table:
        message = f"--on-fail {wish!r}: there is no check {check!r}; checks: {', '.join(table)}"
        raise UsageError(message)
    choices = FEWER.get(check, CHOICES)
    for action in choices:
        if action == wanted:
            return check, action
    message = f"--on-fail {wish!r}: {check} cannot be {wanted!r}; choose from: {', '.join(choices)}"
    raise UsageError(message)
