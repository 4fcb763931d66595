"""Many small cases in one test: a row costs no test of its own, and a failure lists every row that failed."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable
from typing import Any

import pytest

Test = Callable[..., None]
MAX_TOLD = 2_000


def each(names: str | tuple[str, ...], rows: Iterable[Any]) -> Callable[[Test], Test]:
    """Run a test on each row, as pytest.mark.parametrize does, but as one test that fails with all that failed.

    `names` are the arguments that a row gives; a row for a single name is the argument itself.
    Decorators may be stacked: then every combination is run. What the rows share, such as tmp_path, is the same one.
    """
    given = (names,) if isinstance(names, str) else names
    table = [(row,) if isinstance(names, str) else tuple(row) for row in rows]
    assert table, "a table without rows tests nothing"

    def decorate(test: Test) -> Test:
        @functools.wraps(test)
        def run(**fixtures: object) -> None:
            misses = []
            for row in table:
                try:
                    test(**dict(zip(given, row, strict=True)), **fixtures)
                except (Exception, pytest.fail.Exception) as error:  # noqa: BLE001 - the other rows are tried all the same
                    tried, told = ", ".join(map(repr, row)), f"{type(error).__name__}: {error}"
                    misses.append(f"{tried[:MAX_TOLD]}\n    {told[:MAX_TOLD]}")
            if misses:
                message = f"{len(misses)} of {len(table)} rows:\n" + "\n".join(misses)
                raise AssertionError(message)

        wanted = inspect.signature(test)
        rest = [parameter for name, parameter in wanted.parameters.items() if name not in given]
        run.__signature__ = wanted.replace(parameters=rest)  # type: ignore[attr-defined]
        return run

    return decorate
