"""A table of cases is run to its end, and what fails is listed whole."""

from pathlib import Path

import pytest

from tests.tables import each

SEEN: list[tuple[int, str]] = []


@each("number", [1, 2, 3])
@each("word", ["a", "b"])
def test_every_combination_is_run(number: int, word: str, tmp_path: Path) -> None:
    assert tmp_path.is_dir()
    SEEN.append((number, word))


def test_after_it_all_have_been_seen() -> None:
    test_every_combination_is_run(tmp_path=Path())
    assert set(SEEN) == {(number, word) for number in (1, 2, 3) for word in ("a", "b")}


def test_all_rows_that_fail_are_told_whatever_they_raise() -> None:
    @each(("first", "second"), [(1, 1), (1, 2), (0, 1), (5, 6)])
    def check(first: int, second: int) -> None:
        with pytest.raises(ZeroDivisionError):
            assert second // (first - second) == -1
        assert 1 // first == second

    with pytest.raises(AssertionError) as caught:
        check()
    told = str(caught.value)
    assert told.startswith("3 of 4 rows:\n1, 2\n")
    assert "\n0, 1\n" in told
    assert "\n5, 6\n" in told


def test_a_table_without_rows_is_refused() -> None:
    with pytest.raises(AssertionError, match="tests nothing"):
        each("one", [])
