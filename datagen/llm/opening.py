"""An LLM that is ready to be asked. What makes it so is named in its row: see `llms`."""

from __future__ import annotations

import importlib
from dataclasses import dataclass, field

from datagen.chat import ChatModel
from datagen.llms import LLMS
from datagen.settings import BuildSettings


@dataclass(frozen=True, slots=True)
class OpenLlm:
    """A model to talk to, under the name that goes into requests; `server` lives as long as this."""

    chat: ChatModel
    model: str
    concurrency: int
    notices: list[str] = field(default_factory=list)
    server: object = None


def open_llm(settings: BuildSettings) -> OpenLlm:
    """Start or address the LLM of a run, which is one that is asked.

    Raises:
        UsageError: the settings lack what this LLM needs.
        MissingExtraError, InputError: a model in this process cannot be started.

    """
    module, _, function = LLMS[settings.llm].opens.partition(":")
    opened: OpenLlm = getattr(importlib.import_module(module), function)(settings)
    return opened
