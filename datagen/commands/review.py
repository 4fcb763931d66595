"""`datagen review`."""

from __future__ import annotations

from pathlib import Path

from datagen.console import err, out
from datagen.errors import MissingExtraError
from datagen.review.page_settings import PageSettings


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
