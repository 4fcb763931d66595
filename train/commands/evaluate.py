"""`train eval`."""

from __future__ import annotations

from train.ask.settings import EvalSettings
from train.commands import require_torch
from train.console import err, out
from train.scoring.settings import BenchmarkName


def evaluate(benchmark: BenchmarkName, /, *, settings: EvalSettings) -> None:
    """Ask a checkpoint or an endpoint the questions of a benchmark, and score its answers by the official rules.

    Giving the same command again goes on where it stopped. OUT has the answers and result.json.

    Parameters
    ----------
    benchmark
        Which benchmark to ask.
    settings
        Shown below.

    """
    if settings.checkpoint is not None:
        require_torch()
    from train.ask.evaluate import evaluate as run_eval  # noqa: PLC0415 - `--help` should not wait for numpy
    from train.scoring.view import print_result  # noqa: PLC0415

    result, report = run_eval(benchmark, settings, err)
    print_result(out, result, report)
