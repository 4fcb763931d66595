"""Everything that talks to a model: endpoints, a model in this process, and asking again.

What stands in `__all__` is for other packages. The `openai` package takes half a second to import, so what needs it is
imported when it is first named.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from datagen.chat import ChatModel, ChatRequest, Message, Reply
from datagen.errors import (
    DatagenError,
    EndpointBusyError,
    EndpointError,
    EndpointSettingsError,
    RequestRefusedError,
    StoppedEarlyError,
    UsageError,
)
from datagen.llm.address import OptionNames, address_of
from datagen.llm.ask import Asker, GivenUpError, StoppingError, drive, stopped_by_signals

if TYPE_CHECKING:
    from datagen.llm.openai import OpenAIChat, only_model

__all__ = [
    "Asker",
    "ChatModel",
    "ChatRequest",
    "DatagenError",
    "EndpointBusyError",
    "EndpointError",
    "EndpointSettingsError",
    "GivenUpError",
    "Message",
    "OpenAIChat",
    "OptionNames",
    "Reply",
    "RequestRefusedError",
    "StoppedEarlyError",
    "StoppingError",
    "UsageError",
    "address_of",
    "drive",
    "only_model",
    "stopped_by_signals",
]


def __getattr__(name: str) -> object:
    if name in {"OpenAIChat", "only_model"}:
        return getattr(import_module("datagen.llm.openai"), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
