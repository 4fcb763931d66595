"""The LLM that grades what no rule can: a callable from a request to a reply. Only `Endpoint` touches the network.

A judge answers one request and knows nothing of benchmarks; asking again is for who asks to decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from train.errors import ModelError

if TYPE_CHECKING:
    import openai


@dataclass(frozen=True, slots=True)
class Request:
    """One question to a judge, as a chat of a single user message."""

    prompt: str
    temperature: float
    max_tokens: int


class Judge(Protocol):
    """Anything that answers requests; `name` goes into the result."""

    @property
    def name(self) -> str:
        """Return the model's name."""

    def __call__(self, request: Request) -> str:
        """Return the reply's text."""


@dataclass(frozen=True)
class Endpoint:
    """A model behind an OpenAI-compatible address; without one, OPENAI_BASE_URL or OpenAI itself."""

    name: str
    base_url: str | None = None

    @cached_property
    def _client(self) -> openai.OpenAI:
        import openai  # noqa: PLC0415 - only who judges waits for it

        return openai.OpenAI(base_url=self.base_url, max_retries=5)

    def __call__(self, request: Request) -> str:
        """Return the reply's text.

        Raises:
            ModelError: the endpoint did not answer.

        """
        import openai  # noqa: PLC0415 - see above

        try:
            reply = self._client.chat.completions.create(
                model=self.name,
                messages=[{"role": "user", "content": request.prompt}],
                temperature=request.temperature,
                max_tokens=request.max_tokens,
            )
        except openai.OpenAIError as error:
            message = f"the judge {self.name!r} at {self.base_url or 'the default endpoint'} did not answer: {error}"
            raise ModelError(message) from error
        return reply.choices[0].message.content or "" if reply.choices else ""
