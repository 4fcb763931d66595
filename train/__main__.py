"""The command line: `python -m train COMMAND --help`.

Exit status: 0 done, 1 a failure that the message explains, 2 wrong usage, 3 stopped early with everything kept.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version

from cyclopts import App, CycloptsError

from train.console import err, speaks
from train.errors import StoppedEarlyError, TrainError, UsageError
from train.terminal import visible

app = App(
    name="python -m train",
    help="LLaVA's two stages on any CLIP or SigLIP tower and any causal LLM; out comes a stock LLaVA checkpoint.",
    version=lambda: version("visual-instruct"),
    version_flags=["--version"],
    help_format="plaintext",
    suppress_keyboard_interrupt=False,
)
app.command("train.commands.inspect:inspect", sort_key=1)
app.command("train.commands.stages:stage1", sort_key=2)
app.command("train.commands.stages:stage2", sort_key=3)
app.command("train.commands.export:export", sort_key=4)
app.command(
    "train.commands.chat:chat", sort_key=5, usage="Usage: python -m train chat --checkpoint STR [OPTIONS] [QUESTION]"
)
app.command("train.commands.evaluate:evaluate", name="eval", sort_key=6)
app.command("train.commands.score:score", sort_key=7)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if not arguments or arguments[0].startswith("-"):
        app.resolved_commands()  # the overview has the first line of each one's docstring
    for library in ("TRANSFORMERS", "HF_HUB"):  # what matters of theirs is in our errors; a person can ask for more
        os.environ.setdefault(f"{library}_VERBOSITY", "error")
    logging.getLogger("bitsandbytes").setLevel(logging.ERROR)  # imported by others where it is installed
    if not sys.stderr.isatty():
        os.environ.setdefault("TQDM_DISABLE", "1")  # transformers' bars, which a log file would hold line by line
    try:
        app(arguments, exit_on_error=False, print_error=True, result_action="return_value")
    except CycloptsError:
        return UsageError.exit_status
    except StoppedEarlyError as stop:
        if speaks():
            err.print(visible(f"stopped early: {stop}"), style="yellow")
        return stop.exit_status
    except TrainError as error:
        err.print(visible(f"error: {error}"), style="red")
        return error.exit_status
    except KeyboardInterrupt:
        err.print("interrupted: what is complete is kept; give the same command again to go on")
        return StoppedEarlyError.exit_status
    return 0


if __name__ == "__main__":
    sys.exit(main())
