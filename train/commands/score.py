"""`train score`."""

from __future__ import annotations

from train.console import out
from train.scoring.settings import ScoreSettings, Which


def score(benchmark: Which, /, *, settings: ScoreSettings) -> None:
    """Score answers that exist already, by the official rules of a benchmark."""
    from train.scoring.score import score as run_score  # noqa: PLC0415 - `--help` should not wait for numpy
    from train.scoring.view import print_result  # noqa: PLC0415

    if settings.judge_model is None:
        result, report = run_score(benchmark, settings)
    else:
        from train.ask.grading import EndpointJudge  # noqa: PLC0415 - only who judges waits for it

        with EndpointJudge(settings.judge_model, settings.judge_base_url) as judge:
            result, report = run_score(benchmark, settings, judge)
    print_result(out, result, report)
