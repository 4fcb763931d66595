"""What is sent to an LLM and what comes back; every LLM is a ChatModel."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Protocol

import msgspec
from pydantic import BaseModel, ConfigDict

Role = Literal["system", "user", "assistant"]
DATA_URL = "data:"


class Message(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """One chat message; `image` is the image that it carries, or empty.

    It is a data URL, or the SHA-256 of the file that the request names.

    Defaults are left out where messages are hashed: text alone keeps the fingerprint that it had without images.
    """

    role: Role
    content: str
    image: str = ""


@dataclass(frozen=True)
class ChatRequest:
    """One question to an LLM: everything that decides the answer, and the job and attempt that it serves.

    `schema` is the JSON schema that the answer must follow, or None for free text; `extra_body` are fields passed
    on to the endpoint as they are (vLLM's `top_k`, say). `image_file` is where the image that a message names lies;
    it is read when the request is sent. Without a `seed` none is sent.
    """

    job: str
    attempt: int
    model: str
    messages: tuple[Message, ...]
    temperature: float
    max_tokens: int
    seed: int | None = None
    schema: dict[str, Any] | None = None
    extra_body: dict[str, Any] = field(default_factory=dict)
    image_file: Path | None = None

    @cached_property
    def fingerprint(self) -> str:
        """Hash over model, messages and settings: equal requests have equal fingerprints, whatever job they serve."""
        asked = {key: value for key, value in vars(self).items() if key not in ("job", "attempt", "image_file")}
        return hashlib.sha256(msgspec.json.encode(asked, order="sorted")).hexdigest()[:32]


class Usage(BaseModel):
    """Tokens as the endpoint counted them; `cached_tokens`, where it tells, are part of `prompt_tokens`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int | None = None


class Reply(BaseModel):
    """One answer, as it stands in replies.jsonl.

    `refusal` says why the endpoint refused the request, or is None; then `text` is what the LLM wrote.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    fingerprint: str
    job: str
    attempt: int
    text: str
    finish_reason: str
    usage: Usage
    model: str
    latency_s: float
    refusal: str | None = None


class ChatModel(Protocol):
    """The one seam to every LLM."""

    async def complete(self, request: ChatRequest) -> Reply:
        """Answer one request, or raise one of the EndpointErrors."""
        ...

    async def aclose(self) -> None:
        """Give back connections."""
        ...
