"""The command line: `python -m datagen COMMAND --help`.

Exit status: 0 done, 1 a failure that the message explains, 2 wrong usage, 3 stopped early with everything kept.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from cyclopts import App, CycloptsError, Parameter
from rich.console import Console

from datagen import __version__
from datagen.errors import DatagenError, InputError, MissingExtraError, StoppedEarlyError, UsageError
from datagen.export.export import Format
from datagen.review.page_settings import PageSettings
from datagen.settings import BuildSettings, OnFail, Prices
from datagen.verdicts import Drop, Only, Selection

app = App(
    name="python -m datagen",
    help="COCO annotations in, checked visual-instruction data out.",
    version=__version__,
    version_flags=["--version"],
    help_format="plaintext",
)
out, err = Console(), Console(stderr=True)
REPLACED = " (replaced what was there)"


@app.command
def build(settings: BuildSettings) -> None:
    """Make instruction data: plan, ask the LLM, check, write the run folder.

    Giving the same command again goes on where it stopped; no reply is paid for twice. The training file is
    OUT/llava.jsonl; OUT/rejections.jsonl says what was not taken and why.
    """
    from datagen.build import build as run  # noqa: PLC0415 - `--help` should not wait for numpy and openai
    from datagen.prepare import prepare  # noqa: PLC0415
    from datagen.show import show_dry_run, show_inputs, show_plan, show_summary  # noqa: PLC0415

    prepared = prepare(settings)
    show_inputs(err, prepared.annotations)
    show_plan(err, prepared.plan, prepared.rules.images)
    if settings.dry_run:
        show_dry_run(out, prepared.plan, prepared.rules, Prices.of(settings))
        return
    show_summary(out, run(settings, prepared, err), prepared.out, Prices.of(settings))


@app.command
def judge(
    folder: Path,
    /,
    *,
    coco: Path | None = None,
    on_fail: OnFail = (),
    only: Only = "all",
    drop: Drop = "rejected",
) -> None:
    """Rebuild samples, rejections and training file of a run folder from its replies, asking nothing.

    The training file follows the verdicts of persons; the other files say what the checks say.

    Parameters
    ----------
    folder
        The run folder.
    coco
        The annotations, if they have moved since.
    on_fail
        Change what a check's failing finding does, as for build: echo=drop,hedging=flag. The folder keeps it.
    only
        accepted: train only on what a person accepted or edited. all: on what nobody has judged too. This and --drop
        hold for this time alone; `build` writes the training file with all, without what was rejected.
    drop
        rejected: leave out of the training file what a person rejected. nothing: keep it.

    """
    from datagen.build import rejudge  # noqa: PLC0415
    from datagen.show import show_summary  # noqa: PLC0415

    show_summary(out, rejudge(folder, coco, on_fail, Selection(only, drop)), folder)


@app.command
def report(folder: Path, /) -> None:
    """Show how varied and balanced a run folder's data is, and write it to report.html.

    Parameters
    ----------
    folder
        The run folder.

    """
    from datagen.report import text  # noqa: PLC0415
    from datagen.report.summarise import summarise  # noqa: PLC0415
    from datagen.run.folder import PAGE  # noqa: PLC0415

    out.print(text(*summarise(folder)), highlight=False, markup=False, soft_wrap=True)
    out.print(f"report: {folder / PAGE}", highlight=False, markup=False, soft_wrap=True)


@app.command
def show(folder: Path, /, *, count: int = 1) -> None:
    """Print accepted and rejected samples of a run folder.

    Parameters
    ----------
    folder
        The run folder.
    count
        How many of each.

    """
    from itertools import islice  # noqa: PLC0415

    from datagen.run.files import rows  # noqa: PLC0415
    from datagen.run.folder import REJECTIONS, SAMPLES  # noqa: PLC0415
    from datagen.sample import Rejection, Sample  # noqa: PLC0415
    from datagen.show import show_outcome  # noqa: PLC0415

    for name, type_ in ((SAMPLES, Sample), (REJECTIONS, Rejection)):
        for outcome in islice(rows(folder / name, type_), count):
            show_outcome(out, outcome)


@app.command
def review(  # noqa: PLR0913 - the options of a command
    folder: Path,
    /,
    page: PageSettings | None = None,
    *,
    images: Path | None = None,
    port: int | None = None,
    host: str = "127.0.0.1",
    open: bool = True,  # noqa: A002 - the option's name
    reviewer: str | None = None,
    seed: int | None = None,
) -> None:
    """Look at samples one by one in a browser, and accept, reject or edit them.

    What is decided goes to verdicts.jsonl at once; `datagen judge` puts it into the training file. With --html no
    server runs: a page to read is written.

    Parameters
    ----------
    folder
        The run folder.
    page
        The read-only page.
    images
        Folder of the image files, or of a folder SPLIT with them. [default: looked for beside the annotations]
    port
        Port to listen on. [default: 8377, or the next free one]
    host
        Address to listen on. One that other machines can reach gets an address with a token.
    open
        Open the page in a browser, where there is a screen.
    reviewer
        Your name, as the verdicts will have it. [default: the login name]
    seed
        Decides the random order and the audit's. [default: the run's]

    """
    if page and page.html:
        _write_page(folder, page, page.html, images, seed)
        return
    try:
        from datagen.review.open_run import ReviewSettings  # noqa: PLC0415
        from datagen.review.serve import Serving, reviewer_of, serve  # noqa: PLC0415
    except ImportError as error:
        message = "datagen review needs Starlette and Uvicorn: pip install 'visual-instruct[review]'"
        raise MissingExtraError(message) from error
    settings = ReviewSettings(folder, reviewer_of(reviewer), images, seed)
    serve(settings, Serving(host, port, browse=open), out)


def _write_page(folder: Path, page: PageSettings, target: Path, images: Path | None, seed: int | None) -> None:
    try:
        from datagen.review.open_run import ReviewSettings  # noqa: PLC0415
        from datagen.review.page import write_page  # noqa: PLC0415
    except ImportError as error:
        message = "datagen review --html needs Pillow: pip install 'visual-instruct[review]'"
        raise MissingExtraError(message) from error
    write_page(ReviewSettings(folder, "", images, seed), page, target, out, err)


@app.command
def align(  # noqa: PLR0913 - the options of a command
    *,
    coco: Path,
    to: Path,
    split: str | None = None,
    seed: int = 0,
    all_captions: Annotated[bool, Parameter(negative="")] = False,
    image_prefix: str = "",
    prompts: Path | None = None,
) -> None:
    """Make stage 1 data: human captions as LLaVA records, with no LLM.

    Parameters
    ----------
    coco
        Folder with captions_SPLIT.json.
    to
        File to write: .jsonl, or .json for one array. One that is there is replaced.
    split
        Which split; not needed where the folder has only one.
    seed
        Decides caption, instruction and the place of <image>.
    all_captions
        A record for every caption, instead of one an image.
    image_prefix
        Put before every image name, such as coco/train2017/.
    prompts
        Folder with your own align/instructions.txt and the other prompts.

    """
    from datagen.annotations import coco as reader  # noqa: PLC0415
    from datagen.export.align import align as records  # noqa: PLC0415
    from datagen.export.export import write_records  # noqa: PLC0415
    from datagen.prompting import prompts as prompt_files  # noqa: PLC0415
    from datagen.show import show_inputs  # noqa: PLC0415

    if to.suffix not in (".jsonl", ".json"):
        message = f"--to {to} must end in .jsonl or .json"
        raise UsageError(message)
    sources = reader.find(coco, split)
    if sources.captions is None:
        message = f"align needs captions: there is no captions_{sources.split}.json in {coco}"
        raise UsageError(message)
    if to.resolve() in {path.resolve() for path in (sources.captions, sources.instances) if path}:
        message = f"--to {to} is the annotations themselves: name another file"
        raise UsageError(message)
    replaced = REPLACED if to.exists() else ""
    loaded = prompt_files.load(prompts or prompt_files.default_folder())
    scenes = reader.read(sources)
    show_inputs(err, scenes)
    instructions = loaded.align_instructions
    count = write_records(to, records(scenes, instructions, seed, all_captions=all_captions, image_prefix=image_prefix))
    out.print(f"{count} records: {to}{replaced}", highlight=False, markup=False, soft_wrap=True)


@app.command
def export(  # noqa: PLR0913 - the options of a command
    folder: Path,
    /,
    *,
    to: Path,
    format: Format = "llava",  # noqa: A002 - the option's name
    images: Path | None = None,
    image_prefix: str = "",
    only: Only = "all",
    drop: Drop = "rejected",
) -> None:
    """Write the accepted samples in another tool's form, with a data card.

    Verdicts of persons are applied: edited text, what they rejected left out, what they rescued added.

    Parameters
    ----------
    folder
        The run folder.
    to
        File (.jsonl, .json or .parquet), or a folder that gets the data file and README.md. Those there are replaced.
    format
        llava: LLaVA's records. sharegpt: LLaMA-Factory's. messages: chat-template messages with image parts,
        as TRL reads them. parquet: the same as one Parquet file for datasets.load_dataset.
    images
        Folder of the image files, to put them into the Parquet file.
    image_prefix
        Put before every image name, such as coco/train2017/.
    only
        accepted: only what a person accepted or edited. all: what nobody has judged too.
    drop
        rejected: leave out what a person rejected. nothing: keep it.

    """
    from datagen.export.export import export as write  # noqa: PLC0415
    from datagen.show import show_review  # noqa: PLC0415

    if images is not None and format != "parquet":
        message = f"--images goes with --format parquet, not {format}"
        raise UsageError(message)
    done = write(folder, format, to, images, image_prefix, Selection(only, drop))
    show_review(out, done.review)
    plural = "" if done.samples == 1 else "s"
    replaced = REPLACED if done.replaced else ""
    lines = f"{done.samples} sample{plural}: {done.data}{replaced}\ndata card: {done.card}"
    out.print(lines, highlight=False, markup=False, soft_wrap=True)


@app.command
def pope(*, coco: Path, to: Path, split: str | None = None, seed: int = 0, images_count: int = 500) -> None:
    """Make yes-or-no questions that measure what a model makes up, in POPE's form.

    POPE's random, popular and adversarial polls, and questions on left and right and on numbers that the boxes prove,
    and on colours that captions tell.

    Parameters
    ----------
    coco
        Folder with instances_SPLIT.json and, better, captions_SPLIT.json too.
    to
        Folder to write: coco_pope_KIND.jsonl, and pope.json on how they were made. Those there are replaced.
    split
        Which split; not needed where the folder has only one.
    seed
        Decides images and questions.
    images_count
        How many images at the most, a kind.

    """
    from datagen.annotations import coco as reader  # noqa: PLC0415
    from datagen.pope import ABOUT, write_pope  # noqa: PLC0415
    from datagen.show import show_inputs  # noqa: PLC0415

    if images_count < 1:
        message = f"--images-count {images_count} must be at least 1"
        raise UsageError(message)
    scenes = reader.read(reader.find(coco, split))
    show_inputs(err, scenes)
    replaced = ["note: files of these names that were there are replaced"] if (to / ABOUT).exists() else []
    lines = write_pope(scenes, to, seed, images_count).lines(to) + replaced
    out.print("\n".join(lines), highlight=False, markup=False, soft_wrap=True)


@app.command
def toy(*, out: Path, images: int = 24, seed: int = 0) -> None:
    """Draw small scenes in COCO form: images, captions and exact boxes, to try things out.

    Parameters
    ----------
    out
        Folder to write: annotations/ and toy/. Files of the same names are replaced.
    images
        How many.
    seed
        The same seed draws the same scenes; more images keep the first ones.

    """
    try:
        from datagen.toy import write_toy  # noqa: PLC0415
    except ImportError as error:
        message = "datagen toy draws with Pillow: pip install 'visual-instruct[toy]'"
        raise MissingExtraError(message) from error
    if images < 1:
        message = f"--images {images} must be at least 1"
        raise UsageError(message)
    try:
        drawn = write_toy(images, seed, out)
    except OSError as error:
        message = f"cannot write to {out}: {error.strerror}"
        raise InputError(message) from error
    Console().print(
        f"{drawn.images} images, {drawn.boxes} boxes ({drawn.crowds} crowds), {drawn.captions} captions: {out}",
        highlight=False,
        markup=False,
        soft_wrap=True,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    try:
        app(arguments, exit_on_error=False, print_error=True, result_action="return_value", error_console=err)
    except CycloptsError:
        return UsageError.exit_status
    except StoppedEarlyError as stop:
        err.print(f"stopped early: {stop}", style="yellow", highlight=False, markup=False, soft_wrap=True)
        return stop.exit_status
    except DatagenError as error:
        err.print(f"error: {error}", style="red", highlight=False, markup=False, soft_wrap=True)
        return error.exit_status
    except KeyboardInterrupt:
        err.print("interrupted; every reply is kept: run the same command again to go on")
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
