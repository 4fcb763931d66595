"""An OpenAI-compatible endpoint, opened: its address, key and model. Reads the environment, and may ask for names."""

from __future__ import annotations

import os
from collections.abc import Mapping

from datagen.llm.address import address_of
from datagen.llm.openai import OpenAIChat, only_model
from datagen.llm.opening import OpenLlm
from datagen.settings import BuildSettings

DEFAULT_CONCURRENCY = 64

NO_ENDPOINT = (
    "no LLM to ask: set OPENAI_API_KEY (or give --base-url for a server of your own, such as vLLM), "
    "or use --llm local, which runs a small model on this machine, or --llm template, which needs none"
)


def open_endpoint(settings: BuildSettings, environment: Mapping[str, str] = os.environ) -> OpenLlm:
    """Address the endpoint of a run.

    Raises:
        UsageError: neither a key nor an address, or no model name where one is needed.
        EndpointSettingsError: it cannot be asked for its models.

    """
    base_url, key = address_of(settings.base_url, NO_ENDPOINT, environment=environment)
    chat = OpenAIChat(base_url, key, settings.timeout)
    model = settings.model or only_model(base_url, key)
    return OpenLlm(chat, model, settings.concurrency or DEFAULT_CONCURRENCY, chat.notices)
