"""The one way to answer a request with an error."""

from __future__ import annotations

from typing import Any


class RefusedError(Exception):
    """A request that is not answered as wished; the message is a sentence for the person at the page."""

    def __init__(self, status: int, message: str, **more: Any) -> None:
        """Keep HTTP status and what goes along with the sentence."""
        super().__init__(message)
        self.status, self.more = status, more
