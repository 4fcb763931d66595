"""The table of actions and how it is changed."""

import pytest

from datagen.checks import ACTIONS, DUPLICATES, ENDPOINT, override
from datagen.checks.actions import CHOICES, FEWER
from datagen.errors import UsageError
from tests.tables import each


def test_without_wishes_the_table_stays_as_it_is() -> None:
    assert override(ACTIONS, ()) == ACTIONS
    assert override(ACTIONS, ("",)) == ACTIONS


def test_wishes_come_one_by_one_or_in_a_list_and_a_later_one_wins() -> None:
    changed = override(ACTIONS, ("source=flag", "echo=drop, refusal = info ", "source=info"))
    assert changed == ACTIONS | {"source": "info", "echo": "drop", "refusal": "info"}
    assert list(changed) == list(ACTIONS)
    assert ACTIONS["source"] == "ask"


@each("check", ACTIONS)
def test_every_check_can_be_given_each_action_that_makes_sense_for_it(check: str) -> None:
    for action in CHOICES:
        if action in FEWER.get(check, CHOICES):
            assert override(ACTIONS, (f"{check}={action}",))[check] == action
        else:
            with pytest.raises(UsageError, match=f"{check} cannot be '{action}'"):
                override(ACTIONS, (f"{check}={action}",))


def test_hedging_decides_nothing_unless_told_to() -> None:
    assert (ACTIONS["hedging"], ACTIONS[DUPLICATES], ACTIONS[ENDPOINT]) == ("info", "drop", "drop")


@each(
    ("wish", "told"),
    [
        ("source", "--on-fail 'source' is not a CHECK=ACTION, such as source=flag"),
        ("spelling=ask", "there is no check 'spelling'; checks: truncation, format, refusal, source"),
        ("source=keep", "source cannot be 'keep'; choose from: ask, drop, flag, info"),
        ("source=", "source cannot be ''; choose from: ask, drop, flag, info"),
        ("duplicates=ask", "duplicates cannot be 'ask'; choose from: drop, flag, info"),
        ("endpoint=flag", "endpoint cannot be 'flag'; choose from: drop"),
    ],
)
def test_a_wish_that_cannot_be_names_what_can(wish: str, told: str) -> None:
    with pytest.raises(UsageError) as error:
        override(ACTIONS, ("echo=drop", wish))
    assert told in str(error.value)
