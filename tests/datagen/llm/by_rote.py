"""An LLM that says what it has learnt by heart: all that a new LLM needs beside its row in the table."""

from __future__ import annotations

import json

from datagen.chat import ChatRequest, Reply, Usage
from datagen.llm.opening import OpenLlm
from datagen.settings import BuildSettings

TEXT = (
    "The picture shows a quiet place in the middle of an ordinary day, seen from a small distance, with soft light and "
    "a calm mood, and nothing in it seems to be in a hurry at all."
)


class ByRote:
    """A ChatModel that gives every request the same description, and says what it was sent beside the messages."""

    async def complete(self, request: ChatRequest) -> Reply:
        """Answer at once."""
        return Reply(
            fingerprint=request.fingerprint,
            job=request.job,
            attempt=request.attempt,
            text=json.dumps({"description": TEXT}),
            finish_reason="stop",
            usage=Usage(prompt_tokens=1, completion_tokens=request.extra_body["top_k"]),
            model=request.model,
            latency_s=0.0,
        )

    async def aclose(self) -> None:
        """Hold nothing."""


def open_by_rote(settings: BuildSettings) -> OpenLlm:
    """Return it under the name that --model gives."""
    return OpenLlm(ByRote(), settings.model or "by-heart", concurrency=1)
