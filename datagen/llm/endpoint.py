"""An OpenAI-compatible endpoint, opened: its address, key and model. Reads the environment, and may ask for names."""

from __future__ import annotations

import os
from collections.abc import Mapping

import openai

from datagen.errors import EndpointSettingsError, UsageError
from datagen.llm.openai import OpenAIChat, is_on_this_machine
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

    """
    base_url = settings.base_url or environment.get("OPENAI_BASE_URL")
    key = environment.get("OPENAI_API_KEY")
    if not key and not base_url:
        raise UsageError(NO_ENDPOINT)
    if base_url is not None and not base_url.startswith(("http://", "https://")):
        message = f"--base-url {base_url!r} must begin with http:// or https://"
        raise UsageError(message)
    chat = OpenAIChat(base_url, key or "none", settings.timeout)
    model = settings.model or _only_model(base_url, key or "none")
    return OpenLlm(chat, model, settings.concurrency or DEFAULT_CONCURRENCY, chat.notices)


def _only_model(base_url: str | None, key: str) -> str:
    """Ask the endpoint which models it serves; take it if there is just one."""
    try:
        http_client = openai.DefaultHttpxClient(trust_env=not is_on_this_machine(base_url))
        with openai.OpenAI(
            base_url=base_url, api_key=key, max_retries=2, timeout=20.0, http_client=http_client
        ) as client:
            names = [model.id for model in client.models.list()]
    except openai.OpenAIError as error:
        message = f"name the model with --model (asking the endpoint for its models failed: {error})"
        raise EndpointSettingsError(message) from error
    if len(names) == 1:
        return names[0]
    some = f"; it serves {', '.join(names[:8])}{' and more' if len(names) > 8 else ''}" if names else ""  # noqa: PLR2004
    message = f"name the model with --model{some}"
    raise UsageError(message)
