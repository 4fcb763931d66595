"""The command line: `python -m train COMMAND --help`.

Exit status: 0 done, 1 a failure that the message explains, 2 wrong usage, 3 stopped early with everything kept.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from cyclopts import App, CycloptsError
from rich.console import Console

from train.ask.settings import ChatSettings, EvalSettings
from train.errors import MissingExtraError, StoppedEarlyError, TrainError, UsageError
from train.inspection.settings import InspectSettings
from train.scoring.settings import BenchmarkName, ScoreSettings, Which
from train.settings import Stage1Settings, Stage2Settings
from train.terminal import visible

app = App(
    name="python -m train",
    help="LLaVA's two stages on any CLIP or SigLIP tower and any causal LLM; out comes a stock LLaVA checkpoint.",
    version=lambda: version("visual-instruct"),
    version_flags=["--version"],
    help_format="plaintext",
    suppress_keyboard_interrupt=False,
)
out, err = Console(), Console(stderr=True)


@app.command(sort_key=2)
def stage1(settings: Stage1Settings) -> None:
    """Train the projector on captions, with vision tower and LLM frozen.

    Giving the same command again goes on where it stopped. OUT/metrics.jsonl has a row for each step.
    """
    _run(settings)


@app.command(sort_key=3)
def stage2(settings: Stage2Settings) -> None:
    """Train projector and LLM (or LoRA adapters) on instructions, from stage 1's checkpoint.

    Giving the same command again goes on where it stopped. OUT/metrics.jsonl has a row for each step.
    """
    _run(settings)


@app.command(sort_key=1)
def inspect(settings: InspectSettings) -> None:
    """Show what training would make of data: what is skipped and why, lengths, one sample with its trained tokens."""
    from train.inspection.inspect import inspect as look  # noqa: PLC0415 - `--help` should not wait for tokenizers

    look(settings, out)


@app.command(sort_key=4)
def export(folder: Path, /, *, to: Path) -> None:
    """Write a complete stock LLaVA checkpoint from a run folder or an intermediate checkpoint; LoRA is merged.

    Parameters
    ----------
    folder
        A run folder (its last complete checkpoint is taken), or a checkpoint-N in it.
    to
        New folder to write.

    """
    _require_torch()
    from train.checkpoint.export import export as write  # noqa: PLC0415 - `--help` should not wait for torch

    checkpoint = write(folder, to)
    _print(f"{checkpoint}: {to}")


@app.command(sort_key=7)
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


@app.command(name="eval", sort_key=6)
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
        _require_torch()
    from train.ask.evaluate import evaluate as run_eval  # noqa: PLC0415 - `--help` should not wait for numpy
    from train.scoring.view import print_result  # noqa: PLC0415

    result, report = run_eval(benchmark, settings, err)
    print_result(out, result, report)


@app.command(sort_key=5, usage="Usage: python -m train chat --checkpoint STR [OPTIONS] [QUESTION]")
def chat(question: str | None = None, /, *, settings: ChatSettings) -> None:
    """Answer a question about an image, or, without one, each line that is typed.

    Parameters
    ----------
    question
        What to ask. [default: a conversation, until the input ends]
    settings
        Shown below.

    """
    _require_torch()
    from train.ask.chat import chat as talk  # noqa: PLC0415 - `--help` should not wait for torch

    talk(question, settings, sys.stdout)


def _run(settings: Stage1Settings | Stage2Settings) -> None:
    _require_torch()
    from train.stages.run import run  # noqa: PLC0415 - `--help` should not wait for torch

    folder = run(settings, err)
    if not settings.dry_run and _speaks():
        _print(f"checkpoint: {folder}")


def _speaks() -> bool:
    """Say whether this process speaks for all that torchrun started."""
    return os.environ.get("RANK", "0") == "0"


def _print(text: str) -> None:
    out.print(visible(text), highlight=False, markup=False, soft_wrap=True)


def _require_torch() -> None:
    try:
        import accelerate  # type: ignore[import-untyped]  # noqa: F401, PLC0415
        import transformers  # noqa: F401, PLC0415
    except ImportError as error:
        message = f"training needs {error.name}: pip install 'visual-instruct[train]'"
        raise MissingExtraError(message) from error


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    for library in ("TRANSFORMERS", "HF_HUB"):  # what matters of theirs is in our errors; a person can ask for more
        os.environ.setdefault(f"{library}_VERBOSITY", "error")
    logging.getLogger("bitsandbytes").setLevel(logging.ERROR)  # imported by others where it is installed
    if not sys.stderr.isatty():
        os.environ.setdefault("TQDM_DISABLE", "1")  # transformers' bars, which a log file would hold line by line
    try:
        app(arguments, exit_on_error=False, print_error=True, result_action="return_value", error_console=err)
    except CycloptsError:
        return UsageError.exit_status
    except StoppedEarlyError as stop:
        if _speaks():
            err.print(visible(f"stopped early: {stop}"), style="yellow", highlight=False, markup=False, soft_wrap=True)
        return stop.exit_status
    except TrainError as error:
        err.print(visible(f"error: {error}"), style="red", highlight=False, markup=False, soft_wrap=True)
        return error.exit_status
    except KeyboardInterrupt:
        err.print("interrupted: what is complete is kept; give the same command again to go on")
        return StoppedEarlyError.exit_status
    return 0


if __name__ == "__main__":
    sys.exit(main())
