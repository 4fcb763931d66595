"""Runs the review server in this process until Ctrl-C. Opens a socket, and a browser if there is a screen.

The address is printed and answered on at once; questions wait for the folder to be read.
"""

from __future__ import annotations

import errno
import getpass
import os
import secrets
import socket
import sys
import threading
import webbrowser
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

import uvicorn
from rich.console import Console

from datagen.errors import UsageError
from datagen.review.app import make_app
from datagen.review.bodies import reviewer_name
from datagen.review.folder import ReviewedFolder
from datagen.review.open_run import ReviewSettings
from datagen.review.security import Address, is_loopback

PORT = 8377
PORTS_TRIED = 20
PATIENCE_S = 2


@dataclass(frozen=True, slots=True)
class Serving:
    """Where to listen; without a port the first free one from 8377 on. `browse` opens a browser if there is one."""

    host: str = "127.0.0.1"
    port: int | None = None
    browse: bool = True


def login_name() -> str:
    """Return the login name, or a stand-in where the system knows none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "reviewer"


def reviewer_of(given: str | None) -> str:
    """Return the name that verdicts will have: the given one, or else the login name.

    Raises:
        UsageError: it cannot be one.

    """
    name = login_name() if given is None else given
    try:
        return reviewer_name(name)
    except ValueError as error:
        whose = f"your login name is {name!r}" if given is None else f"--reviewer {name!r}"
        message = f"{whose}: {error}; say who you are with --reviewer NAME"
        raise UsageError(message) from error


def serve(settings: ReviewSettings, serving: Serving, console: Console) -> None:
    """Serve the review of a run folder until Ctrl-C.

    Raises:
        RunFolderError: a file of the folder is missing or damaged.
        UsageError: the address cannot be listened on.

    """
    folder = ReviewedFolder(settings)
    with _listen(serving.host, serving.port) as listening:
        _run(folder, serving, listening, console)
    count = folder.verdicts()
    if count is not None:
        verdicts = f"{count} verdict{'' if count == 1 else 's'} in {settings.folder}"
        line = f"{verdicts}: `datagen judge {settings.folder}` puts what they say into llava.jsonl"
        console.print(line)


def _run(folder: ReviewedFolder, serving: Serving, listening: socket.socket, console: Console) -> None:
    """Print the address, read the folder in a thread, and answer meanwhile."""
    token = "" if is_loopback(serving.host) else secrets.token_urlsafe(24)
    address = Address(serving.host, listening.getsockname()[1], token)
    console.print(f"review: {address.url}   (Ctrl-C ends it)")
    failures: list[Exception] = []
    stopped = threading.Event()
    reading = threading.Thread(target=_load, args=(folder, failures, stopped), name="index", daemon=True)
    reading.start()
    if serving.browse and has_screen(sys.platform, os.environ):
        threading.Thread(target=webbrowser.open, args=(address.url,), daemon=True).start()

    server = make_server(folder, address)
    threading.Thread(target=_end_with, args=(server, stopped), daemon=True).start()
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listening])
    if failures:
        raise failures[0]


def make_server(folder: ReviewedFolder, address: Address) -> uvicorn.Server:
    """Return the server of a folder, which trusts no proxy and logs no requests."""
    config = uvicorn.Config(
        make_app(folder, address),
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="off",
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=PATIENCE_S,
    )
    return uvicorn.Server(config)


def _load(folder: ReviewedFolder, failures: list[Exception], stopped: threading.Event) -> None:
    try:
        folder.load()
    except Exception as error:  # noqa: BLE001 - raised again where the server ends
        failures.append(error)
        stopped.set()


def _end_with(server: uvicorn.Server, stopped: threading.Event) -> None:
    """End the server when the folder cannot be read."""
    stopped.wait()
    server.should_exit = True


def _listen(host: str, port: int | None) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    ports = range(PORT, PORT + PORTS_TRIED) if port is None else (port,)
    for number in ports:
        # Only where TCP is named does asyncio set TCP_NODELAY: without it each body waits 40 ms behind its headers.
        listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, number))
            listening.listen(128)
        except OverflowError as error:
            listening.close()
            message = f"--port {number}: a port is a number from 0 to 65535"
            raise UsageError(message) from error
        except OSError as error:
            listening.close()
            if error.errno == errno.EADDRINUSE and number != ports[-1]:
                continue
            message = f"cannot listen on {host} port {number}: {error.strerror}; choose another with --host or --port"
            raise UsageError(message) from error
        return listening
    raise AssertionError


def has_screen(platform: str, environment: Mapping[str, str]) -> bool:
    """Whether a browser could be seen: on Linux only under a display."""
    return platform in ("win32", "darwin") or bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))
