"""The command line: `python -m datagen COMMAND --help`.

Exit status: 0 done, 1 a failure that the message explains, 2 wrong usage, 3 stopped early with everything kept.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from cyclopts import App, CycloptsError

from datagen import __version__
from datagen.console import err
from datagen.errors import DatagenError, StoppedEarlyError, UsageError

app = App(
    name="python -m datagen",
    help="COCO annotations in, checked visual-instruction data out.",
    version=__version__,
    version_flags=["--version"],
    help_format="plaintext",
)
app.command("datagen.commands.align:align")
app.command("datagen.commands.build:build")
app.command("datagen.commands.export:export")
app.command("datagen.commands.judge:judge")
app.command("datagen.commands.pope:pope")
app.command("datagen.commands.report:report")
app.command("datagen.commands.review:review")
app.command("datagen.commands.show:show")
app.command("datagen.commands.toy:toy")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if not arguments or arguments[0].startswith("-"):
        app.resolved_commands()  # the overview has the first line of each one's docstring
    try:
        app(arguments, exit_on_error=False, print_error=True, result_action="return_value")
    except CycloptsError:
        return UsageError.exit_status
    except StoppedEarlyError as stop:
        err.print(f"stopped early: {stop}", style="yellow")
        return stop.exit_status
    except DatagenError as error:
        err.print(f"error: {error}", style="red")
        return error.exit_status
    except KeyboardInterrupt:
        err.print("interrupted; every reply is kept: run the same command again to go on")
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
